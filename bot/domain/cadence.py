"""What is due when: the dates a kind of tour starts with, its talks, and the reminders of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import count, takewhile
from typing import Final, Protocol

from dateutil.relativedelta import relativedelta

from bot.domain.calendar import Calendar, shared_working_day, shared_working_day_before
from bot.domain.check_ins import Review
from bot.domain.nudges import AFTERWARDS, Moment
from bot.domain.permissions import Role
from bot.domain.promises import Side
from bot.domain.tours import Kind, Rhythm

FURTHEST_START_BACK: Final = relativedelta(months=12)  # an agreement that exists already [ours]
FURTHEST_START_AHEAD: Final = relativedelta(months=12)  # [ours]
PLANNED_AHEAD: Final = relativedelta(months=18)  # of a tour without an end; extended whenever a talk is recorded [ours]
GIVES_WAY: Final = timedelta(days=10)  # so close to a greater talk a lesser one is not planned [ours]
BEFORE_NEXT_TALK: Final = 2 / 3  # of a short tour passes before the talk about the next one [ours]: decision 0033


@dataclass(frozen=True)
class Length:
    """How short and how long a tour of one kind may be, in months."""

    shortest: int
    longest: int


@dataclass(frozen=True)
class Defaults:
    """The dates that the form proposes; None where the kind has none."""

    end_on: date | None
    rhythm: Rhythm
    halfway_on: date | None
    next_talk_on: date | None


@dataclass(frozen=True)
class _Shape:
    """What one kind of tour starts with. `months` is its usual length, None without an end."""

    months: int | None
    rhythm: Rhythm
    next_talk_days: tuple[int, ...]
    length: Length | None


SHAPES: Final[dict[Kind, _Shape]] = {
    Kind.ROTATIONAL: _Shape(12, Rhythm.MONTHLY, (60,), Length(1, 36)),
    Kind.TRANSFORMATIONAL: _Shape(30, Rhythm.QUARTERLY, (180, 90), Length(6, 72)),
    Kind.FOUNDATIONAL: _Shape(None, Rhythm.TWICE_A_YEAR, (), None),
}


def limits(kind: Kind) -> Length | None:
    """Return how long a tour of this kind may be, or None for the kind that has no end."""
    return SHAPES[kind].length


@lru_cache(maxsize=256)
def has_fitting_length(kind: Kind, start: date, end: date) -> bool:
    """Tell whether a tour from `start` to `end` is neither too short nor too long for its kind."""
    length = limits(kind)
    if length is None:
        return False
    return start + relativedelta(months=length.shortest) <= end <= start + relativedelta(months=length.longest)


@lru_cache(maxsize=8)
def earliest_start(today: date) -> date:
    """Return the first day on which a tour agreed today may have started."""
    return today - FURTHEST_START_BACK


@lru_cache(maxsize=8)
def latest_start(today: date) -> date:
    """Return the last day on which a tour agreed today may start."""
    return today + FURTHEST_START_AHEAD


@lru_cache(maxsize=256)
def default_dates(kind: Kind, start: date) -> Defaults:
    """Return the dates that a tour of this kind starts with when nobody changes them."""
    months = SHAPES[kind].months
    return dates_between(kind, start, None if months is None else start + relativedelta(months=months))


@lru_cache(maxsize=256)
def dates_between(kind: Kind, start: date, end: date | None) -> Defaults:
    """Return the rhythm and the talks that suit a tour of this kind from `start` to `end`.

    The talk about the next tour falls into the last third; a halfway review too close to it is left out.
    """
    shape = SHAPES[kind]
    if end is None or not shape.next_talk_days:
        return Defaults(None, shape.rhythm, None, None)
    usual = end - timedelta(days=shape.next_talk_days[0])
    next_talk = _weekday(max(usual, start + (end - start) * BEFORE_NEXT_TALK))
    return Defaults(end, shape.rhythm, unless_close(_weekday(start + (end - start) / 2), next_talk), next_talk)


def unless_close(halfway: date | None, next_talk: date | None) -> date | None:
    """Return the day of the halfway review, or None where the talk about the next tour is too close or comes first."""
    is_close = halfway is not None and next_talk is not None and next_talk - halfway <= GIVES_WAY
    return None if is_close else halfway


def _weekday(day: date) -> date:
    """Return the day, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


class Dates(Protocol):
    """The dates of some terms, signed or only drafted."""

    @property
    def kind(self) -> Kind: ...
    @property
    def start_on(self) -> date: ...
    @property
    def end_on(self) -> date | None: ...
    @property
    def rhythm(self) -> Rhythm: ...
    @property
    def halfway_on(self) -> date | None: ...
    @property
    def next_talk_on(self) -> date | None: ...


@dataclass(frozen=True, order=True)
class Talk:
    """A talk to be planned for a day."""

    due_on: date
    review: Review


def talks(dates: Dates, today: date, manager: Calendar, holder: Calendar) -> list[Talk]:
    """Return every talk to come after `today`, by day: on days on which both work, before the end of the tour.

    A tour without an end is planned PLANNED_AHEAD; a regular check-in close to a greater talk gives way to it, and so
    does a halfway review that days off push as late as the talk about the next tour.
    """
    after = max(today, dates.start_on)
    great = _in_order([_shared(talk, dates, after, manager, holder) for talk in _great_talks(dates, today)])
    regular = [_shared(talk, dates, after, manager, holder) for talk in _every(dates, today, dates.rhythm.months)]
    kept = [talk for talk in regular if not any(abs(talk.due_on - other.due_on) <= GIVES_WAY for other in great)]
    return sorted({talk for talk in great + kept if talk.due_on > today})


