"""The end of a tour: the close with its outcomes and thanks, and the early end with its kind of reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.doors import Door
from bot.domain.types import Encrypted

OPENS_BEFORE_END: Final = timedelta(days=14)  # a close may be opened so long before the planned end [ours]
FAIR_TIME: Final = timedelta(days=14)  # so long a close waits for both answers [ours]
WORDS_LIMIT: Final = 3000  # characters
THANKS_LIMIT: Final = 300  # characters: a sentence


class EndReason(StrEnum):
    """Why a tour ends before its time, in kind alone: nobody is asked for words."""

    NEW_ROLE = "new_role"
    LEAVING = "leaving"
    REORGANISED = "reorganised"
    NOT_WORKING = "not_working"
    OTHER = "other"


class Ending(Base):
    """How a tour came to its end. The kind of reason is sealed, and visible to its two sides alone."""

    __tablename__ = "endings"

    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    by_id: Mapped[str | None] = mapped_column(String(32))  # None where the next tour began
    opened_at: Mapped[datetime]
    waits_until: Mapped[date | None]  # the last day on which a close waits for answers; None for an early end
    reason: Mapped[str | None] = mapped_column(Encrypted)

    @classmethod
    def close(cls, team_id: str, tour_id: int, by: str | None, now: datetime) -> Ending:
        """Return a close that waits for both answers, FAIR_TIME at most."""
        until = (now + FAIR_TIME).date()
        return cls(team_id=team_id, tour_id=tour_id, by_id=by, opened_at=now, waits_until=until, reason=None)

    @classmethod
    def early(cls, team_id: str, tour_id: int, by: str, reason: EndReason, now: datetime) -> Ending:
        """Return an end before its time."""
        kind = reason.value
        return cls(team_id=team_id, tour_id=tour_id, by_id=by, opened_at=now, waits_until=None, reason=kind)

    def end_early(self, by: str, reason: EndReason) -> None:
        """Note that a tour that was closing ended before its time after all."""
        self.by_id, self.reason, self.waits_until = by, reason.value, None

    @property
    def kind_of_reason(self) -> EndReason | None:
        """Why it ended early, or None for a close."""
        return EndReason(self.reason) if self.reason else None


class ClosingWords(Base):
    """What one side says at the end; it is also their signature under the tour record. Visible to both sides."""

    __tablename__ = "closing_words"
    __table_args__ = (UniqueConstraint("tour_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"))
    author_id: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(Encrypted)
    thanks: Mapped[str | None] = mapped_column(Encrypted)
    answered_at: Mapped[datetime]

    @classmethod
    def write(
        cls, team_id: str, tour_id: int, *, by: str, outcome: str, thanks: str | None, now: datetime
    ) -> ClosingWords:
        """Return the answer of one side."""
        return cls(team_id=team_id, tour_id=tour_id, author_id=by, outcome=outcome, thanks=thanks, answered_at=now)

    def change(self, outcome: str, thanks: str | None, now: datetime) -> None:
        """Word the answer anew."""
        self.outcome, self.thanks, self.answered_at = outcome, thanks, now


def closes_from(end_on: date | None, agreed: Door | None) -> date | None:
    """Return from which day a close may be opened; None where only an agreed door or an early end leads out."""
    if agreed is Door.LEAVE_WELL:
        return date.min
    return end_on - OPENS_BEFORE_END if end_on else None
