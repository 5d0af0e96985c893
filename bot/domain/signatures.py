"""A signature under one version of the terms."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base


class Signature(Base):
    """Who signed which text, and when. Intent, not a contract."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("terms_id", "signer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    terms_id: Mapped[int] = mapped_column(ForeignKey("terms.id", ondelete="CASCADE"))
    signer_id: Mapped[str] = mapped_column(String(32))
    text_hash: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]
    wording_number: Mapped[int | None]  # of the wording above the button; None for one given by proposing
