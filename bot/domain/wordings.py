"""The wordings that people gave their word to, each version kept as it was read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.types import Encrypted


def in_use(shipped: WordingText, offered: WordingText, approved: Sequence[WordingText]) -> WordingText:
    """Return which text holds: the one offered once it is approved; until then the last approved, or the shipped one.

    `approved` are the approved versions, the latest first. What was shipped needs no approval.
    """
    if offered == shipped or offered in approved:
        return offered
    return approved[0] if approved else shipped


@dataclass(frozen=True)
class WordingText:
    """A wording as it is read: its title and its text."""

    heading: str
    body: str

    @property
    def text_hash(self) -> str:
        """SHA-256 (hex) over every word."""
        return hashlib.sha256(f"{self.heading}\n{self.body}".encode()).hexdigest()


class Wording(Base):
    """One version of a replaceable wording, numbered from the day on which somebody here first gave their word to it.

    What was pledged can so be read word for word, whatever the wording says today.
    """

    __tablename__ = "wordings"
    __table_args__ = (UniqueConstraint("team_id", "name", "number"), UniqueConstraint("team_id", "name", "text_hash"))

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    heading: Mapped[str] = mapped_column(Encrypted)
    body: Mapped[str] = mapped_column(Encrypted)
    first_used_at: Mapped[datetime]
    approved_by_id: Mapped[str | None] = mapped_column(String(32))
    approved_at: Mapped[datetime | None]

    @classmethod
    def keep(cls, *, team_id: str, name: str, number: int, text: WordingText, now: datetime) -> Wording:
        """Return version `number` of the wording `name`."""
        return cls(
            team_id=team_id,
            name=name,
            number=number,
            text_hash=text.text_hash,
            heading=text.heading,
            body=text.body,
            first_used_at=now,
            approved_by_id=None,
            approved_at=None,
        )

    def approve(self, by: str, now: datetime) -> None:
        """Let a steward `by` put this version into use, in place of the one before."""
        self.approved_by_id, self.approved_at = by, now

    @property
    def text(self) -> WordingText:
        """The words of this version."""
        return WordingText(self.heading, self.body)
