"""The desk thread's guard against clocks that jump, and the pace of a lane, by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.db.delivery import ClaimedMessage
from bot.domain.outbox import Urgency
from bot.jobs.desk import Job
from bot.jobs.pace import HeldLane, Pace
from bot.jobs.rounds import ClockWatch
from bot.slack.postman import Parcel

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)


class Watched:
    """A wall clock and a monotonic one that can disagree."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.wall = MONDAY
        self._watch = ClockWatch(lambda: self.seconds)

    def after(self, seconds: float, jump: float = 0) -> bool:
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds + jump)
        return self._watch.steady(self.wall, LEASE)


def test_a_clock_that_runs_evenly_is_trusted() -> None:
    watched = Watched()
    assert all(watched.after(seconds) for seconds in (0, 0.2, 3600, 86_400))


def test_a_small_correction_is_no_jump() -> None:
    watched = Watched()
    assert watched.after(0)
    assert watched.after(0.2, jump=-2)


@pytest.mark.parametrize("jump", [3600, -3600])
def test_after_a_jump_no_lease_is_judged_until_all_given_before_are_over(jump: float) -> None:
    watched = Watched()
    assert watched.after(0)
    assert not watched.after(0.2, jump=jump)
    assert not watched.after(59)
    assert watched.after(1.1)


def job(urgency: Urgency, name: str) -> Job:
    message = ClaimedMessage(
        id=name,
        team_id="T1",
        recipient_id="U1",
        moment="review_due",
        urgency=urgency,
        tour_id=None,
        subject_id=None,
        due_at=MONDAY,
        attempts=1,
        bundle_id=name,
        in_doubt=False,
    )
    return Job(Parcel("T1", "U1", name), [message])


def test_urgent_jobs_queue_before_the_others_and_each_kind_in_order() -> None:
    lane = HeldLane("T1", 0.2, 0.0)
    for urgency, name in [(Urgency.NUDGE, "a"), (Urgency.NOW, "b"), (Urgency.NUDGE, "c"), (Urgency.NOW, "d")]:
        lane.add(job(urgency, name), expires=1.0)
    assert [queued.parcel.message_id for queued, _ in lane.queue] == ["b", "d", "a", "c"]


def test_slots_keep_the_rate_and_catch_up_for_no_more_than_a_second() -> None:
    lane = HeldLane("T1", 0.2, 10.0)
    lane.take_slot(10.05)
    assert lane.next_slot == pytest.approx(10.2)
    lane.take_slot(10.5)
    assert lane.next_slot == pytest.approx(10.4)
    lane.take_slot(60.0)
    assert lane.next_slot == pytest.approx(59.2)


def test_a_batch_is_no_more_than_half_a_lease_can_carry() -> None:
    assert Pace().batch == 20
    assert Pace(messages_per_minute=60_000, lease=timedelta(seconds=20), ahead_seconds=60).batch == 5000
    assert Pace(messages_per_minute=1).batch == 1
