"""What has been kept long enough, erased in small bites."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete, select
from sqlalchemy.orm import Session

from bot.domain.access import AccessReceipt
from bot.domain.check_ins import Note
from bot.domain.common_ground import ValueList
from bot.domain.outbox import Message
from bot.domain.receipts import Dealt
from bot.domain.signals import SIGNAL_MOMENTS, Signal
from bot.domain.tours import Tour
from bot.domain.turns import Turn


class Retention:
    """The end of keeping, inside one workspace. Each method erases up to `limit` rows and returns how many."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def erase_notes(self, today: date, limit: int) -> int:
        """Erase notes of talks whose time is over."""
        old = select(Note.id).where(Note.team_id == self._team_id, Note.erase_after < today).limit(limit)
        return self._erase(delete(Note).where(Note.id.in_(old)))

    def erase_questions(self, today: date, limit: int) -> int:
        """Erase questions between a manager and a holder whose time is over, with both answers."""
        old = select(Turn.id).where(Turn.team_id == self._team_id, Turn.erase_after < today).limit(limit)
        return self._erase(delete(Turn).where(Turn.id.in_(old)))

    def erase_values(self, today: date, limit: int) -> int:
        """Erase what holders wrote about what matters to them, once its time is over."""
        old = select(ValueList.id).where(ValueList.team_id == self._team_id, ValueList.erase_after < today).limit(limit)
        return self._erase(delete(ValueList).where(ValueList.id.in_(old)))

    def erase_signals(self, today: date, limit: int) -> int:
        """Erase who asked for a talk, with every message that told of it, once their time is over."""
        old = (Signal.team_id == self._team_id, Signal.erase_after < today)
        rows = self._session.execute(select(Signal.id, Signal.tour_id).where(*old).limit(limit)).all()
        if not rows:
            return 0
        ids, tours = zip(*rows, strict=True)
        told = (Message.tour_id.in_(tours), Message.subject_id.in_(ids), Message.moment.in_(SIGNAL_MOMENTS))
        self._erase(delete(Message).where(Message.team_id == self._team_id, *told))
        return self._erase(delete(Signal).where(Signal.id.in_(ids)))

    def erase_tours(self, today: date, limit: int) -> int:
        """Erase ended tours whose time is over, with everything that hangs on them."""
        old = select(Tour.id).where(Tour.team_id == self._team_id, Tour.erase_after < today).limit(limit)
        return self._erase(delete(Tour).where(Tour.id.in_(old)))

    def erase_receipts(self, today: date, limit: int) -> int:
        """Erase access receipts whose time is over."""
        over = AccessReceipt.team_id == self._team_id, AccessReceipt.erase_after < today
        old = select(AccessReceipt.id).where(*over).limit(limit)
        return self._erase(delete(AccessReceipt).where(AccessReceipt.id.in_(old)))

    def forget_dealt(self, before: datetime, limit: int) -> int:
        """Forget deliveries that were dealt with before then: Slack brings nothing again after a day."""
        old = select(Dealt.key).where(Dealt.team_id == self._team_id, Dealt.dealt_at < before).limit(limit)
        return self._erase(delete(Dealt).where(Dealt.team_id == self._team_id, Dealt.key.in_(old)))

    def _erase(self, statement: Delete) -> int:
        result = self._session.execute(statement, execution_options={"synchronize_session": False})
        return cast("CursorResult[Any]", result).rowcount
