"""How long things wait and are kept: our defaults, and what stewards of a workspace decide instead.

A period never grows for what exists: what was written, asked or ended while a shorter one held goes by the shorter one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from dateutil.relativedelta import relativedelta
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.refusals import Reason, Refused, SeveralRefused

NOTICE: Final = timedelta(days=14)
"""So long a shorter period erases nothing that is there: time to take it along, or to take the decision back [ours]."""

BEFORE_ALL: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Period(StrEnum):
    """A period that stewards may change. The value names its field."""

    LAPSE = "lapse_days"
    NOTES = "notes_months"
    ENDED = "ended_months"
    SIGNALS = "signal_days"

    def lasts(self, count: int) -> relativedelta:
        """Return `count` of the days or months in which the period is told."""
        in_days = self in {Period.LAPSE, Period.SIGNALS}
        return relativedelta(days=count) if in_days else relativedelta(months=count)


class Bounds(NamedTuple):
    """The least and the most that a steward may choose."""

    least: int
    most: int


BOUNDS: Final = {
    Period.LAPSE: Bounds(14, 90),
    Period.NOTES: Bounds(6, 60),
    Period.ENDED: Bounds(3, 36),
    Period.SIGNALS: Bounds(60, 180),  # not shorter: the day of a talk may be named up to 60 days ahead
}


@dataclass(frozen=True)
class Periods:
    """What holds in a workspace. Without a decision of its stewards: our defaults."""

    lapse_days: int = 30  # a proposal or an amendment without an answer
    notes_months: int = 24  # what was written about a talk, questions with their answers, what matters to somebody
    ended_months: int = 12  # the content of a tour that is over
    signal_days: int = 90  # that a talk was asked for

    def count(self, period: Period) -> int:
        """Return how many days or months one of them has."""
        return int(getattr(self, period))

    def of(self, period: Period) -> relativedelta:
        """Return how long one of them lasts."""
        return period.lasts(self.count(period))

    @property
    def lapse(self) -> relativedelta:
        return self.of(Period.LAPSE)

    @property
    def notes(self) -> relativedelta:
        return self.of(Period.NOTES)

    @property
    def ended(self) -> relativedelta:
        return self.of(Period.ENDED)

    @property
    def signals(self) -> relativedelta:
        return self.of(Period.SIGNALS)

    def require_within_bounds(self) -> None:
        """Raise SeveralRefused with PERIOD_OUTSIDE at each field that is too short or too long."""
        faults = [
            Refused(Reason.PERIOD_OUTSIDE, field=period, least=bounds.least, most=bounds.most)
            for period, bounds in BOUNDS.items()
            if not bounds.least <= self.count(period) <= bounds.most
        ]
        if faults:
            raise SeveralRefused(faults)


OURS: Final = Periods()


class Ruling(Base):
    """One decision of a steward about all periods of a workspace. It is never changed: a later one follows it."""

    __tablename__ = "rulings"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decided_by_id: Mapped[str] = mapped_column(String(32))
    decided_at: Mapped[datetime]
    lapse_days: Mapped[int]
    notes_months: Mapped[int]
    ended_months: Mapped[int]
    signal_days: Mapped[int]

    @classmethod
    def decide(cls, team_id: str, number: int, periods: Periods, *, by: str, now: datetime) -> Ruling:
        """Return the decision with this number. Raises SeveralRefused as `Periods.require_within_bounds` does."""
        periods.require_within_bounds()
        return cls(team_id=team_id, number=number, decided_by_id=by, decided_at=now, **asdict(periods))

    @property
    def periods(self) -> Periods:
        """What was decided."""
        return Periods(self.lapse_days, self.notes_months, self.ended_months, self.signal_days)


class Span(NamedTuple):
    """From when until when one period had so many days or months."""

    since: datetime
    until: datetime | None
    length: int

    def bites(self, at: datetime) -> bool:
        """Tell whether it holds, or held, for long enough to end what was there before it."""
        return self.since + NOTICE <= (at if self.until is None else min(self.until, at))


class PeriodBook:
    """What held in one workspace, from our defaults over each decision of its stewards until now."""

    def __init__(self, rulings: Sequence[Ruling] = ()) -> None:
        self._rulings = sorted(rulings, key=lambda ruling: ruling.number)

    def __len__(self) -> int:
        """Return how often stewards decided."""
        return len(self._rulings)

    @property
    def last(self) -> Ruling | None:
        """The newest decision, or None where our defaults hold."""
        return self._rulings[-1] if self._rulings else None

    @property
    def number(self) -> int:
        """The number of the newest decision, 0 before the first."""
        return self.last.number if self.last else 0

    @property
    def now(self) -> Periods:
        """What holds for whatever begins now."""
        return self.last.periods if self.last else OURS

    def at(self, moment: datetime) -> Periods:
        """Return what held at a moment."""
        return next((each.periods for each in reversed(self._rulings) if each.decided_at <= moment), OURS)

    def unanswered(self, now: datetime) -> list[tuple[datetime, datetime]]:
        """Return from when until when a proposal was made that has waited too long by `now`.

        A proposal lapses after as many days as its author was told when it was made.
        """
        spans = ((span, now - Period.LAPSE.lasts(span.length)) for span in self._spans(Period.LAPSE))
        ends = ((s.since, end if s.until is None else min(end, s.until - timedelta.resolution)) for s, end in spans)
        return [(since, end) for since, end in ends if since <= end]

    def over_before(self, period: Period, today: date) -> datetime:
        """Return the moment before which everything is over today by a period that held since, the shortest first."""
        at = _midnight(today)
        biting = [span for span in self._spans(period) if span.bites(at)]
        kept_from = ((_midnight(_first_kept(period, span.length, today)), span.until) for span in biting)
        return max((min(moment, until or moment) for moment, until in kept_from), default=BEFORE_ALL)

    def promised(self, period: Period, since: datetime) -> int:
        """Return how long what began at `since` is kept: the shortest that held from then on."""
        return min(span.length for span in self._spans(period) if span.until is None or span.until > since)

    def shortened(self, period: Period, now: datetime) -> datetime | None:
        """Return when what is there begins to go by the newest, shorter length, or None where that is not to come."""
        *before, last = self._spans(period)
        is_shorter = bool(before) and last.length < before[-1].length
        return last.since + NOTICE if is_shorter and not last.bites(now) else None

    def _spans(self, period: Period) -> list[Span]:
        """Return how long the period was from when on; decisions that left it as it was make no span of their own."""
        spans = [Span(BEFORE_ALL, None, OURS.count(period))]
        for ruling in self._rulings:
            count = ruling.periods.count(period)
            if count != spans[-1].length:
                spans[-1] = spans[-1]._replace(until=ruling.decided_at)
                spans.append(Span(ruling.decided_at, None, count))
        return spans


def _first_kept(period: Period, count: int, today: date) -> date:
    """Return the first day whose things are still kept today: a month later may be a day earlier in the month."""
    day = today - period.lasts(count)
    while day + period.lasts(count) < today:
        day += timedelta(days=1)
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