def _shared(talk: Talk, dates: Dates, after: date, manager: Calendar, holder: Calendar) -> Talk:
    """Return the talk on a day on which both work, before the end and after `after`, or on its own where none is."""
    day = shared_working_day(talk.due_on, manager, holder)
    if dates.end_on is not None and day > dates.end_on:
        before = shared_working_day_before(talk.due_on, manager, holder)
        day = before if before > after else talk.due_on
    return replace(talk, due_on=day)


def _great_talks(dates: Dates, today: date) -> list[Talk]:
    if dates.end_on is None:
        return _every(dates, today, 12, Review.REAFFIRMATION)
    found = [Talk(dates.halfway_on, Review.HALFWAY)] if dates.halfway_on else []
    return found + [Talk(day, Review.NEXT_TOUR_TALK) for day in _next_tour_talks(dates, dates.end_on)]


def _in_order(great: list[Talk]) -> list[Talk]:
    next_talk = min((talk.due_on for talk in great if talk.review is Review.NEXT_TOUR_TALK), default=date.max)
    return [talk for talk in great if talk.review is not Review.HALFWAY or talk.due_on < next_talk]


def _next_tour_talks(dates: Dates, end: date) -> list[date]:
    if dates.next_talk_on is None:
        return []
    later = [end - timedelta(days=days) for days in SHAPES[dates.kind].next_talk_days[1:]]
    return [dates.next_talk_on, *(day for day in later if day - dates.next_talk_on > GIVES_WAY)]


def _every(dates: Dates, today: date, months: int, review: Review = Review.CHECK_IN) -> list[Talk]:
    """Return a talk every so many months, counted from the start, so that a short month shifts none of the later."""
    horizon = dates.end_on or max(today, dates.start_on) + PLANNED_AHEAD + timedelta(days=1)
    days = takewhile(lambda day: day < horizon, (dates.start_on + relativedelta(months=months * n) for n in count(1)))
    return [Talk(day, review) for day in days]


@dataclass(frozen=True)
class Reminder:
    """A reminder of something: which, to which side, on which local day."""

    moment: Moment
    to: Role
    on: date


OF_TALKS: Final = (
    (Moment.REVIEW_DUE, Role.MANAGER, -2),
    (Moment.REVIEW_COMING, Role.HOLDER, -1),
    (Moment.REVIEW_TO_RECORD, Role.MANAGER, 1),
    (Moment.REVIEW_OVERDUE, Role.MANAGER, 5),
)
"""Before (-) and after a talk, in working days of whoever is reminded [the last two ours]."""

BEFORE_PROMISE: Final = {Side.COMPANY: 5, Side.HOLDER: 2}  # working days: the company's promises come first [ours]
BEFORE_GOAL: Final = 3  # working days [ours]
PROPOSAL_WAITS: Final = (3, 7)  # working days after it was made [ours]
BEFORE_LAPSE: Final = 3  # working days [ours]

DOOR_FIRST: Final = 3  # working days after the talk about the next tour [ours]
DOOR_AGAIN: Final = 10  # working days from one reminder to the next [ours]
DOOR_MOST: Final = 12  # reminders: half a year of them [ours]


def reminders_of_talk(due_on: date, manager: Calendar, holder: Calendar) -> list[Reminder]:
    """Return the reminders of a talk on `due_on`, in the order in which they come."""
    calendars = {Role.MANAGER: manager, Role.HOLDER: holder}
    return [Reminder(moment, to, _shifted(calendars[to], due_on, days)) for moment, to, days in OF_TALKS]


def promise_reminder_on(side: Side, due_on: date, calendar: Calendar) -> date:
    """Return the day on which somebody is reminded of a promise of `side` that is due on `due_on`."""
    return calendar.working_days_before(due_on, BEFORE_PROMISE[side])


def goal_reminder_on(due_on: date, calendar: Calendar) -> date:
    """Return the day on which the author of a goal due on `due_on` is reminded of it."""
    return calendar.working_days_before(due_on, BEFORE_GOAL)


def door_reminders(since: date, end_on: date | None, calendar: Calendar) -> list[date]:
    """Return the days on which somebody is reminded of the door to choose, counted from the day `since`."""
    days = [calendar.working_days_after(since, DOOR_FIRST + DOOR_AGAIN * n) for n in range(DOOR_MOST)]
    return [day for day in days if end_on is None or day <= end_on]


def hour_of(day: date, calendar: Calendar, now: datetime, moment: Moment | None = None) -> datetime:
    """Return when a reminder for `day` goes out: as working hours start, or as soon as they allow when that is past.

    A weekly digest takes it in: the last one up to that day where it still lies ahead, or, for a reminder that follows
    its matter, the next one from that day on.
    """
    if moment in AFTERWARDS:
        return calendar.next_opening(max(calendar.opens_at(calendar.gathered_after(day)), now))
    gathered = calendar.opens_at(calendar.gathered_on(day))
    return calendar.next_opening(gathered if gathered >= now else max(calendar.opens_at(day), now))


def _shifted(calendar: Calendar, day: date, working_days: int) -> date:
    if working_days < 0:
        return calendar.working_days_before(day, -working_days)
    return calendar.working_days_after(day, working_days)
