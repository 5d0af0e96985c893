"""The examples that ship: enough of them, of many trades, and none that the form would ask anything about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.drafting import TermsWish
from bot.domain.patterns import Pattern, fill
from bot.domain.sound_terms import refusals
from bot.domain.tours import Kind
from bot.prompts import Prompts
from bot.services import patterns
from bot.services.patterns import examples
from bot.services.sharpening import look_over_terms
from tests.shipped import PROMPTS

SHIPPED = examples(PROMPTS)
TODAY = date(2026, 1, 5)


def test_at_least_twelve_ship_of_all_kinds_and_with_names_of_their_own() -> None:
    assert len(SHIPPED) >= 12
    assert {each.kind for each in SHIPPED} == set(Kind)
    assert len({each.name for each in SHIPPED}) == len({each.name.split(":")[0] for each in SHIPPED}) == len(SHIPPED)
    assert patterns.faults(PROMPTS) == []


@pytest.mark.parametrize("pattern", SHIPPED, ids=lambda pattern: pattern.key)
def test_each_could_be_proposed_as_it_stands(pattern: Pattern) -> None:
    wish = fill(TermsWish(), pattern, None, TODAY)
    assert refusals(wish, holder_id="U1", today=TODAY) == []
    assert not look_over_terms(wish, "en-US")
    assert 1 <= len(pattern.company) <= 4
    assert pattern.holder


def test_a_short_one_says_what_could_change_it() -> None:
    short = [each for each in SHIPPED if each.months is not None and each.months <= 6]
    assert short
    assert all(each.uncertainties for each in short)


def test_an_example_that_could_not_be_proposed_is_a_fault() -> None:
    vague = Prompts({name: prompt for name, prompt in PROMPTS.by_name.items() if prompt.example})
    name, prompt = next(iter(vague.by_name.items()))
    assert prompt.example is not None
    wrong = replace(prompt.example, tour="transformational", months=3, gain="Gain valuable experience")
    found = patterns.faults(Prompts({name: replace(prompt, example=wrong)}))
    assert [fault.partition(": ")[0] for fault in found] == [name, name]
    assert "from 6 to 72 months" in found[0]
    assert "valuable experience" in found[1]
