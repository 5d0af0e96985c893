"""The dispatcher: brings what is due from the outbox to Slack, once, and no faster than Slack allows.

Resident, it has a desk thread that claims and settles, a few that have words made, a pace thread that lets each
workspace's posts go at their turn, and up to 64 threads that post and know nothing of the database. `run_until_idle`
does the same in the caller's thread, without pace: for the playground and for tests, where the clock stands still.
"""

from __future__ import annotations

import threading
import uuid
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.db.delivery import Delivery, LaneTime
from bot.jobs.desk import Answer, Desk, Done, GiveUpListener, Job, where
from bot.jobs.outgoing import Composer, Later, Outgoing, Unwanted
from bot.jobs.pace import Pace
from bot.jobs.road import Road
from bot.jobs.rounds import Rounds
from bot.slack.postman import Postman, RetryAt, Unknown

__all__ = ["Composer", "Dispatcher", "Later", "Outgoing", "Pace", "Unwanted"]

log = structlog.get_logger()

_AT_ONCE = 1000  # DMs of a workspace in one claim of run_until_idle


def _nobody(team_id: str, message_id: str, reason: str) -> None:
    """Hear of a give-up and do nothing about it."""


class Dispatcher:
    """Delivers the outbox of all workspaces. Any number of them may run on one database."""

    def __init__(
        self,
        delivery: Delivery,
        composer: Composer,
        postman: Postman,
        clock: Clock,
        pace: Pace | None = None,
        on_give_up: GiveUpListener = _nobody,
    ) -> None:
        self._delivery = delivery
        self._composer = composer
        self._postman = postman
        self._clock = clock
        self._pace = pace or Pace()
        self._on_give_up = on_give_up
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._desk = self._new_desk()

    def counts(self) -> dict[str, int]:
        """Return how many messages became what since the start, as the resident dispatcher settled them."""
        return dict(self._desk.counts)

    def start(self) -> None:
        """Start delivering in threads of its own. Raises RuntimeError when it is running."""
        if self._thread is not None:
            raise RuntimeError("the dispatcher is running")
        self._stopping.clear()
        self._thread = threading.Thread(target=self._keep, name="desk", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look for due messages now. Never blocks; to be called after a commit, and by each tick."""
        self._woken.set()

    def stop(self) -> None:
        """Stop claiming, finish the posts that are on their way, settle them, give everything else back."""
        if self._thread is not None:
            self._stopping.set()
            self._woken.set()
            self._thread.join()
            self._thread = None

    def run_until_idle(self, now: datetime) -> int:
        """Deliver everything due at `now` (aware) in this thread, and return how many DMs were dealt with."""
        desk = self._new_desk()
        dealt_with = 0
        while teams := desk.lanes_due(now):
            claimed = desk.claim(dict.fromkeys(teams, _AT_ONCE), now, now + self._pace.lease)
            jobs = [job for bundles in claimed.values() for job in desk.make(bundles, now)]
            done, waits = self._perform_all(jobs, now)
            desk.settle(done)
            desk.leave([LaneTime(team, *waits.get(team, (None, None))) for team in teams])
            dealt_with += len(done)
        return dealt_with

    def _perform_all(self, jobs: list[Job], now: datetime) -> tuple[list[Done], dict[str, tuple[datetime, str]]]:
        waits: dict[str, tuple[datetime, str]] = {}
        done: list[Done] = []
        for job in jobs:
            answer = None if job.team_id in waits else self._perform(job, now)
            if isinstance(answer, RetryAt) and answer.lane:
                waits[job.team_id] = (answer.when, answer.why)
            done.append(Done(job, answer, now))
        return done, waits

    def _perform(self, job: Job, now: datetime) -> Answer:
        try:
            return self._postman.find(job.parcel, now) if job.in_doubt else self._postman.post(job.parcel, now)
        except Exception as error:  # noqa: BLE001 - whatever it was, this one DM is in doubt and the others go on
            log.warning("post_failed", team=job.team_id, message=job.parcel.message_id, **where(error))
            return RetryAt(now + self._pace.doubt_wait, "failed") if job.in_doubt else Unknown("failed")

    def _new_desk(self) -> Desk:
        return Desk(self._delivery, self._composer, uuid.uuid4().hex, self._on_give_up, self._pace.doubt_wait)

    def _keep(self) -> None:
        road = Road(self._pace, self._perform, self._clock)
        Rounds(self._desk, road, self._clock, self._pace, self._woken).run(self._stopping)
