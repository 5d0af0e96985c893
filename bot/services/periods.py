"""How long things wait and are kept: everybody reads it, and stewards decide it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.db.work import Database
from bot.domain.periods import Periods, Ruling
from bot.domain.refusals import Reason, Refused
from bot.services.people import Actor
from bot.services.period_sheets import PeriodSheet, period_sheet
from bot.services.stewards import require_steward


@dataclass(frozen=True)
class DecidePeriods:
    """All periods as a steward wants them. `number` is that of the decision on whose form it was written."""

    number: int
    periods: Periods


class PeriodRules:
    """The verbs of a workspace's periods."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, actor: Actor, now: datetime) -> PeriodSheet:
        """Return what holds where the actor is. Anybody may know."""
        with self._database.reading(actor.team_id) as work:
            return period_sheet(work, actor, now)

    def decide(self, actor: Actor, command: DecidePeriods, now: datetime, delivery: str | None = None) -> PeriodSheet:
        """Decide what holds from now on, and return it. What stays as it was makes no decision.

        Raises Refused STEWARDS_ONLY, SETTINGS_CHANGED when another steward was faster, and SeveralRefused with
        PERIOD_OUTSIDE at each field that is too short or too long.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            require_steward(work, actor)
            book = work.periods.book()
            if command.number != book.number:
                raise Refused(Reason.SETTINGS_CHANGED)
            if command.periods != book.now:
                number = book.number + 1
                work.periods.add(Ruling.decide(actor.team_id, number, command.periods, by=actor.user_id, now=now))
            return period_sheet(work, actor, now)
