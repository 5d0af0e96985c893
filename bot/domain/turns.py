"""Taking turns: a manager answers one question, and the holder may answer it, keep the answer, or pass.

Unread, private and passed look the same to the manager: nothing here tells them apart but what the holder shared.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from dateutil.relativedelta import relativedelta
from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.coach import LINES_LIMIT
from bot.domain.periods import OURS
from bot.domain.refusals import Reason, Refused
from bot.domain.types import Encrypted

REST: Final = timedelta(days=7)
"""How long one question stands alone, unless an answer is shared earlier [ours]. It depends on nothing hidden."""


class Question(StrEnum):
    """What can be asked, from easy to close. Their words stand in bot/slack/views/turns.py."""

    LOST_IN_WORK = "lost_in_work"
    LEARNED_FROM = "learned_from"
    GIVE_AWAY = "give_away"
    REMEMBERED = "remembered"
    KNOWN_FOR = "known_for"
    VALUES = "values"
    WOULD_TRY = "would_try"
    DO_MORE = "do_more"
    STAY = "stay"  # belongs to the rung of asking


class Choice(StrEnum):
    """What a holder does with a question."""

    SHARED = "shared"
    KEPT = "kept"
    PASSED = "passed"


class Turn(Base):
    """One question between a manager and a holder. The manager's words are visible to both.

    The holder's words are visible to the holder alone, until they share them. A pass leaves nothing behind.
    """

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("team_id", "manager_id", "holder_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32), index=True)
    holder_id: Mapped[str] = mapped_column(String(32), index=True)
    question: Mapped[Question]
    manager_words: Mapped[str] = mapped_column(Encrypted)
    asked_at: Mapped[datetime]
    holder_words: Mapped[str | None] = mapped_column(Encrypted)
    shared_at: Mapped[datetime | None]
    wished_at: Mapped[datetime | None]  # when the holder asked for the shared answer as a promise
    erase_after: Mapped[date | None]
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def ask(
        cls,
        *,
        team_id: str,
        manager_id: str,
        holder_id: str,
        question: Question,
        words: str | None,
        now: datetime,
        kept: relativedelta = OURS.notes,
    ) -> Turn:
        """Return the question with the manager's own answer, to be kept as long as `kept`.

        Raises Refused at "mine" for an answer that is missing or too long.
        """
        return cls(
            team_id=team_id,
            manager_id=manager_id,
            holder_id=holder_id,
            question=question,
            manager_words=_line(words, "mine"),
            asked_at=now,
            holder_words=None,
            shared_at=None,
            wished_at=None,
            erase_after=(now + kept).date(),
        )

    def answer(self, choice: Choice, words: str | None, now: datetime) -> bool:
        """Do what the holder chose, now and as often as they change their mind. Return whether it is newly shared.

        Raises Refused at "yours" for an answer to share or keep that is missing or too long.
        """
        was_shared = self.is_shared
        self.holder_words = None if choice is Choice.PASSED else _line(words, "yours")
        self.shared_at = (self.shared_at or now) if choice is Choice.SHARED else None
        self.wished_at = self.wished_at if choice is Choice.SHARED else None
        return self.is_shared and not was_shared

    def wish(self, now: datetime) -> bool:
        """Ask for the answer as a promise of the company. Return whether it is newly asked for.

        Raises Refused(NOT_FOUND) for an answer that is not shared, or to another question than that of staying.
        """
        if self.question is not Question.STAY or not self.is_shared:
            raise Refused(Reason.NOT_FOUND)
        is_new, self.wished_at = self.wished_at is None, self.wished_at or now
        return is_new

    @property
    def is_wished(self) -> bool:
        """Whether the holder asks for the shared answer as a promise."""
        return self.is_shared and self.wished_at is not None

    @property
    def is_shared(self) -> bool:
        """Whether the manager may read the holder's answer."""
        return self.shared_at is not None

    @property
    def shared_words(self) -> str | None:
        """What the manager may read of the holder's answer."""
        return self.holder_words if self.is_shared else None

    @property
    def next_from(self) -> datetime:
        """From when on another question may be asked: at once after a shared answer, else after REST."""
        return self.asked_at if self.is_shared else self.asked_at + REST


def _line(words: str | None, field: str) -> str:
    if not words:
        raise Refused(Reason.REQUIRED, field=field)
    if len(words) > LINES_LIMIT:
        raise Refused(Reason.TOO_LONG, field=field, limit=LINES_LIMIT)
    return words
