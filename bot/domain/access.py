"""Access receipts: every opening from outside the pair is written down for whoever it concerns.

The two sides of a tour read each other's things all day, and no receipt says so. Whoever else opens something (a new
manager, a steward's export, the operator) leaves a receipt: who, when, what kind of thing, why. Never a word of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from dateutil.relativedelta import relativedelta
from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base

KEEP_RECEIPTS: Final = relativedelta(months=24)  # [ours] as long as the notes that they may tell of


class Thing(StrEnum):
    """What kind of thing was opened; each but the first holds those before it."""

    WHO_TOURS = "who_tours"  # with whom, kind, dates, active or not: no words
    TERMS = "terms"
    TERMS_AND_GOALS = "terms_and_goals"
    SHARED_NOTES = "shared_notes"  # terms, goals and every note that both sides read
    EVERYTHING = "everything"  # all that one person wrote or can read


class Why(StrEnum):
    """On what occasion it was opened."""

    HAND_OVER = "hand_over"  # the holder chose what their new manager gets
    WORKSPACE_EXPORT = "workspace_export"  # a steward took a list of the tours
    OPERATOR_EXPORT = (
        "operator_export"  # whoever runs the server took a person's file, which they can only be asked for
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening. `by_id` is a Slack user id, None for the operator; `tour_id` is None when it was no single tour."""

    thing: Thing
    why: Why
    by_id: str | None
    tour_id: int | None = None


class AccessReceipt(Base):
    """That something of the person `about_id` was opened. Visible to that person alone."""

    __tablename__ = "access_receipts"
    __table_args__ = (Index("ix_access_receipts_person", "team_id", "about_id", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    about_id: Mapped[str] = mapped_column(String(32))
    by_id: Mapped[str | None] = mapped_column(String(32))  # None: the operator, who has no Slack id here
    thing: Mapped[Thing]
    why: Mapped[Why]
    tour_id: Mapped[int | None]  # no foreign key: the receipt outlives the tour
    opened_at: Mapped[datetime]
    erase_after: Mapped[date]

    @classmethod
    def of(cls, opening: Opening, about_id: str, team_id: str, now: datetime) -> AccessReceipt:
        """Return the receipt of an opening for one of those whom it concerns."""
        return cls(
            team_id=team_id,
            about_id=about_id,
            by_id=opening.by_id,
            thing=opening.thing,
            why=opening.why,
            tour_id=opening.tour_id,
            opened_at=now,
            erase_after=(now + KEEP_RECEIPTS).date(),
        )
