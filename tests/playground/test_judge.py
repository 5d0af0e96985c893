"""The judge takes what Slack takes and refuses what Slack refuses, and says where."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.judge import block_list_faults, view_faults
from tests.playground.conftest import MONDAY
from tests.playground.showcase import CONFIRM, home, mrkdwn, plain, proposal, start_form

Json = dict[str, Any]
OPTION = {"text": plain("One"), "value": "1"}


def section(**more: Any) -> Json:
    return {"type": "section", "text": plain("words"), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": [OPTION], **more}


def entry(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def typed(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "t", **more}


def many(count: int) -> list[Json]:
    return [{"text": plain("o"), "value": str(number)} for number in range(count)]


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


def test_what_a_bot_really_sends_is_taken() -> None:
    assert view_faults(start_form("transformational")) == []
    assert view_faults(home("U1")) == []
    assert block_list_faults(proposal(MONDAY), "message") == []


PICTURE = {"type": "image", "alt_text": "x", "image_url": "https://example.org/a.png"}
TAKEN = [
    section(text=plain("x" * 3000)),
    section(fields=[plain("x" * 2000)] * 10),
    {"type": "header", "text": plain("x" * 150)},
    actions(*(button(action_id=f"a{n}", text=plain("x" * 75)) for n in range(25))),
    {"type": "context", "elements": [mrkdwn("x")] * 10},
    actions(select(options=many(100))),
    actions(button(confirm=CONFIRM)),
    {"type": "image", "alt_text": "a picture", "image_url": "https://example.org/a.png"},
]

REFUSED = [
    ("more than 0", section(text=plain(""))),
    ("less than 3001", section(text=plain("x" * 3001))),
    ("needs text or fields", {"type": "section"}),
    ("no more than 10 items", section(fields=[plain("x")] * 11)),
    ("less than 2001", section(fields=[plain("x" * 2001)])),
    ("less than 151", {"type": "header", "text": plain("x" * 151)}),
    ("unsupported type: mrkdwn", {"type": "header", "text": mrkdwn("x")}),
    ("1 to 25 items", actions(*[button()] * 26)),
    ("1 to 25 items", actions()),
    ("1 to 10 items", {"type": "context", "elements": [mrkdwn("x")] * 11}),
    ("less than 76", actions(button(text=plain("x" * 76)))),
    ("less than 2001", actions(button(value="x" * 2001))),
    ("less than 3001", actions(button(url="https://x.example/" + "x" * 3000))),
    ("unknown style", actions(button(style="loud"))),
    ("less than 256", actions(button(action_id="x" * 256))),
    ("less than 256", section(block_id="x" * 256)),
    ("unsupported element: plain_text_input", actions(typed())),
    ("unsupported element: multi_static_select", actions(select(type="multi_static_select"))),
    ("unsupported element: button", entry(button())),
    ("less than 101", actions(button(confirm={**CONFIRM, "title": plain("x" * 101)}))),
    ("less than 31", actions(button(confirm={**CONFIRM, "deny": plain("x" * 31)}))),
    ("1 to 100 items", actions(select(options=[]))),
    ("1 to 100 items", actions(select(options=many(101)))),
    ("1 to 10 items", entry({"type": "radio_buttons", "options": many(11)})),
    ("1 to 5 items", section(accessory=select(type="overflow", options=many(6)))),
    ("values must be unique", actions(select(options=[OPTION, OPTION]))),
    ("less than 76", actions(select(options=[{"text": plain("x" * 76), "value": "1"}]))),
    ("missing required field: value", actions(select(options=[{"text": plain("x")}]))),
    ("none of the options", actions(select(initial_option={"text": plain("Two"), "value": "2"}))),
    ("some of the options", entry(select(type="checkboxes", initial_options=[]))),
    ("exactly one of options", actions(select(option_groups=[{"label": plain("g"), "options": [OPTION]}]))),
    ("less than 151", actions(select(placeholder=plain("x" * 151)))),
    ("takes no placeholder", actions(button(placeholder=plain("x")))),
    ("missing required field: is_decimal_allowed", entry({"type": "number_input"})),
    ("in this order", entry(typed(max_length=3001))),
    ("less than 11", entry(typed(max_length=10, initial_value="x" * 11))),
    ("a date like", actions({"type": "datepicker", "initial_date": "31.1.2026"})),
    ("a time like", actions({"type": "timepicker", "initial_time": "25:00"})),
    ("1 or more", entry(select(type="multi_static_select", max_selected_items=0))),
    ("missing required field: element", {"type": "input", "label": plain("x")}),
    ("less than 2001", entry(typed(), label=plain("x" * 2001))),
    ("less than 2001", entry(typed(), hint=plain("x" * 2001))),
    ("missing required field: alt_text", {"type": "image", "image_url": "https://example.org/a.png"}),
    ("exactly one of image_url", {"type": "image", "alt_text": "x"}),
    ("unsupported block: alert", {"type": "alert", "text": plain("x")}),
    ("unsupported block: None", {}),
    ("at least 1 item", rich()),
    ("unsupported element: text", rich({"type": "text", "text": "x"})),
    ("unsupported element: shout", rich({"type": "rich_text_section", "elements": [{"type": "shout"}]})),
    ("emoji belongs to plain_text", section(text={"type": "mrkdwn", "text": "x", "emoji": True})),
    ("must be a text object", section(text="bare")),
    ("1 to 5 items", {"type": "context_actions", "elements": [{"type": "icon_button"}] * 6}),
    ("unsupported element: button", {"type": "context_actions", "elements": [button()]}),
    ("a moment of ten digits", actions({"type": "datetimepicker", "initial_date_time": 17672256})),
    ("less than 76", actions(button(accessibility_label="x" * 76))),
    ("less than 301", actions(button(confirm={**CONFIRM, "text": plain("x" * 301)}))),
    ("less than 76", actions(select(options=[{**OPTION, "description": plain("x" * 76)}]))),
    ("less than 76", actions(select(options=[{"text": plain("One"), "value": "x" * 76}]))),
    ("1 to 100 items", actions(select(options=None, option_groups=[{"label": plain("g"), "options": many(101)}]))),
    ("1 to 100 items", actions(select(options=None, option_groups=[{"label": plain("g"), "options": [OPTION]}] * 101))),
    ("1 to 10 items", entry({"type": "checkboxes", "options": many(11)})),
    ("less than 2001", {"type": "image", "alt_text": "x" * 2001, "image_url": "https://example.org/a.png"}),
    ("less than 3001", {"type": "image", "alt_text": "x", "image_url": "https://example.org/" + "x" * 3000}),
    ("less than 2001", {**PICTURE, "title": plain("x" * 2001)}),
    ("1 to 100 rows", {"type": "table", "rows": [[]] * 101}),
    ("no more than 20 cells", {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}),
]  # fmt: skip


@pytest.mark.parametrize("block", TAKEN)
def test_what_lies_within_the_limits_is_taken(block: Json) -> None:
    assert block_list_faults([block], "message") == []


@pytest.mark.parametrize(("complaint", "block"), REFUSED)
def test_what_lies_outside_is_refused(complaint: str, block: Json) -> None:
    faults = block_list_faults([block], "message")
    assert any(complaint in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("complaint", "blocks", "surface"),
    [
        ("no more than 50", [{"type": "divider"}] * 51, "message"),
        ("no more than 100", [{"type": "divider"}] * 101, "home"),
        ("'same' already exists", [section(block_id="same"), section(block_id="same")], "home"),
        ("action_id already exists", [actions(button(), button())], "message"),
        ("only one table", [{"type": "table", "rows": [[]]}] * 2, "message"),
        ("unsupported block: table", [{"type": "table", "rows": [[]]}], "home"),
        ("only one element may have focus", [entry(typed(focus_on_load=True))] * 2, "modal"),
        ("must be a list", {}, "message"),
        ("must be an object", ["text"], "message"),
    ],
)
def test_blocks_are_judged_together(complaint: str, blocks: Any, surface: str) -> None:
    assert any(complaint in fault for fault in block_list_faults(blocks, surface))


@pytest.mark.parametrize(
    ("complaint", "view"),
    [
        ("type modal or home", {"type": "page"}),
        ("must be a text object", modal(section(), title=None)),
        ("less than 25", modal(section(), title=plain("x" * 25))),
        ("less than 25", modal(section(), submit=plain("x" * 25))),
        ("less than 25", modal(section(), close=plain("x" * 25))),
        ("needs submit", modal(entry(typed()), submit=None)),
        ("less than 3001", modal(section(), private_metadata="x" * 3001)),
        ("less than 256", modal(section(), callback_id="x" * 256)),
        ("less than 256", modal(section(), external_id="x" * 256)),
        ("not allowed in a Home view", {"type": "home", "blocks": [], "title": plain("x")}),
        ("unsupported block: alert", {"type": "home", "blocks": [{"type": "alert", "text": plain("x")}]}),
        ("less than 201", modal({"type": "alert", "text": plain("x" * 201)})),
        ("unknown level", modal({"type": "alert", "text": plain("x"), "level": "loud"})),
    ],
)
def test_views_are_judged(complaint: str, view: Json) -> None:
    assert any(complaint in fault for fault in view_faults(view))
