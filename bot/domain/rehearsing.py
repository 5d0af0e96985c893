"""Where somebody stopped in a rehearsal, to come back to. Nobody else sees it; it ends with the rehearsal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base


class Rehearsing(Base):
    """A rehearsal that is under way: its name, and the step that comes next. What was chosen before is not kept."""

    __tablename__ = "rehearsing"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    step: Mapped[str] = mapped_column(String(64))
    moved_at: Mapped[datetime]
