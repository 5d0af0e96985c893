"""What somebody entered is read by field, and what a form remembers of itself is not trusted."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.slack.forms import state


class Colour(StrEnum):
    RED = "red"


def view(memory: str = "", **blocks: Any) -> dict[str, Any]:
    values = {name: {"input": entered} for name, entered in blocks.items()}
    return {"state": {"values": values}, "private_metadata": memory}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  hello  ", "hello"),
        ("two\nlines", "two\nlines"),
        ("👩‍💻", "👩‍💻"),
        ("\u202bשלום\u202c", "\u202bשלום\u202c"),
        (None, None),
        ("", None),
        (" \t\n\u00a0\u3000", None),
        ("\u200b\u200d\ufeff\u2060", None),
    ],
)
def test_what_cannot_be_seen_is_no_text(typed: str | None, read: str | None) -> None:
    assert state.text(view(mission={"value": typed}), "mission") == read


def test_a_suffix_of_the_block_does_not_matter() -> None:
    blocks: dict[str, Any] = {"end_on:rotational": {"selected_date": "2026-03-02"}, "promise.1.words": {"value": "x"}}
    form = view(**blocks)
    assert state.day(form, "end_on") == date(2026, 3, 2)
    assert state.text(form, "promise.1.words") == "x"
    assert state.text(form, "promise.1") is None


def test_choices_and_people() -> None:
    form = view(
        kind={"selected_option": {"value": "red"}},
        odd={"selected_option": {"value": "mauve"}},
        none={"selected_option": None},
        ticks={"selected_options": [{"value": "a"}, {"value": "b"}]},
        who={"selected_user": "U1"},
    )
    assert state.choice(form, "kind", Colour) is Colour.RED
    assert (state.choice(form, "odd", Colour), state.chosen(form, "odd")) == (None, "mauve")
    assert state.chosen(form, "none") is state.chosen(form, "missing") is None
    assert state.chosen_many(form, "ticks") == ["a", "b"]
    assert state.chosen_many(form, "missing") == []
    assert (state.person(form, "who"), state.person(form, "missing")) == ("U1", None)


@pytest.mark.parametrize("picked", [None, "", "2026-02-30", "soon", 7])
def test_a_day_that_does_not_exist_is_none(picked: object) -> None:
    assert state.day(view(on={"selected_date": picked}), "on") is None


@pytest.mark.parametrize("memory", ["{", "[]", "7", "null", '"x"', "[" * 100_000])
def test_a_memory_that_is_none_is_refused(memory: str) -> None:
    with pytest.raises(Refused) as caught:
        state.memo(view(memory))
    assert caught.value.reason is Reason.FORM_OUTDATED


def test_an_empty_memory_is_empty() -> None:
    assert state.memo(view()) == {}


@pytest.mark.parametrize("found", [None, True, "1", 1.0, 0, -1, 2**31, 10**30])
def test_only_a_number_in_range_is_a_number(found: object) -> None:
    with pytest.raises(Refused) as caught:
        state.number_in({"tour": found}, "tour")
    assert caught.value.reason is Reason.FORM_OUTDATED


def test_a_number_may_stand_at_both_ends() -> None:
    assert [state.number_in({"rows": n}, "rows", least=2, most=4) for n in (2, 4)] == [2, 4]


def test_faults_are_said_together() -> None:
    faults = state.Faults()
    faults.settle()
    faults.require(None, "mission")
    faults.require("here", "gain")
    faults.require_short("x" * 11, "result", 10)
    faults.require_short("x" * 10, "gain", 10)
    with pytest.raises(SeveralRefused) as caught:
        faults.settle()
    assert [(each.field, each.reason) for each in caught.value.refusals] == [
        ("mission", Reason.REQUIRED),
        ("result", Reason.TOO_LONG),
    ]
