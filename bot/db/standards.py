"""Queries of the standard tours of one workspace."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.refusals import Reason, Refused
from bot.domain.standards import StandardTour


class StandardQueries:
    """The standard tours of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def all(self) -> list[StandardTour]:
        """Return all of them, the oldest first."""
        query = select(StandardTour).where(StandardTour.team_id == self._team_id).order_by(StandardTour.id)
        return list(self._session.scalars(query))

    def get(self, standard_id: int) -> StandardTour:
        """Return one. Raises Refused(NOT_FOUND)."""
        query = select(StandardTour).where(StandardTour.team_id == self._team_id, StandardTour.id == standard_id)
        standard = self._session.scalar(query)
        if standard is None:
            raise Refused(Reason.NOT_FOUND)
        return standard

    def add(self, standard: StandardTour) -> None:
        """Keep a new one."""
        self._session.add(standard)

    def remove(self, standard: StandardTour) -> None:
        """Take one out. Tours that were started from it stay as they are."""
        self._session.delete(standard)
