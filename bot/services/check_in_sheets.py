"""What is asked of a talk, and what its screens show: commands and read models of check-ins and reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.db.check_ins import CheckInLine, NoteLine
from bot.db.goals import GoalLine
from bot.domain.check_ins import CheckInState, Purpose, next_talk, passed_over
from bot.domain.permissions import Role
from bot.domain.promises import Side
from bot.domain.tours import Kind


@dataclass(frozen=True)
class PrepareTalk:
    """What one side writes before a talk; only they can read it until they share it."""

    check_in_id: int
    words: str
    share: bool


@dataclass(frozen=True)
class RecordTalk:
    """What one side writes after a talk: `agreed` for both, `private` for themselves, and the next talk's day.

    `held_on` is None in the form for a talk that was recorded already. `next_seen` is the day that the form offered:
    left as it is, nothing is moved.
    """

    check_in_id: int
    held_on: date | None
    agreed: str | None
    private: str | None
    next_seen: date | None
    next_on: date | None


@dataclass(frozen=True)
class MoveTalk:
    """Another day for a talk that is still to be held."""

    check_in_id: int
    to: date


@dataclass(frozen=True)
class PromiseLine:
    """A promise that is still open."""

    id: int
    side: Side
    words: str
    owner_id: str
    due_on: date


@dataclass(frozen=True)
class Sides:
    """Who talks: the two sides of a tour, which of them reads, and that reader's day."""

    tour_id: int
    kind: Kind
    manager_id: str
    holder_id: str
    reader_id: str
    today: date
    may_change: bool

    @property
    def other_id(self) -> str:
        """The side that is not the reader."""
        return self.holder_id if self.reader_id == self.manager_id else self.manager_id

    @property
    def role(self) -> Role:
        """Whether the reader is the manager or the holder."""
        return Role.MANAGER if self.reader_id == self.manager_id else Role.HOLDER


@dataclass(frozen=True)
class Talk:
    """One talk as one side may see it, and what it is about: open goals and promises, the earliest first."""

    sides: Sides
    line: CheckInLine
    is_first: bool
    notes: tuple[NoteLine, ...]
    goals: tuple[GoalLine, ...]
    promises: tuple[PromiseLine, ...]
    following: CheckInLine | None
    missed: tuple[CheckInLine, ...] = ()  # earlier talks that nobody recorded; this talk, held, stands for them

    def note(self, author_id: str, purpose: Purpose) -> NoteLine | None:
        """Return what that side wrote for that purpose, as far as the reader may read it."""
        return next((n for n in self.notes if n.author_id == author_id and n.purpose is purpose), None)

    def own(self, purpose: Purpose) -> NoteLine | None:
        """Return what the reader wrote."""
        return self.note(self.sides.reader_id, purpose)

    def theirs(self, purpose: Purpose) -> NoteLine | None:
        """Return what the other side wrote and shared."""
        return self.note(self.sides.other_id, purpose)

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held."""
        return self.line.state is CheckInState.PLANNED

    @property
    def is_held(self) -> bool:
        """Whether somebody recorded it already."""
        return self.line.state is CheckInState.HELD


@dataclass(frozen=True)
class TalksOfTour:
    """All talks of one tour by their day, and what was agreed in those that were held."""

    sides: Sides
    talks: tuple[CheckInLine, ...]
    notes: tuple[NoteLine, ...]

    @property
    def next(self) -> CheckInLine | None:
        """The talk to be held or recorded next."""
        return next_talk(self.planned, self.sides.today)

    @property
    def passed_over(self) -> Sequence[CheckInLine]:
        """Talks that nobody recorded, and for which a later one stands."""
        return passed_over(self.planned, self.sides.today)

    @property
    def planned(self) -> list[CheckInLine]:
        """The talks that are still to be held, the earliest first."""
        return [talk for talk in self.talks if talk.state is CheckInState.PLANNED]

    @property
    def held(self) -> list[CheckInLine]:
        """The talks that were held, the latest first."""
        return [talk for talk in reversed(self.talks) if talk.state is CheckInState.HELD]


@dataclass(frozen=True)
class Recorded:
    """What recording a talk led to. `before_by` names who had recorded it already; then only the notes were kept."""

    talk: Talk
    before_by: str | None
