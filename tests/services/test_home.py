"""Home: which step comes first, what is counted, and what stays out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event

from bot.db.work import Database
from bot.domain.check_ins import Purpose, Review, Visibility
from bot.domain.doors import LEADS_TO_PROPOSAL, Door, Standing
from bot.domain.endings import ClosingWords
from bot.domain.goals import GoalState
from bot.domain.outbox import Planned, Urgency
from bot.domain.promises import PromiseState, Side
from bot.services import succession
from bot.services.check_in_sheets import RecordTalk
from bot.services.check_ins import CheckIns
from bot.services.doors import ChooseDoor, Doors
from bot.services.home import TOURS_ON_A_PAGE, HomePage
from bot.services.home_sheets import DueKind, Step
from bot.services.ledger import Ledger
from bot.services.tours import Tours
from tests.given import HOLDER, MANAGER, TEAM, a_card, a_goal, a_person, a_talk, a_tour
from tests.services.homes import TODAY, days


def test_with_nothing_at_all_the_step_is_to_start(home: HomePage, now: datetime) -> None:
    sheet = home.read(MANAGER, now)
    assert sheet.is_empty
    assert sheet.step.step is Step.START
    assert sheet.step.tour is None


class TestTheNextStep:
    """Each test takes away what came first, and the step below it shows."""

    def test_a_proposal_to_sign_comes_first(self, home: HomePage, database: Database, now: datetime) -> None:
        a_talk(database, a_tour(database, now, holder_id="UOTHER", manager_id=HOLDER.user_id), days(-3))
        waiting = a_tour(database, now, signed=False)
        step = home.read(HOLDER, now).step
        assert step.step is Step.SIGN
        assert step.tour is not None
        assert step.tour.id == waiting
        assert home.read(MANAGER, now).step.step is Step.NOTHING

    def test_then_a_close_that_waits_for_me(self, home: HomePage, database: Database, now: datetime) -> None:
        tour = a_tour(database, now)
        with database.work(TEAM) as work:
            succession.open_close(work, work.tours.get(tour), MANAGER.user_id, now)
            said = ClosingWords.write(TEAM, tour, by=MANAGER.user_id, outcome="Done", thanks=None, now=now)
            work.endings.add(said)
        assert home.read(HOLDER, now).step.step is Step.ANSWER_CLOSE
        assert home.read(MANAGER, now).step.step is not Step.ANSWER_CLOSE

    def test_then_the_close_of_a_tour_whose_planned_end_has_passed(
        self, home: HomePage, database: Database, now: datetime
    ) -> None:
        a_tour(database, now)
        on_the_day, after = home.read(HOLDER, now + timedelta(days=365)), home.read(HOLDER, now + timedelta(days=366))
        assert (on_the_day.step.step, on_the_day.serving[0].is_past_end) == (Step.PROMISE, False)
        assert (after.step.step, after.serving[0].is_past_end) == (Step.CLOSE, True)

    def test_then_a_door_to_choose(self, home: HomePage, database: Database, now: datetime) -> None:
        tour = a_tour(database, now)
        talk = a_talk(database, tour, days(0), Review.NEXT_TOUR_TALK)
        CheckIns(database).record(MANAGER, RecordTalk(talk, days(0), None, None, None, None), now)
        assert home.read(HOLDER, now).step.step is Step.DOOR
        Doors(database).confirm(HOLDER, ChooseDoor(tour, Door.RENEW), now)
        waits, misses = home.read(HOLDER, now), home.read(MANAGER, now)
        assert (waits.step.step is Step.DOOR, waits.serving[0].door) == (False, Standing.MINE)
        assert (misses.step.step is Step.DOOR, misses.leading[0].door) == (True, Standing.THEIRS)
        Doors(database).confirm(MANAGER, ChooseDoor(tour, Door.LEAVE_WELL), now)
        assert [home.read(actor, now).step.step for actor in (MANAGER, HOLDER)] == [Step.DOORS_DIFFER] * 2

    @pytest.mark.parametrize("door", list(Door))
    def test_then_the_tour_that_follows(self, home: HomePage, database: Database, now: datetime, door: Door) -> None:
        tour = a_tour(database, now)
        talk = a_talk(database, tour, days(0), Review.NEXT_TOUR_TALK)
        CheckIns(database).record(MANAGER, RecordTalk(talk, days(0), None, None, None, None), now)
        for actor in (MANAGER, HOLDER):
            assert home.read(actor, now).step.step is not Step.FOLLOW
            Doors(database).confirm(actor, ChooseDoor(tour, door), now)
        sheets = [home.read(actor, now) for actor in (MANAGER, HOLDER)]
        follows = door in LEADS_TO_PROPOSAL
        assert [sheet.step.step is Step.FOLLOW for sheet in sheets] == [follows, follows]
        rows = [row for sheet in sheets for row in (*sheet.leading, *sheet.serving)]
        assert [row.door for row in rows] == [Standing.SAME, Standing.SAME]
        a_tour(database, now, signed=False)
        after = [home.read(actor, now).step.step for actor in (MANAGER, HOLDER)]
        assert (Step.FOLLOW not in after, after[1]) == (True, Step.SIGN)

    def test_then_a_talk_that_was_due(self, home: HomePage, database: Database, now: datetime) -> None:
        tour = a_tour(database, now)
        talk = a_talk(database, tour, days(-1))
        a_talk(database, tour, days(2))
        for actor in (MANAGER, HOLDER):
            step = home.read(actor, now).step
            assert step.step is Step.RECORD
            assert step.tour is not None
            assert step.tour.talk is not None
            assert step.tour.talk.id == talk
            assert step.due_on == days(-1)

    def test_a_talk_of_today_is_not_late(self, home: HomePage, database: Database, now: datetime) -> None:
        a_talk(database, a_tour(database, now), TODAY)
        assert home.read(MANAGER, now).step.step is Step.CARD

    def test_today_is_the_readers_own_day(self, home: HomePage, database: Database, now: datetime) -> None:
        a_talk(database, a_tour(database, now), TODAY)
        late_evening = now.replace(hour=23, minute=30)  # Tuesday in Berlin, still Monday in New York
        assert home.read(MANAGER, late_evening).step.step is Step.RECORD
        assert home.read(HOLDER, late_evening).step.step is Step.PREPARE

    def test_then_the_card_for_the_holder_whom_the_next_talk_is_with(
        self, home: HomePage, database: Database, now: datetime
    ) -> None:
        a_card(database, now, "USOMEBODY")
        a_talk(database, a_tour(database, now), days(10))
        assert home.read(MANAGER, now).step.step is Step.CARD
        assert home.read(HOLDER, now).step.step is Step.PREPARE

    def test_then_the_talk_until_it_is_prepared(self, home: HomePage, database: Database, now: datetime) -> None:
        a_card(database, now, HOLDER.user_id)
        tour = a_tour(database, now)
        talk = a_talk(database, tour, days(10))
        a_goal(database, tour, now, days(200))
        assert home.read(MANAGER, now).step.step is Step.PREPARE
        with database.work(TEAM) as work:
            note = work.check_ins.get(talk).note
            note(Purpose.PREPARATION, Visibility.AUTHOR, by=MANAGER.user_id, words="ask about Lyon", now=now)
        assert home.read(MANAGER, now).step.step is Step.NOTHING
        assert home.read(HOLDER, now).step.step is Step.PREPARE

    def test_a_talk_eleven_working_days_ahead_can_wait(self, home: HomePage, database: Database, now: datetime) -> None:
        tour = a_tour(database, now)
        a_goal(database, tour, now, days(200))
        a_talk(database, tour, days(15))
        assert home.read(MANAGER, now).step.step is Step.NOTHING

    def test_then_ones_own_promise(self, home: HomePage, database: Database, now: datetime) -> None:
        a_tour(database, now, promise_on=days(4))
        step = home.read(MANAGER, now).step
        assert step.step is Step.PROMISE
        assert step.due_on == days(4)
        assert home.read(HOLDER, now).step.step is Step.GOALS

    def test_then_what_the_other_side_says_became_of_theirs(
        self, home: HomePage, database: Database, now: datetime
    ) -> None:
        tour, ledger = a_tour(database, now), Ledger(database)
        (promise,) = [p for p in Tours(database).read(HOLDER, tour, now).shown.promises if p.side is Side.COMPANY]
        ledger.mark(MANAGER, promise.id, PromiseState.KEPT, now)
        steps = [home.read(reader, now).step.step for reader in (MANAGER, HOLDER)]
        assert steps == [Step.GOALS, Step.CONFIRM]
        ledger.mark(HOLDER, promise.id, PromiseState.MISSED, now)
        assert home.read(HOLDER, now).step.step is Step.GOALS

    def test_then_goals_where_there_are_none(self, home: HomePage, database: Database, now: datetime) -> None:
        for number in range(3):
            a_tour(database, now, holder_id=f"U{number}")
        step = home.read(MANAGER, now).step
        assert step.step is Step.GOALS
        assert step.more == 2


def test_what_is_due_names_days_and_sides(home: HomePage, database: Database, now: datetime) -> None:
    tour = a_tour(database, now, promise_on=days(-2))
    a_goal(database, tour, now, days(5), author_id=HOLDER.user_id)
    a_goal(database, tour, now, days(60))
    due = home.read(MANAGER, now).due
    assert [(line.kind, line.due_on, line.is_mine) for line in due] == [
        (DueKind.PROMISE, days(-2), True),
        (DueKind.GOAL, days(5), False),
    ]
    assert [line.is_mine for line in home.read(HOLDER, now).due] == [False, True]


def test_goals_are_counted_by_what_is_left_to_do(home: HomePage, database: Database, now: datetime) -> None:
    tour = a_tour(database, now)
    for state in (GoalState.DONE, GoalState.DROPPED, GoalState.AT_RISK):
        goal_id = a_goal(database, tour, now, days(90))
        with database.work(TEAM) as work:
            work.goals.get(goal_id).report(state, by=MANAGER.user_id, words=None, now=now)
    row = home.read(MANAGER, now).leading[0]
    assert (row.goals_open, row.goals_done) == (1, 1)


def test_reminders_are_the_readers_next_ones_on_their_own_days(
    home: HomePage, database: Database, now: datetime
) -> None:
    a_person(database, HOLDER, now)
    tour = a_tour(database, now)
    with database.work(TEAM) as work:
        for number in (0, 1, 2, 3, 4, 7, 8):  # no weekend, so that each has a day of its own
            moment = now + timedelta(days=number, hours=6)  # ten in the morning in New York
            work.outbox.put(
                Planned(
                    recipient_id=HOLDER.user_id,
                    moment="review_coming",
                    due_at=moment,
                    dedupe_key=f"k{number}",
                    tour_id=tour,
                    subject_id=number + 1,
                ),
                now,
            )
        urgent = Planned(
            recipient_id=HOLDER.user_id, moment="tour_active", due_at=now, dedupe_key="now", urgency=Urgency.NOW
        )
        work.outbox.put(urgent, now)
    sheet = home.read(HOLDER, now)
    assert [line.on for line in sheet.nudges] == [days(number) for number in range(5)]
    assert {line.other_id for line in sheet.nudges} == {MANAGER.user_id}


def test_a_pause_is_said(home: HomePage, database: Database, now: datetime) -> None:
    a_person(database, MANAGER, now)
    with database.work(TEAM) as work:
        work.people.get_or_meet(MANAGER.user_id, now).nudges_paused_until = days(3)
    assert home.read(MANAGER, now).paused_until == days(3)
    assert home.read(MANAGER, now + timedelta(days=3)).paused_until is None


def test_the_four_questions_are_offered_before_the_first_tour_only(
    home: HomePage, database: Database, now: datetime
) -> None:
    assert not home.read(MANAGER, now).asks_confidence
    a_tour(database, now, signed=False)
    assert home.read(MANAGER, now).asks_confidence
    assert not home.read(HOLDER, now).asks_confidence
    a_tour(database, now, holder_id="UFIRST")
    assert not home.read(MANAGER, now).asks_confidence


def test_many_tours_are_paged_and_the_pressing_ones_come_first(
    home: HomePage, database: Database, now: datetime
) -> None:
    count = 2 * TOURS_ON_A_PAGE + 1
    tours = [a_tour(database, now, holder_id=f"U{number}") for number in range(count)]
    a_talk(database, tours[7], days(1))
    first, last = home.read(MANAGER, now), home.read(MANAGER, now, page=99)
    assert first.pages == 3
    assert first.leading_count == count
    assert first.leading[0].id == tours[7]
    assert (last.page, len(last.leading)) == (2, 1)


def test_the_number_of_queries_does_not_grow_with_the_tours(home: HomePage, database: Database, now: datetime) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def queries() -> int:
        asked.clear()
        home.read(MANAGER, now)
        return len(asked)

    for number in range(3):
        a_talk(database, a_tour(database, now, holder_id=f"U{number}"), days(number))
    few = queries()
    for number in range(3, 30):
        a_talk(database, a_tour(database, now, holder_id=f"U{number}"), days(number % 9))
    assert queries() == few
    assert not any("mission" in statement for statement in asked)


def test_nor_with_the_tours_that_a_door_leads_on_to(home: HomePage, database: Database, now: datetime) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def queries_after(*numbers: int) -> int:
        for number in numbers:
            holder = replace(HOLDER, user_id=f"U{number}")
            tour = a_tour(database, now, holder_id=holder.user_id)
            talk = a_talk(database, tour, days(0), Review.NEXT_TOUR_TALK)
            CheckIns(database).record(MANAGER, RecordTalk(talk, days(0), None, None, None, None), now)
            for actor in (MANAGER, holder):
                Doors(database).confirm(actor, ChooseDoor(tour, Door.RENEW), now)
        asked.clear()
        assert home.read(MANAGER, now).step.step is Step.FOLLOW
        return len(asked)

    assert queries_after(1, 2) == queries_after(3, 4, 5, 6)


def test_nothing_of_another_workspace_is_seen(home: HomePage, database: Database, now: datetime) -> None:
    a_talk(database, a_tour(database, now), days(1))
    stranger = type(MANAGER)("T2", MANAGER.user_id, "UTC", "en-US")
    assert home.read(stranger, now).is_empty


def test_only_people_who_have_opened_home_are_visitors(home: HomePage, database: Database, now: datetime) -> None:
    a_person(database, MANAGER, now, visited=True)
    a_person(database, HOLDER, now)
    both = [MANAGER.user_id, HOLDER.user_id]
    assert home.visitors(TEAM, both) == [MANAGER]
    assert home.visitors("T2", both) == []
