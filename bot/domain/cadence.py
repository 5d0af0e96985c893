"""What is due when: the dates a kind of tour starts with, its talks, and the reminders of each (product section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from bot.domain.tours import Kind, Rhythm

FURTHEST_START_BACK: Final = relativedelta(months=12)  # an agreement that exists already [ours]
FURTHEST_START_AHEAD: Final = relativedelta(months=12)  # [ours]


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


def has_fitting_length(kind: Kind, start: date, end: date) -> bool:
    """Tell whether a tour from `start` to `end` is neither too short nor too long for its kind."""
    length = limits(kind)
    if length is None:
        return False
    return start + relativedelta(months=length.shortest) <= end <= start + relativedelta(months=length.longest)


def earliest_start(today: date) -> date:
    """Return the first day on which a tour agreed today may have started."""
    return today - FURTHEST_START_BACK


def latest_start(today: date) -> date:
    """Return the last day on which a tour agreed today may start."""
    return today + FURTHEST_START_AHEAD


def default_dates(kind: Kind, start: date) -> Defaults:
    """Return the dates that a tour of this kind starts with when nobody changes them."""
    months = SHAPES[kind].months
    return dates_between(kind, start, None if months is None else start + relativedelta(months=months))


def dates_between(kind: Kind, start: date, end: date | None) -> Defaults:
    """Return the rhythm and the talks that suit a tour of this kind from `start` to `end`."""
    shape = SHAPES[kind]
    if end is None or not shape.next_talk_days:
        return Defaults(None, shape.rhythm, None, None)
    halfway = _weekday(start + (end - start) / 2)
    next_talk = _weekday(end - timedelta(days=shape.next_talk_days[0]))
    return Defaults(end, shape.rhythm, halfway, next_talk if next_talk > start else None)


def _weekday(day: date) -> date:
    """Return the day, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
