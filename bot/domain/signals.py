"""Asking for a talk: what every holder can do at any time, and what looks the same whatever it is about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from dateutil.relativedelta import relativedelta
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from bot.domain.base import Base
from bot.domain.periods import OURS
from bot.domain.permissions import HasTwoSides
from bot.domain.refusals import Reason, Refused
from bot.domain.types import Encrypted

UNDO: Final = timedelta(minutes=10)  # so long nothing leaves
PATIENCE: Final = 2  # working days: as long as the pledge gives its maker
FURTHEST_DAY: Final = timedelta(days=60)  # a talk later than this is no answer [ours]
SIGNAL_MOMENTS: Final = ("talk_asked", "talk_dated", "talk_waiting")
"""Every message that tells of a signal; they are erased with it."""

LENGTH: Final = 24
"""Characters of every topic as it is sealed: what is sealed tells nothing but its length, so all are equally long."""


class Topic(StrEnum):
    """What a talk can be about. Their words stand in bot/slack/views/signals.py."""

    UNSAID = "unsaid"
    WORK = "work"
    PROMISE = "promise"
    TOGETHER = "together"
    FIRST_CONVERSATION = "first_conversation"  # only where the manager has pledged


class SignalAnswer(StrEnum):
    """What a manager says to it."""

    TALKED = "talked"
    DATE = "date"


class Signal(Base):
    """That a holder would like to talk. Everybody but its sender is told that much and no more.

    What it is about is read by the manager it was sent to, in one modal, while the pledge that it rests on stands.
    """

    __tablename__ = "signals"
    __table_args__ = (
        Index("ix_signals_of_holder", "team_id", "holder_id"),
        Index("ix_signals_of_manager", "team_id", "manager_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"), index=True)
    manager_id: Mapped[str] = mapped_column(String(32))
    holder_id: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(Encrypted)
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    answer: Mapped[SignalAnswer | None]
    talk_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    erase_after: Mapped[date]
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def ask(
        cls,
        *,
        team_id: str,
        tour_id: int,
        sides: HasTwoSides,
        topic: Topic,
        now: datetime,
        kept: relativedelta = OURS.signals,
    ) -> Signal:
        """Return the wish of the tour's holder to talk with its manager, known for as long as `kept`."""
        return cls(
            team_id=team_id,
            tour_id=tour_id,
            manager_id=sides.manager_id,
            holder_id=sides.holder_id,
            about=topic.ljust(LENGTH),
            asked_at=now,
            withdrawn_at=None,
            answer=None,
            talk_on=None,
            answered_at=None,
            erase_after=(now + kept).date(),
        )

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return Topic(self.about.strip())

    @property
    def leaves_at(self) -> datetime:
        """From when on the manager knows of it."""
        return self.asked_at + UNDO

    def has_left(self, now: datetime) -> bool:
        """Tell whether the time to take it back unseen is over."""
        return now >= self.leaves_at

    @property
    def is_waiting(self) -> bool:
        """Whether it has no answer yet and still stands."""
        return self.answer is None and self.withdrawn_at is None

    def is_open(self, today: date) -> bool:
        """Tell whether a talk is still to come of it: it waits, or a day is named that is not over."""
        return self.is_waiting or (self.withdrawn_at is None and self.talk_on is not None and self.talk_on >= today)

    def withdraw(self, now: datetime) -> None:
        """Take it back after it has left. Raises Refused(SIGNAL_SETTLED) when it was answered or taken back before."""
        self._require_waiting()
        self.withdrawn_at = now
        self.say_nothing_more()

    def talked(self, now: datetime) -> None:
        """Note that both have talked. Raises Refused(SIGNAL_SETTLED) for one that was taken back."""
        self._require_standing()
        self.answer, self.talk_on, self.answered_at = SignalAnswer.TALKED, None, now

    def name_day(self, talk_on: date, today: date, now: datetime) -> None:
        """Name the day of the talk.

        Raises Refused at "talk_on": DATE_IN_PAST, DATE_TOO_FAR; SIGNAL_SETTLED for one that was taken back.
        """
        self._require_standing()
        if talk_on < today:
            raise Refused(Reason.DATE_IN_PAST, field="talk_on")
        if talk_on > today + FURTHEST_DAY:
            raise Refused(Reason.TALK_TOO_LATE, field="talk_on", limit=today + FURTHEST_DAY)
        self.answer, self.talk_on, self.answered_at = SignalAnswer.DATE, talk_on, now

    def say_nothing_more(self) -> None:
        """Forget what it is about; that a talk is wanted stays.

        Whatever it was is sealed anew: a seal carries its time, and an old one would tell that nothing was forgotten.
        """
        self.about = Topic.UNSAID.ljust(LENGTH)
        flag_modified(self, "about")

    def _require_waiting(self) -> None:
        if not self.is_waiting:
            raise Refused(Reason.SIGNAL_SETTLED)

    def _require_standing(self) -> None:
        if self.withdrawn_at is not None or self.answer is SignalAnswer.TALKED:
            raise Refused(Reason.SIGNAL_SETTLED)
