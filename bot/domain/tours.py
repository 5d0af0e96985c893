"""A tour of duty and the numbered versions of its terms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from dateutil.relativedelta import relativedelta
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from bot.domain import lifecycle
from bot.domain.base import Base
from bot.domain.lifecycle import NEGOTIATING, OVER, RUNNING, Act, State
from bot.domain.promises import Promise, PromiseDraft
from bot.domain.refusals import Reason, Refused
from bot.domain.signatures import Signature
from bot.domain.types import Encrypted

KEEP_ENDED: Final = relativedelta(months=12)  # [ours] product section 11


class Kind(StrEnum):
    """The three kinds of tour (seed)."""

    ROTATIONAL = "rotational"
    TRANSFORMATIONAL = "transformational"
    FOUNDATIONAL = "foundational"


class Rhythm(StrEnum):
    """How often both sides check in."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TWICE_A_YEAR = "twice_a_year"

    @property
    def months(self) -> int:
        return {"monthly": 1, "quarterly": 3, "twice_a_year": 6}[self.value]


@dataclass(frozen=True)
class Draft:
    """What one side wants the terms to say. `end_on` is None for a foundational tour; dates are whole days."""

    kind: Kind
    mission: str
    result: str
    gain: str
    promises: tuple[PromiseDraft, ...]
    start_on: date
    end_on: date | None
    rhythm: Rhythm
    halfway_on: date | None
    next_talk_on: date | None
    uncertainties: str | None = None

    def text_hash(self) -> str:
        """Return the SHA-256 (hex) over every word and date that both sides sign."""
        canonical = {
            "kind": self.kind.value,
            "mission": self.mission,
            "result": self.result,
            "gain": self.gain,
            "promises": [promise.canonical() for promise in self.promises],
            "start": self.start_on.isoformat(),
            "end": self.end_on and self.end_on.isoformat(),
            "rhythm": self.rhythm.value,
            "halfway": self.halfway_on and self.halfway_on.isoformat(),
            "next_talk": self.next_talk_on and self.next_talk_on.isoformat(),
            "uncertainties": self.uncertainties,
        }
        return hashlib.sha256(json.dumps(canonical, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


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
        _one_per_holder("uq_tours_one_open_proposal", NEGOTIATING),
        _one_per_holder("uq_tours_one_running", RUNNING),
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

    def sign(self, *, by: str, number: int, text_hash: str, now: datetime) -> None:
        """Sign version `number` as `by`. The second signature on one text makes the tour active.

        Raises Refused: NEWER_VERSION when a newer version (or another text) stands, OWN_VERSION when `by` wrote it,
        WRONG_STATE when nothing waits for a signature.
        """
        lifecycle.after(self.state, Act.AGREE)
        if number != self.latest_number or text_hash != self.latest.text_hash:
            raise Refused(Reason.NEWER_VERSION)
        if by == self.latest.author_id:
            raise Refused(Reason.OWN_VERSION)
        self.latest.sign(by, now)
        self._move(Act.AGREE, now)
        self.in_force_number = number
        self.active_since = now

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

    def _move(self, act: Act, now: datetime) -> None:
        self.state = lifecycle.after(self.state, act)
        self.changed_at = now
        if self.state in OVER:
            self.ended_at = now
            self.erase_after = (now + KEEP_ENDED).date()


class Terms(Base):
    """One numbered version of the text. It is never changed once written. Visible to both sides."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("tour_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(Encrypted)
    kind: Mapped[Kind]
    mission: Mapped[str] = mapped_column(Encrypted)
    result: Mapped[str] = mapped_column(Encrypted)
    gain: Mapped[str] = mapped_column(Encrypted)
    uncertainties: Mapped[str | None] = mapped_column(Encrypted)
    start_on: Mapped[date]
    end_on: Mapped[date | None]
    rhythm: Mapped[Rhythm]
    halfway_on: Mapped[date | None]
    next_talk_on: Mapped[date | None]
    text_hash: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]

    tour: Mapped[Tour] = relationship(back_populates="versions", lazy="raise")
    promises: Mapped[list[Promise]] = relationship(
        lazy="raise", order_by="Promise.position", cascade="all, delete-orphan"
    )
    signatures: Mapped[list[Signature]] = relationship(
        lazy="raise", order_by="Signature.id", cascade="all, delete-orphan"
    )

    @classmethod
    def write(
        cls, tour: Tour, *, number: int, author_id: str, reason: str | None, draft: Draft, now: datetime
    ) -> Terms:
        """Return the version of `tour` that says what `draft` says."""
        return cls(
            team_id=tour.team_id,
            number=number,
            author_id=author_id,
            reason=reason,
            kind=draft.kind,
            mission=draft.mission,
            result=draft.result,
            gain=draft.gain,
            uncertainties=draft.uncertainties,
            start_on=draft.start_on,
            end_on=draft.end_on,
            rhythm=draft.rhythm,
            halfway_on=draft.halfway_on,
            next_talk_on=draft.next_talk_on,
            text_hash=draft.text_hash(),
            written_at=now,
            promises=[Promise.make(tour.team_id, position, promise) for position, promise in enumerate(draft.promises)],
            signatures=[],
        )

    def draft(self) -> Draft:
        """Return the same text as a draft, to start the next version from."""
        return Draft(
            kind=self.kind,
            mission=self.mission,
            result=self.result,
            gain=self.gain,
            promises=tuple(promise.draft() for promise in self.promises),
            start_on=self.start_on,
            end_on=self.end_on,
            rhythm=self.rhythm,
            halfway_on=self.halfway_on,
            next_talk_on=self.next_talk_on,
            uncertainties=self.uncertainties,
        )

    def sign(self, signer_id: str, now: datetime) -> None:
        """Put `signer_id`'s signature under this text."""
        self.signatures.append(
            Signature(team_id=self.team_id, signer_id=signer_id, text_hash=self.text_hash, signed_at=now)
        )
