"""Queries of the measures: how confident managers said they feel."""

from __future__ import annotations

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import Session

from bot.db.rows import rows
from bot.domain.measures import Confidence, Occasion
from bot.domain.tours import Tour

# Built once: every proposal asks it.
HAS_BEGUN = select(
    or_(
        exists().where(
            Confidence.team_id == bindparam("team"),
            Confidence.manager_id == bindparam("manager"),
            Confidence.occasion == bindparam("occasion"),
        ),
        exists().where(
            Tour.team_id == bindparam("team"), Tour.manager_id == bindparam("manager"), Tour.active_since.is_not(None)
        ),
    )
)


class MeasureQueries:
    """The answers of one workspace's managers. Each is read by its author alone."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def confidence(self, manager_id: str, occasion: Occasion) -> Confidence | None:
        """Return what `manager_id` answered (or declined to) on `occasion`, or None when it was never asked."""
        return self._session.scalar(
            select(Confidence).where(
                Confidence.team_id == self._team_id,
                Confidence.manager_id == manager_id,
                Confidence.occasion == occasion,
            )
        )

    def has_begun(self, manager_id: str, occasion: Occasion) -> bool:
        """Tell whether the manager was asked on `occasion`, or a tour that they lead was ever signed by both."""
        asked = {"team": self._team_id, "manager": manager_id, "occasion": occasion}
        return bool(rows(self._session, HAS_BEGUN, asked).scalar())

    def add(self, confidence: Confidence) -> None:
        """Keep a new row of answers from the end of this unit of work on."""
        self._session.add(confidence)
