"""The numbered versions of what a tour says: drafted by one side, signed by both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dateutil.relativedelta import relativedelta
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.domain.base import Base
from bot.domain.promises import Promise, PromiseDraft
from bot.domain.refusals import Reason, Refused
from bot.domain.signatures import Signature
from bot.domain.types import Encrypted

if TYPE_CHECKING:
    from bot.domain.tours import Tour


FARTHEST: Final = relativedelta(years=1)  # how far ahead a day may be where no planned end limits it [ours]


def require_by_end(day: date, *, end_on: date | None, today: date, field: str, outside: Reason) -> None:
    """Raise Refused at `field` for a day after the planned end of a tour: `outside`.

    Once that has passed no such day is left: then it is DATE_TOO_FAR from FARTHEST after `today` on (decision 39).
    """
    if end_on is None or day <= end_on:
        return
    if today <= end_on:
        raise Refused(outside, field=field)
    if day >= (limit := today + FARTHEST):
        raise Refused(Reason.DATE_TOO_FAR, field=field, limit=limit)


class Kind(StrEnum):
    """The three kinds of tour (The Alliance)."""

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
        terms = cls(
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
        )
        terms.promises.extend(Promise.make(tour.team_id, at, promise) for at, promise in enumerate(draft.promises))
        return terms

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

    def carry_on(self, before: Terms) -> None:
        """Take over what became of each promise of the version before that this one makes in the same words."""
        left = list(before.promises)
        for promise in self.promises:
            same = next((p for p in left if (p.side, p.words) == (promise.side, promise.words)), None)
            if same is not None:
                left.remove(same)
                promise.carry_on(same)

    def sign(self, signer_id: str, now: datetime) -> None:
        """Put `signer_id`'s signature under this text."""
        self.signatures.append(
            Signature(
                team_id=self.team_id,
                signer_id=signer_id,
                text_hash=self.text_hash,
                signed_at=now,
                wording_number=None,
            )
        )

    def signed_in(self, signer_id: str, wording_number: int | None) -> None:
        """Note in which version of the wording of a signature `signer_id` has signed."""
        for signature in self.signatures:
            if signature.signer_id == signer_id:
                signature.wording_number = wording_number


def settled_promises(versions: Sequence[Terms], in_force: Terms | None) -> list[Promise]:
    """Return the promises that both signed once and that the terms in force make no more: kept, or taken out."""
    found: dict[int, Promise] = {}
    for terms in versions:
        if len(terms.signatures) > 1:
            found |= {promise.first_id: promise for promise in terms.promises}
    standing = {promise.first_id for promise in in_force.promises} if in_force else set()
    return [promise for first_id, promise in found.items() if first_id not in standing]
