"""The resident dispatcher: wakes, keeps the pace, and brings everything home when it is stopped."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.clock import MovableClock
from bot.db.delivery import Delivery
from bot.domain.outbox import Lane, MessageState, Urgency
from bot.jobs.deliver import Dispatcher, Pace
from bot.jobs.outgoing import Bundle
from bot.jobs.pace import HeldLane
from bot.slack.postman import Parcel, RetryAt
from tests.engines import outbox_engine
from tests.jobs.delivering import MONDAY, SECOND, FakePostman, PlainComposer, put, rows, states

SENT, PENDING = MessageState.SENT, MessageState.PENDING


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = outbox_engine(f"sqlite:///{tmp_path / 'tourguide.db'}")
    yield made
    made.dispose()


@pytest.fixture
def postman() -> FakePostman:
    return FakePostman()


@pytest.fixture
def composer() -> PlainComposer:
    return PlainComposer()


@pytest.fixture
def start(engine: Engine, postman: FakePostman, composer: PlainComposer) -> Iterator[Callable[..., Dispatcher]]:
    started: list[Dispatcher] = []

    def make(per_minute: int = 60_000, clock: MovableClock | None = None, at_once: int = 200) -> Dispatcher:
        dispatcher = Dispatcher(
            Delivery(engine),
            composer,
            postman,  # type: ignore[arg-type] # a double with the same verbs
            clock or MovableClock(MONDAY),
            Pace(messages_per_minute=per_minute, at_once=at_once),
        )
        dispatcher.start()
        started.append(dispatcher)
        return dispatcher

    yield make
    for dispatcher in started:
        dispatcher.stop()


def until(happened: Callable[[], bool]) -> None:
    """Wait for something that other threads do."""
    deadline = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def test_it_delivers_what_is_due_when_woken(
    engine: Engine, postman: FakePostman, start: Callable[..., Dispatcher]
) -> None:
    put(engine, 300)
    dispatcher = start()
    dispatcher.wake()
    until(lambda: dispatcher.counts().get("sent") == 300)
    assert sorted(postman.delivered) == sorted(row.id for row in rows(engine))
    put(engine, 1, urgency=Urgency.NOW)
    dispatcher.wake()
    until(lambda: dispatcher.counts().get("sent") == 301)


def test_a_workspace_is_not_served_faster_than_its_pace(
    engine: Engine, postman: FakePostman, start: Callable[..., Dispatcher]
) -> None:
    put(engine, 3)
    dispatcher = start(per_minute=1)
    dispatcher.wake()
    until(lambda: dispatcher.counts().get("sent") == 1)
    dispatcher.stop()
    assert len(postman.posted) == 1
    with Session(engine) as session:
        next_post_at = session.get_one(Lane, "T1").next_post_at
    assert next_post_at is not None
    assert MONDAY < next_post_at <= MONDAY + 60 * SECOND  # whoever takes the lane next keeps the pace as well


def test_each_post_takes_its_turn_an_interval_after_the_one_before() -> None:
    lane = HeldLane("T1", interval=0.25, next_slot=100.0)
    for number in range(20):
        assert lane.next_slot == 100 + 0.25 * number
        lane.take_slot(lane.next_slot + 0.05)  # a thread was a little late: no time is lost over it
    turns = []
    while lane.next_slot <= 115:  # held up for ten seconds, it makes good for one of them
        turns.append(lane.next_slot)
        lane.take_slot(115.0)
    assert turns == [105.0, 114.25, 114.5, 114.75, 115.0]


def test_stopping_finishes_what_is_on_its_way_and_gives_back_the_rest(
    engine: Engine, postman: FakePostman, start: Callable[..., Dispatcher]
) -> None:
    posting, go_on = threading.Event(), threading.Event()

    def hold(_: Parcel) -> None:
        posting.set()
        go_on.wait(10)

    postman.before_post = hold
    put(engine, 20)
    dispatcher = start(per_minute=300)
    dispatcher.wake()
    assert posting.wait(10)
    stopper = threading.Thread(target=dispatcher.stop)
    stopper.start()
    go_on.set()
    stopper.join(10)
    sent = [row for row in rows(engine) if row.state is SENT]
    assert 1 <= len(sent) < 20
    assert len(sent) == len(postman.posted)
    assert {(row.lease_until, row.bundle_id) for row in rows(engine) if row.state is PENDING} == {(None, None)}
    with Session(engine) as session:
        assert session.get_one(Lane, "T1").holder is None


def test_a_limit_holds_the_lane_and_gives_back_what_was_claimed(
    engine: Engine, postman: FakePostman, start: Callable[..., Dispatcher]
) -> None:
    clock = MovableClock(MONDAY)
    put(engine, 30)
    postman.answers = [RetryAt(MONDAY + 30 * SECOND, "ratelimited", lane=True)]
    dispatcher = start(per_minute=300, clock=clock)
    dispatcher.wake()

    def waits() -> bool:
        with Session(engine) as session:
            lane = session.get_one(Lane, "T1")
            return (lane.holder, lane.next_post_at, lane.reason) == (None, MONDAY + 30 * SECOND, "ratelimited")

    until(waits)
    assert {row.bundle_id for row in rows(engine)} == {None}
    dispatcher.wake()
    time.sleep(0.3)
    assert len(postman.posted) == 1


def test_what_is_urgent_overtakes_what_is_not(
    engine: Engine, postman: FakePostman, start: Callable[..., Dispatcher]
) -> None:
    put(engine, 60)
    dispatcher = start(per_minute=600)
    dispatcher.wake()
    until(lambda: len(postman.posted) >= 2)
    put(engine, 1, urgency=Urgency.NOW)
    dispatcher.wake()
    (urgent,) = [row.id for row in rows(engine) if row.urgency is Urgency.NOW]
    until(lambda: urgent in postman.delivered)
    assert len(postman.posted) < 50


def test_the_first_go_while_the_words_of_the_others_are_still_made(
    engine: Engine, postman: FakePostman, composer: PlainComposer, start: Callable[..., Dispatcher]
) -> None:
    posted, turns = threading.Event(), itertools.count()
    postman.before_post = lambda _: posted.set()
    waited: list[bool] = []

    def make(_: Sequence[Bundle]) -> None:
        if next(turns) == 1:
            waited.append(posted.wait(10))

    composer.before_making = make
    for team in ("T1", "T2"):
        put(engine, 3, team=team)
    dispatcher = start()
    dispatcher.wake()
    until(lambda: dispatcher.counts().get("sent") == 6)
    assert waited == [True]


def test_what_is_claimed_at_one_time_is_shared_out_and_no_workspace_waits_for_another_to_be_done(
    engine: Engine, composer: PlainComposer, start: Callable[..., Dispatcher]
) -> None:
    made: list[tuple[str, int]] = []
    composer.before_making = lambda bundles: made.append((bundles[0][0].team_id, len(bundles)))
    for team in ("T1", "T2", "T3"):
        put(engine, 40, team=team)
    dispatcher = start(per_minute=600, at_once=15)  # ten a second for each: more than 15 in all
    dispatcher.wake()
    until(lambda: len(made) >= 6)
    assert sorted(count for _, count in made[:2]) == [5, 10]
    assert {team for team, _ in made[:4]} == {"T1", "T2", "T3"}


def test_stopping_gives_back_what_has_no_words_yet(
    engine: Engine, postman: FakePostman, composer: PlainComposer, start: Callable[..., Dispatcher]
) -> None:
    making, go_on = threading.Event(), threading.Event()

    def hold(_: Sequence[Bundle]) -> None:
        making.set()
        go_on.wait(10)

    composer.before_making = hold
    teams = [f"T{number}" for number in range(6)]  # more than words are made for at one time
    for team in teams:
        put(engine, 4, team=team)
    dispatcher = start(per_minute=300)
    dispatcher.wake()
    assert making.wait(10)
    stopper = threading.Thread(target=dispatcher.stop)
    stopper.start()
    stopper.join(0.3)  # it waits for those that were begun
    go_on.set()
    stopper.join(10)
    left = [row for team in teams for row in rows(engine, team) if row.state is PENDING]
    assert len(left) + len(postman.posted) == 24
    assert {row.team_id for row in left} == set(teams)  # at most one of each has gone
    assert {(row.lease_until, row.bundle_id, row.in_doubt) for row in left} == {(None, None, False)}
    with Session(engine) as session:
        assert {session.get_one(Lane, team).holder for team in teams} == {None}


def test_two_of_them_double_nothing(engine: Engine, postman: FakePostman, start: Callable[..., Dispatcher]) -> None:
    for team in range(6):
        put(engine, 100, team=f"T{team}")
    two = [start(), start()]
    deadline = time.monotonic() + 20
    while sum(dispatcher.counts().get("sent", 0) for dispatcher in two) < 600:
        assert time.monotonic() < deadline
        for dispatcher in two:
            dispatcher.wake()
        time.sleep(0.05)
    assert len(postman.delivered) == len(set(postman.delivered)) == 600


def test_it_cannot_be_started_twice(start: Callable[..., Dispatcher]) -> None:
    dispatcher = start()
    with pytest.raises(RuntimeError, match="running"):
        dispatcher.start()


def test_it_can_be_started_again(engine: Engine, start: Callable[..., Dispatcher]) -> None:
    dispatcher = start()
    dispatcher.stop()
    put(engine, 1)
    dispatcher.start()
    dispatcher.wake()
    until(lambda: states(engine) == [SENT])


def test_a_lease_must_outlast_a_post() -> None:
    with pytest.raises(ValueError, match="twice as long"):
        Pace(lease=timedelta(seconds=15))
    with pytest.raises(ValueError, match="at least one"):
        Pace(messages_per_minute=0)
