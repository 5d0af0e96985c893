"""What a listener is called with by hand: a client that remembers, an ack that remembers, an answer that remembers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from slack_sdk import WebClient

from bot.slack.blocks import Block, View
from bot.slack.listeners.sheets import Sheets


@dataclass
class Client:
    """Remembers which views were opened, pushed and updated."""

    shown: list[tuple[str, View]] = field(default_factory=list)

    def views_open(self, *, trigger_id: str, view: View) -> None:
        self.shown.append((f"open {trigger_id}", view))

    def views_push(self, *, trigger_id: str, view: View) -> None:
        self.shown.append((f"push {trigger_id}", view))

    def views_update(self, *, view_id: str, view: View) -> None:
        self.shown.append((f"update {view_id}", view))

    @property
    def only(self) -> tuple[str, View]:
        """The one view that was shown, and how."""
        (found,) = self.shown
        return found


@dataclass
class Ack:
    """Remembers how a payload was acknowledged; a second time is an error."""

    given: dict[str, Any] | None = None

    def __call__(self, **response: Any) -> None:
        assert self.given is None, "acknowledged twice"
        self.given = response


class Homes(list[str]):
    """Remembers whose Homes were brought up to date."""

    def __call__(self, *user_ids: str) -> None:
        self.extend(user_ids)


@dataclass
class Answer:
    """Remembers what the asker alone was told."""

    text: str | None = None
    blocks: Sequence[Block] = ()

    def __call__(self, text: str, blocks: Sequence[Block] | None = None) -> None:
        self.text, self.blocks = text, blocks or ()


def hand(listener: Callable[..., None], offers: Mapping[str, object]) -> None:
    """Call a listener with what it asks for by name, as the reception does."""
    listener(**{name: offers[name] for name in inspect.signature(listener).parameters})


def sheets(client: Client, current: View | None = None) -> Sheets:
    """Return what shows screens after a press: in a message, or inside the modal `current`."""
    inside = {} if current is None else {"view": submitted(current, {})}
    return Sheets(cast("WebClient", client), {"trigger_id": "T.1", **inside})


def submitted(view: View, typed: Mapping[str, object], view_id: str = "V1") -> dict[str, Any]:
    """Return the view as Slack sends it back: what stood there at first, and over it what was typed, by block_id."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            values[block["block_id"]] = {element["action_id"]: entered(element, typed.get(block["block_id"]))}
    unknown = set(typed) - set(values)
    assert not unknown, f"the form has no {unknown}"
    return {**view, "id": view_id, "hash": "h", "state": {"values": values}}


def entered(element: Mapping[str, Any], value: object) -> dict[str, Any]:
    """Return one element's state."""
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") if value is None else value}
    if kind == "datepicker":
        return {"type": kind, "selected_date": element.get("initial_date") if value is None else value}
    if kind == "timepicker":
        return {"type": kind, "selected_time": element.get("initial_time") if value is None else value}
    if kind == "checkboxes":
        ticked = element.get("initial_options", []) if value is None else value
        return {"type": kind, "selected_options": ticked}
    chosen = next((o for o in element["options"] if o["value"] == value), element.get("initial_option"))
    return {"type": kind, "selected_option": chosen}
