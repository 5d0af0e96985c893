"""A holder who may ask for a talk, their manager, and the time that passes between them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot.db.work import Database
from bot.domain.base import Base
from bot.domain.signals import SignalAnswer, Topic
from bot.services.signal_sheets import AnswerSignal, AskForTalk, HeardSignal
from bot.services.signals import Signals
from tests.given import HOLDER, MANAGER, a_card, a_tour
from tests.living import Life
from tests.services.leading import pledge


class Pair:
    """A manager who has pledged, a holder, and the services between them."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        self.signals = Signals(database)
        self.tour_id = a_tour(database, now)
        a_card(database, now, HOLDER.user_id)
        pledge(database, self.tour_id, now)
        self.life = Life(database, now)
        self.life.days(0)

    def ask(self, topic: Topic = Topic.FIRST_CONVERSATION) -> None:
        self.signals.ask(HOLDER, AskForTalk(self.tour_id, topic), self.now)

    def wait(self, **time: int) -> list[str]:
        """Let time pass; return the moments of what the manager got."""
        self.now += timedelta(**time)
        return [moment for dm in self.life.until(self.now) for moment in dm.moments if dm.to == MANAGER.user_id]

    def heard(self) -> HeardSignal | None:
        return self.signals.heard(MANAGER, self.tour_id, self.now)

    def answer(self, answer: SignalAnswer = SignalAnswer.DATE, talk_on: date | None = date(2026, 1, 7)) -> None:
        self.signals.answer(MANAGER, AnswerSignal(self.tour_id, answer, talk_on), self.now)


def everything_stored(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table; of what is sealed its length and time, of random ids nothing."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(plain(name, value) for name, value in row._mapping.items()) for row in rows), key=repr
            )
            for table in Base.metadata.sorted_tables
            if (rows := connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all())  # noqa: S608 - our own names
        }


def plain(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return len(value)
    return "an id" if name in {"id", "bundle_id"} and isinstance(value, str) else value
