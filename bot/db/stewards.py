"""Queries of the stewards of one workspace."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.insert import insert_new
from bot.domain.stewards import Steward


class StewardQueries:
    """The stewards of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def all(self) -> list[str]:
        """Return the user ids of all stewards, those of longest standing first."""
        query = select(Steward.user_id).where(Steward.team_id == self._team_id)
        return list(self._session.scalars(query.order_by(Steward.since, Steward.user_id)))

    def name(self, user_ids: Collection[str], by: str | None, now: datetime) -> None:
        """Have exactly these people as stewards; those who are it already keep their standing."""
        gone = delete(Steward).where(Steward.team_id == self._team_id, Steward.user_id.not_in(user_ids))
        self._session.execute(gone, execution_options={"synchronize_session": False})
        first_met = {"team_id": self._team_id, "since": now, "named_by_id": by}
        if rows := [{**first_met, "user_id": user_id} for user_id in user_ids]:
            insert_new(self._session, Steward, rows)
