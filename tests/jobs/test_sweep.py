"""Sweeps: due work is done in small bites, workspace by workspace, and one fault stops no other."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.db.engine import Unavailable
from bot.jobs.sweep import BITE, Sweeper

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Table:
    """Rows to sweep in each workspace."""

    def __init__(self, **rows: int) -> None:
        self.rows = rows
        self.bites: list[int] = []

    def bite(self, team_id: str, now: datetime, limit: int) -> int:
        done = min(limit, self.rows.get(team_id, 0))
        self.rows[team_id] = self.rows.get(team_id, 0) - done
        self.bites.append(done)
        return done


def test_everything_due_is_done_in_bites() -> None:
    table = Table(T1=2 * BITE + 5, T2=1)
    assert Sweeper(lambda: ["T1", "T2", "T3"], {"table": table.bite}).run(MONDAY) == 2 * BITE + 6
    assert table.bites == [BITE, BITE, 5, 0, 1, 0, 0]


def test_one_fault_stops_no_other_sweep() -> None:
    def broken(team_id: str, now: datetime, limit: int) -> int:
        raise RuntimeError("somebody's words")

    def away(team_id: str, now: datetime, limit: int) -> int:
        raise Unavailable[1]("the pool is empty")

    table = Table(T1=1, T2=1)
    sweeps = {"broken": broken, "away": away, "table": table.bite}
    assert Sweeper(lambda: ["T1", "T2"], sweeps).run(MONDAY) == 2


def test_when_stopped_it_takes_no_further_bite() -> None:
    table = Table(T1=10 * BITE)

    def bite(team_id: str, now: datetime, limit: int) -> int:
        sweeper.stop()
        return table.bite(team_id, now, limit)

    sweeper = Sweeper(lambda: ["T1"], {"table": bite})
    assert sweeper.run(MONDAY) == BITE
