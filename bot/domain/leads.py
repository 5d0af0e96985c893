"""Who leads whom, as the company says: it only suggests a partner when somebody starts a tour, and decides nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base


class Lead(Base):
    """That `manager_id` leads `user_id`, as brought in by the operator. Visible to both, and to nobody else."""

    __tablename__ = "leads"
    __table_args__ = (Index("ix_leads_of_manager", "team_id", "manager_id"),)

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(32))
    set_at: Mapped[datetime]
