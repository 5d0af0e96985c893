"""From the forms of talks to commands, or to an error at each field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.services.check_in_sheets import MoveTalk, PrepareTalk, RecordTalk
from bot.slack.forms.state import Faults, chosen_many, day, memo, number_in, text
from bot.slack.ids import field_of

SHARE = "share"


def check_in_id(view: Mapping[str, Any]) -> int:
    """Return which talk the form is about."""
    return number_in(memo(view), "talk")


def prepare(view: Mapping[str, Any]) -> PrepareTalk:
    """Return what one side prepared. Raises SeveralRefused."""
    faults = Faults()
    words = text(view, "words")
    faults.require(words, "words")
    faults.require_short(words, "words")
    faults.settle()
    return PrepareTalk(check_in_id(view), words or "", share=SHARE in chosen_many(view, SHARE))


def record(view: Mapping[str, Any]) -> RecordTalk:
    """Return what was noted after a talk. Raises SeveralRefused."""
    faults = Faults()
    agreed, private = text(view, "agreed"), text(view, "private")
    faults.require_short(agreed, "agreed")
    faults.require_short(private, "private")
    faults.settle()
    return RecordTalk(
        check_in_id=check_in_id(view),
        held_on=day(view, "held_on"),
        agreed=agreed,
        private=private,
        next_seen=_offered(view, "next_on"),
        next_on=day(view, "next_on"),
    )


def move(view: Mapping[str, Any]) -> MoveTalk:
    """Return the new day of a talk. Raises SeveralRefused."""
    faults = Faults()
    to = day(view, "to")
    faults.require(to, "to")
    faults.settle()
    return MoveTalk(check_in_id(view), to or date.max)


def _offered(view: Mapping[str, Any], field: str) -> date | None:
    """Return the day that the form showed at first; the block's id carries it: "next_on:2027-03-04"."""
    for block in view["blocks"]:
        name = str(block.get("block_id"))
        if field_of(name) == field and name != field:
            return date.fromisoformat(name.partition(":")[2])
    return None
