"""A tour of duty: who, how it stands, and the verbs that move it on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from dateutil.relativedelta import relativedelta
from sqlalchemy import Index, String, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from bot.domain import lifecycle
from bot.domain.base import Base
from bot.domain.lifecycle import NEGOTIATING, NEXT, OVER, UNDER_WAY, Act, State
from bot.domain.refusals import Reason, Refused
from bot.domain.terms import Draft, Kind, Rhythm, Terms

__all__ = ["KEEP_ENDED", "Draft", "Kind", "Rhythm", "Terms", "Tour"]

KEEP_ENDED: Final = relativedelta(months=12)  # [ours] product section 11


def _one_per_holder(name: str, states: Collection[State]) -> Index:
    """Two tours of one holder cannot be in these states, whoever was faster [ours: product section 1]."""
    listed = ", ".join(f"'{state}'" for state in sorted(states))
    where: ColumnElement[bool] = literal_column(f"state IN ({listed})")
    return Index(name, "team_id", "holder_id", unique=True, sqlite_where=where, postgresql_where=where)


class Tour(Base):
    """An agreement between exactly one manager and one holder. Verbs keep to lifecycle.TABLE."""

    __tablename__ = "tours"
    __table_args__ = (
        Index("ix_tours_manager", "team_id", "manager_id"),
        Index("ix_tours_holder", "team_id", "holder_id"),
        _one_per_holder("uq_tours_one_open_proposal", NEXT),
        _one_per_holder("uq_tours_one_running", UNDER_WAY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    holder_id: Mapped[str] = mapped_column(String(32))
    started_by_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[State]
    latest_number: Mapped[int]
    in_force_number: Mapped[int | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    active_since: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    erase_after: Mapped[date | None]  # the last day on which anything of it is kept
    version: Mapped[int] = mapped_column(nullable=False)

    versions: Mapped[list[Terms]] = relationship(
        back_populates="tour", lazy="raise", order_by="Terms.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def propose(cls, *, team_id: str, manager_id: str, holder_id: str, by: str, draft: Draft, now: datetime) -> Tour:
        """Return a new tour, proposed by user `by` (one of the two sides), whose proposal is also `by`'s signature."""
        tour = cls(
            team_id=team_id,
            manager_id=manager_id,
            holder_id=holder_id,
            started_by_id=by,
            state=State.DRAFT,
            latest_number=0,
            in_force_number=None,
            created_at=now,
            changed_at=now,
            active_since=None,
            ended_at=None,
            erase_after=None,
            version=1,
            versions=[],
        )
        tour.revise(by=by, draft=draft, reason=None, now=now)
        return tour

    @property
    def latest(self) -> Terms:
        """The newest version, signed or not."""
        return next(t for t in self.versions if t.number == self.latest_number)

    @property
    def in_force(self) -> Terms | None:
        """The last version signed by both."""
        return next((t for t in self.versions if t.number == self.in_force_number), None)

    def other_side(self, user_id: str) -> str:
        """Return the user id of whoever is not `user_id`."""
        return self.holder_id if user_id == self.manager_id else self.manager_id

    @property
    def awaits_id(self) -> str | None:
        """Whose answer an open proposal waits for, or None."""
        return self.other_side(self.latest.author_id) if self.state in NEGOTIATING else None

    def revise(self, *, by: str, draft: Draft, reason: str | None, now: datetime) -> Terms:
        """Write a new version, signed by its author; it voids every signature before it."""
        act = Act.PROPOSE if by == self.started_by_id else Act.COUNTER
        self._move(act, now)
        self.latest_number += 1
        terms = Terms.write(self, number=self.latest_number, author_id=by, reason=reason, draft=draft, now=now)
        self.versions.append(terms)
        terms.sign(by, now)
        return terms

    def sign(self, *, by: str, number: int, text_hash: str, now: datetime, waits: bool = False) -> None:
        """Sign version `number` as `by`. The second signature on one text makes the tour active.

        With `waits` it is agreed, and becomes active when it begins: the holder's earlier tour is under way.

        Raises Refused: NEWER_VERSION when a newer version (or another text) stands, OWN_VERSION when `by` wrote it,
        WRONG_STATE when nothing waits for a signature.
        """
        lifecycle.after(self.state, Act.AGREE)
        if number != self.latest_number or text_hash != self.latest.text_hash:
            raise Refused(Reason.NEWER_VERSION)
        if by == self.latest.author_id:
            raise Refused(Reason.OWN_VERSION)
        self.latest.sign(by, now)
        self._move(Act.AGREE_NEXT if waits else Act.AGREE, now)
        self.in_force_number = number
        self.active_since = None if waits else now

    def decline(self, *, by: str, now: datetime) -> None:
        """Say no to the other side's proposal. Raises Refused(OWN_VERSION) for one's own: that is withdrawn."""
        if self.state in NEGOTIATING and by == self.latest.author_id:
            raise Refused(Reason.OWN_VERSION)
        self._move(Act.DECLINE, now)

    def withdraw(self, *, by: str, now: datetime) -> None:
        """Take back one's own proposal. Raises Refused(NOT_AUTHOR) when the newest version is the other side's."""
        if self.state in NEGOTIATING and by != self.latest.author_id:
            raise Refused(Reason.NOT_AUTHOR)
        self._move(Act.WITHDRAW, now)

    def lapse(self, now: datetime) -> None:
        """Let a proposal end that nobody answered."""
        self._move(Act.LAPSE, now)

    def begin(self, now: datetime) -> None:
        """Make an agreed tour active: its day has come."""
        self._move(Act.BEGIN, now)
        self.active_since = now

    def close(self, now: datetime) -> None:
        """Begin to close: from now on only outcomes, promises and thanks are left to be said."""
        self._move(Act.CLOSE, now)

    def complete(self, now: datetime) -> None:
        """End a tour whose close both sides answered, or waited long enough for."""
        self._move(Act.COMPLETE, now)

    def end_early(self, now: datetime) -> None:
        """End a tour before its time."""
        self._move(Act.END_EARLY, now)

    def _move(self, act: Act, now: datetime) -> None:
        self.state = lifecycle.after(self.state, act)
        self.changed_at = now
        if self.state in OVER:
            self.ended_at = now
            self.erase_after = (now + KEEP_ENDED).date()
