"""A form as it stands open before somebody: it is filled in field by field, and keeps that when the bot replaces it."""

from __future__ import annotations

from typing import Any

from bot.playground.values import chosen, elements_of, kept_state, raw
from bot.slack.blocks import View
from bot.slack.ids import field_of


class OpenForm:
    """An open modal. Fields are named without the suffix that their block id may carry."""

    def __init__(self, view: View, view_id: str = "V1") -> None:
        self.view_id = view_id
        self.hash = "h1"
        self._state: dict[str, Any] = {}
        self.shows(view)

    def shows(self, view: View) -> OpenForm:
        """Put another view in its place, as views.update does."""
        self.view = view
        self._state = kept_state(view["blocks"], self._state)
        return self

    def fill(self, **typed: object) -> OpenForm:
        """Fill fields in; a dot in a field's name is written as two underscores."""
        for name, value in typed.items():
            block = self.block(name.replace("__", "."))
            for element in elements_of(block):
                self._state[block["block_id"]][element["action_id"]] = chosen(element, value)
        return self

    def block(self, field: str) -> dict[str, Any]:
        """Return the block of a field. Raises StopIteration where the form has none."""
        return next(b for b in self.view["blocks"] if b["type"] == "input" and field_of(b["block_id"]) == field)

    def holds(self, field: str) -> Any:
        """Return what a field holds: text, an option's value, an id, a date."""
        (state,) = self._state[self.block(field)["block_id"]].values()
        return raw(state)

    @property
    def fields(self) -> list[str]:
        """The fields, in order."""
        return [field_of(block["block_id"]) for block in self.view["blocks"] if block["type"] == "input"]

    @property
    def required(self) -> list[str]:
        """The fields that have to be filled in, in order."""
        needed = [b for b in self.view["blocks"] if b["type"] == "input" and not b["optional"]]
        return [field_of(block["block_id"]) for block in needed]

    def sent(self, **more: object) -> dict[str, Any]:
        """Return the view as Slack sends it back."""
        return {**self.view, "id": self.view_id, "hash": self.hash, "state": {"values": self._state}, **more}
