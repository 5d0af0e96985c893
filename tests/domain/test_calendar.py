"""Working days and hours by the clock of any time zone, across DST, holidays and days off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import (
    NO_HOLIDAYS,
    Calendar,
    DaysOff,
    countries_with_holidays,
    country_of,
    local_day,
    shared_working_day,
    zone,
)

ZONES = sorted(available_timezones() - {"localtime"})
COUNTRIES = ["DE", "US", "JP", "IN", "BR", "SA", NO_HOLIDAYS]
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    start, end = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
    stretches = [
        DaysOff(d, d + timedelta(days=n)) for d, n in draw(st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=3))
    ]
    return Calendar(
        time_zone=draw(st.sampled_from(ZONES)),
        work_days=draw(st.frozensets(st.integers(1, 7), min_size=1)),
        start=start.replace(microsecond=0, fold=0),
        end=end.replace(microsecond=999999, fold=0),
        country=draw(st.sampled_from(COUNTRIES)),
        days_off=tuple(stretches),
    )


@given(calendars(), MOMENTS)
def test_the_next_opening_is_inside_working_hours_on_a_working_day(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_opening(moment)
    local = opening.astimezone(ZoneInfo(calendar.time_zone))
    assert opening >= moment
    assert local.isoweekday() in calendar.work_days
    assert calendar.start <= local.time() < calendar.end
    assert calendar.works_on(local.date())


@given(calendars(), MOMENTS)
def test_nothing_is_skipped_before_the_next_opening(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_opening(moment)
    for before in (moment, moment + (opening - moment) / 2, opening - timedelta(seconds=1)):
        assert before >= opening or before < moment or not calendar.is_open(before)


@given(calendars(), MOMENTS)
def test_it_is_open_at_an_opening_that_was_found(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_opening(moment)
    assert calendar.next_opening(opening) == opening


@given(calendars(), DAYS, st.integers(1, 7))
def test_working_days_are_counted_in_working_days(calendar: Calendar, day: date, count: int) -> None:
    after = calendar.working_days_after(day, count)
    assert calendar.works_on(after)
    assert calendar.working_days_between(day, after) == count
    before = calendar.working_days_before(day, count)
    assert calendar.works_on(before)
    assert calendar.working_days_between(before - timedelta(days=1), day - timedelta(days=1)) == count


@given(calendars(), calendars(), DAYS)
def test_a_shared_day_is_a_working_day_of_both(one: Calendar, other: Calendar, day: date) -> None:
    shared = shared_working_day(day, one, other)
    if one.work_days & other.work_days:
        assert shared >= day
        assert one.works_on(shared)
        assert other.works_on(shared)


@given(calendars(), DAYS, st.integers(1, 7))
def test_a_digest_comes_on_its_weekday_or_the_working_day_before(calendar: Calendar, day: date, digest: int) -> None:
    weekly = Calendar(calendar.time_zone, calendar.work_days, digest_day=digest)
    gathered = weekly.gathered_on(day)
    assert gathered <= day
    assert weekly.works_on(gathered)
    if digest in weekly.work_days:
        assert gathered.isoweekday() == digest
        assert day - gathered < timedelta(days=7)


def test_hours_start_at_nine_on_both_sides_of_dst() -> None:
    berlin = Calendar("Europe/Berlin")
    assert berlin.opens_at(date(2026, 3, 27)) == datetime(2026, 3, 27, 8, tzinfo=UTC)
    assert berlin.opens_at(date(2026, 3, 30)) == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_hours_that_dst_skips_start_behind_the_gap() -> None:
    early = Calendar("Europe/Berlin", work_days=frozenset({7}), start=time(2, 30), end=time(12))
    assert early.opens_at(date(2026, 3, 29)) == datetime(2026, 3, 29, 1, tzinfo=UTC)  # three o'clock, after 1:59:59
    assert early.next_opening(datetime(2026, 3, 29, 0, tzinfo=UTC)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone_name", "day", "behind"),
    [
        ("Europe/Kyiv", date(2024, 3, 31), datetime(2024, 3, 31, 1, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),  # half an hour
    ],
)
def test_nobody_is_open_before_hours_that_dst_shortened(zone_name: str, day: date, behind: datetime) -> None:
    hour = behind.astimezone(ZoneInfo(zone_name)).time()
    skipped = (datetime.combine(day, hour) - timedelta(seconds=1)).time()
    calendar = Calendar(zone_name, frozenset({7}), start=skipped, end=time(12))
    assert calendar.opens_at(day) == calendar.next_opening(behind - timedelta(hours=3)) == behind
    assert not calendar.is_open(behind - timedelta(seconds=1))


def test_a_day_whose_hours_dst_swallows_whole_has_none() -> None:
    tiny = Calendar("Europe/Berlin", work_days=frozenset({7}), start=time(2), end=time(2, 30))
    assert tiny.next_opening(datetime(2026, 3, 29, 0, tzinfo=UTC)) == tiny.opens_at(date(2026, 4, 5))


def test_holidays_are_those_of_the_country() -> None:
    assert not Calendar("Europe/Berlin", country="DE").works_on(date(2026, 10, 3).replace(day=1, month=5))
    assert Calendar("Europe/Berlin").works_on(date(2026, 5, 1))
    assert Calendar("Europe/Berlin", country="XX").works_on(date(2026, 5, 1))


@pytest.mark.parametrize(
    ("zone_name", "country"),
    [("Europe/Berlin", "DE"), ("America/New_York", "US"), ("Asia/Kolkata", "IN"), ("UTC", None), ("Etc/GMT+5", None)],
)
def test_a_zone_tells_its_country(zone_name: str, country: str | None) -> None:
    assert country_of(zone_name) == country


def test_an_unknown_zone_counts_as_utc() -> None:
    assert zone("Mars/Olympus") == ZoneInfo("UTC")
    assert zone("../etc/passwd") == ZoneInfo("UTC")
    assert local_day(datetime(2026, 1, 1, 23, tzinfo=UTC), "Asia/Tokyo") == date(2026, 1, 2)


def test_countries_are_known_by_name() -> None:
    assert countries_with_holidays()["DE"] == "Germany"
    assert NO_HOLIDAYS not in countries_with_holidays()
