"""APScheduler ticks, and does nothing else: the rows are the schedule (decision 0007)."""

from __future__ import annotations

from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import Clock
from bot.jobs.deliver import Dispatcher
from bot.jobs.sweep import Sweeper

TICK = 1  # seconds
SWEEP = 600  # seconds


class Scheduler:
    """Wakes the dispatcher and runs the sweeps. Its jobs live in memory: a restart loses nothing."""

    def __init__(self, dispatcher: Dispatcher, sweeper: Sweeper, clock: Clock) -> None:
        self._sweeper = sweeper
        self._clock = clock
        self._ticks = BackgroundScheduler(
            timezone="UTC", job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        )
        self._ticks.add_job(dispatcher.wake, "interval", seconds=TICK)
        self._ticks.add_job(self.run_once, "interval", seconds=SWEEP)

    def run_once(self) -> int:
        """Do in this thread what is due of the sweeps, and return how much it was."""
        return self._sweeper.run(self._clock.now())

    def start(self) -> None:
        """Start ticking."""
        self._ticks.start()

    def stop(self) -> None:
        """Finish the sweep under way, bite and all, and tick no more."""
        self._sweeper.stop()
        # Without jobs no tick comes while the last ones finish: APScheduler would hand it to a pool that is closing.
        self._ticks.remove_all_jobs()
        self._ticks.shutdown(wait=True)
