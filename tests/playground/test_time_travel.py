"""Moving the clock stops at every nudge on the way, never stands still, and can be halted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock
from bot.playground.demo import monday_morning
from bot.playground.time_travel import Hooks, TimeTravel
from tests.playground.conftest import MONDAY


def travel(clock: MovableClock, *dues: datetime, moved: Callable[[datetime], None] | None = None) -> TimeTravel:
    stops: list[datetime] = sorted(dues)

    def on_clock_moved(now: datetime) -> None:
        while stops and stops[0] <= now:
            stops.pop(0)
        if moved:
            moved(now)

    return TimeTravel(
        clock, Hooks(on_clock_moved, lambda: stops[0] if stops else None, lambda: max(dues, default=None)), lambda: None
    )


def after(**distance: float) -> datetime:
    return MONDAY + timedelta(**distance)


def test_each_nudge_on_the_way_happens_at_its_own_moment(clock: MovableClock) -> None:
    seen: list[datetime] = []
    travel(clock, after(days=3), after(days=10), after(days=50), moved=seen.append).go(after(days=31))
    assert seen == [after(days=3), after(days=10), after(days=31)]
    assert clock.now() == after(days=31)


def test_what_stays_due_does_not_hold_time_up(clock: MovableClock) -> None:
    seen: list[datetime] = []
    stuck = TimeTravel(clock, Hooks(seen.append, lambda: MONDAY), lambda: None)
    stuck.go(after(hours=2.5))
    assert seen == [after(hours=1), after(hours=2), after(hours=2.5)]


@pytest.mark.parametrize(
    ("step", "target"),
    [
        ("hour", after(hours=1)),
        ("day", after(days=1)),
        ("month", datetime(2026, 2, 5, 9, tzinfo=UTC)),
        ("nudge", after(days=3)),
        ("end", after(days=40)),
        ("2026-06-01T09:00:00+00:00", datetime(2026, 6, 1, 9, tzinfo=UTC)),
        ("2026-06-01", datetime(2026, 6, 1, tzinfo=UTC)),
        ("2025-06-01", None),
        ("9999-01-01", datetime(2036, 1, 5, 9, tzinfo=UTC)),
    ],
)
def test_a_step_leads_somewhere_ahead_or_nowhere(clock: MovableClock, step: str, target: datetime | None) -> None:
    assert travel(clock, after(days=3), after(days=40)).target(step) == target


def test_a_step_that_is_none_is_refused(clock: MovableClock) -> None:
    with pytest.raises(ValueError, match="sideways"):
        travel(clock).start("sideways")


def test_one_move_at_a_time_and_it_can_be_halted(clock: MovableClock) -> None:
    first, on = threading.Event(), threading.Event()

    def wait(now: datetime) -> None:
        if now > MONDAY:
            first.set()
            assert on.wait(5)

    moving = travel(clock, after(days=1), after(days=2), moved=wait)
    assert moving.start("month")
    assert first.wait(5)
    assert moving.moving
    assert not moving.start("day")
    halting = threading.Thread(target=moving.halt)
    halting.start()
    while not moving._halt.is_set():
        pass
    on.set()
    halting.join(5)
    assert clock.now() == after(days=1)
    assert not moving.moving


def test_what_is_due_at_this_moment_comes_before_the_next_nudge(clock: MovableClock) -> None:
    moving = travel(clock, MONDAY, after(days=2), after(days=9))
    assert moving.start("nudge")
    moving.wait()
    assert clock.now() == after(days=2)


def test_a_failure_of_the_engine_is_kept_for_the_page(clock: MovableClock) -> None:
    def fail(_now: datetime) -> None:
        raise RuntimeError("no database")

    moving = travel(clock, moved=fail)
    moving.start("day")
    moving.wait()
    assert moving.failure == "RuntimeError: no database"


def test_nothing_is_ahead_of_an_empty_timetable(clock: MovableClock) -> None:
    moving = TimeTravel(clock, Hooks(lambda _now: None), lambda: None)
    assert moving.target("nudge") is None
    assert not moving.start("end")


@pytest.mark.parametrize("day", range(1, 15))
def test_the_demo_begins_on_a_monday_at_ten(day: int) -> None:
    start = monday_morning(datetime(2026, 3, day, 23, 30, tzinfo=UTC))
    assert (start.weekday(), start.hour, start.minute) == (0, 10, 0)
    assert timedelta(0) <= datetime(2026, 3, day, 23, 30, tzinfo=UTC) - start < timedelta(days=7)
