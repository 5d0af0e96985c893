"""The ticks: they wake the dispatcher and run the sweeps, and their stop cuts nothing short."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import cast

from bot.clock import MovableClock
from bot.jobs.deliver import Dispatcher
from bot.jobs.scheduler import Scheduler
from bot.jobs.sweep import Sweeper

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Woken:
    """Hears that the dispatcher was woken."""

    def __init__(self) -> None:
        self.heard = threading.Event()

    def wake(self) -> None:
        self.heard.set()


def scheduler(woken: Woken, sweeper: Sweeper) -> Scheduler:
    return Scheduler(cast("Dispatcher", woken), sweeper, MovableClock(MONDAY))


def test_a_tick_wakes_the_dispatcher() -> None:
    woken = Woken()
    ticking = scheduler(woken, Sweeper(list, {}))
    ticking.start()
    assert woken.heard.wait(10)
    ticking.stop()


def test_a_sweep_is_handed_the_clocks_time() -> None:
    seen: list[tuple[str, datetime]] = []

    def bite(team_id: str, now: datetime, limit: int) -> int:
        seen.append((team_id, now))
        return 0

    assert scheduler(Woken(), Sweeper(lambda: ["T1", "T2"], {"bite": bite})).run_once() == 0
    assert seen == [("T1", MONDAY), ("T2", MONDAY)]


def test_stopping_waits_for_the_bite_under_way_and_takes_no_other() -> None:
    biting, go_on = threading.Event(), threading.Event()
    bites: list[str] = []

    def bite(team_id: str, now: datetime, limit: int) -> int:
        biting.set()
        assert go_on.wait(10)
        bites.append(team_id)
        return limit

    ticking = scheduler(Woken(), Sweeper(lambda: ["T1"], {"bite": bite}))
    ticking.start()
    ticking._ticks.add_job(ticking.run_once)
    assert biting.wait(10)
    stopper = threading.Thread(target=ticking.stop)
    stopper.start()
    go_on.set()
    stopper.join(10)
    assert not stopper.is_alive()
    assert 1 <= len(bites) <= 2
