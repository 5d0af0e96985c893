"""Practising a hard talk, alone: where somebody stopped is kept until they reach the end."""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Database
from bot.domain.rehearsing import Rehearsing
from bot.services.people import Actor


class Rehearsals:
    """Remembers, for one person and each rehearsal, the step that comes next."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def under_way(self, actor: Actor) -> dict[str, str]:
        """Return the step that comes next in each rehearsal that the actor has begun, by its name."""
        with self._database.reading(actor.team_id) as work:
            return {row.name: row.step for row in work.coach.rehearsing(actor.user_id)}

    def goes_on(self, actor: Actor, name: str, step: str, now: datetime) -> None:
        """Remember that `step` comes next."""
        with self._database.work(actor.team_id) as work:
            rows = {row.name: row for row in work.coach.rehearsing(actor.user_id)}
            if name in rows:
                rows[name].step, rows[name].moved_at = step, now
            else:
                work.coach.add(
                    Rehearsing(team_id=actor.team_id, user_id=actor.user_id, name=name, step=step, moved_at=now)
                )

    def ends(self, actor: Actor, name: str) -> None:
        """Forget a rehearsal: it is over, or begun anew."""
        with self._database.work(actor.team_id) as work:
            for row in work.coach.rehearsing(actor.user_id):
                if row.name == name:
                    work.coach.remove(row)
