"""The rounds of the desk thread: settle what is done, claim what there is room for, give back what is idle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock, SystemClock
from bot.db.engine import Unavailable
from bot.jobs.desk import Desk, Done, where
from bot.jobs.makers import Makers, Unmade
from bot.jobs.pace import Pace
from bot.jobs.road import Road

log = structlog.get_logger()

_ROUND = 0.2  # seconds between two looks at the database while there is work
_TOGETHER = 20  # DMs whose words are made at once: few enough that nothing else waits for long
_AFTER_TROUBLE = 1.0  # seconds until the database is asked again when it did not answer
_GOODBYES = 5  # how often the last settling is tried


class ClockWatch:
    """Notices that the wall clock jumped, by holding it against the monotonic one.

    Leases are moments of the wall clock: after a jump one's own may look over, and so may another's. They are to be
    trusted again when all that were given before the jump are certainly over.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._offset: float | None = None
        self._distrusted_until = float("-inf")

    def steady(self, now: datetime, lease: timedelta) -> bool:
        """Say whether leases may be judged by `now`."""
        seconds = self._monotonic()
        offset = now.timestamp() - seconds
        jumped = 0.0 if self._offset is None else offset - self._offset
        self._offset = offset
        if abs(jumped) > lease.total_seconds() / 4:
            log.warning("clock_jumped", seconds=round(jumped))
            self._distrusted_until = seconds + lease.total_seconds()
        return seconds >= self._distrusted_until


class Rounds:
    """The rounds of the resident dispatcher's desk thread: settle, claim, give back.

    Nothing more is claimed while something that was claimed waits for its words.
    """

    def __init__(self, desk: Desk, road: Road, clock: Clock, pace: Pace, woken: threading.Event) -> None:
        self._desk = desk
        self._road = road
        self._woken = woken
        self._makers = Makers(desk, road, clock, woken.set)
        self._clock = clock
        self._pace = pace
        self._unsettled: list[Done] = []
        self._renewed = float("-inf")
        # A clock that is moved by hand jumps on purpose.
        self._watch = ClockWatch() if isinstance(clock, SystemClock) else None

    def run(self, stopping: threading.Event) -> None:
        """Go round until `stopping`, then bring everything home."""
        self._road.open()
        while not stopping.is_set():
            busy = self._safely(self._round)
            self._woken.wait(_ROUND if busy else None)
            self._woken.clear()
        self._makers.close()
        self._road.close()
        for _ in range(_GOODBYES):
            if not self._safely(self._bring_home):
                break

    def _safely(self, step: Callable[[], bool]) -> bool:
        try:
            return step()
        except Unavailable as error:
            log.warning("database_unavailable", unsettled=len(self._unsettled), **where(error))
        except Exception as error:  # noqa: BLE001 - the desk must outlive whatever happens to one round
            log.warning("round_failed", unsettled=len(self._unsettled), **where(error))
        time.sleep(_AFTER_TROUBLE)
        return True

    def _round(self) -> bool:
        self._settle()
        now = self._clock.now()
        held = self._road.rooms()
        rooms = dict.fromkeys(held, 0)
        due: Collection[str] = held
        if self._watch is None or self._watch.steady(now, self._pace.lease):
            due = self._desk.lanes_due(now)
            rooms |= self._share(held, due) if self._makers.are_free else {}
        if any(rooms.values()) or (rooms and self._renewal_due()):
            self._claim(rooms, now)
        self._leave(set(due), now)
        return bool(self._road.rooms())

    def _share(self, held: Mapping[str, int], due: Collection[str]) -> dict[str, int]:
        """Share out what may be claimed at one time: lanes that are free come first, then those that waited longest."""
        wanting = set(due)
        wanted = {team: self._pace.first_batch for team in due if team not in held}
        wanted |= {team: room for team, room in held.items() if team in wanting}
        shares: dict[str, int] = {}
        left = self._pace.at_once
        for team, room in wanted.items():
            if left and room:
                shares[team] = min(room, left)
                left -= shares[team]
        return shares

    def _leave(self, due: set[str], now: datetime) -> None:
        idle = self._road.take_idle(due, now)
        if idle:
            self._settle()  # first what was handed back untried: who takes the lane next may have it at once
            self._desk.leave(idle)

    def _renewal_due(self) -> bool:
        return time.monotonic() - self._renewed > self._pace.lease.total_seconds() / 4

    def _claim(self, rooms: dict[str, int], now: datetime) -> None:
        self._renewed = time.monotonic()
        # A post that starts after this might still be under way when its lease is over.
        expires = self._renewed + self._pace.lease.total_seconds() - 1.5 * self._pace.post_seconds
        self._road.hold(rooms)
        claimed = self._desk.claim(rooms, now, now + self._pace.lease)
        self._makers.take(
            [
                Unmade(team, bundles[start : start + _TOGETHER], expires)
                for team, bundles in claimed.items()
                for start in range(0, len(bundles), _TOGETHER)
            ]
        )

    def _settle(self) -> None:
        # Kept until the database has them: what Slack took must not be forgotten while the database is away.
        self._unsettled += self._road.take_done()
        self._desk.settle(self._unsettled)
        self._unsettled = []

    def _bring_home(self) -> bool:
        self._settle()
        self._leave(set(), self._clock.now())
        return False
