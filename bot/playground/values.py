"""What an input holds: its first value, an empty one, and the one a person chose, in Slack's shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.records import State
from bot.playground.refusals import Json

TYPED = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
ONE_OPTION = {"static_select", "radio_buttons", "overflow", "external_select"}
MANY_OPTIONS = {"multi_static_select", "checkboxes", "multi_external_select"}
ONE_ID = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
}
MANY_IDS = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
STATELESS = {"button", "overflow", "image", "workflow_button", "feedback_buttons", "icon_button"}


def options_of(element: Json) -> list[Json]:
    """Return all options of a select, radio, checkbox or overflow element, groups flattened."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options", [])]
    return [*(element.get("options") or []), *grouped]


def initial(element: Json) -> Json:
    """Return the state that an element starts with."""
    kind = element["type"]
    if kind in TYPED:
        return {"type": kind, "value": element.get("initial_value")}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MANY_OPTIONS:
        return {"type": kind, "selected_options": list(element.get("initial_options") or [])}
    if kind in MANY_IDS:
        name, start = MANY_IDS[kind]
        return {"type": kind, name: list(element.get(start) or [])}
    name, start = ONE_ID.get(kind, ("value", "initial_value"))
    return {"type": kind, name: element.get(start)}


def chosen(element: Json, value: Any) -> Json:
    """Return the state after a person put `value`: text, an option's value, an id, a date, or a list of these."""
    kind = element["type"]
    if kind in TYPED:
        return {"type": kind, "value": value or None}
    if kind in ONE_OPTION:
        return {"type": kind, "selected_option": _option(element, value)}
    if kind in MANY_OPTIONS:
        picked = [option for option in options_of(element) if option["value"] in (value or [])]
        return {"type": kind, "selected_options": picked}
    if kind in MANY_IDS:
        return {"type": kind, MANY_IDS[kind][0]: list(value or [])}
    return {"type": kind, ONE_ID.get(kind, ("value", ""))[0]: value or None}


def _option(element: Json, value: Any) -> Json | None:
    return next((option for option in options_of(element) if option["value"] == value), None)


def raw(state: Json) -> Any:
    """Return the bare value of a state: text, an option's value, an id, a date, or a list of these; None when empty."""
    for key, value in state.items():
        if key == "selected_option":
            return value["value"] if value else None
        if key == "selected_options":
            return [option["value"] for option in value]
        if key != "type":
            return value
    return None


def elements_of(block: Json) -> Iterator[Json]:
    """Yield the interactive elements of one block."""
    if block.get("type") == "input":
        yield block["element"]
    elif block.get("type") in {"actions", "context_actions"}:
        yield from block.get("elements", [])
    elif block.get("type") == "section" and isinstance(block.get("accessory"), dict):
        yield block["accessory"]


def kept_state(blocks: list[Json], before: State) -> State:
    """Return the state for `blocks`: what was typed survives where block_id, action_id and type are the same."""
    after: State = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in STATELESS:
                continue
            old = before.get(block["block_id"], {}).get(element["action_id"])
            keeps = old is not None and old["type"] == element["type"]
            after.setdefault(block["block_id"], {})[element["action_id"]] = old if old and keeps else initial(element)
    return after
