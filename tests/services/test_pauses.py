"""Leave: nothing is asked of anybody, and on the day of return the tour goes on by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.db.work import Database
from bot.domain import cadence
from bot.domain.check_ins import Review
from bot.domain.drafting import PromiseWish, TermsWish
from bot.domain.lifecycle import State
from bot.domain.nudges import Moment
from bot.domain.outbox import Urgency
from bot.domain.people import Profile
from bot.domain.promises import Side
from bot.domain.refusals import Reason
from bot.domain.shifting import shifted
from bot.domain.tours import Kind
from bot.services.amendments import Amendments
from bot.services.pauses import Pauses
from bot.services.people import Actor
from bot.services.tours import ChangeTour, Tours
from tests.living import Life
from tests.making import DRAFT, ELSEWHERE, ENDLESS, HOLDER, MANAGER, STRANGER, told, under_way
from tests.refusing import faults

BACK = date(2026, 8, 3)


@pytest.fixture
def pauses(database: Database) -> Pauses:
    return Pauses(database)


@pytest.fixture
def running(database: Database, now: datetime) -> int:
    with database.work("T1") as work:
        for actor in (MANAGER, HOLDER):
            work.people.get_or_meet(actor.user_id, now).learn(Profile(actor.user_id, actor.time_zone), now)
    return under_way(database, now)


def nudges(database: Database) -> list[str]:
    with database.reading("T1") as work:
        return [line.moment for line in work.outbox.waiting(tour_id=1) if line.urgency is Urgency.NUDGE]


@pytest.mark.parametrize(("by", "other"), [(MANAGER, HOLDER), (HOLDER, MANAGER)])
def test_either_side_pauses_and_the_other_is_told(
    pauses: Pauses, database: Database, running: int, now: datetime, by: Actor, other: Actor
) -> None:
    paused = pauses.pause(by, running, BACK, now)
    assert (paused.state, paused.paused_until) == (State.PAUSED, BACK)
    assert (told(database, other.user_id), told(database, by.user_id)) == (["tour_paused"], [])
    assert nudges(database) == []
    assert faults(lambda: pauses.pause(other, running, BACK, now)) == [(None, Reason.WRONG_STATE)]


def test_nothing_is_asked_of_anybody_until_the_day_of_return(
    pauses: Pauses, database: Database, running: int, now: datetime
) -> None:
    pauses.pause(HOLDER, running, BACK, now)
    life = Life(database, now)
    assert [arrived.moments for arrived in life.until(datetime(2026, 8, 2, 12, tzinfo=now.tzinfo))] == [
        ("tour_paused",)
    ]
    assert pauses.resume_due("T1", datetime(2026, 8, 2, 21, tzinfo=now.tzinfo)) == 0
    back = datetime(2026, 8, 2, 23, tzinfo=now.tzinfo)  # Monday has begun where the manager is
    assert (pauses.resume_due("T2", back), pauses.resume_due("T1", back), pauses.resume_due("T1", back)) == (0, 1, 0)
    detail = Tours(database).read(MANAGER, running, back)
    assert detail.state is State.ACTIVE
    assert [talk.due_on for talk in detail.talks if talk.review is Review.HALFWAY] == [date(2026, 8, 17)]
    assert min(talk.due_on for talk in detail.talks) > BACK
    assert "review_due" in nudges(database)
    assert told(database, HOLDER.user_id) == told(database, MANAGER.user_id) == ["tour_resumed"]


def test_a_halfway_review_that_would_meet_the_next_tour_talk_after_a_leave_is_struck_out(
    pauses: Pauses, database: Database, now: datetime
) -> None:
    dates = cadence.dates_between(Kind.ROTATIONAL, date(2026, 1, 5), date(2026, 4, 6))
    terms = replace(
        DRAFT, promises=(), end_on=dates.end_on, halfway_on=dates.halfway_on, next_talk_on=dates.next_talk_on
    )
    tour_id = under_way(database, now, draft=terms)
    pauses.pause(HOLDER, tour_id, date(2026, 3, 9), now)
    assert pauses.resume_due("T1", datetime(2026, 3, 9, 9, tzinfo=now.tzinfo)) == 1
    talks = Tours(database).read(MANAGER, tour_id, datetime(2026, 3, 9, 9, tzinfo=now.tzinfo)).talks
    assert [talk.review for talk in talks if talk.review is not Review.CHECK_IN] == [Review.NEXT_TOUR_TALK]


def test_talks_before_the_day_of_return_are_not_said_to_come(
    pauses: Pauses, database: Database, running: int, now: datetime
) -> None:
    before = Tours(database).read(MANAGER, running, now).talks
    pauses.pause(MANAGER, running, BACK, now)
    shown = Tours(database).read(HOLDER, running, now).talks
    assert shown == tuple(talk for talk in before if talk.due_on >= BACK)
    assert 0 < len(shown) < len(before)


def test_a_return_on_a_free_day_is_told_on_the_first_working_day(
    pauses: Pauses, database: Database, running: int, now: datetime
) -> None:
    saturday = date(2026, 8, 1)
    pauses.pause(MANAGER, running, saturday, now)
    assert pauses.resume_due("T1", datetime(2026, 8, 1, 9, tzinfo=now.tzinfo)) == 1
    with database.reading("T1") as work:
        due = {
            line.recipient_id: line.due_at
            for line in work.outbox.waiting(tour_id=running)
            if line.moment == "tour_resumed"
        }
    monday = date(2026, 8, 3)
    opening = {
        actor.user_id: datetime.combine(monday, time(9), ZoneInfo(actor.time_zone)) for actor in (MANAGER, HOLDER)
    }
    assert due == opening
    pauses.pause(HOLDER, running, date(2026, 9, 1), datetime(2026, 8, 2, 9, tzinfo=now.tzinfo))
    assert told(database, MANAGER.user_id).count("tour_resumed") == 0


def test_whoever_is_back_early_goes_on(pauses: Pauses, database: Database, running: int, now: datetime) -> None:
    before = sorted(nudges(database))
    pauses.pause(MANAGER, running, BACK, now)
    resumed = pauses.resume(MANAGER, running, now + timedelta(days=2))
    assert (resumed.state, resumed.days_away) == (State.ACTIVE, 2)
    assert sorted(nudges(database)) == before
    assert told(database, HOLDER.user_id) == ["tour_paused", "tour_resumed"]
    assert faults(lambda: pauses.resume(HOLDER, running, now)) == [(None, Reason.WRONG_STATE)]


def test_however_late_the_return_is_seen_the_pause_took_until_the_day_of_return(
    pauses: Pauses, database: Database, running: int, now: datetime
) -> None:
    pauses.pause(MANAGER, running, BACK, now)
    late = datetime.combine(BACK + timedelta(days=5), time(9), now.tzinfo)
    assert pauses.resume_due("T1", late) == 1
    assert Tours(database).read(MANAGER, running, late).days_away == (BACK - now.date()).days


def test_a_tour_never_runs_out_of_talks(pauses: Pauses, database: Database, running: int, now: datetime) -> None:
    pauses.pause(MANAGER, running, date(2027, 3, 1), now)
    late = datetime(2027, 3, 1, 9, tzinfo=now.tzinfo)
    assert pauses.resume_due("T1", late) == 1
    assert all(talk.due_on > late.date() for talk in Tours(database).read(MANAGER, running, late).talks)
    endless = under_way(database, now, holder=STRANGER, draft=ENDLESS)
    pauses.pause(MANAGER, endless, date(2027, 12, 1), now)
    later = datetime(2027, 12, 1, 9, tzinfo=now.tzinfo)
    assert pauses.resume_due("T1", later) == 1
    assert Tours(database).read(MANAGER, endless, later).talks


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        (None, Reason.REQUIRED),
        (date(2026, 1, 5), Reason.DATE_IN_PAST),
        (date(2029, 1, 5), Reason.PAUSE_TOO_LONG),
    ],
)
def test_a_day_that_cannot_be(pauses: Pauses, running: int, now: datetime, until: date | None, reason: Reason) -> None:
    assert faults(lambda: pauses.pause(MANAGER, running, until, now)) == [("until", reason)]


@pytest.mark.parametrize("actor", [STRANGER, ELSEWHERE])
def test_nobody_else_pauses_or_resumes(pauses: Pauses, running: int, now: datetime, actor: Actor) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: pauses.pause(actor, running, BACK, now),
        lambda: pauses.resume(actor, running, now),
    ]
    expected = Reason.NOT_FOUND if actor is ELSEWHERE else Reason.NOT_YOURS
    assert [faults(attempt) for attempt in attempts] == [[(None, expected)]] * 2


def test_an_amendment_waits_out_the_pause(pauses: Pauses, database: Database, running: int, now: datetime) -> None:
    tours, amendments = Tours(database), Amendments(database)
    seen = tours.read(MANAGER, running, now)
    wish = shifted(seen.base.wish, now.date(), 60)
    amendments.propose_change(MANAGER, ChangeTour(running, 1, "Leave", wish, amends=True), now)
    pauses.pause(MANAGER, running, BACK, now)
    assert nudges(database) == []
    assert amendments.lapse("T1", now + timedelta(days=60)) == 0
    pauses.resume(HOLDER, running, now + timedelta(days=60))
    assert nudges(database).count(Moment.AMENDMENT_WAITING) == 2
    assert amendments.lapse("T1", now + timedelta(days=89)) == 0
    assert amendments.lapse("T1", now + timedelta(days=90)) == 1


def test_dates_ahead_move_by_the_days_of_the_leave() -> None:
    promises = (
        PromiseWish(0, Side.COMPANY, "A course", due_on=date(2026, 1, 5)),
        PromiseWish(1, Side.HOLDER, "A guide", due_on=date(2026, 4, 1)),
    )
    wish = TermsWish(promises=promises, start_on=date(2025, 9, 1), end_on=date(2026, 8, 31), halfway_on=None)
    moved = shifted(wish, date(2026, 2, 2), 30)
    assert (moved.start_on, moved.end_on, moved.halfway_on) == (date(2025, 9, 1), date(2026, 9, 30), None)
    assert [promise.due_on for promise in moved.promises] == [date(2026, 1, 5), date(2026, 5, 1)]
    assert shifted(wish, date(2026, 2, 2), 31).promises[1].due_on == date(2026, 5, 4)
    assert shifted(wish, date(2026, 2, 2), 0) == wish
