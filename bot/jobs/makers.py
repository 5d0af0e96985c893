"""The threads that have words made: what was claimed goes on its way, a few DMs at a time, as soon as it has them.

They wait for the database far longer than they work, and for their turn with Python where the same process answers
people: one alone would leave a busy workspace's messages standing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.jobs.desk import Desk, Done, Job, untried, where
from bot.jobs.outgoing import Bundle
from bot.jobs.road import Road

log = structlog.get_logger()

THREADS = 3  # with the sixteen that answer and the desk's own, as many as there are connections to the database


@dataclass(frozen=True, slots=True)
class Unmade:
    """DMs of one workspace that were claimed and have no words yet."""

    team_id: str
    bundles: Sequence[Bundle]
    expires: float  # monotonic: no post of them may start after this


class Makers:
    """Take what the desk claimed, and send it down the road with its words; `when_free` is called without a wait."""

    def __init__(self, desk: Desk, road: Road, clock: Clock, when_free: Callable[[], None]) -> None:
        self._desk = desk
        self._road = road
        self._clock = clock
        self._when_free = when_free
        self._guard = threading.Lock()
        self._waiting = 0
        self._closing = False
        self._pool = ThreadPoolExecutor(THREADS, "words")

    @property
    def are_free(self) -> bool:
        """Whether nothing waits to be begun."""
        return not self._waiting

    def take(self, unmade: Sequence[Unmade]) -> None:
        """Have these made, in their order."""
        with self._guard:
            self._waiting += len(unmade)
        for some in unmade:
            self._road.expect(some.team_id, len(some.bundles))
            self._pool.submit(self._make, some)

    def close(self) -> None:
        """Finish what was begun, and hand back the rest untried."""
        self._closing = True
        self._pool.shutdown(wait=True)

    def _make(self, unmade: Unmade) -> None:
        with self._guard:
            self._waiting -= 1
        if self.are_free:
            self._when_free()
        jobs = self._made(unmade)
        if jobs is None:
            now = self._clock.now()
            self._road.take_back(unmade.team_id, [Done(untried(bundle), None, now) for bundle in unmade.bundles])
        else:
            self._road.send(unmade.team_id, jobs, len(unmade.bundles), unmade.expires)

    def _made(self, unmade: Unmade) -> list[Job] | None:
        """Return what the DMs became, or None where they are to be claimed anew another time."""
        if self._closing or time.monotonic() >= unmade.expires or not self._road.takes(unmade.team_id):
            return None
        try:
            return self._desk.make(unmade.bundles, self._clock.now())
        except Exception as error:  # noqa: BLE001 - most likely the database is away: it may be back when they are claimed
            log.warning("words_not_made", team=unmade.team_id, messages=len(unmade.bundles), **where(error))
            return None
