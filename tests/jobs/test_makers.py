"""What becomes of claimed DMs whose words cannot be made now: they go back untried, and their lane is free."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime

import pytest

from bot.clock import MovableClock
from bot.db.delivery import ClaimedMessage
from bot.domain.outbox import Urgency
from bot.jobs.desk import Answer, Job, untried
from bot.jobs.makers import Makers, Unmade
from bot.jobs.outgoing import Bundle
from bot.jobs.pace import Pace
from bot.jobs.road import Road
from bot.slack.postman import RetryAt
from tests.jobs.delivering import MONDAY, SECOND

FAR = time.monotonic() + 3600


def a_bundle(name: str) -> list[ClaimedMessage]:
    return [ClaimedMessage(name, "T1", f"U{name}", "review_due", Urgency.NUDGE, 1, 1, MONDAY, 1, name, in_doubt=False)]


class DeskToMakeAt:
    """A desk whose words are plain, unless its database is away."""

    def __init__(self) -> None:
        self.is_away = False

    def make(self, bundles: Sequence[Bundle], now: datetime) -> list[Job]:
        if self.is_away:
            raise OSError("somebody's words")
        return [untried(bundle) for bundle in bundles]


class Way:
    """A road that is not open yet, with makers before it."""

    def __init__(self) -> None:
        self.desk = DeskToMakeAt()
        self.clock = MovableClock(MONDAY)
        self.posted = threading.Event()
        self.road = Road(Pace(), self._refuse, self.clock)
        self.road.hold(["T1"])
        self.free = threading.Event()
        self.makers = Makers(self.desk, self.road, self.clock, self.free.set)  # type: ignore[arg-type] # a double

    def _refuse(self, _job: Job, _now: datetime) -> Answer:
        self.posted.set()
        return RetryAt(MONDAY + 30 * SECOND, "ratelimited", lane=True)

    def take(self, *names: str, expires: float = FAR) -> list[str]:
        """Have words made, and return what came back without them."""
        self.makers.take([Unmade("T1", [a_bundle(name) for name in names], expires)])
        self.makers.close()
        return [done.job.parcel.message_id for done in self.road.take_done() if done.answer is None]


@pytest.fixture
def way() -> Way:
    return Way()


def test_what_has_its_words_stands_in_the_road(way: Way) -> None:
    assert way.take("a", "b") == []
    assert way.free.is_set()
    assert way.road.take_idle(set(), MONDAY) == []


def test_when_the_database_is_away_they_go_back(way: Way) -> None:
    way.desk.is_away = True
    assert way.take("a", "b") == ["a", "b"]
    assert [lane.team_id for lane in way.road.take_idle(set(), MONDAY)] == ["T1"]


def test_when_their_lease_gets_too_short_they_go_back(way: Way) -> None:
    assert way.take("a", expires=time.monotonic()) == ["a"]


def test_when_their_lane_was_told_to_wait_they_go_back(way: Way) -> None:
    way.road.expect("T1", 1)
    way.road.send("T1", [untried(a_bundle("first"))], 1, FAR)
    way.road.open()
    assert way.posted.wait(10)
    way.road.close()
    assert way.take("a") == ["a"]
