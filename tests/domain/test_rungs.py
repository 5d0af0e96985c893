"""The ladder: what comes next, and what must wait for the card."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from bot.domain.refusals import Refused
from bot.domain.rungs import AFTER_THE_CARD, Rung, climbed, next_rung, require_card

ALL_SETS = list(chain.from_iterable(combinations(Rung, size) for size in range(len(Rung) + 1)))


@pytest.mark.parametrize("stands_on", ALL_SETS)
def test_the_next_rung_is_the_lowest_that_was_not_climbed(stands_on: tuple[Rung, ...]) -> None:
    found = next_rung(stands_on)
    below = list(Rung)[: list(Rung).index(found)]
    assert set(below) <= set(stands_on)
    assert found not in stands_on or found is Rung.KEEP


@pytest.mark.parametrize("acts", ALL_SETS)
def test_the_first_rung_is_the_card_and_nothing_else(acts: tuple[Rung, ...]) -> None:
    assert Rung.GO_FIRST not in climbed(card_is_shared=False, acts=acts)
    assert climbed(card_is_shared=True, acts=acts) == {Rung.GO_FIRST, *acts}


@pytest.mark.parametrize("stands_on", ALL_SETS)
@pytest.mark.parametrize("rung", Rung)
def test_what_touches_values_plans_or_leaving_waits_for_the_card(rung: Rung, stands_on: tuple[Rung, ...]) -> None:
    if rung in AFTER_THE_CARD and Rung.GO_FIRST not in stands_on:
        with pytest.raises(Refused, match="card_first"):
            require_card(rung, stands_on)
    else:
        require_card(rung, stands_on)
