"""The unit of work: one transaction inside one workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import cached_property

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from bot.db.check_ins import CheckInQueries
from bot.db.coach import CoachQueries
from bot.db.engine import make_engine, reading
from bot.db.goals import GoalQueries
from bot.db.measures import MeasureQueries
from bot.db.outbox import Outbox
from bot.db.people import PeopleQueries
from bot.db.tours import TourQueries
from bot.domain.receipts import Dealt
from bot.domain.refusals import Reason, Refused


class AlreadyDealt(Exception):
    """This event or submission was dealt with before; nothing is to be done again."""


class Work:
    """Queries of one workspace, one property per story. What it is told is committed together, or not at all."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self.team_id = team_id

    @cached_property
    def tours(self) -> TourQueries:
        return TourQueries(self._session, self.team_id)

    @cached_property
    def goals(self) -> GoalQueries:
        return GoalQueries(self._session, self.team_id)

    @cached_property
    def check_ins(self) -> CheckInQueries:
        return CheckInQueries(self._session, self.team_id)

    @cached_property
    def people(self) -> PeopleQueries:
        return PeopleQueries(self._session, self.team_id)

    @cached_property
    def coach(self) -> CoachQueries:
        return CoachQueries(self._session, self.team_id)

    @cached_property
    def measures(self) -> MeasureQueries:
        return MeasureQueries(self._session, self.team_id)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._session, self.team_id)

    def once(self, key: str | None, now: datetime) -> None:
        """Note that `key` (an event_id, a view id) is being dealt with. Raises AlreadyDealt when it was before."""
        if key is None:
            return
        try:
            with self._session.begin_nested():
                self._session.add(Dealt(team_id=self.team_id, key=key, dealt_at=now))
        except IntegrityError:
            raise AlreadyDealt(key) from None


WorkIn = Callable[[str], AbstractContextManager[Work]]
"""How services ask for a unit of work: `with work(team_id) as w:`."""


class Database:
    """One database. `work` writes, `reading` only reads (on SQLite it takes no write lock)."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._reading = sessionmaker(reading(self.engine), expire_on_commit=False)

    @contextmanager
    def work(self, team_id: str) -> Iterator[Work]:
        """Open a transaction in one workspace; commit at the end, roll back on any exception.

        Raises Refused(CHANGED_MEANWHILE) when a row that this work changed was changed by somebody else meanwhile.
        """
        try:
            with self._sessions.begin() as session:
                yield Work(session, team_id)
        except StaleDataError:
            raise Refused(Reason.CHANGED_MEANWHILE) from None

    @contextmanager
    def reading(self, team_id: str) -> Iterator[Work]:
        """Open a transaction in one workspace that changes nothing; it is always rolled back."""
        with self._reading() as session:
            yield Work(session, team_id)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
