"""How confident a manager feels about four talks (seed). Optional, asked before the first tour."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base


class Occasion(StrEnum):
    """When the four questions were asked."""

    BASELINE = "baseline"


class Confidence(Base):
    """A manager's answers, 1 (not at all) to 5 (very), or None where a question was passed. Visible to them alone."""

    __tablename__ = "confidence"
    __table_args__ = (UniqueConstraint("team_id", "manager_id", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    occasion: Mapped[Occasion]
    start_career_talk: Mapped[int | None]
    discuss_personal_goals: Mapped[int | None]
    build_trust: Mapped[int | None]
    speak_about_leaving: Mapped[int | None]
    declined: Mapped[bool]
    answered_at: Mapped[datetime]
