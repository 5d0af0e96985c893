"""A person of a story test: types, presses, fills, and sees. What fails shows the person's screen as text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from bot.playground.finding import Finder, Target
from bot.playground.reading import Reader
from bot.playground.records import Message, Place, User, View
from bot.playground.refusals import CannotDo, Json
from bot.playground.screen import Screen
from bot.playground.seat import Seat, Wires
from bot.playground.values import options_of, raw

PATIENCE_SECONDS = 5.0
FORMATTING = re.compile(r"[*_~`]")


class Person:
    """Somebody at the screen. Every verb waits until the bot has answered, at most Slack's three seconds."""

    def __init__(self, wires: Wires, user: User) -> None:
        self._wires = wires
        self._team = wires.team
        self.user = user
        self.seat = Seat(wires, user)
        self._screen = Screen(self._team, user)
        self._reader = Reader(self._team, user)
        self._finder = Finder(self._reader, self._screen)
        self._dialog: Target | None = None

    @property
    def id(self) -> str:
        """The Slack user id."""
        return self.user.id

    @property
    def mention(self) -> str:
        """How text names this person: `<@U…>`."""
        return f"<@{self.user.id}>"

    @property
    def screen(self) -> str:
        """Everything before this person, as text: dialog, modals (top first), Home, messages."""
        dialog = self._dialog_text()
        return "\n".join(part for part in (dialog, self._screen.whole()) if part)

    @property
    def modal(self) -> View | None:
        """The modal on top, or None."""
        stack = self._team.stack(self.user.id)
        return stack[-1] if stack else None

    @property
    def messages(self) -> list[Message]:
        """The messages in the DM with the bot, oldest first, with those visible to this person alone."""
        return list(self._team.dm_with(self.user.id).messages)

    def types(self, text: str) -> None:
        """Type into the message box: a slash command (`@name` becomes a mention) or words."""
        self.seat.type(text)

    def says(self, text: str, files: list[Json] | None = None) -> None:
        """Write to the bot in the DM; `files` are Slack file objects."""
        self.seat.say(text, files)

    def opens_home(self) -> None:
        """Turn to the bot's Home tab."""
        self.seat.look_at("home")

    def opens_messages(self) -> None:
        """Turn to the DM with the bot."""
        self.seat.look_at("messages")

    def uses_shortcut(self, name: str) -> None:
        """Use a global shortcut by its name or callback_id."""
        for entry in self._team.manifest.shortcuts:
            if name in {entry["name"], entry["callback_id"]}:
                self.seat.shortcut(entry["callback_id"])
                return
        raise self._failure(f"there is no shortcut {name!r}")

    def presses(self, label: str, *, within: str = "") -> None:
        """Press a button or menu entry by its words: in the open dialog, else the top modal, else Home or the DM.

        `within` names words beside the button where several read the same. A button that asks first opens its
        dialog; press one of the dialog's buttons next.
        """
        if self._dialog:
            self._answer_dialog(label)
        elif not self._pressed_frame(label):
            self._press(self._button(label, within))

    def fills(self, label: str, text: str | float, *, within: str = "") -> None:
        """Type into the input with this label."""
        self.seat.put(*self._field(label, within).ids, str(text))

    def chooses(self, label: str, *choices: str, within: str = "") -> None:
        """Choose in a select, radio or set of checkboxes by the words of the options; people as `@name`."""
        target = self._field(label, within)
        self._put_choices(target, choices)

    def picks_date(self, label: str, day: date | str, *, within: str = "") -> None:
        """Pick a date: a date or an ISO string."""
        self.seat.put(*self._field(label, within).ids, day if isinstance(day, str) else day.isoformat())

    def picks_time(self, label: str, moment: str, *, within: str = "") -> None:
        """Pick a time like "14:30"."""
        self.seat.put(*self._field(label, within).ids, moment)

    def submits(self) -> None:
        """Press the modal's submit button."""
        self.seat.submit(self._top().id)

    def closes(self) -> None:
        """Press the top modal's close button."""
        self.seat.close(self._top().id)

    def closes_all(self) -> None:
        """Press the cross, which closes the whole stack of modals."""
        self.seat.close_all()

    def sees(self, *texts: str, where: str = "", patience: float = PATIENCE_SECONDS) -> None:
        """Fail unless all `texts` are on the screen within `patience` seconds.

        `where` narrows it: "modal" (the top one), "home" or "messages". Spaces and formatting marks do not count.
        """
        for text in texts:
            if not self._waits_for(partial(self._shows, text, where), patience):
                raise self._failure(f"{self.user.name} does not see {text!r}{_place_name(where)}")

    def does_not_see(self, *texts: str, where: str = "") -> None:
        """Fail if any of `texts` is on the screen now."""
        for text in texts:
            if self._shows(text, where):
                raise self._failure(f"{self.user.name} sees {text!r}{_place_name(where)}")

    def value_of(self, label: str, *, within: str = "") -> Any:
        """Return what a field holds: text, an option's value, an id, a date, or a list of these."""
        target = self._field(label, within)
        return raw(target.place.state[target.block["block_id"]][target.element["action_id"]])

    def _shows(self, text: str, where: str) -> bool:
        with self._team.lock:
            shown = self._shown(where)
        return _bare(text) in _bare(shown) or _bare(text, strip=True) in _bare(shown, strip=True)

    def _shown(self, where: str) -> str:
        if where == "modal":
            return self._screen.modal(self.modal) if self.modal else ""
        return {"home": self._screen.home, "messages": self._screen.messages}.get(where, lambda: self.screen)()

    def _waits_for(self, holds: Callable[[], bool], patience: float) -> bool:
        until = time.monotonic() + patience
        with self._team.changed:
            while not holds():
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._team.changed.wait(left)
        return True

    def _places(self) -> Iterable[Place]:
        if self.modal:
            return [self.modal]
        home = self._team.homes.get(self.user.id)
        homes: list[Place] = [home] if home else []
        messages: list[Place] = list(reversed(self.messages))
        return [*homes, *messages] if self.seat.tab == "home" else [*messages, *homes]

    def _button(self, label: str, within: str) -> Target:
        return self._the_one(label, within, self._finder.buttons, "button")

    def _field(self, label: str, within: str) -> Target:
        return self._the_one(label, within, self._finder.fields, "field")

    def _the_one(self, label: str, within: str, listed: Callable[[Place], Iterable[Target]], what: str) -> Target:
        for place in self._places():
            found = _matching(list(listed(place)), label, within)
            if len(found) > 1:
                raise self._failure(f"there are {len(found)} times {what} {label!r}; say which by within=")
            if found:
                return found[0]
        raise self._failure(f"there is no {what} {label!r}" + (f" within {within!r}" if within else ""))

    def _pressed_frame(self, label: str) -> bool:
        view = self.modal
        if view is None or any(target.label == label for target in self._finder.buttons(view)):
            return False
        if label == self._reader.text(view.content.get("submit")):
            self.submits()
            return True
        if label == (self._reader.text(view.content.get("close")) or "Cancel"):
            self.closes()
            return True
        return False

    def _press(self, target: Target) -> None:
        if target.element.get("confirm"):
            self._dialog = target
        else:
            self._do(target)

    def _do(self, target: Target) -> None:
        if target.option is None:
            self.seat.press(*target.ids)
        else:
            self.seat.put(*target.ids, target.option)

    def _answer_dialog(self, label: str) -> None:
        target = self._dialog
        assert target is not None  # noqa: S101 - only called with a dialog open
        confirm = target.element["confirm"]
        if label not in {confirm["confirm"]["text"], confirm["deny"]["text"]}:
            raise self._failure(f"there is no button {label!r} in the dialog")
        self._dialog = None
        if label == confirm["confirm"]["text"]:
            self._do(target)

    def _dialog_text(self) -> str:
        if self._dialog is None:
            return ""
        confirm = self._dialog.element["confirm"]
        words = [self._reader.text(confirm[key]) for key in ("title", "text")]
        return "\n".join(["--- dialog ---", *words, f"[{confirm['deny']['text']}] [{confirm['confirm']['text']}]"])

    def _put_choices(self, target: Target, choices: tuple[str, ...]) -> None:
        values = [self._value_of_choice(target.element, choice) for choice in choices]
        many = target.element["type"].startswith("multi_") or target.element["type"] == "checkboxes"
        if not many and len(values) != 1:
            raise self._failure(f"{target.label!r} takes one choice")
        self.seat.put(*target.ids, values if many else values[0])

    def _value_of_choice(self, element: Json, choice: str) -> str:
        if "users" in element["type"] or "conversations" in element["type"]:
            return self._user_id(choice)
        options = {self._reader.text(option["text"]): option["value"] for option in options_of(element)}
        near = [value for text, value in options.items() if text.startswith(choice)]
        if choice not in options and len(near) != 1:
            raise self._failure(f"there is no choice {choice!r} among {list(options)}")
        return str(options[choice] if choice in options else near[0])

    def _user_id(self, choice: str) -> str:
        name = choice.removeprefix("@")
        for user in self._team.users.values():
            if name in {user.name, user.real_name, user.id}:
                return user.id
        raise self._failure(f"there is nobody called {choice!r}")

    def _top(self) -> View:
        if self.modal is None:
            raise self._failure("no modal is open")
        return self.modal

    def _failure(self, why: str) -> CannotDo:
        return CannotDo(f"{why}\n{self.screen}")


def _matching(targets: list[Target], label: str, within: str) -> list[Target]:
    if within:
        targets = [target for target in targets if _bare(within, strip=True) in _bare(target.around, strip=True)]
    wanted = _bare(label, strip=True)
    exact = [target for target in targets if _bare(target.label, strip=True) == wanted]
    return exact or [target for target in targets if _bare(target.label, strip=True).startswith(wanted)]


def _bare(text: str, *, strip: bool = False) -> str:
    return " ".join((FORMATTING.sub("", text) if strip else text).split())


def _place_name(where: str) -> str:
    return f" in {where}" if where else ""
