"""Due work that is nobody's message: proposals lapse, and what was kept long enough is erased. In small bites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.db.delivery import Delivery
from bot.db.engine import Unavailable
from bot.db.installations import Installations
from bot.db.work import Database
from bot.services import Services

log = structlog.get_logger()

BITE = 100  # rows in one transaction: a bite holds a lock for milliseconds
KEEP_DEALT = timedelta(days=7)
KEEP_MESSAGES = timedelta(days=400)  # long enough to say a year later what was sent

Bite = Callable[[str, datetime, int], int]
"""Does up to so much in one workspace at this moment, in one short transaction, and returns how much it was."""


class Sweeper:
    """Takes bite after bite in each workspace until nothing is left to do."""

    def __init__(self, teams: Callable[[], list[str]], bites: Mapping[str, Bite]) -> None:
        self._teams = teams
        self._bites = bites
        self._stopping = False

    def run(self, now: datetime) -> int:
        """Do all that is due at `now` (aware), and return how much it was. A fault of one bite stops no other."""
        return sum(self._sweep(team_id, name, now) for team_id in self._teams() for name in self._bites)

    def stop(self) -> None:
        """Take no further bite."""
        self._stopping = True

    def _sweep(self, team_id: str, name: str, now: datetime) -> int:
        done = 0
        try:
            while not self._stopping and (bite := self._bites[name](team_id, now, BITE)):
                done += bite
        except Unavailable as error:
            log.warning("database_unavailable", sweep=name, fault=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - one workspace's fault must not keep the others from being swept
            log.warning("sweep_failed", sweep=name, team=team_id, fault=type(error).__name__)
        if done:
            log.info("swept", sweep=name, team=team_id, rows=done)
        return done


def sweeper(database: Database, delivery: Delivery, installations: Installations, services: Services) -> Sweeper:
    """Return the sweeper with every kind of due work."""

    def teams() -> list[str]:
        return sorted({*delivery.teams(), *installations.gone()})

    def signals(team_id: str, now: datetime, limit: int) -> int:
        with database.work(team_id) as work:
            return work.retention.erase_signals(now.date(), limit)

    def over(team_id: str, now: datetime, limit: int) -> int:
        with database.work(team_id) as work:
            return work.retention.erase_over(now.date(), limit)

    def orphans(team_id: str, now: datetime, limit: int) -> int:
        with database.work(team_id) as work:
            return work.retention.erase_of_gone_tours(limit)

    def dealt(team_id: str, now: datetime, limit: int) -> int:
        with database.work(team_id) as work:
            return work.retention.forget_dealt(now - KEEP_DEALT, limit)

    def messages(team_id: str, now: datetime, limit: int) -> int:
        return delivery.forget(team_id, now - KEEP_MESSAGES, limit)

    bites: dict[str, Bite] = {
        "gone": installations.erase,
        "lapse": services.tours.lapse_proposals,
        "lapse_changes": services.amendments.lapse,
        "complete": services.endings.complete_waiting,
        "begin": services.endings.begin_agreed,
        "returns": services.pauses.resume_due,
        "signals": signals,
        "over": over,
        "orphans": orphans,
        "dealt": dealt,
        "messages": messages,
    }
    return Sweeper(teams, bites)
