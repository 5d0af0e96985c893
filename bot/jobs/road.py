"""The way out: a queue for each workspace, a thread that keeps the pace, and threads that post.

Nothing here touches the database. The makers bring jobs, and the desk thread fetches what became of them.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.db.delivery import LaneTime
from bot.jobs.desk import Answer, Done, Job
from bot.jobs.pace import HeldLane, Pace
from bot.slack.postman import RetryAt


class Road:
    """The lanes in this dispatcher's hands. `perform` posts one job, or looks for it, and never raises."""

    def __init__(self, pace: Pace, perform: Callable[[Job, datetime], Answer], clock: Clock) -> None:
        self._pace = pace
        self._perform = perform
        self._clock = clock
        self._changed = threading.Condition()  # guards all that follows
        self._lanes: dict[str, HeldLane] = {}
        self._turns: list[tuple[float, str]] = []  # heap: when which lane may post next
        self._done: list[Done] = []
        self._closing = False
        self._hands = threading.Semaphore(pace.threads)
        self._pool = ThreadPoolExecutor(pace.threads, "post")
        self._keeper = threading.Thread(target=self._keep_pace, name="pace", daemon=True)

    def open(self) -> None:
        """Let posts go."""
        self._keeper.start()

    def close(self) -> None:
        """Let no more posts go, wait for those on their way, and hand back the rest untried."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._keeper.join()
        self._pool.shutdown(wait=True)
        with self._changed:
            for lane in self._lanes.values():
                self._hand_back(lane)

    def rooms(self) -> dict[str, int]:
        """Return the lanes held, each with how many more DMs it takes now: none before half of its queue is gone.

        Those whose turn has been over for longest come first.
        """
        with self._changed:
            lanes = sorted(self._lanes.values(), key=lambda lane: lane.next_slot)
            return {lane.team_id: self._room(lane) for lane in lanes}

    def hold(self, teams: Iterable[str]) -> None:
        """Note that these lanes are being taken."""
        with self._changed:
            for team in teams:
                if team not in self._lanes:
                    self._lanes[team] = HeldLane(team, self._pace.interval, time.monotonic())

    def expect(self, team_id: str, count: int) -> None:
        """Note that so many DMs were claimed for a lane that is held: it stays held until they were sent."""
        with self._changed:
            self._lanes[team_id].expected += count

    def takes(self, team_id: str) -> bool:
        """Tell whether a lane that is held posts at all, or was told to wait."""
        with self._changed:
            return self._lanes[team_id].waits_until is None

    def send(self, team_id: str, jobs: Sequence[Job], expected: int, expires: float) -> None:
        """Queue what `expected` DMs of a lane became; a job whose turn comes after `expires` (monotonic) comes back."""
        with self._changed:
            lane = self._lanes[team_id]
            lane.expected -= expected
            if not (lane.queue or lane.on_the_way):
                lane.next_slot = max(lane.next_slot, time.monotonic())  # idle time is no credit
            for job in jobs:
                lane.add(job, expires)
            if lane.waits_until is None:
                self._line_up(lane)
            else:
                self._hand_back(lane)
            self._changed.notify_all()

    def take_back(self, team_id: str, untried: Sequence[Done]) -> None:
        """Hand back DMs that were expected, untried."""
        with self._changed:
            self._lanes[team_id].expected -= len(untried)
            self._done += untried

    def take_done(self) -> list[Done]:
        """Return what became of jobs since the last call."""
        with self._changed:
            done, self._done = self._done, []
            return done

    def take_idle(self, due: set[str], now: datetime) -> list[LaneTime]:
        """Drop the lanes that have nothing in hand and are not `due`, or were told to wait, and return them."""
        with self._changed:
            idle = [
                lane
                for lane in self._lanes.values()
                if not lane.in_hand and (lane.team_id not in due or lane.waits_until is not None)
            ]
            for lane in idle:
                del self._lanes[lane.team_id]
            return [self._time_of(lane, now) for lane in idle]

    def _room(self, lane: HeldLane) -> int:
        if lane.waits_until is not None or len(lane.queue) > self._pace.batch // 2:
            return 0
        return max(0, self._pace.batch - lane.in_hand)

    def _time_of(self, lane: HeldLane, now: datetime) -> LaneTime:
        if lane.waits_until is not None:
            return LaneTime(lane.team_id, lane.waits_until, "ratelimited")
        left = lane.next_slot - time.monotonic()
        return LaneTime(lane.team_id, now + timedelta(seconds=left) if left > 0 else None)

    def _line_up(self, lane: HeldLane) -> None:
        if lane.queue and lane.turn is None:
            lane.turn = lane.next_slot
            heapq.heappush(self._turns, (lane.next_slot, lane.team_id))

    def _keep_pace(self) -> None:
        while True:
            self._hands.acquire()
            job = self._next_job()
            if job is None:
                return
            self._pool.submit(self._deliver, job)

    def _next_job(self) -> Job | None:
        """Wait for the next turn of any lane and return its job; None when the road is closing."""
        with self._changed:
            while not self._closing:
                wait = self._turns[0][0] - time.monotonic() if self._turns else None
                if wait is not None and wait <= 0:
                    job = self._take_turn(*heapq.heappop(self._turns))
                    if job is not None:
                        return job
                else:
                    self._changed.wait(wait)
            return None

    def _take_turn(self, slot: float, team_id: str) -> Job | None:
        lane = self._lanes.get(team_id)
        if lane is None or lane.turn != slot:
            return None  # the lane was given back since it was lined up
        lane.turn = None
        if not lane.queue:
            return None
        job, expires = lane.queue.popleft()
        now = time.monotonic()
        if now >= expires:
            self._done.append(Done(job, None, self._clock.now()))
            self._line_up(lane)
            return None
        lane.take_slot(now)
        lane.on_the_way += 1
        self._line_up(lane)
        return job

    def _deliver(self, job: Job) -> None:
        answer = self._perform(job, self._clock.now())
        with self._changed:
            self._done.append(Done(job, answer, self._clock.now()))
            lane = self._lanes[job.team_id]
            lane.on_the_way -= 1
            if isinstance(answer, RetryAt) and answer.lane:
                lane.waits_until = answer.when
                self._hand_back(lane)
        self._hands.release()

    def _hand_back(self, lane: HeldLane) -> None:
        now = self._clock.now()
        self._done += [Done(job, None, now) for job, _ in lane.queue]
        lane.queue.clear()
