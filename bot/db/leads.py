"""Queries of who leads whom, inside one workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.insert import insert_new
from bot.db.rows import in_bites
from bot.domain.leads import Lead


class LeadQueries:
    """Who leads whom in the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def all(self) -> dict[str, str]:
        """Return each person's manager."""
        query = select(Lead.user_id, Lead.manager_id).where(Lead.team_id == self._team_id)
        return {row.user_id: row.manager_id for row in self._session.execute(query)}

    def manager_of(self, user_id: str) -> str | None:
        """Return who leads this person, as far as it was brought in."""
        query = select(Lead.manager_id).where(Lead.team_id == self._team_id, Lead.user_id == user_id)
        return self._session.scalar(query)

    def led_by(self, manager_id: str) -> list[str]:
        """Return whom this person leads, by user id."""
        query = select(Lead.user_id).where(Lead.team_id == self._team_id, Lead.manager_id == manager_id)
        return list(self._session.scalars(query.order_by(Lead.user_id)))

    def remember(self, leads: Mapping[str, str], now: datetime) -> None:
        """Have these managers (user id -> manager's), in place of those who were known for the same people."""
        for some in in_bites(sorted(leads)):
            known = delete(Lead).where(Lead.team_id == self._team_id, Lead.user_id.in_(some))
            self._session.execute(known, execution_options={"synchronize_session": False})
            insert_new(
                self._session,
                Lead,
                [
                    {"team_id": self._team_id, "user_id": user_id, "manager_id": leads[user_id], "set_at": now}
                    for user_id in some
                ],
            )
