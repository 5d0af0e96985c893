"""The unit of work: one transaction inside one workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.db.access import AccessQueries
from bot.db.beginnings import BeginningQueries
from bot.db.check_ins import CheckInQueries
from bot.db.coach import CoachQueries
from bot.db.company import CompanyQueries
from bot.db.endings import EndingQueries
from bot.db.engine import BUSY_SECONDS, make_engine, reading
from bot.db.goals import GoalQueries
from bot.db.insert import insert_new
from bot.db.keeping import KeepingQueries
from bot.db.leads import LeadQueries
from bot.db.ledger import LedgerQueries
from bot.db.lines import Line
from bot.db.measures import MeasureQueries
from bot.db.nudges import NudgeQueries
from bot.db.outbox import Outbox
from bot.db.people import PeopleQueries
from bot.db.periods import PeriodQueries
from bot.db.retention import Retention
from bot.db.sessions import ReadingSession, WorkSession
from bot.db.signals import SignalQueries
from bot.db.standards import StandardQueries
from bot.db.stewards import StewardQueries
from bot.db.tours import TourQueries
from bot.domain.dealt import Dealt
from bot.domain.refusals import Reason, Refused

READER_PATIENCE = 0.05  # seconds; a page of Home takes four milliseconds
Waiting = Callable[[], AbstractContextManager[None]]


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
    def beginnings(self) -> BeginningQueries:
        return BeginningQueries(self._session, self.team_id)

    @cached_property
    def goals(self) -> GoalQueries:
        return GoalQueries(self._session, self.team_id)

    @cached_property
    def check_ins(self) -> CheckInQueries:
        return CheckInQueries(self._session, self.team_id)

    @cached_property
    def endings(self) -> EndingQueries:
        return EndingQueries(self._session, self.team_id)

    @cached_property
    def ledger(self) -> LedgerQueries:
        return LedgerQueries(self._session, self.team_id)

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
    def nudges(self) -> NudgeQueries:
        return NudgeQueries(self._session, self.team_id)

    @cached_property
    def standards(self) -> StandardQueries:
        return StandardQueries(self._session, self.team_id)

    @cached_property
    def stewards(self) -> StewardQueries:
        return StewardQueries(self._session, self.team_id)

    @cached_property
    def access(self) -> AccessQueries:
        return AccessQueries(self._session, self.team_id)

    @cached_property
    def company(self) -> CompanyQueries:
        return CompanyQueries(self._session, self.team_id)

    @cached_property
    def periods(self) -> PeriodQueries:
        return PeriodQueries(self._session, self.team_id)

    @cached_property
    def signals(self) -> SignalQueries:
        return SignalQueries(self._session, self.team_id)

    @cached_property
    def leads(self) -> LeadQueries:
        return LeadQueries(self._session, self.team_id)

    @cached_property
    def keeping(self) -> KeepingQueries:
        return KeepingQueries(self._session, self.team_id)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._session, self.team_id)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self._session, self.team_id)

    @property
    def has_used_outbox(self) -> bool:
        """Whether this work asked for the outbox at all."""
        return "outbox" in self.__dict__

    def once(self, key: str | None, now: datetime) -> None:
        """Note that `key` (an event_id, a view id) is being dealt with. Raises AlreadyDealt when it was before."""
        if key is None:
            return
        if not insert_new(self._session, Dealt, [{"team_id": self.team_id, "key": key, "dealt_at": now}]):
            raise AlreadyDealt(key)

    def again(self, key: str | None) -> None:
        """Forget that `key` was being dealt with: it came to nothing, and the next delivery counts."""
        if key is not None and (dealt := self._session.get(Dealt, (self.team_id, key))) is not None:
            self._session.delete(dealt)


def make_folder_for(url: str) -> None:
    """Make the folder of an SQLite file, where it is not there yet."""
    if path := _file_of(url):
        path.parent.mkdir(parents=True, exist_ok=True)


def is_there(url: str) -> bool:
    """Tell whether there is the file of an SQLite database; of any other that it would be there. Makes nothing."""
    path = _file_of(url)
    return path is None or path.exists()


def _file_of(url: str) -> Path | None:
    parsed = make_url(url)
    in_file = parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:"
    return Path(str(parsed.database)) if in_file else None


def _lines(database: str) -> tuple[Waiting, Waiting]:
    """Return how writers and readers of one process wait for one another: on SQLite, and nowhere else.

    It lets one writer in at a time and has the others look again after ever longer pauses, some of them for seconds;
    whoever has waited as long as it would have them wait asks it all the same, as another process holds it. Readers it
    lets in all at once, but with each call, of which a query has ten, a thread gives up Python's lock for microseconds
    and wakes another thread for nothing (decision 0036). One that reads for long, an export, holds nobody up for long.
    """
    if database != "sqlite":
        return nullcontext, nullcontext
    return Line(BUSY_SECONDS).waiting, Line(READER_PATIENCE).waiting


def _nobody_waits() -> None:
    """Nobody waits for messages: a test, or a process that delivers none."""


class Database:
    """One database. `work` writes, `reading` only reads (on SQLite it takes no write lock)."""

    def __init__(self, url: str) -> None:
        make_folder_for(url)
        self.engine = make_engine(url)
        self.when_planned: Callable[[], None] = _nobody_waits
        self._writers, self._readers = _lines(self.engine.dialect.name)
        self._reading = reading(self.engine)

    @contextmanager
    def work(self, team_id: str) -> Iterator[Work]:
        """Open a transaction in one workspace; commit at the end, roll back on any exception.

        After a commit that may have put something into the outbox, `when_planned` is called (it must not block).

        Raises Refused(CHANGED_MEANWHILE) when a row that this work changed was changed by somebody else meanwhile.
        """
        try:
            with self._writers(), self.engine.begin() as connection, WorkSession(connection) as session:
                work = Work(session, team_id)
                yield work
                session.flush()
        except StaleDataError:
            raise Refused(Reason.CHANGED_MEANWHILE) from None
        if work.has_used_outbox:
            self.when_planned()

    @contextmanager
    def reading(self, team_id: str) -> Iterator[Work]:
        """Open a unit of work in one workspace that changes nothing. Raises TypeError for whatever would."""
        with self._readers(), self._reading.connect() as connection, ReadingSession(connection) as session:
            yield Work(session, team_id)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
