"""Which rung of the ladder a manager climbs next with one person. Computed, never stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from bot.domain.refusals import Reason, Refused


class Rung(StrEnum):
    """The five rungs, in order."""

    GO_FIRST = "go_first"
    TAKE_TURNS = "take_turns"
    PLEDGE = "pledge"
    ASK = "ask"
    KEEP = "keep"


# What each of these rungs says to a holder is about values, plans or leaving; the manager shows their own card before.
AFTER_THE_CARD: Final = frozenset({Rung.TAKE_TURNS, Rung.PLEDGE, Rung.ASK})


def climbed(*, card_is_shared: bool, acts: Iterable[Rung]) -> set[Rung]:
    """Return the rungs a manager stands on with one person: by the card that this person may read, and by own acts."""
    rungs = set(acts) - {Rung.GO_FIRST}
    return rungs | {Rung.GO_FIRST} if card_is_shared else rungs


def next_rung(climbed: Collection[Rung]) -> Rung:
    """Return the lowest rung not yet climbed. Keeping what was promised is never done once and for all."""
    return next((rung for rung in Rung if rung not in climbed), Rung.KEEP)


def require_card(rung: Rung, climbed: Collection[Rung]) -> None:
    """Raise Refused(CARD_FIRST) when `rung` would touch values, plans or leaving before the manager went first."""
    if rung in AFTER_THE_CARD and Rung.GO_FIRST not in climbed:
        raise Refused(Reason.CARD_FIRST)
