"""What is due when: lengths, default dates, talks and the reminders of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain import cadence
from bot.domain.calendar import Calendar, DaysOff
from bot.domain.check_ins import Review
from bot.domain.nudges import Moment
from bot.domain.permissions import Role
from bot.domain.promises import Side
from bot.domain.tours import Draft, Kind, Rhythm
from tests.domain.test_calendar import MOMENTS, calendars

STARTS = st.dates(date(2024, 1, 1), date(2036, 12, 31))
UTC_CALENDAR = Calendar()


def draft(kind: Kind, start: date) -> Draft:
    found = cadence.default_dates(kind, start)
    return Draft(
        kind=kind,
        mission="-",
        result="-",
        gain="-",
        promises=(),
        start_on=start,
        end_on=found.end_on,
        rhythm=found.rhythm,
        halfway_on=found.halfway_on,
        next_talk_on=found.next_talk_on,
    )


def test_each_kind_starts_with_its_own_dates() -> None:
    start = date(2026, 1, 5)
    assert cadence.default_dates(Kind.ROTATIONAL, start) == cadence.Defaults(
        date(2027, 1, 5), Rhythm.MONTHLY, date(2026, 7, 6), date(2026, 11, 6)
    )
    assert cadence.default_dates(Kind.TRANSFORMATIONAL, start) == cadence.Defaults(
        date(2028, 7, 5), Rhythm.QUARTERLY, date(2027, 4, 6), date(2028, 1, 7)
    )
    assert cadence.default_dates(Kind.FOUNDATIONAL, start) == cadence.Defaults(None, Rhythm.TWICE_A_YEAR, None, None)


@given(st.sampled_from(Kind), STARTS)
def test_default_dates_keep_to_the_limits(kind: Kind, start: date) -> None:
    found = cadence.default_dates(kind, start)
    if found.end_on is None:
        assert cadence.limits(kind) is None
        return
    assert cadence.has_fitting_length(kind, start, found.end_on)
    assert found.halfway_on is not None
    assert found.next_talk_on is not None
    assert start < found.halfway_on < found.next_talk_on < found.end_on


@pytest.mark.parametrize(("kind", "shortest", "longest"), [(Kind.ROTATIONAL, 1, 36), (Kind.TRANSFORMATIONAL, 6, 72)])
def test_a_tour_is_neither_shorter_nor_longer_than_its_kind(kind: Kind, shortest: int, longest: int) -> None:
    start = date(2026, 1, 31)
    first, last = start + relativedelta(months=shortest), start + relativedelta(months=longest)
    assert cadence.has_fitting_length(kind, start, first)
    assert not cadence.has_fitting_length(kind, start, first - timedelta(days=1))
    assert cadence.has_fitting_length(kind, start, last)
    assert not cadence.has_fitting_length(kind, start, last + timedelta(days=1))


def test_a_foundational_tour_has_no_length() -> None:
    assert not cadence.has_fitting_length(Kind.FOUNDATIONAL, date(2026, 1, 1), date(2027, 1, 1))


def test_a_tour_may_have_started_a_year_ago() -> None:
    assert cadence.earliest_start(date(2026, 1, 5)) == date(2025, 1, 5)
    assert cadence.latest_start(date(2026, 1, 5)) == date(2027, 1, 5)


@st.composite
def lengths(pick: st.DrawFn) -> tuple[Kind, date, date]:
    """A kind with an end, and two days as far apart as it allows."""
    kind, start = pick(st.sampled_from([Kind.ROTATIONAL, Kind.TRANSFORMATIONAL])), pick(STARTS)
    limits = cadence.limits(kind)
    assert limits is not None
    shortest, longest = (start + relativedelta(months=months) for months in (limits.shortest, limits.longest))
    return kind, start, pick(st.dates(shortest, longest))


@given(lengths(), st.sampled_from(Rhythm), calendars(), calendars())
@example(  # both days fall on a weekend or just before one, which brings them as near to each other as they come
    (Kind.ROTATIONAL, date(2029, 8, 1), date(2029, 10, 16)), Rhythm.MONTHLY, Calendar(), Calendar()
)
def test_halfway_comes_before_the_talk_about_the_next_tour_whatever_the_length(
    dates: tuple[Kind, date, date], rhythm: Rhythm, manager: Calendar, holder: Calendar
) -> None:
    kind, start, end = dates
    found = cadence.dates_between(kind, start, end)
    assert found.next_talk_on is not None
    assert start < (found.halfway_on or found.next_talk_on) <= found.next_talk_on < end
    assert found.halfway_on is None or found.next_talk_on - found.halfway_on > cadence.GIVES_WAY
    assert found.halfway_on is not None or end - start < timedelta(weeks=11)
    terms = replace(
        draft(kind, start),
        end_on=end,
        rhythm=rhythm,
        halfway_on=found.halfway_on,
        next_talk_on=found.next_talk_on,
    )
    planned = cadence.talks(terms, start, manager, holder)
    talks = [talk.due_on for talk in planned if talk.review is Review.NEXT_TOUR_TALK]
    assert talks
    assert all(start < talk.due_on < min(talks) for talk in planned if talk.review is Review.HALFWAY)
    assert max(talks) <= end


def test_a_tour_of_thirteen_weeks_talks_about_the_next_one_a_month_before_its_end() -> None:
    found = cadence.dates_between(Kind.ROTATIONAL, date(2026, 1, 5), date(2026, 4, 6))
    assert (found.halfway_on, found.next_talk_on) == (date(2026, 2, 19), date(2026, 3, 6))


def test_a_tour_too_short_for_both_talks_has_the_talk_about_the_next_one() -> None:
    found = cadence.dates_between(Kind.ROTATIONAL, date(2026, 1, 5), date(2026, 2, 16))
    assert (found.halfway_on, found.next_talk_on) == (None, date(2026, 2, 2))


def test_a_halfway_review_that_a_leave_pushes_past_the_next_tour_talk_is_left_out() -> None:
    terms = replace(
        draft(Kind.ROTATIONAL, date(2026, 1, 5)),
        end_on=date(2026, 4, 6),
        halfway_on=date(2026, 2, 19),
        next_talk_on=date(2026, 3, 6),
    )
    away = replace(UTC_CALENDAR, days_off=(DaysOff(date(2026, 2, 16), date(2026, 3, 8)),))
    found = cadence.talks(terms, date(2026, 1, 5), away, UTC_CALENDAR)
    assert [(talk.due_on, talk.review) for talk in found if talk.review is not Review.CHECK_IN] == [
        (date(2026, 3, 9), Review.NEXT_TOUR_TALK)
    ]


@given(st.sampled_from(Kind), STARTS, st.integers(-366, 400), calendars(), calendars())
def test_talks_lie_ahead_inside_the_tour_and_never_close_to_a_greater_one(
    kind: Kind, start: date, shift: int, manager: Calendar, holder: Calendar
) -> None:
    terms, today = draft(kind, start), start + timedelta(days=shift)
    found = cadence.talks(terms, today, manager, holder)
    assert found == sorted(found)
    for talk in found:
        assert today < talk.due_on
        assert start < talk.due_on
        assert terms.end_on is None or talk.due_on <= terms.end_on
    greater = [talk for talk in found if talk.review is not Review.CHECK_IN]
    for talk in found:
        if talk.review is Review.CHECK_IN:
            assert all(abs(talk.due_on - other.due_on) > timedelta(days=10) for other in greater)


@given(st.sampled_from(Kind), STARTS)
def test_talks_fall_on_days_on_which_both_work(kind: Kind, start: date) -> None:
    manager, holder = Calendar("Europe/Berlin", country="DE"), Calendar("America/New_York", country="US")
    for talk in cadence.talks(draft(kind, start), start, manager, holder):
        assert manager.works_on(talk.due_on)
        assert holder.works_on(talk.due_on)


def reviews(kind: Kind) -> list[tuple[date, Review]]:
    found = cadence.talks(draft(kind, date(2026, 1, 5)), date(2026, 1, 5), UTC_CALENDAR, UTC_CALENDAR)
    return [(talk.due_on, talk.review) for talk in found]


def until_easter() -> Draft:
    """Return terms until Easter Monday of 2026, the sixth of April."""
    end_on = date(2026, 4, 6)
    return replace(draft(Kind.ROTATIONAL, date(2026, 1, 5)), end_on=end_on, halfway_on=None, next_talk_on=None)


def test_where_only_free_days_are_left_before_the_end_a_talk_comes_before_them() -> None:
    terms = until_easter()
    german = Calendar("Europe/Berlin", country="DE")
    found = [talk.due_on for talk in cadence.talks(terms, date(2026, 1, 5), german, german)]
    assert found == [date(2026, 2, 5), date(2026, 3, 5), date(2026, 4, 2)]


def test_a_talk_is_never_brought_forward_into_the_past() -> None:
    """On the Thursday before Easter the talk of Sunday stays where it is: there is no working day left before it."""
    terms = until_easter()
    german = Calendar("Europe/Berlin", country="DE")
    assert [talk.due_on for talk in cadence.talks(terms, date(2026, 4, 2), german, german)] == [date(2026, 4, 5)]


def test_where_no_day_is_shared_at_all_a_talk_keeps_its_own() -> None:
    terms = until_easter()
    weekdays, weekends = Calendar(), Calendar(work_days=frozenset({6, 7}))
    found = [talk.due_on for talk in cadence.talks(terms, date(2026, 1, 5), weekdays, weekends)]
    assert found == [date(2026, 2, 5), date(2026, 3, 5), date(2026, 4, 6)]


def test_a_rotational_tour_talks_monthly() -> None:
    found = reviews(Kind.ROTATIONAL)
    assert len(found) == 11
    assert found[5] == (date(2026, 7, 6), Review.HALFWAY)
    assert found[9] == (date(2026, 11, 6), Review.NEXT_TOUR_TALK)


def test_a_transformational_tour_talks_twice_about_the_next_one() -> None:
    days = [day for day, review in reviews(Kind.TRANSFORMATIONAL) if review is Review.NEXT_TOUR_TALK]
    assert days == [date(2028, 1, 7), date(2028, 4, 6)]


def test_a_second_next_tour_talk_is_not_planned_close_to_the_first() -> None:
    terms = replace(draft(Kind.TRANSFORMATIONAL, date(2026, 1, 5)), next_talk_on=date(2028, 4, 3))
    found = cadence.talks(terms, date(2026, 1, 5), UTC_CALENDAR, UTC_CALENDAR)
    assert [talk.due_on for talk in found if talk.review is Review.NEXT_TOUR_TALK] == [date(2028, 4, 3)]


def test_a_foundational_tour_is_planned_eighteen_months_ahead_and_reaffirmed_each_year() -> None:
    assert reviews(Kind.FOUNDATIONAL) == [
        (date(2026, 7, 6), Review.CHECK_IN),
        (date(2027, 1, 5), Review.REAFFIRMATION),
        (date(2027, 7, 5), Review.CHECK_IN),
    ]


def test_the_end_of_a_short_month_shifts_no_later_talk() -> None:
    every_day = Calendar(work_days=frozenset(range(1, 8)))
    found = cadence.talks(draft(Kind.ROTATIONAL, date(2026, 1, 31)), date(2026, 1, 31), every_day, every_day)
    assert [found[0].due_on, found[1].due_on] == [date(2026, 2, 28), date(2026, 3, 31)]


def test_a_talk_is_reminded_of_before_and_after() -> None:
    found = cadence.reminders_of_talk(date(2026, 2, 5), UTC_CALENDAR, UTC_CALENDAR)  # a Thursday
    assert [(each.moment, each.to, each.on) for each in found] == [
        (Moment.REVIEW_DUE, Role.MANAGER, date(2026, 2, 3)),
        (Moment.REVIEW_COMING, Role.HOLDER, date(2026, 2, 4)),
        (Moment.REVIEW_TO_RECORD, Role.MANAGER, date(2026, 2, 6)),
        (Moment.REVIEW_OVERDUE, Role.MANAGER, date(2026, 2, 12)),
    ]


def test_the_company_is_reminded_of_its_promises_first() -> None:
    due_on = date(2026, 2, 5)
    assert cadence.promise_reminder_on(Side.COMPANY, due_on, UTC_CALENDAR) == date(2026, 1, 29)
    assert cadence.promise_reminder_on(Side.HOLDER, due_on, UTC_CALENDAR) == date(2026, 2, 3)
    assert cadence.goal_reminder_on(due_on, UTC_CALENDAR) == date(2026, 2, 2)


@given(calendars(), st.dates(date(2024, 1, 1), date(2039, 1, 1)), MOMENTS)
def test_a_reminder_goes_out_inside_working_hours_and_never_in_the_past(
    calendar: Calendar, day: date, now: datetime
) -> None:
    due_at = cadence.hour_of(day, calendar, now)
    assert due_at >= now
    assert calendar.is_open(due_at)


def test_a_reminder_for_a_free_day_waits_for_the_next_working_day() -> None:
    now = datetime(2026, 1, 5, tzinfo=UTC)
    off = replace(UTC_CALENDAR, days_off=(DaysOff(date(2026, 2, 3), date(2026, 2, 10)),))
    assert cadence.hour_of(date(2026, 2, 3), off, now) == datetime(2026, 2, 11, 9, tzinfo=UTC)


def test_a_weekly_digest_takes_a_reminder_in_ahead_of_its_day() -> None:
    weekly = replace(UTC_CALENDAR, digest_day=1, start=time(10))
    thursday = date(2026, 2, 5)
    assert cadence.hour_of(thursday, weekly, datetime(2026, 1, 5, tzinfo=UTC)) == datetime(2026, 2, 2, 10, tzinfo=UTC)
    late = datetime(2026, 2, 3, 12, tzinfo=UTC)
    assert cadence.hour_of(thursday, weekly, late) == datetime(2026, 2, 5, 10, tzinfo=UTC)


def test_a_reminder_that_follows_its_matter_waits_for_the_next_digest() -> None:
    weekly = replace(UTC_CALENDAR, digest_day=1)
    friday, now = date(2026, 2, 6), datetime(2026, 1, 5, tzinfo=UTC)
    due_at = cadence.hour_of(friday, weekly, now, Moment.REVIEW_TO_RECORD)
    assert due_at == datetime(2026, 2, 9, 9, tzinfo=UTC)
