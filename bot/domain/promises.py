"""What a side promises in the terms: who owes it, until when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.types import Encrypted


class Side(StrEnum):
    """The two sides of an agreement: the company (its manager speaks for it) and the holder."""

    COMPANY = "company"
    HOLDER = "holder"


class PromiseState(StrEnum):
    """What became of a promise. Moved before its date counts as honoured."""

    OPEN = "open"
    KEPT = "kept"
    RENEGOTIATED = "renegotiated"
    MISSED = "missed"


@dataclass(frozen=True)
class PromiseDraft:
    """A promise as a side words it: `owner_id` keeps it, by `due_on`."""

    side: Side
    words: str
    owner_id: str
    due_on: date

    def canonical(self) -> list[str]:
        """Return what is signed of it, in a fixed order."""
        return [self.side.value, self.words, self.owner_id, self.due_on.isoformat()]


class Promise(Base):
    """One promise of one version of the terms. Visible to both sides."""

    __tablename__ = "promises"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    terms_id: Mapped[int] = mapped_column(ForeignKey("terms.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    side: Mapped[Side]
    words: Mapped[str] = mapped_column(Encrypted)
    owner_id: Mapped[str] = mapped_column(String(32))
    due_on: Mapped[date]
    state: Mapped[PromiseState]
    marked_by_id: Mapped[str | None] = mapped_column(String(32))
    marked_at: Mapped[datetime | None]

    @classmethod
    def make(cls, team_id: str, position: int, draft: PromiseDraft) -> Promise:
        """Return an open promise that says what `draft` says."""
        return cls(
            team_id=team_id,
            position=position,
            side=draft.side,
            words=draft.words,
            owner_id=draft.owner_id,
            due_on=draft.due_on,
            state=PromiseState.OPEN,
            marked_by_id=None,
            marked_at=None,
        )

    def draft(self) -> PromiseDraft:
        """Return the same promise as a draft."""
        return PromiseDraft(side=self.side, words=self.words, owner_id=self.owner_id, due_on=self.due_on)

    def mark(self, state: PromiseState, *, by: str, now: datetime) -> None:
        """Set what became of it, as `by` sees it."""
        self.state, self.marked_by_id, self.marked_at = state, by, now
