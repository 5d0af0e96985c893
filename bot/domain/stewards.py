"""Stewards: who looks after the bot in a workspace. They see who tours with whom, and never what anybody wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base

MOST: Final = 20  # in one workspace [ours]


class Steward(Base):
    """One steward of a workspace or an organisation. The first one is whoever installed the bot."""

    __tablename__ = "stewards"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[datetime]
    named_by_id: Mapped[str | None] = mapped_column(String(32))  # None for the first, whom nobody named
