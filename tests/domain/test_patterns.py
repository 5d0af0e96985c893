"""A form that starts from a pattern: filled where nothing was typed, and filled anew from another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.choosing_kind import Answers, Fit, Why, fitting
from bot.domain.drafting import MOST_PROMISES, PromiseWish, TermsWish
from bot.domain.patterns import Pattern, fill
from bot.domain.promises import Side
from bot.domain.sound_terms import refusals
from bot.domain.tours import Kind, Rhythm

TODAY = date(2026, 1, 5)
DESK = Pattern(
    key="example/desk",
    name="A front desk",
    kind=Kind.ROTATIONAL,
    mission="Run the desk",
    result="No queue after nine",
    gain="Led a shift",
    company=("A course", "A day a month beside the manager"),
    holder=("Write the guide",),
    months=9,
    rhythm=Rhythm.QUARTERLY,
    uncertainties="The lease ends",
)
OVENS = replace(
    DESK,
    key="example/ovens",
    kind=Kind.FOUNDATIONAL,
    mission="Keep the ovens",
    company=("A share",),
    holder=(),
    months=None,
    rhythm=Rhythm.TWICE_A_YEAR,
    uncertainties=None,
)


def promised(wish: TermsWish) -> list[tuple[int, Side, str | None]]:
    return [(p.row, p.side, p.words) for p in wish.promises]


def test_an_empty_form_takes_everything_and_can_be_proposed() -> None:
    wish = fill(TermsWish(), DESK, None, TODAY)
    assert (wish.kind, wish.mission, wish.result, wish.gain) == (Kind.ROTATIONAL, DESK.mission, DESK.result, DESK.gain)
    assert (wish.end_on, wish.rhythm, wish.uncertainties) == (date(2026, 10, 5), Rhythm.QUARTERLY, "The lease ends")
    assert promised(wish) == [
        (0, Side.COMPANY, "A course"),
        (1, Side.HOLDER, "Write the guide"),
        (2, Side.COMPANY, "A day a month beside the manager"),
    ]
    assert refusals(wish, holder_id="U1", today=TODAY) == []


def test_what_was_typed_stays() -> None:
    mine = TermsWish(
        kind=Kind.ROTATIONAL,
        mission="Mine",
        promises=(
            PromiseWish(0, Side.COMPANY, "My own promise", "UBOSS", TODAY),
            PromiseWish(1, Side.HOLDER),
            PromiseWish(2, Side.HOLDER, "Another"),
        ),
        start_on=TODAY + timedelta(days=30),
        end_on=date(2027, 7, 1),
    )
    wish = fill(mine, DESK, None, TODAY)
    assert (wish.mission, wish.result) == ("Mine", DESK.result)
    assert (wish.start_on, wish.end_on) == (mine.start_on, mine.end_on)
    assert promised(wish) == [
        (0, Side.COMPANY, "My own promise"),
        (1, Side.HOLDER, "Write the guide"),
        (2, Side.HOLDER, "Another"),
        (3, Side.COMPANY, "A course"),
        (4, Side.COMPANY, "A day a month beside the manager"),
    ]
    assert wish.promises[0] == mine.promises[0]


def test_another_pattern_takes_the_place_of_the_first_but_not_of_what_was_typed_over_it() -> None:
    filled = replace(fill(TermsWish(), DESK, None, TODAY), result="My own result")
    wish = fill(filled, OVENS, DESK, TODAY)
    assert (wish.kind, wish.mission, wish.result) == (Kind.FOUNDATIONAL, "Keep the ovens", "My own result")
    assert (wish.end_on, wish.rhythm, wish.uncertainties) == (None, Rhythm.TWICE_A_YEAR, None)
    assert promised(wish) == [(0, Side.COMPANY, "A share"), (1, Side.HOLDER, None)]
    back = fill(wish, DESK, OVENS, TODAY)
    assert back == replace(fill(TermsWish(), DESK, None, TODAY), result="My own result")


def test_no_form_gets_more_promises_than_it_holds() -> None:
    many = replace(DESK, company=tuple(f"Promise {n}" for n in range(MOST_PROMISES + 5)))
    wish = fill(TermsWish(), many, None, TODAY)
    assert [p.row for p in wish.promises] == list(range(MOST_PROMISES))


@pytest.mark.parametrize(
    ("answers", "fit"),
    [
        ((True, False, False), Fit(Kind.ROTATIONAL, Why.SCALE)),
        ((False, False, False), Fit(Kind.ROTATIONAL, Why.OPEN)),
        ((False, True, False), Fit(Kind.TRANSFORMATIONAL, Why.CHANGE)),
        ((True, True, False), Fit(Kind.TRANSFORMATIONAL, Why.CHANGE)),
        ((False, False, True), Fit(Kind.FOUNDATIONAL, Why.LASTING)),
        ((True, True, True), Fit(Kind.FOUNDATIONAL, Why.LASTING)),
        ((True, None, False), None),
        ((None, None, None), None),
    ],
)
def test_three_answers_speak_for_a_kind(answers: tuple[bool | None, ...], fit: Fit | None) -> None:
    assert fitting(Answers(*answers)) == fit
