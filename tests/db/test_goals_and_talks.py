"""Queries of goals and talks: what they return, and that they stay inside their workspace."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.db.work import Database
from bot.domain.check_ins import CheckIn, CheckInState, Purpose, Review, Visibility
from bot.domain.goals import Goal, GoalDraft, GoalState
from bot.domain.promises import Side
from bot.domain.refusals import Refused
from tests.making import HOLDER, MANAGER, under_way


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    return under_way(database, now)


def goal(tour_id: int, due_on: date, now: datetime, side: Side = Side.COMPANY) -> Goal:
    draft = GoalDraft(side, "What", "Evidence", due_on)
    return Goal.write(team_id="T1", tour_id=tour_id, author_id=MANAGER.user_id, draft=draft, now=now)


def test_open_goals_come_by_their_day_and_closed_ones_do_not(database: Database, tour_id: int, now: datetime) -> None:
    days = [date(2026, 5, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 2, 1)]
    with database.work("T1") as work:
        kept = [work.goals.add(goal(tour_id, day, now)) for day in days]
        kept[3].report(GoalState.DROPPED, by=HOLDER.user_id, words=None, now=now)
    with database.reading("T1") as work:
        assert [line.due_on for line in work.goals.open_of([tour_id])] == sorted(days[:3])
        assert [line.due_on for line in work.goals.open_of([tour_id], until=days[2])] == [days[1], days[2]]
        assert work.goals.counts([tour_id]) == {tour_id: {GoalState.NOT_STARTED: 3, GoalState.DROPPED: 1}}
        assert work.goals.counts([999]) == {}


def test_what_was_said_last_is_found_behind_reports_without_words(
    database: Database, tour_id: int, now: datetime
) -> None:
    with database.work("T1") as work:
        told, silent = (work.goals.add(goal(tour_id, date(2026, 5, 1), now)) for _ in range(2))
        told.report(GoalState.ON_TRACK, by=HOLDER.user_id, words="First", now=now)
        told.report(GoalState.AT_RISK, by=HOLDER.user_id, words="Second", now=now)
        told.report(GoalState.DONE, by=MANAGER.user_id, words=None, now=now)
        silent.report(GoalState.DONE, by=MANAGER.user_id, words=None, now=now)
    with database.reading("T1") as work:
        found = work.goals.latest_words(tour_id)
    assert {goal_id: line.words for goal_id, line in found.items()} == {told.id: "Second"}


def test_the_next_talk_of_each_tour_is_its_earliest_planned_one(
    database: Database, tour_id: int, now: datetime
) -> None:
    second = under_way(database, now, holder=MANAGER, manager=HOLDER)
    with database.work("T1") as work:
        talks = work.check_ins.planned(tour_id)
        assert [talk.due_on for talk in talks] == sorted(talk.due_on for talk in talks)
        talks[0].record(by=MANAGER.user_id, held_on=now.date(), now=now)
        talks[1].cancel()
        expected = talks[2].id
    with database.reading("T1") as work:
        found = work.check_ins.next_of([tour_id, second, 999], now.date())
        assert found[tour_id].id == expected
        assert set(found) == {tour_id, second}
        assert [x.state for x in work.check_ins.of_tour(tour_id, CheckInState.HELD)] == [CheckInState.HELD]


def test_another_workspace_sees_nothing_of_it(database: Database, tour_id: int, now: datetime) -> None:
    with database.work("T1") as work:
        goal_id = work.goals.add(goal(tour_id, date(2026, 3, 1), now)).id
        work.goals.get(goal_id).report(GoalState.AT_RISK, by=MANAGER.user_id, words="Words", now=now)
        plan = CheckIn.plan(team_id="T1", tour_id=tour_id, review=Review.CHECK_IN, due_on=date(2026, 6, 1))
        talk_id = work.check_ins.add(plan).id
        for purpose, visibility in (
            (Purpose.AGREEMENT, Visibility.BOTH_SIDES),
            (Purpose.PREPARATION, Visibility.AUTHOR),
        ):
            plan.note(purpose, visibility, by=MANAGER.user_id, words="Words", now=now)
    for team_id, sees in (("T1", True), ("T2", False)):
        with database.reading(team_id) as work:
            found: list[object] = [
                work.goals.of_tour(tour_id),
                work.goals.open_of([tour_id]),
                work.goals.counts([tour_id]),
                work.goals.history([goal_id]),
                work.goals.latest_words(tour_id),
                work.check_ins.planned(tour_id),
                work.check_ins.of_tour(tour_id),
                work.check_ins.of_tours([tour_id]),
                work.check_ins.next_of([tour_id], now.date()),
                work.check_ins.notes_for([talk_id], MANAGER.user_id),
                work.check_ins.prepared([talk_id], MANAGER.user_id),
            ]
            assert [bool(each) for each in found] == [sees] * len(found)


def test_ids_of_another_workspace_are_not_found(database: Database, tour_id: int, now: datetime) -> None:
    with database.work("T1") as work:
        goal_id = work.goals.add(goal(tour_id, date(2026, 3, 1), now)).id
        talk_id = work.check_ins.planned(tour_id)[0].id
    with database.reading("T2") as work:
        with pytest.raises(Refused):
            work.goals.get(goal_id)
        with pytest.raises(Refused):
            work.check_ins.get(talk_id)
