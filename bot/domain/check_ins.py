"""Talks of a tour: planned by its rhythm, prepared by each side alone, recorded by either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from dateutil.relativedelta import relativedelta
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.domain.base import Base
from bot.domain.periods import OURS
from bot.domain.refusals import Reason, Refused
from bot.domain.types import Encrypted


class Review(StrEnum):
    """What kind of talk it is."""

    CHECK_IN = "check_in"
    HALFWAY = "halfway"
    NEXT_TOUR_TALK = "next_tour_talk"
    REAFFIRMATION = "reaffirmation"


class CheckInState(StrEnum):
    """What became of a planned talk."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Purpose(StrEnum):
    """What a note is for."""

    PREPARATION = "preparation"
    AGREEMENT = "agreement"
    PRIVATE = "private"


class Visibility(StrEnum):
    """Who can read a piece of writing."""

    AUTHOR = "author"
    BOTH_SIDES = "both_sides"


class Planned(Protocol):
    """What a planned talk tells of itself, as it is stored or as it is listed."""

    @property
    def review(self) -> Review: ...
    @property
    def due_on(self) -> date: ...


class Stored(Planned, Protocol):
    """A planned talk that is stored: of two on one day, the one stored first comes first."""

    @property
    def id(self) -> int: ...


PlannedTalk = TypeVar("PlannedTalk", bound=Planned)
StoredTalk = TypeVar("StoredTalk", bound=Stored)


def passed_over(planned: Sequence[PlannedTalk], today: date) -> Sequence[PlannedTalk]:
    """Return those of a tour's planned talks, given by their day, that nobody needs to record or move any more.

    They are the regular check-ins whose day has passed and for which a later talk stands, whose day has come; and the
    halfway review, as soon as the day of the talk about the next tour has come.
    """
    come = [talk for talk in planned if talk.due_on <= today]
    for_halfway = any(talk.review is Review.NEXT_TOUR_TALK for talk in come)
    last = come[-1] if come else None
    return [
        talk
        for talk in come
        if talk.due_on < today
        and talk is not last
        and (talk.review is Review.CHECK_IN or (talk.review is Review.HALFWAY and for_halfway))
    ]


def next_talk(planned: Sequence[PlannedTalk], today: date) -> PlannedTalk | None:
    """Return which of a tour's planned talks, given by their day, comes next: the earliest that is not passed over."""
    over = passed_over(planned, today)
    return next((talk for talk in planned if talk not in over), None)


def talk_after(planned: Sequence[StoredTalk], talk: Stored, today: date) -> StoredTalk | None:
    """Return which of a tour's planned talks, given by their day, follows `talk`: no check-in whose day has passed."""
    later = (other for other in planned if (other.due_on, other.id) > (talk.due_on, talk.id))
    return next((other for other in later if other.review is not Review.CHECK_IN or other.due_on >= today), None)


class CheckIn(Base):
    """One talk between the two sides of a tour, due on a day."""

    __tablename__ = "check_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"), index=True)
    review: Mapped[Review]
    state: Mapped[CheckInState]
    due_on: Mapped[date]
    held_on: Mapped[date | None]
    recorded_by_id: Mapped[str | None] = mapped_column(String(32))
    recorded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(nullable=False)

    notes: Mapped[list[Note]] = relationship(lazy="raise", order_by="Note.id", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def plan(cls, *, team_id: str, tour_id: int, review: Review, due_on: date) -> CheckIn:
        """Return a talk planned for `due_on`."""
        return cls(
            team_id=team_id,
            tour_id=tour_id,
            review=review,
            state=CheckInState.PLANNED,
            due_on=due_on,
            held_on=None,
            recorded_by_id=None,
            recorded_at=None,
            notes=[],
        )

    def record(self, *, by: str, held_on: date, now: datetime) -> None:
        """Say that the talk was held on that day.

        Raises Refused ALREADY_RECORDED when that was said before, WRONG_STATE when the talk was struck out.
        """
        self._require_planned()
        self.state, self.held_on, self.recorded_by_id, self.recorded_at = CheckInState.HELD, held_on, by, now

    def stands_for(self, other: Stored, *, if_held_on: date | None = None) -> bool:
        """Tell whether nobody needs to hold `other` any more, as this talk was held.

        So it is with a check-in due before this talk was due, or was held, and with a halfway review before the talk
        about the next tour. `if_held_on` asks how it would be, were this talk held on that day.
        """
        is_before = (other.due_on, other.id) < (self.due_on, self.id)
        held_on = self.held_on or if_held_on or self.due_on
        if other.review is Review.HALFWAY:
            return self.review is Review.NEXT_TOUR_TALK and is_before
        return other.review is Review.CHECK_IN and (is_before or other.due_on < held_on)

    def move(self, to: date) -> None:
        """Plan the talk for another day. Raises Refused as `record` does."""
        self._require_planned()
        self.due_on = to

    def become(self, review: Review) -> None:
        """Make it another kind of talk; what was prepared for it stays. Raises Refused as `record` does."""
        self._require_planned()
        self.review = review

    def cancel(self) -> None:
        """Strike a planned talk out, as when its tour ends."""
        if self.state is CheckInState.PLANNED:
            self.state = CheckInState.CANCELLED

    def note(
        self,
        purpose: Purpose,
        visibility: Visibility,
        *,
        by: str,
        words: str,
        now: datetime,
        kept: relativedelta = OURS.notes,
    ) -> None:
        """Keep `by`'s words for one purpose, as long as `kept`; an earlier note of theirs for it is replaced."""
        erase_after = (now + kept).date()
        note = self.note_of(by, purpose)
        if note is not None:
            note.words, note.visibility, note.written_at, note.erase_after = words, visibility, now, erase_after
            return
        self.notes.append(
            Note(
                team_id=self.team_id,
                author_id=by,
                purpose=purpose,
                visibility=visibility,
                words=words,
                written_at=now,
                erase_after=erase_after,
            )
        )

    def note_of(self, user_id: str, purpose: Purpose) -> Note | None:
        """Return what one side wrote for one purpose, if they did."""
        return next((n for n in self.notes if n.author_id == user_id and n.purpose is purpose), None)

    def _require_planned(self) -> None:
        if self.state is CheckInState.HELD:
            raise Refused(Reason.ALREADY_RECORDED, by=self.recorded_by_id)
        if self.state is CheckInState.CANCELLED:
            raise Refused(Reason.WRONG_STATE)


class Note(Base):
    """What one side wrote about one talk."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("check_in_id", "author_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_ins.id", ondelete="CASCADE"))
    author_id: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[Purpose]
    visibility: Mapped[Visibility]
    words: Mapped[str] = mapped_column(Encrypted)
    written_at: Mapped[datetime]
    erase_after: Mapped[date]
