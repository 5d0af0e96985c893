"""What has been kept long enough, erased in small bites."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, CursorResult, Delete, Table, delete, or_, select, tuple_
from sqlalchemy.orm import Session

from bot.db.periods import PeriodQueries
from bot.db.schema import METADATA
from bot.domain.dealt import Dealt
from bot.domain.nudges import NudgeWish, Quiet
from bot.domain.outbox import Message
from bot.domain.periods import Period
from bot.domain.signals import SIGNAL_MOMENTS, Signal
from bot.domain.tours import Tour

BY_PERIOD: Final[Mapping[str, tuple[Period, str]]] = {
    "tours": (Period.ENDED, "ended_at"),
    "notes": (Period.NOTES, "written_at"),
    "turns": (Period.NOTES, "asked_at"),
    "value_lists": (Period.NOTES, "written_at"),
    "signals": (Period.SIGNALS, "asked_at"),
}
"""Tables whose rows go by a period that stewards may change, and the column that says when it begins for a row."""


class Retention:
    """The end of keeping, inside one workspace. Each method erases up to `limit` rows and returns how many."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id
        self._periods = PeriodQueries(session, team_id)

    def erase_over(self, today: date, limit: int) -> int:
        """Erase rows whose last day is over, of any table that says when that is, with what hangs on them.

        Tables are found in the schema by their `erase_after`: one that is added tomorrow is swept as well. What tells
        of a signal goes with it, so `erase_signals` comes before.
        """
        for table in METADATA.sorted_tables:
            if "erase_after" in table.c and (erased := self._erase_some(table, self._over(table, today), limit)):
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
        old = (Signal.team_id == self._team_id, self._over(cast("Table", Signal.__table__), today))
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

    def _over(self, table: Table, today: date) -> ColumnElement[bool]:
        """Return what is over of a table: its last day, or a period that stewards have shortened since it was set."""
        over: ColumnElement[bool] = table.c.erase_after < today
        if table.name not in BY_PERIOD:
            return over
        period, begins = BY_PERIOD[table.name]
        return or_(over, table.c[begins] < self._periods.book().over_before(period, today))

    def _erase_some(self, table: Table, over: ColumnElement[bool], limit: int) -> int:
        old = select(*table.primary_key).where(table.c.team_id == self._team_id, over).limit(limit)
        return self._erase(delete(table).where(tuple_(*table.primary_key).in_(old)))

    def _erase(self, statement: Delete) -> int:
        result = self._session.execute(statement, execution_options={"synchronize_session": False})
        return cast("CursorResult[Any]", result).rowcount
