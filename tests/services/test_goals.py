"""Goals on a real database: who may, what is refused where, who is told, and two people at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.goals import GoalEntry, GoalState
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.services.goals import AddGoals, EditGoal, GoalReport, Goals, GoalsOfTour, ReportGoals
from tests.making import DRAFT, ELSEWHERE, ENDLESS, HOLDER, MANAGER, STRANGER, ended, proposed, told, under_way

GOAL = GoalEntry(Side.COMPANY, "Change over in 20 minutes", "The shift log shows it", date(2026, 3, 31))
GAIN = GoalEntry(
    Side.HOLDER, "Pass the operator's exam", "The certificate", date(2026, 9, 1), "If ill, then in October", "Operator"
)


@pytest.fixture
def goals(database: Database) -> Goals:
    return Goals(database)


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    return under_way(database, now)


@pytest.fixture
def with_two(goals: Goals, tour_id: int, now: datetime) -> GoalsOfTour:
    """The manager has written one goal for each side."""
    return goals.add(MANAGER, AddGoals(tour_id, {0: GOAL, 1: GAIN}), now)


def reasons(refused: SeveralRefused) -> dict[str | None, Reason]:
    return {each.field: each.reason for each in refused.refusals}


def refusal(error: pytest.ExceptionInfo[Refused]) -> Reason:
    return error.value.reason


def test_goals_of_both_sides_are_kept_and_the_other_side_is_told_once(
    goals: Goals, database: Database, with_two: GoalsOfTour, now: datetime
) -> None:
    seen = goals.of_tour(HOLDER, with_two.tour_id, now)
    assert [(g.side, g.what, g.state, g.author_id) for g in seen.goals] == [
        (Side.COMPANY, GOAL.what, GoalState.NOT_STARTED, MANAGER.user_id),
        (Side.HOLDER, GAIN.what, GoalState.NOT_STARTED, MANAGER.user_id),
    ]
    assert (seen.goals[1].if_then, seen.goals[1].profile_line) == (GAIN.if_then, GAIN.profile_line)
    assert told(database, HOLDER.user_id) == ["goals_added"]
    assert told(database, MANAGER.user_id) == []


def test_every_fault_stands_at_its_own_field(goals: Goals, tour_id: int, now: datetime) -> None:
    rows = {
        0: replace(GOAL, due_on=date(2025, 12, 31)),
        2: replace(GOAL, due_on=date(2027, 1, 1)),
        3: GoalEntry(Side.HOLDER, None, None, None, profile_line="x" * 3001),
    }
    with pytest.raises(SeveralRefused) as error:
        goals.add(MANAGER, AddGoals(tour_id, rows), now)
    assert reasons(error.value) == {
        "goal.0.due_on": Reason.DUE_OUTSIDE_TOUR,
        "goal.2.due_on": Reason.DUE_OUTSIDE_TOUR,
        "goal.3.what": Reason.REQUIRED,
        "goal.3.evidence": Reason.REQUIRED,
        "goal.3.due_on": Reason.REQUIRED,
        "goal.3.profile_line": Reason.TOO_LONG,
    }
    assert goals.of_tour(MANAGER, tour_id, now).goals == ()


def test_today_is_the_day_of_whoever_writes(goals: Goals, tour_id: int) -> None:
    """At 22:00 UTC it is still Monday in Berlin, and Tuesday in Tokyo."""
    late = datetime.fromisoformat("2026-02-02T22:00:00+00:00")
    command = AddGoals(tour_id, {0: replace(GOAL, due_on=date(2026, 2, 2))})
    goals.add(MANAGER, command, late)
    with pytest.raises(SeveralRefused) as error:
        goals.add(HOLDER, command, late)
    assert reasons(error.value) == {"goal.0.due_on": Reason.DATE_IN_PAST}


def test_a_tour_without_an_end_takes_any_day_to_come(goals: Goals, database: Database, now: datetime) -> None:
    tour_id = under_way(database, now, draft=ENDLESS)
    far = replace(GOAL, due_on=date(2036, 1, 1))
    assert goals.add(HOLDER, AddGoals(tour_id, {0: far}), now).goals[0].due_on == far.due_on


def test_a_form_that_arrives_twice_is_kept_once(goals: Goals, tour_id: int, now: datetime) -> None:
    command = AddGoals(tour_id, {0: GOAL})
    goals.add(MANAGER, command, now, delivery="V1:h")
    with pytest.raises(AlreadyDealt):
        goals.add(MANAGER, command, now, delivery="V1:h")
    assert len(goals.of_tour(MANAGER, tour_id, now).goals) == 1


def test_nobody_else_reads_or_writes(goals: Goals, with_two: GoalsOfTour, now: datetime) -> None:
    goal_id = with_two.goals[0].id
    report = ReportGoals(with_two.tour_id, (GoalReport(goal_id, GoalState.NOT_STARTED, GoalState.DONE, None),))
    for actor, reason in ((STRANGER, Reason.NOT_YOURS), (ELSEWHERE, Reason.NOT_FOUND)):
        for forbidden in (
            lambda who: goals.of_tour(who, with_two.tour_id, now),
            lambda who: goals.in_full(who, goal_id, now),
            lambda who: goals.add(who, AddGoals(with_two.tour_id, {0: GOAL}), now),
            lambda who: goals.report(who, report, now),
            lambda who: goals.edit(who, EditGoal(goal_id, GOAL), now),
        ):
            with pytest.raises(Refused) as error:
                forbidden(actor)
            assert refusal(error) is reason
    assert goals.of_tour(MANAGER, with_two.tour_id, now).goals == with_two.goals


def test_before_it_is_signed_and_after_it_ended_a_tour_takes_no_goals(
    goals: Goals, database: Database, with_two: GoalsOfTour, now: datetime
) -> None:
    ended(database, with_two.tour_id, now)
    assert not goals.of_tour(HOLDER, with_two.tour_id, now).may_change
    for tour_id in (with_two.tour_id, proposed(database, now, holder=STRANGER)):
        with pytest.raises(Refused) as error:
            goals.add(MANAGER, AddGoals(tour_id, {0: GOAL}), now)
        assert refusal(error) is Reason.WRONG_STATE
    with pytest.raises(Refused) as error:
        goals.edit(MANAGER, EditGoal(with_two.goals[0].id, GOAL), now)
    assert refusal(error) is Reason.WRONG_STATE


def test_reports_build_a_history_and_what_was_left_alone_stays_out_of_it(
    goals: Goals, with_two: GoalsOfTour, now: datetime
) -> None:
    first, second = (goal.id for goal in with_two.goals)
    fresh = GoalState.NOT_STARTED
    goals.report(
        HOLDER,
        ReportGoals(
            with_two.tour_id,
            (GoalReport(first, fresh, GoalState.AT_RISK, "Parts are late"), GoalReport(second, fresh, fresh, None)),
        ),
        now,
    )
    told_again = ReportGoals(with_two.tour_id, (GoalReport(first, GoalState.AT_RISK, GoalState.DONE, None),))
    goals.report(MANAGER, told_again, now + timedelta(days=1))
    history = [(u.state, u.words, u.author_id) for u in goals.in_full(MANAGER, first, now).history]
    assert history == [
        (GoalState.DONE, None, MANAGER.user_id),
        (GoalState.AT_RISK, "Parts are late", HOLDER.user_id),
    ]
    assert goals.in_full(MANAGER, second, now).history == ()


def test_a_comment_does_not_undo_what_the_other_reported_meanwhile(
    goals: Goals, with_two: GoalsOfTour, now: datetime
) -> None:
    goal_id = with_two.goals[0].id
    fresh = GoalState.NOT_STARTED
    goals.report(HOLDER, ReportGoals(with_two.tour_id, (GoalReport(goal_id, fresh, GoalState.DONE, None),)), now)
    comment = GoalReport(goal_id, fresh, fresh, "Waiting for the scale")
    after = goals.report(MANAGER, ReportGoals(with_two.tour_id, (comment,)), now)
    assert next(goal for goal in after.goals if goal.id == goal_id).state is GoalState.DONE
    assert goals.in_full(MANAGER, goal_id, now).history[0].words == "Waiting for the scale"


def test_a_goal_of_another_tour_is_not_reached_through_this_one(
    goals: Goals, database: Database, with_two: GoalsOfTour, now: datetime
) -> None:
    other = under_way(database, now, holder=STRANGER)
    forged = ReportGoals(
        other, (GoalReport(with_two.goals[0].id, GoalState.NOT_STARTED, GoalState.DROPPED, "Not needed"),)
    )
    with pytest.raises(Refused) as error:
        goals.report(STRANGER, forged, now)
    assert refusal(error) is Reason.NOT_FOUND


def test_its_author_alone_words_a_goal_anew(goals: Goals, with_two: GoalsOfTour, now: datetime) -> None:
    goal_id = with_two.goals[0].id
    anew = EditGoal(goal_id, replace(GOAL, what="Change over in 15 minutes"))
    with pytest.raises(Refused) as error:
        goals.edit(HOLDER, anew, now)
    assert refusal(error) is Reason.NOT_AUTHOR
    assert not goals.in_full(HOLDER, goal_id, now).may_edit
    assert goals.edit(MANAGER, anew, now).goal.what == "Change over in 15 minutes"


def test_a_day_that_has_passed_since_may_stay_but_not_be_chosen(
    goals: Goals, with_two: GoalsOfTour, now: datetime
) -> None:
    later = now + timedelta(days=120)
    goal_id = with_two.goals[0].id
    assert goals.edit(MANAGER, EditGoal(goal_id, replace(GOAL, what="Anew")), later).goal.due_on == GOAL.due_on
    with pytest.raises(SeveralRefused) as error:
        goals.edit(MANAGER, EditGoal(goal_id, replace(GOAL, due_on=date(2026, 2, 1))), later)
    assert reasons(error.value) == {"goal.0.due_on": Reason.DATE_IN_PAST}


def test_words_are_sealed_in_the_database(goals: Goals, database: Database, with_two: GoalsOfTour) -> None:
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select what, evidence, if_then, profile_line from goals").all()
    assert len(rows) == 2
    assert not any(str(GOAL.what).encode() in bytes(value or b"") for row in rows for value in row)


def test_a_goal_close_to_its_day_waits_in_the_outbox_until_it_is_done(
    goals: Goals, database: Database, with_two: GoalsOfTour, now: datetime
) -> None:
    def waiting() -> list[str]:
        with database.reading("T1") as work:
            lines = work.outbox.waiting(recipient_id=MANAGER.user_id, tour_id=with_two.tour_id)
        return [str(line.subject_id) for line in lines if line.moment == "goal_due"]

    first, second = (goal.id for goal in with_two.goals)
    assert sorted(waiting()) == sorted([str(first), str(second)])
    done = GoalReport(first, GoalState.NOT_STARTED, GoalState.DONE, None)
    goals.report(HOLDER, ReportGoals(with_two.tour_id, (done,)), now)
    assert waiting() == [str(second)]


def test_the_tours_to_choose_from_are_those_under_way(goals: Goals, database: Database, now: datetime) -> None:
    first = under_way(database, now)
    under_way(database, now, holder=STRANGER)
    proposed(database, now, holder=replace(HOLDER, user_id="U0THIRD"))
    assert {choice.other_id for choice in goals.choices(MANAGER)} == {HOLDER.user_id, STRANGER.user_id}
    (only,) = goals.choices(MANAGER, HOLDER.user_id)
    assert (only.tour_id, only.leads, only.end_on, only.kind) == (first, True, DRAFT.end_on, DRAFT.kind)
    assert goals.choices(HOLDER, "U0NOBODY") == []
