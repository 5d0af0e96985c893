"""Which rung of the ladder a manager climbs next with one person (product section 6). Computed, never stored."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Rung(StrEnum):
    """The five rungs, in order."""

    GO_FIRST = "go_first"
    TAKE_TURNS = "take_turns"
    PLEDGE = "pledge"
    ASK = "ask"
    KEEP = "keep"


def next_rung(climbed: Collection[Rung]) -> Rung:
    """Return the lowest rung not yet climbed. Keeping what was promised is never done once and for all."""
    return next((rung for rung in Rung if rung not in climbed), Rung.KEEP)
