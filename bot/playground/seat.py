"""What one person at the screen can do, by the ids of what they touch; the page and the Person of tests sit here."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from bot.playground.bot_link import BotLink, Delivery, Kind, deliver
from bot.playground.checks import submit_errors
from bot.playground.mentions import escaped, in_command, in_message, rich_text
from bot.playground.modals import Modals
from bot.playground.payloads import Payloads
from bot.playground.records import Message, Place, User, View
from bot.playground.refusals import Json, SlackError
from bot.playground.replies import answer_command, answer_submission
from bot.playground.team import Team
from bot.playground.values import chosen, elements_of, options_of

NO_ANSWER = "The app did not answer in time."
FAILED = "The app could not do that just now."


@dataclass
class Wires:
    """What a seat is connected to. `retry_pauses`: seconds before the second, third and fourth try of an event."""

    team: Team
    modals: Modals
    payloads: Payloads
    link: BotLink | None = None
    retry_pauses: tuple[float, ...] = (0.0, 60.0, 300.0)

    def deliver(self, kind: Kind, payload: Json) -> Delivery:
        """Send a payload that Slack does not repeat."""
        return deliver(self.team, self.link, kind, payload)

    def send_event(self, payload: Json) -> Delivery:
        """Send an event, if the app subscribed to it; Slack repeats it three times when it fails."""
        wanted = self.team.manifest.events
        if wanted is not None and _subscription(payload["event"]) not in wanted:
            return Delivery(200)
        delivery = deliver(self.team, self.link, Kind.EVENT, payload)
        return delivery if delivery.good else self._again(payload, delivery, 1)

    def _again(self, payload: Json, last: Delivery, number: int) -> Delivery:
        if last.good or last.no_retry or number > len(self.retry_pauses):
            return last
        pause = self.retry_pauses[number - 1]
        if pause:
            timer = threading.Timer(pause, self._retry, (payload, last, number))
            timer.daemon = True
            timer.start()
            return last
        return self._retry(payload, last, number)

    def _retry(self, payload: Json, last: Delivery, number: int) -> Delivery:
        delivery = deliver(self.team, self.link, Kind.EVENT, payload, (number, last.problem))
        return self._again(payload, delivery, number + 1)


class Seat:
    """One person before their screen."""

    def __init__(self, wires: Wires, user: User) -> None:
        self._wires = wires
        self.user = user
        self.tab = "messages"

    @property
    def _team(self) -> Team:
        return self._wires.team

    def type(self, text: str) -> None:
        """Send what stands in the message box: a slash command, or words to the bot."""
        if text.startswith("/"):
            self.command(text)
        else:
            self.say(text)

    def command(self, line: str) -> None:
        """Run a slash command. An unknown one is refused by Slack itself."""
        self._turn_to("messages")
        name, _, text = line.strip().partition(" ")
        text = text.strip()
        if not self._team.manifest.has_command(name):
            self._team.tell(self.user.id, f"{name} is not a valid command.")
            return
        text = in_command(self._team, text) if self._team.manifest.escapes(name) else escaped(text)
        payload = self._wires.payloads.command(self.user, name, text)
        answer_command(self._team, self.user, name, self._wires.deliver(Kind.COMMAND, payload))

    def say(self, text: str, files: list[Json] | None = None) -> Message:
        """Write to the bot in the DM."""
        self._turn_to("messages")
        dm = self._team.dm_with(self.user.id)
        words = in_message(self._team, text)
        message = self._team.put_message(dm, self.user.id, words, blocks=[rich_text(words)] if words else [])
        self._wires.send_event(self._wires.payloads.message(self.user, dm, message, files))
        return message

    def look_at(self, tab: str) -> None:
        """Turn to the tab "home" or "messages" of the bot."""
        self._turn_to(tab)
        self._wires.send_event(self._wires.payloads.home_opened(self.user, tab))

    def shortcut(self, callback_id: str) -> None:
        """Use a global shortcut."""
        delivery = self._wires.deliver(Kind.INTERACTION, self._wires.payloads.shortcut(self.user, callback_id))
        if not delivery.good:
            self._team.tell(self.user.id, _trouble(delivery))

    def _turn_to(self, tab: str) -> None:
        self.tab = tab
        self._team.touch()

    def place(self, key: str) -> Place:
        """Return the view with this id or the message with this ts. Raises SlackError not_found."""
        message = self._team.dm_with(self.user.id).find(key)
        return message or self._wires.modals.find(key)

    def press(self, key: str, block_id: str, action_id: str) -> None:
        """Press a button."""
        element = self._element(key, block_id, action_id)
        picked: Json = {name: element[name] for name in ("text", "value", "style") if name in element}
        self._act(key, block_id, element, picked)

    def put(self, key: str, block_id: str, action_id: str, value: Any) -> None:
        """Put a value into an element; elements outside inputs, and inputs that say so, tell the bot at once."""
        element = self._element(key, block_id, action_id)
        state = chosen(element, value)
        if element["type"] == "overflow" and value not in [option["value"] for option in options_of(element)]:
            raise SlackError("not_found")
        place = self.place(key)
        changed = self._keep(place, block_id, action_id, element, state)
        if self._tells(place, block_id) and (changed or element["type"] == "overflow"):
            self._act(key, block_id, element, state)

    def submit(self, view_id: str) -> None:
        """Submit a modal. What Slack's own client refuses stands at the field and never reaches the bot."""
        view = self._view(view_id)
        view.trouble, view.errors = "", submit_errors(view)
        self._team.touch()
        if not view.errors:
            delivery = self._wires.deliver(Kind.INTERACTION, self._wires.payloads.submission(self.user, view))
            answer_submission(self._wires.modals, view, delivery, self._team)

    def close(self, view_id: str) -> None:
        """Close the top modal, or the whole stack when the view asks for that."""
        view = self._view(view_id)
        if view.content.get("clear_on_close"):
            self.close_all()
            return
        self._wires.modals.close(view)
        self._tell_closed(view, cleared=False)

    def close_all(self) -> None:
        """Close every modal, as the cross in the corner does."""
        for view in self._wires.modals.clear(self.user.id):
            self._tell_closed(view, cleared=True)

    def _tell_closed(self, view: View, *, cleared: bool) -> None:
        if view.content.get("notify_on_close"):
            payload = self._wires.payloads.closed(self.user, view, cleared=cleared)
            self._wires.deliver(Kind.INTERACTION, payload)

    def _view(self, view_id: str) -> View:
        view = self._wires.modals.find(view_id)
        if view.user_id != self.user.id or view.is_home:
            raise SlackError("not_found")
        return view

    def _element(self, key: str, block_id: str, action_id: str) -> Json:
        for block in self.place(key).blocks:
            for element in elements_of(block) if block["block_id"] == block_id else ():
                if element.get("action_id") == action_id:
                    return element
        raise SlackError("not_found")

    def _keep(self, place: Place, block_id: str, action_id: str, element: Json, state: Json) -> bool:
        with self._team.lock:
            if element["type"] == "overflow":
                return True
            values = place.state.setdefault(block_id, {})
            changed = values.get(action_id) != state
            values[action_id] = state
            if isinstance(place, View):
                place.errors.pop(block_id, None)
            return changed

    def _tells(self, place: Place, block_id: str) -> bool:
        block = next(block for block in place.blocks if block["block_id"] == block_id)
        return block["type"] != "input" or bool(block.get("dispatch_action"))

    def _act(self, key: str, block_id: str, element: Json, picked: Json) -> None:
        place = self.place(key)
        place.trouble = ""
        action = {**picked, "type": element["type"], "block_id": block_id, "action_id": element["action_id"]}
        delivery = self._wires.deliver(Kind.INTERACTION, self._wires.payloads.action(self.user, place, action))
        if not delivery.good:
            place.trouble = _trouble(delivery)
        self._team.touch()


def _trouble(delivery: Delivery) -> str:
    return NO_ANSWER if delivery.problem == "http_timeout" else FAILED


def _subscription(event: Json) -> str:
    return "message.im" if event["type"] == "message" else str(event["type"])
