"""The timetable of a tour: talks and reminders planned, extended, replaced and struck out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.check_ins import CheckInState, Review
from bot.domain.nudges import PROPOSAL_MOMENTS
from bot.domain.outbox import Urgency
from bot.domain.tours import Kind
from bot.services import timetable
from bot.services.check_in_sheets import RecordTalk
from bot.services.check_ins import CheckIns
from tests.making import DRAFT, ENDLESS, HOLDER, MANAGER, ended, proposed, under_way


def planned(database: Database, tour_id: int) -> list[tuple[date, Review]]:
    with database.reading("T1") as work:
        return [(line.due_on, line.review) for line in work.check_ins.of_tour(tour_id, CheckInState.PLANNED)]


def waiting(database: Database, tour_id: int) -> list[tuple[str, str, int | None]]:
    with database.reading("T1") as work:
        return [(line.recipient_id, line.moment, line.subject_id) for line in work.outbox.waiting(tour_id=tour_id)]


def test_the_second_signature_plans_every_talk_and_four_reminders_of_each(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now, draft=replace(DRAFT, promises=()))
    assert len(planned(database, tour_id)) == 11
    assert len(waiting(database, tour_id)) == 4 * 11


def test_a_tour_that_began_a_year_ago_plans_nothing_in_the_past(database: Database, now: datetime) -> None:
    draft = replace(
        DRAFT,
        kind=Kind.TRANSFORMATIONAL,
        start_on=date(2025, 1, 6),
        end_on=date(2027, 6, 30),
        halfway_on=date(2025, 9, 1),
    )
    tour_id = under_way(database, now, draft=draft)
    assert min(day for day, _ in planned(database, tour_id)) > now.date()
    with database.reading("T1") as work:
        assert min(line.due_at for line in work.outbox.waiting(tour_id=tour_id)) >= now


def test_planning_twice_changes_nothing(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now)
    first = planned(database, tour_id), sorted((who, moment) for who, moment, _ in waiting(database, tour_id))
    with database.work("T1") as work:
        timetable.plan_tour(work, work.tours.get(tour_id), {}, now)
    assert first == (planned(database, tour_id), sorted((who, moment) for who, moment, _ in waiting(database, tour_id)))


@pytest.mark.parametrize(
    ("held_on", "expected"),
    [
        (date(2026, 11, 2), date(2026, 12, 2)),
        (date(2026, 12, 14), date(2026, 12, 31)),  # a month later the tour is over
        (date(2027, 1, 4), date(2027, 2, 4)),  # nobody has closed it, and so it goes on
    ],
)
def test_after_its_last_talk_one_is_planned_in_a_month_or_by_the_planned_end(
    database: Database, now: datetime, held_on: date, expected: date
) -> None:
    tour_id = under_way(database, now)
    with database.work("T1") as work:
        for talk in work.check_ins.planned(tour_id):
            talk.cancel()
        later = datetime.combine(held_on, now.timetz())
        found = timetable.keep_next_talk(work, work.tours.get(tour_id), later)
        assert [(talk.due_on, talk.review) for talk in found] == [(expected, Review.NEXT_TOUR_TALK)]


def test_a_tour_without_an_end_is_planned_further_whenever_a_talk_is_recorded(
    database: Database, now: datetime
) -> None:
    tour_id = under_way(database, now, draft=ENDLESS)
    before = planned(database, tour_id)
    assert before[-1][0] <= date(2027, 7, 10)
    later = now + timedelta(days=200)
    check_ins = CheckIns(database)
    talk = check_ins.of_tour(MANAGER, tour_id, later).next
    assert talk is not None
    check_ins.record(MANAGER, RecordTalk(talk.id, talk.due_on, None, None, None, None), later)
    after = planned(database, tour_id)
    assert after[: len(before) - 1] == before[1:]
    assert after[-1] == (date(2028, 1, 5), Review.REAFFIRMATION)
    assert {subject for _, moment, subject in waiting(database, tour_id) if moment == "review_due"}


def test_what_ends_is_struck_out(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now)
    ended(database, tour_id, now)
    assert planned(database, tour_id) == []
    assert waiting(database, tour_id) == []


def test_news_outlives_the_timetable(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now)
    with database.work("T1") as work:
        timetable.tell(work, to=HOLDER.user_id, moment="proposal_declined", tour_id=tour_id, now=now, key="k")
        timetable.tell(work, to=HOLDER.user_id, moment="proposal_declined", tour_id=tour_id, now=now, key="k")
        timetable.stop_tour(work, work.tours.get(tour_id), "ended")
        assert [line.urgency for line in work.outbox.waiting(tour_id=tour_id)] == [Urgency.NOW]


def test_a_counter_proposal_waits_for_the_other_side(database: Database, now: datetime) -> None:
    tour_id = proposed(database, now)
    with database.work("T1") as work:
        tour = work.tours.get(tour_id)
        timetable.proposal_made(work, tour, now)
        assert {line.recipient_id for line in work.outbox.waiting(tour_id=tour_id)} == {HOLDER.user_id}
        tour.revise(by=HOLDER.user_id, draft=DRAFT, reason="later", now=now)
        timetable.proposal_made(work, tour, now)
        lines = work.outbox.waiting(tour_id=tour_id)
    assert {line.recipient_id for line in lines} == {MANAGER.user_id}
    assert {line.moment for line in lines} == set(PROPOSAL_MOMENTS)
    assert {line.subject_id for line in lines} == {2}


@pytest.mark.parametrize("days", [0, 1, 4])
def test_a_talk_so_close_that_its_reminder_is_past_is_reminded_of_at_once(
    database: Database, now: datetime, days: int
) -> None:
    tour_id = under_way(database, now, draft=replace(DRAFT, promises=()))
    check_ins = CheckIns(database)
    talk = check_ins.of_tour(MANAGER, tour_id, now).next
    assert talk is not None
    with database.work("T1") as work:
        row = work.check_ins.get(talk.id)
        row.move(now.date() + timedelta(days=days))
        timetable.moved(work, work.tours.get(tour_id), row, now)
        lines = [line for line in work.outbox.waiting(tour_id=tour_id) if line.subject_id == talk.id]
    first = next(line for line in lines if line.moment == "review_due")
    assert first.due_at >= now
    assert first.due_at.date() == (now.date() if days < 4 else now.date() + timedelta(days=2))
