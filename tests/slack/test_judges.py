"""The judges see each kind of fault."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from bot.slack import blocks as b
from tests.slack.judges import Json, faults, judge


def form() -> Json:
    choice = b.select("input", [b.option("One", "1"), b.option("Two", "2")], initial="2")
    return b.modal(
        "form",
        "Title",
        [
            b.field("words", "Words", b.text_input("input", initial="hello", multiline=True), hint="A hint"),
            b.field("day", "Day", b.date_input("input", initial=date(2026, 1, 5))),
            b.field("choice", "Choice", choice),
            b.field("ticks", "Ticks", b.checkboxes("input", [b.option("One", "1")], initial=["1"])),
            b.field("which", "Which", b.radio("input", [b.option("One", "1", "more about it")])),
            b.field("who", "Who", b.person_input("input", placeholder="Choose")),
            b.alert("Look here"),
        ],
        submit="Send",
        close="Cancel",
    )


def message() -> Json:
    sure = b.confirm("Sure?", "It cannot be undone.", "Yes", "No")
    menu = b.overflow("menu", [b.option("One", "1")])
    return {
        "text": "Hello",
        "blocks": [
            b.header("Hello"),
            b.section("*Hello*", accessory=menu, block_id="first"),
            b.actions(b.button("Go", "go", "1", style="danger", confirm=sure), b.button("Stay", "stay")),
            *b.labelled("Words", "x" * 3500),
            b.divider(),
            b.context("small"),
        ],
    }


def test_sound_screens_pass() -> None:
    judge(form())
    judge(message())
    judge(b.home("home", [b.section("hello")]))


def with_(screen: Json, at: list[str | int], value: object) -> Json:
    changed = deepcopy(screen)
    part: Any = changed
    for step in at[:-1]:
        part = part[step]
    part[at[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("screen", "said"),
    [
        (with_(form(), ["title", "text"], "t" * 25), "title has 25"),
        (with_(form(), ["private_metadata"], "p" * 3001), "private_metadata"),
        (with_(form(), ["blocks", 0, "block_id"], "day"), "block_id day stands there 2 times"),
        (with_(form(), ["blocks", 0, "label", "text"], ""), "blockkit"),
        (with_(form(), ["blocks", 2, "element", "initial_option"], b.option("Three", "3")), "not among the options"),
        (with_(form(), ["blocks", 2, "element", "options", 0, "value"], "2"), "two options have one value"),
        (with_(form(), ["blocks", 0, "element", "initial_value"], "x" * 3001), "longer than the input takes"),
        (with_(form(), ["blocks", 0, "element", "focus_on_load"], 7), "blockkit"),
        (with_(form(), ["blocks", 1, "element", "initial_date"], "soon"), "blockkit"),
        (with_(form(), ["blocks", 6, "text", "text"], "a" * 201), "alert takes"),
        (with_(form(), ["blocks", 6, "level"], "loud"), "level loud"),
        (with_(form(), ["callback_id"], ""), "no callback_id"),
        (with_(form(), ["blocks"], [b.section("x" * 3000)] * 90), "larger than 250 KB"),
        ({key: value for key, value in form().items() if key != "submit"}, "no submit"),
        (with_(message(), ["text"], " "), "no text"),
        (with_(message(), ["blocks"], [b.divider()] * 51), "51 blocks"),
        (with_(message(), ["blocks"], []), "0 blocks"),
        (with_(message(), ["blocks", 5], b.alert("no")), "alert block is not for a message"),
        (with_(message(), ["blocks", 5], {"type": "pie"}), "slack_sdk: knows no block pie"),
        (with_(message(), ["blocks", 2, "elements", 1, "action_id"], "go"), "action_id go stands twice"),
        (with_(message(), ["blocks", 2, "elements", 0, "text", "text"], "g" * 76), "slack_sdk"),
        (with_(message(), ["blocks"], [b.section("x" * 2999)] * 5), "too many characters"),
        (with_(message(), ["blocks", 6, "elements", 0, "text"], "x" * 2001), "context block is longer"),
    ],
)
def test_each_fault_is_seen(screen: Json, said: str) -> None:
    assert any(said in fault for fault in faults(screen)), faults(screen)


def test_a_modal_of_250_kilobytes_is_measured_in_bytes() -> None:
    wide = with_(form(), ["blocks"], [b.section("ü" * 2990)] * 45)
    assert any("250 KB" in fault for fault in faults(wide))
