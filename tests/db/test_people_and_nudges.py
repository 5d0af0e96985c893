"""What is known of people and of their nudges, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.db.nudges import LastNudge
from bot.db.schema import METADATA
from bot.db.work import Database
from bot.domain.nudges import About, Moment, Pace, Quiet
from bot.domain.outbox import MessageState, Planned, Urgency
from bot.domain.people import Profile
from bot.domain.tours import Tour
from tests.making import DRAFT

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def both(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    METADATA.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture
def tour_id(both: Database) -> int:
    with both.work("T1") as work:
        tour = Tour.propose(team_id="T1", manager_id="U1", holder_id="U2", by="U2", draft=DRAFT, now=NOW)
        return work.tours.add(tour).id


def nudge(key: str, tour_id: int, moment: str = "goal_due", due_at: datetime = NOW) -> Planned:
    return Planned(recipient_id="U1", moment=moment, due_at=due_at, dedupe_key=key, tour_id=tour_id, subject_id=7)


def test_a_glance_tells_who_asks_and_whether_they_missed_something(both: Database) -> None:
    with both.work("T1") as work:
        assert work.people.glance("U1") is None
        work.people.get_or_meet("U1", NOW).learn(Profile(name="Ada", time_zone="Asia/Tokyo"), NOW)
    with both.work("T1") as work:
        glance = work.people.glance("U1")
    assert glance is not None
    assert (glance.time_zone, glance.has_unseen) == ("Asia/Tokyo", False)
    assert not glance.is_stale(NOW + 23 * HOUR)
    assert glance.is_stale(NOW + 25 * HOUR)


def test_a_wish_begins_with_every_nudge_and_is_kept(both: Database, tour_id: int) -> None:
    with both.work("T1") as work:
        work.nudges.wish("U1", tour_id, Moment.GOAL_DUE).choose(Pace.HALF)
    with both.reading("T1") as work:
        (found,) = work.nudges.wishes("U1").values()
    assert (found.tour_id, found.moment, found.pace, found.ignored) == (tour_id, Moment.GOAL_DUE, Pace.HALF, 0)


def test_a_later_quiet_takes_the_place_of_an_earlier_one(both: Database, tour_id: int) -> None:
    def quiet(until: date | None) -> Quiet:
        return Quiet(
            team_id="T1", user_id="U1", tour_id=tour_id, about=About.GOAL, subject_id=7, until=until, set_at=NOW
        )

    for until in (date(2026, 2, 1), None):
        with both.work("T1") as work:
            work.nudges.keep_quiet(quiet(until))
    with both.work("T1") as work:
        assert [found.until for found in work.nudges.quiets("U1").values()] == [None]
        work.nudges.speak_again("U1", tour_id, About.GOAL, 7)
    with both.reading("T1") as work:
        assert work.nudges.quiets("U1") == {}


def test_what_was_left_out_is_told_from_what_was_sent(both: Database, tour_id: int) -> None:
    with both.work("T1") as work:
        work.outbox.put_many([nudge("a", tour_id), nudge("b", tour_id)], NOW)
        first = work.outbox.waiting(recipient_id="U1")[0]
        assert work.nudges.last_of_kind("U1", tour_id, "goal_due", "less_often") is None
        assert work.nudges.addressed(first.id) == ("U1", "goal_due")
        assert not work.nudges.is_on_the_way("U1", [])
        work.outbox.cancel("less_often", NOW, ids=[first.id])
        last = work.nudges.last_of_kind("U1", tour_id, "goal_due", "less_often")
        assert last == LastNudge(MessageState.CANCELLED, None, "less_often")
        assert work.nudges.last_of_kind("U1", tour_id, "goal_due", "moved") is None
        assert work.nudges.sent_since("U1", None) == []


def test_planning_again_moves_what_waits_and_brings_back_what_was_cancelled(both: Database, tour_id: int) -> None:
    with both.work("T1") as work:
        work.outbox.replan([nudge("a", tour_id), nudge("b", tour_id)], NOW)
        work.outbox.cancel("moved", NOW, dedupe_keys=["a"])
        later = [nudge(key, tour_id, due_at=NOW + HOUR) for key in ("a", "b", "c")]
        work.outbox.replan(later, NOW)
        lines = work.outbox.waiting(recipient_id="U1")
    assert [(line.due_at, line.urgency) for line in lines] == [(NOW + HOUR, Urgency.NUDGE)] * 3
