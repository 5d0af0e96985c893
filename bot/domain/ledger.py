"""The ledger of promises: who said what became of one, and when. Both sides say it, and nobody judges between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.promises import Promise, PromiseState, Side


class PromiseMark(Base):
    """One line in the history of a promise. Visible to both sides.

    It hangs on the first version's row, so that it stays while newer versions of the terms repeat the promise.
    `state` is what somebody of `side` says became of it. It is OPEN where they named a new date instead: then
    `moved_from` and `moved_to` are set.
    """

    __tablename__ = "promise_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side]
    by_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[PromiseState]
    moved_from: Mapped[date | None]
    moved_to: Mapped[date | None]
    marked_at: Mapped[datetime]

    @classmethod
    def of(cls, promise: Promise, side: Side, *, by: str, state: PromiseState, now: datetime) -> PromiseMark:
        """Return what somebody of `side` says became of the promise."""
        return cls(
            team_id=promise.team_id,
            promise_id=promise.first_id,
            side=side,
            by_id=by,
            state=state,
            moved_from=None,
            moved_to=None,
            marked_at=now,
        )

    @classmethod
    def of_move(cls, promise: Promise, *, by: str, before: date, now: datetime) -> PromiseMark:
        """Return that its maker moved the promise from the day `before` to the one that it has now."""
        mark = cls.of(promise, promise.side, by=by, state=PromiseState.OPEN, now=now)
        mark.moved_from, mark.moved_to = before, promise.due_on
        return mark


@dataclass(frozen=True)
class MarkRead:
    """One line of the history, as both sides read it."""

    side: Side
    by_id: str
    state: PromiseState
    moved_from: date | None
    moved_to: date | None
    marked_at: datetime


@dataclass(frozen=True)
class Standing:
    """What its maker and its receiver say became of a promise: OPEN where they have said nothing yet."""

    maker: PromiseState
    receiver: PromiseState

    @property
    def is_confirmed(self) -> bool:
        """Whether both say the same."""
        return self.maker is self.receiver and self.maker is not PromiseState.OPEN

    @property
    def differs(self) -> bool:
        """Whether both have said something, and not the same. It stands as seen differently."""
        return PromiseState.OPEN not in (self.maker, self.receiver) and self.maker is not self.receiver
