"""What a manager does to earn the right of first conversation: the opening card, the pledge, and talks in person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.rungs import Rung
from bot.domain.types import Encrypted

LINES_LIMIT: Final = 3000


@dataclass(frozen=True)
class CardDraft:
    """The card as its author words it. An empty field is None; one line in any of them is enough."""

    admired: str | None
    values: str | None
    hope: str | None

    def check(self) -> None:
        """Raise SeveralRefused for an empty card (CARD_EMPTY, at the first field), and for what is too long."""
        fields = {"admired": self.admired, "values": self.values, "hope": self.hope}
        refused = [
            Refused(Reason.TOO_LONG, field=name, limit=LINES_LIMIT)
            for name, words in fields.items()
            if words and len(words) > LINES_LIMIT
        ]
        if not any(fields.values()):
            refused.append(Refused(Reason.CARD_EMPTY, field="admired"))
        if refused:
            raise SeveralRefused(refused)


class OpeningCard(Base):
    """ "Me first": whom its author admires and for what, their values, their hope after this job.

    Written once, visible to its author and to those it is shared with. One line in any field is enough.
    """

    __tablename__ = "opening_cards"
    __table_args__ = (UniqueConstraint("team_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    author_id: Mapped[str] = mapped_column(String(32))
    admired: Mapped[str | None] = mapped_column(Encrypted)
    values: Mapped[str | None] = mapped_column(Encrypted)
    hope: Mapped[str | None] = mapped_column(Encrypted)
    written_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def write(cls, *, team_id: str, author_id: str, draft: CardDraft, now: datetime) -> OpeningCard:
        """Return `author_id`'s first card. Raises SeveralRefused as CardDraft.check does."""
        card = cls(team_id=team_id, author_id=author_id)
        card.edit(draft, now=now)
        return card

    def edit(self, draft: CardDraft, *, now: datetime) -> None:
        """Word the card anew, for everybody it is shared with. Raises SeveralRefused as CardDraft.check does."""
        draft.check()
        self.admired, self.values, self.hope, self.written_at = draft.admired, draft.values, draft.hope, now

    def draft(self) -> CardDraft:
        """Return the card's words."""
        return CardDraft(admired=self.admired, values=self.values, hope=self.hope)


class CardShare(Base):
    """That an author showed the card to one holder, and took it back again, if so."""

    __tablename__ = "card_shares"
    __table_args__ = (UniqueConstraint("team_id", "author_id", "holder_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    author_id: Mapped[str] = mapped_column(String(32))
    holder_id: Mapped[str] = mapped_column(String(32))
    shared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    @classmethod
    def begin(cls, *, team_id: str, author_id: str, holder_id: str, now: datetime) -> CardShare:
        """Return a share that stands from now on."""
        return cls(team_id=team_id, author_id=author_id, holder_id=holder_id, shared_at=now, withdrawn_at=None)

    @property
    def stands(self) -> bool:
        """Whether the holder may read the card now."""
        return self.withdrawn_at is None

    def renew(self, now: datetime) -> None:
        """Show the card again after it was taken back."""
        self.shared_at, self.withdrawn_at = now, None

    def withdraw(self, now: datetime) -> None:
        """Take the card back; what the holder has read cannot be unread."""
        if self.stands:
            self.withdrawn_at = now


class Climb(Base):
    """A manager's own act on one rung with one person: done here, or "we did this in person"."""

    __tablename__ = "climbs"
    __table_args__ = (UniqueConstraint("team_id", "manager_id", "holder_id", "rung"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    holder_id: Mapped[str] = mapped_column(String(32))
    rung: Mapped[Rung]
    in_person: Mapped[bool]
    climbed_at: Mapped[datetime]
    wording_number: Mapped[int | None]  # which version of the pledge was made; None for what has no wording
    withdrawn_at: Mapped[datetime | None]  # a pledge that was taken back

    @classmethod
    def make(
        cls, *, team_id: str, manager_id: str, holder_id: str, rung: Rung, in_person: bool, now: datetime
    ) -> Climb:
        """Return the fact that this manager climbed `rung` with this holder. The first rung is the card itself.

        Raises Refused(CARD_FIRST) for GO_FIRST: nothing stands in for the card.
        """
        if rung is Rung.GO_FIRST:
            raise Refused(Reason.CARD_FIRST)
        return cls(
            team_id=team_id,
            manager_id=manager_id,
            holder_id=holder_id,
            rung=rung,
            in_person=in_person,
            climbed_at=now,
            wording_number=None,
            withdrawn_at=None,
        )

    @property
    def stands(self) -> bool:
        """Whether it holds: everything does but a pledge that was taken back."""
        return self.withdrawn_at is None

    @property
    def is_pledged_here(self) -> bool:
        """Whether it is a pledge that was made here and stands: its words can be read, and a talk can rest on it."""
        return self.rung is Rung.PLEDGE and not self.in_person and self.stands

    def again(self, *, in_person: bool, now: datetime) -> None:
        """Climb once more. A pledge that was made here stays made here, since the day it was made."""
        if not self.stands or self.rung is Rung.KEEP or (self.in_person and not in_person):
            self.in_person, self.climbed_at, self.withdrawn_at = in_person, now, None
            self.wording_number = None

    def take_back(self, now: datetime) -> None:
        """Take a pledge back that was made here. Raises Refused(NOTHING_PLEDGED) for anything else."""
        if not self.is_pledged_here:
            raise Refused(Reason.NOTHING_PLEDGED)
        self.withdrawn_at = now
