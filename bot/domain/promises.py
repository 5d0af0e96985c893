"""What a side promises in the terms: who owes it, until when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.refusals import Reason, Refused
from bot.domain.types import Encrypted


class Side(StrEnum):
    """The two sides of an agreement: the company (its manager speaks for it) and the holder."""

    COMPANY = "company"
    HOLDER = "holder"


class PromiseState(StrEnum):
    """What became of a promise. One that was moved stays open until its new date."""

    OPEN = "open"
    KEPT = "kept"
    RENEGOTIATED = "renegotiated"  # both agreed on something else: said when a tour closes; counts as honoured
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
    agreed_on: Mapped[date]  # the date that both signed; a move leaves it as it is
    due_on: Mapped[date]  # the date that counts now
    moved_late: Mapped[bool]  # it was once moved after its date; moved in time counts as honoured
    state: Mapped[PromiseState]
    marked_by_id: Mapped[str | None] = mapped_column(String(32))
    marked_at: Mapped[datetime | None]
    origin_id: Mapped[int | None]  # the first promise of these words, where a newer version says them again
    seen_as: Mapped[PromiseState | None]  # what its receiver says became of it

    @classmethod
    def make(cls, team_id: str, position: int, draft: PromiseDraft) -> Promise:
        """Return an open promise that says what `draft` says."""
        return cls(
            team_id=team_id,
            position=position,
            side=draft.side,
            words=draft.words,
            owner_id=draft.owner_id,
            agreed_on=draft.due_on,
            due_on=draft.due_on,
            moved_late=False,
            state=PromiseState.OPEN,
            marked_by_id=None,
            marked_at=None,
            origin_id=None,
            seen_as=None,
        )

    @property
    def first_id(self) -> int:
        """What stays the same while newer versions repeat the promise."""
        return self.origin_id or self.id

    def carry_on(self, before: Promise) -> None:
        """Take over what became of the same promise in the version before; a date that was signed anew counts."""
        self.origin_id = before.first_id
        self.state, self.marked_by_id, self.marked_at = before.state, before.marked_by_id, before.marked_at
        self.seen_as, self.moved_late = before.seen_as, before.moved_late
        if self.agreed_on == before.agreed_on:
            self.due_on = before.due_on

    def draft(self) -> PromiseDraft:
        """Return the promise as it was signed."""
        return PromiseDraft(side=self.side, words=self.words, owner_id=self.owner_id, due_on=self.agreed_on)

    @property
    def was_moved(self) -> bool:
        """Whether it has another date than the one that both signed."""
        return self.due_on != self.agreed_on

    def keep(self, *, by: str, now: datetime) -> None:
        """Say that it was kept. Raises Refused(PROMISE_KEPT) when that was said before."""
        self.require_open()
        self.state, self.marked_by_id, self.marked_at = PromiseState.KEPT, by, now

    def settle(self, state: PromiseState, *, by: str, now: datetime) -> None:
        """Say at the end of a tour what became of it. Raises Refused(PROMISE_KEPT) when that was said before."""
        self.require_open()
        self.state, self.marked_by_id, self.marked_at = state, by, now

    def move(self, to: date, *, by: str, today: date, now: datetime) -> None:
        """Name a new date, from `today` on. Raises Refused at "due_on" for a past day, PROMISE_KEPT as `keep` does."""
        self.require_open()
        if to < today:
            raise Refused(Reason.DATE_IN_PAST, field="due_on")
        self.moved_late = self.moved_late or today > self.due_on
        self.due_on, self.marked_by_id, self.marked_at = to, by, now

    def say(self, state: PromiseState, *, by: str, now: datetime) -> None:
        """Say, as its maker, what became of it; another word may follow until both sides say the same."""
        self.state, self.marked_by_id, self.marked_at = state, by, now

    def require_open(self) -> None:
        """Raise Refused(PROMISE_KEPT) when there is nothing left to say about it."""
        if self.state is not PromiseState.OPEN:
            raise Refused(Reason.PROMISE_KEPT)
