"""What has been dealt with already, so that a repeated delivery changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base


class Dealt(Base):
    """One event or submission of one workspace that was dealt with. `key` is Slack's event_id or view id."""

    __tablename__ = "dealt"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    dealt_at: Mapped[datetime]
