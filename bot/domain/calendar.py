"""One person's working days and hours, by the clock of their time zone. Days are local; moments are aware, in UTC."""

from __future__ import annotations

import importlib.resources
import warnings
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NO_HOLIDAYS: Final = "ZZ"  # ISO 3166 leaves it to users: "I follow no country's holidays"
MONDAY_TO_FRIDAY: Final = frozenset({1, 2, 3, 4, 5})
LONGEST_SEARCH: Final = 3660  # days; a longer stretch without a working day is a fault in what somebody entered
LONGEST_SHARED_SEARCH: Final = 62  # days
FALLBACK_ZONE: Final = "UTC"


@cache
def zone(name: str) -> ZoneInfo:
    """Return the IANA time zone, or UTC where the name is unknown here (a zone newer than our tables)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(FALLBACK_ZONE)


def local_day(moment: datetime, zone_name: str) -> date:
    """Return which day it is at `moment` (aware) in a time zone."""
    return moment.astimezone(zone(zone_name)).date()


@cache
def _countries_of_zones() -> dict[str, str]:
    table = (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def country_of(zone_name: str) -> str | None:
    """Return the ISO 3166 code of the country that a time zone belongs to, as the zone table has it, or None."""
    return _countries_of_zones().get(zone_name)


@lru_cache(maxsize=2048)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a country; an unknown country has none."""
    import holidays  # here, because every start would wait for it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that some holidays of a far year have not been announced yet
        try:
            return frozenset(holidays.country_holidays(country, years=year))
        except NotImplementedError:
            return frozenset()


@cache
def countries_with_holidays() -> dict[str, str]:
    """Return the countries whose holidays are known, by name: ISO 3166 code to English name."""
    import holidays  # here, because every start would wait for it

    table = (importlib.resources.files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    names = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    known = holidays.list_supported_countries(include_aliases=False)
    return {code: name for code, name in sorted(names, key=lambda row: row[1]) if code in known}


@dataclass(frozen=True)
class DaysOff:
    """A stretch of free days, first and last included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """When a person works. `work_days` are ISO weekdays (1 is Monday); hours end after they start, on the same day."""

    time_zone: str = FALLBACK_ZONE
    work_days: frozenset[int] = MONDAY_TO_FRIDAY
    start: time = time(9)
    end: time = time(17)
    country: str = NO_HOLIDAYS
    days_off: tuple[DaysOff, ...] = ()
    digest_day: int | None = None  # the ISO weekday on which all nudges of a week come together

    def day_of(self, moment: datetime) -> date:
        """Return which day it is for the person at `moment`."""
        return local_day(moment, self.time_zone)

    def works_on(self, day: date) -> bool:
        """Tell whether the day is a working day: no weekend of theirs, no holiday of their country, no day off."""
        return (
            day.isoweekday() in self.work_days
            and not (self.days_off and any(day in stretch for stretch in self.days_off))
            and (self.country == NO_HOLIDAYS or day not in public_holidays(self.country, day.year))
        )

    def opens_at(self, day: date) -> datetime:
        """Return when the working hours of `day` start.

        A start that comes twice is the first of them, one that DST skips the first moment behind the gap.
        """
        here = zone(self.time_zone)
        wall = datetime.combine(day, self.start, tzinfo=here)
        start = wall.astimezone(UTC)
        if start.astimezone(here).replace(tzinfo=None) == wall.replace(tzinfo=None):
            return start
        earliest = wall.replace(fold=1).astimezone(UTC)  # by the clock behind the gap, as `start` is by the one before

        def is_behind(seconds: int) -> bool:
            return (earliest + timedelta(seconds=seconds)).astimezone(here).utcoffset() != wall.utcoffset()

        length = range(int((start - earliest).total_seconds()))
        return earliest + timedelta(seconds=bisect_left(length, x=True, key=is_behind))

    def is_open(self, moment: datetime) -> bool:
        """Tell whether `moment` is inside working hours, read off a clock on the person's wall."""
        local = moment.astimezone(zone(self.time_zone))
        return self.works_on(local.date()) and self.start <= local.time() < self.end

    def next_opening(self, moment: datetime) -> datetime:
        """Return `moment` where it is inside working hours, else when the next ones start."""
        if self.is_open(moment):
            return moment
        today = self.day_of(moment)
        for ahead in range(LONGEST_SEARCH):
            opening = self.opens_at(today + timedelta(days=ahead))
            if opening > moment and self.is_open(opening):
                return opening
        return moment + timedelta(days=LONGEST_SEARCH)

    def gathered_on(self, day: date) -> date:
        """Return the day on which a nudge ahead of its matter comes: `day`, or the last weekly digest up to it."""
        if self.digest_day is None:
            return day
        return self.on_or_before(day - timedelta(days=(day.isoweekday() - self.digest_day) % 7))

    def gathered_after(self, day: date) -> date:
        """Return the day on which a nudge that follows its matter comes: `day`, or the next weekly digest."""
        if self.digest_day is None:
            return day
        return self.on_or_after(day + timedelta(days=(self.digest_day - day.isoweekday()) % 7))

    def on_or_after(self, day: date) -> date:
        """Return `day` where it is a working day, else the next one."""
        if self.works_on(day):
            return day
        return next((d for d in _days(day, 1) if self.works_on(d)), day)

    def on_or_before(self, day: date) -> date:
        """Return `day` where it is a working day, else the last one before it."""
        if self.works_on(day):
            return day
        return next((d for d in _days(day, -1) if self.works_on(d)), day)

    def working_days_after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`."""
        return self._count(day, count, 1)

    def working_days_before(self, day: date, count: int) -> date:
        """Return the `count`-th working day before `day`."""
        return self._count(day, count, -1)

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days lie after `first`, up to and with `last`."""
        return sum(self.works_on(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def _count(self, day: date, count: int, step: int) -> date:
        for _ in range(count):
            day = self.on_or_after(day + timedelta(days=1)) if step > 0 else self.on_or_before(day - timedelta(days=1))
        return day


def shared_working_day(day: date, *calendars: Calendar) -> date:
    """Return `day` where all of them work on it, else the next day on which all do.

    Where they share none within two months, it is the first one's next working day.
    """
    shared = (d for d in _days(day, 1, LONGEST_SHARED_SEARCH) if all(c.works_on(d) for c in calendars))
    return next(shared, None) or calendars[0].on_or_after(day)


def shared_working_day_before(day: date, *calendars: Calendar) -> date:
    """Return `day` where all of them work on it, else the last day before on which all do.

    Where they share none within two months, it is `day` itself.
    """
    shared = (d for d in _days(day, -1, LONGEST_SHARED_SEARCH) if all(c.works_on(d) for c in calendars))
    return next(shared, day)


def _days(day: date, step: int, most: int = LONGEST_SEARCH) -> Iterator[date]:
    return (day + timedelta(days=step * n) for n in range(most))
