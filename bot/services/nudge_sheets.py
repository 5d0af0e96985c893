"""What people ask of their nudges, and what they are shown of them: ids, kinds and dates, never words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.check_ins import Review
from bot.domain.nudges import About, Moment, Pace
from bot.domain.outbox import MessageState
from bot.domain.people import HoursDraft


@dataclass(frozen=True)
class NudgeRef:
    """One nudge: of which tour, about which thing (id of a talk, promise, goal or version), at which moment."""

    tour_id: int
    subject_id: int
    moment: Moment

    def __str__(self) -> str:
        return f"{self.tour_id}:{self.subject_id}:{self.moment}"


@dataclass(frozen=True)
class Snoozed:
    """Until when it is quiet. `asked` is the day that was named, where a free day was moved to the next working day."""

    until: date
    asked: date | None = None


@dataclass(frozen=True)
class ForecastLine:
    """A nudge to come, on a local day of its reader. `due_on` is the day of the talk, promise or goal it is about."""

    on: date
    moment: Moment
    to_id: str
    other_id: str
    tour_id: int
    review: Review | None = None
    due_on: date | None = None
    subject_id: int = 0

    @property
    def ref(self) -> NudgeRef:
        """The nudge that this line foresees."""
        return NudgeRef(self.tour_id, self.subject_id, self.moment)


@dataclass(frozen=True)
class PastLine:
    """A nudge that was sent, left out or given up on a local day of its reader. `why` is a code, or None when sent."""

    on: date
    moment: str
    other_id: str | None
    state: MessageState
    why: str | None


@dataclass(frozen=True)
class PaceLine:
    """A kind of nudge of one tour that comes less often or not at all; `by_itself` when it was left alone too often."""

    tour_id: int
    other_id: str
    moment: Moment
    pace: Pace
    by_itself: bool

    @property
    def has_stopped_itself(self) -> bool:
        """Whether it stopped because it was left alone, not because somebody wanted that."""
        return self.by_itself and self.pace is Pace.NONE


@dataclass(frozen=True)
class QuietLine:
    """One thing that is snoozed until a day, or skipped (`until` None)."""

    tour_id: int
    other_id: str
    about: About
    subject_id: int
    until: date | None


@dataclass(frozen=True)
class NudgeSheet:
    """Everything about one person's nudges. `more` counts those to come that are not in `forecast`."""

    today: date
    time_zone: str
    paused_until: date | None
    is_paused_for_good: bool
    forecast: tuple[ForecastLine, ...]
    more: int
    paces: tuple[PaceLine, ...]
    quiets: tuple[QuietLine, ...]
    hours: HoursDraft
