"""What has been kept long enough, erased in small bites."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Delete, Table, delete, select, tuple_
from sqlalchemy.orm import Session

from bot.db.schema import METADATA
from bot.domain.nudges import NudgeWish, Quiet
from bot.domain.outbox import Message
from bot.domain.receipts import Dealt
from bot.domain.signals import SIGNAL_MOMENTS, Signal
from bot.domain.tours import Tour


class Retention:
    """The end of keeping, inside one workspace. Each method erases up to `limit` rows and returns how many."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def erase_over(self, today: date, limit: int) -> int:
        """Erase rows whose last day is over, of any table that says when that is, with what hangs on them.

        Tables are found in the schema by their `erase_after`: one that is added tomorrow is swept as well. What tells
        of a signal goes with it, so `erase_signals` comes before.
        """
        for table in METADATA.sorted_tables:
            if "erase_after" in table.c and (erased := self._erase_some(table, table.c.erase_after < today, limit)):
                return erased
        return 0

    def erase_of_gone_tours(self, limit: int) -> int:
        """Erase what people wished about the nudges of tours that are erased."""
        for table in (NudgeWish.__table__, Quiet.__table__):
            gone = table.c.tour_id.not_in(select(Tour.id).where(Tour.team_id == self._team_id))
            if erased := self._erase_some(cast("Table", table), gone, limit):
                return erased
        return 0

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

    def forget_dealt(self, before: datetime, limit: int) -> int:
        """Forget deliveries that were dealt with before then: Slack brings nothing again after a day."""
        old = select(Dealt.key).where(Dealt.team_id == self._team_id, Dealt.dealt_at < before).limit(limit)
        return self._erase(delete(Dealt).where(Dealt.team_id == self._team_id, Dealt.key.in_(old)))

    def _erase_some(self, table: Table, over: ColumnElement[bool], limit: int) -> int:
        old = select(*table.primary_key).where(table.c.team_id == self._team_id, over).limit(limit)
        return self._erase(delete(table).where(tuple_(*table.primary_key).in_(old)))

    def _erase(self, statement: Delete) -> int:
        result = self._session.execute(statement, execution_options={"synchronize_session": False})
        return cast("CursorResult[Any]", result).rowcount
