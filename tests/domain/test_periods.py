"""How long things wait and are kept, over every decision of a workspace's stewards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import BEFORE_ALL, BOUNDS, NOTICE, OURS, Period, PeriodBook, Periods, Ruling
from bot.domain.refusals import Reason, SeveralRefused

JANUARY = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = date(2027, 6, 1)


def book(*decisions: tuple[datetime, Periods]) -> PeriodBook:
    rulings = [Ruling.decide("T1", n, periods, by="U1", now=at) for n, (at, periods) in enumerate(decisions, start=1)]
    return PeriodBook(rulings[::-1])


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def ended(months: int) -> Periods:
    return replace(OURS, ended_months=months)


def test_until_somebody_decides_our_defaults_hold() -> None:
    nothing = book()
    assert (nothing.now, nothing.at(JANUARY), nothing.number, nothing.last) == (OURS, OURS, 0, None)
    assert (OURS.lapse_days, OURS.notes_months, OURS.ended_months, OURS.signal_days) == (30, 24, 12, 90)
    assert nothing.unanswered(JANUARY) == [(BEFORE_ALL, JANUARY - timedelta(days=30))]
    assert nothing.over_before(Period.ENDED, LATER) == midnight(2026, 6, 1)


@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize("beyond", [-1, 1])
def test_each_has_its_bounds_and_ours_is_within(period: Period, beyond: int) -> None:
    edge = BOUNDS[period].least if beyond < 0 else BOUNDS[period].most
    replace(OURS, **{period: edge}).require_within_bounds()
    with pytest.raises(SeveralRefused) as refused:
        Ruling.decide("T1", 1, replace(OURS, **{period: edge + beyond}), by="U1", now=JANUARY)
    assert [(each.reason, each.field) for each in refused.value.refusals] == [(Reason.PERIOD_OUTSIDE, period)]
    OURS.require_within_bounds()


def test_a_proposal_lapses_as_its_author_was_told() -> None:
    decided = book((JANUARY, replace(OURS, lapse_days=14)))
    assert decided.at(JANUARY - timedelta(seconds=1)).lapse_days == 30
    assert decided.at(JANUARY).lapse_days == 14
    before = JANUARY - timedelta.resolution
    fortnight = JANUARY + timedelta(days=14)
    assert decided.unanswered(fortnight) == [(BEFORE_ALL, JANUARY - timedelta(days=16)), (JANUARY, JANUARY)]
    assert decided.unanswered(fortnight - timedelta(seconds=1)) == [
        (BEFORE_ALL, JANUARY - timedelta(days=16, seconds=1))
    ]
    assert decided.unanswered(JANUARY + timedelta(days=99))[0] == (BEFORE_ALL, before)


def test_a_shorter_period_takes_what_is_there_after_its_notice() -> None:
    decided = book((JANUARY, ended(3)))
    told = JANUARY + NOTICE
    assert decided.shortened(Period.ENDED, JANUARY) == told
    assert decided.shortened(Period.NOTES, JANUARY) is None
    assert decided.over_before(Period.ENDED, told.date()) == midnight(2025, 1, 19)
    assert decided.over_before(Period.ENDED, told.date() + timedelta(days=1)) == midnight(2025, 10, 20)
    assert decided.shortened(Period.ENDED, told) is None


def test_taken_back_within_its_notice_it_took_nothing() -> None:
    back = book((JANUARY, ended(3)), (JANUARY + timedelta(days=13), ended(12)))
    assert back.over_before(Period.ENDED, LATER) == midnight(2026, 6, 1)
    assert back.shortened(Period.ENDED, JANUARY + timedelta(days=13)) is None


def test_a_decision_about_something_else_begins_no_notice_anew() -> None:
    decided = book((JANUARY, ended(3)), (JANUARY + timedelta(days=10), replace(ended(3), lapse_days=20)))
    assert decided.shortened(Period.ENDED, JANUARY + timedelta(days=10)) == JANUARY + NOTICE


def test_a_longer_period_counts_for_what_ends_from_then_on() -> None:
    longer = book((JANUARY, ended(36)))
    assert longer.over_before(Period.ENDED, LATER) == JANUARY  # those that ended before go after twelve months
    assert longer.over_before(Period.ENDED, date(2026, 2, 1)) == midnight(2025, 2, 1)
    assert (longer.promised(Period.ENDED, JANUARY), longer.promised(Period.ENDED, JANUARY - NOTICE)) == (36, 12)
    assert longer.shortened(Period.ENDED, JANUARY) is None


def test_the_end_of_a_month_erases_no_day_too_late() -> None:
    today = date(2026, 3, 31)
    assert book((JANUARY, ended(11))).over_before(Period.ENDED, today) == midnight(2025, 5, 1)


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(3, 36)), max_size=5), st.integers(0, 900), st.integers(0, 900)
)
def test_whatever_stewards_decide_nothing_goes_before_its_time_or_stays_after_it(
    decisions: list[tuple[int, int]], ended_after: int, age: int
) -> None:
    ended_at = JANUARY + timedelta(days=ended_after)
    now = ended_at + timedelta(days=age)
    moment, made = BEFORE_ALL, [(BEFORE_ALL, OURS.ended_months)]
    for days, months in decisions:
        moment = max(moment, JANUARY) + timedelta(days=days)
        made += [(moment, months)] if moment <= now else []
    held_then = [each for each in made if each[0] <= ended_at][-1]
    since = [held_then, *(each for each in made if each[0] > ended_at)]
    decided = book(*((at, ended(months)) for at, months in made[1:]))
    is_erased = ended_at < decided.over_before(Period.ENDED, now.date())
    if all(is_kept(ended_at, months, now) for _, months in since):
        assert not is_erased
    at, months = since[-1]
    if at + NOTICE < now - timedelta(days=1) and not is_kept(ended_at, months, now):
        assert is_erased


def is_kept(ended_at: datetime, months: int, now: datetime) -> bool:
    return (ended_at + relativedelta(months=months)).date() >= now.date()
