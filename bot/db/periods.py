"""Queries of what stewards decided about periods."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.rows import rows
from bot.domain.periods import PeriodBook, Ruling
from bot.domain.refusals import Reason, Refused

# Built once: every proposal asks it.
_DECIDED = select(*Ruling.__table__.columns).where(Ruling.team_id == bindparam("team"))
IS_DECIDED = select(Ruling.team_id).where(Ruling.team_id == bindparam("team")).exists()
"""Whether the stewards of `team` have decided anything, for a statement that asks more."""


class PeriodQueries:
    """The decisions of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id
        self._book: PeriodBook | None = None

    def book(self, *, is_empty: bool = False) -> PeriodBook:
        """Return everything that was decided so far; read once in a unit of work.

        `is_empty`: another query has told that nothing was, so that none is asked.
        """
        if is_empty:
            self._book = PeriodBook([])
        if self._book is None:
            found = rows(self._session, _DECIDED, {"team": self._team_id}).mappings()
            self._book = PeriodBook([Ruling(**ruling) for ruling in found])
        return self._book

    def add(self, ruling: Ruling) -> None:
        """Keep a decision. Raises Refused(SETTINGS_CHANGED) where another steward's with this number came first."""
        try:
            with self._session.begin_nested():
                self._session.add(ruling)
        except IntegrityError:
            raise Refused(Reason.SETTINGS_CHANGED) from None
        self._book = None
