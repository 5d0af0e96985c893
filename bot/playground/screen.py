"""A person's screen as text: for tests that fail, and for `sees`."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.playground.reading import Reader
from bot.playground.records import Message, Place, User, View
from bot.playground.refusals import Json
from bot.playground.team import Team
from bot.playground.values import elements_of, options_of, raw

SHOWN_MESSAGES = 30
BUTTONS = {"button", "workflow_button"}


class Screen:
    """Writes down what one person has before them."""

    def __init__(self, team: Team, user: User) -> None:
        self._team = team
        self._user = user
        self._reader = Reader(team, user)

    def whole(self) -> str:
        """Return everything: modals, the top one first, then Home, then the DM with what is visible to them alone."""
        parts = [f"=== the screen of {self._user.name} ===", *self.modals(), self.home(), self.messages()]
        return "\n".join(part for part in parts if part)

    def modals(self) -> list[str]:
        """Return the open modals, the top one first."""
        return [self.modal(view) for view in reversed(self._team.stack(self._user.id))]

    def modal(self, view: View) -> str:
        """Return one modal."""
        close = self._reader.text(view.content.get("close")) or "Cancel"
        submit = self._reader.text(view.content.get("submit"))
        foot = f"[{close}]" + (f" [{submit}]" if submit else "")
        return "\n".join([f"--- modal: {view.title} ---", *self.place(view), foot])

    def home(self) -> str:
        """Return the Home tab, or nothing when none was published."""
        view = self._team.homes.get(self._user.id)
        return "\n".join(["--- Home ---", *self.place(view)]) if view else ""

    def messages(self) -> str:
        """Return the last messages of the DM."""
        messages = self._team.dm_with(self._user.id).messages[-SHOWN_MESSAGES:]
        return "\n".join(["--- messages ---", *(self.message(message) for message in messages)])

    def message(self, message: Message) -> str:
        """Return one message with its buttons."""
        author = "Slack" if message.from_slack else self._team.users[message.user_id].name
        moment = self._team.now().fromtimestamp(float(message.ts), ZoneInfo(self._user.tz))
        only = " (only visible to you)" if message.only_for else ""
        head = f"{author} {moment:%a %d %b %H:%M}{only}:"
        body = [] if message.blocks else [self._reader.mrkdwn(message.text)]
        files = [f"  [file: {stored.title}]" for stored in message.files]
        return "\n".join([head, *body, *files, *self.place(message)])

    def place(self, place: Place) -> Iterator[str]:
        """Yield the lines of a message or view, with field errors below their fields."""
        if place.trouble:
            yield f"! {place.trouble}"
        errors = place.errors if isinstance(place, View) else {}
        for block in list(place.blocks):
            yield from self.block(block, place)
            if block["block_id"] in errors:
                yield f"  ! {errors[block['block_id']]}"

    def block(self, block: Json, place: Place) -> Iterator[str]:
        """Yield the lines of one block."""
        kind = block["type"]
        if kind == "rich_text":
            yield self._reader.rich(block)
        elif kind == "divider":
            yield "-" * 20
        elif kind == "table":
            yield from (" | ".join(map(self._cell, row)) for row in block["rows"])
        elif kind == "image":
            yield f"[image: {block['alt_text']}]"
        else:
            yield from self._words(block)
        for element in elements_of(block):
            yield self._element(block, element, place)

    def _cell(self, cell: Json) -> str:
        return self._reader.rich(cell) if cell.get("type") == "rich_text" else str(cell.get("text", ""))

    def _words(self, block: Json) -> Iterator[str]:
        if block["type"] == "context":
            yield " ".join(self._reader.text(element) for element in block["elements"] if element["type"] != "image")
        if block["type"] == "input":
            yield self._reader.text(block["label"]) + (" (optional)" if block.get("optional") else "")
        elif "text" in block:
            yield self._reader.text(block["text"])
        yield from (self._reader.text(field) for field in block.get("fields") or [])
        if "hint" in block:
            yield f"  ({self._reader.text(block['hint'])})"

    def _element(self, block: Json, element: Json, place: Place) -> str:
        kind = element["type"]
        if kind in BUTTONS:
            return f"  [{self._reader.text(element['text'])}]"
        if kind == "image":
            return f"  [image: {element['alt_text']}]"
        options = [self._reader.text(option["text"]) for option in options_of(element)]
        if kind == "overflow":
            return "  [...] " + " / ".join(options)
        value = self._value(element, place.state.get(block["block_id"], {}).get(element["action_id"], {}))
        choice = f"  of: {' / '.join(options[:12])}" if options else ""
        return f"  <{value or self._reader.text(element.get('placeholder'))}>{choice}"

    def _value(self, element: Json, state: Json) -> str:
        value = raw(state)
        names = {option["value"]: self._reader.text(option["text"]) for option in options_of(element)}
        people = {user.id: f"@{user.name}" for user in self._team.users.values()}
        values = value if isinstance(value, list) else [value] if value not in (None, "") else []
        return ", ".join(names.get(one) or people.get(one) or str(one) for one in values)
