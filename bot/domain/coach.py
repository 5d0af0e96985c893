"""What a manager does to earn the right of first conversation: the opening card, the pledge, and talks in person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.rungs import Rung
from bot.domain.types import Encrypted


class OpeningCard(Base):
    """ "Me first": whom its author admires and for what, their values, their hope after this job.

    Written once, visible to its author and to those it is shared with. One line in any field is enough.
    """

    __tablename__ = "opening_cards"
    __table_args__ = (UniqueConstraint("team_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    author_id: Mapped[str] = mapped_column(String(32))
    admired: Mapped[str | None] = mapped_column(Encrypted)
    values: Mapped[str | None] = mapped_column(Encrypted)
    hope: Mapped[str | None] = mapped_column(Encrypted)
    written_at: Mapped[datetime]
    erase_after: Mapped[date | None]
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so


class Climb(Base):
    """A manager's own act on one rung with one person: done here, or "we did this in person"."""

    __tablename__ = "climbs"
    __table_args__ = (UniqueConstraint("team_id", "manager_id", "holder_id", "rung"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    holder_id: Mapped[str] = mapped_column(String(32))
    rung: Mapped[Rung]
    in_person: Mapped[bool]
    climbed_at: Mapped[datetime]
