"""Doors, closes, early ends and records on a real database: what is refused, told, planned and shown to whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.db.work import Database
from bot.domain.doors import Door
from bot.domain.endings import FAIR_TIME, OPENS_BEFORE_END, EndReason
from bot.domain.lifecycle import State
from bot.domain.outbox import Urgency
from bot.domain.promises import PromiseState
from bot.domain.refusals import Reason
from bot.services import timetable
from bot.services.doors import Doors
from bot.services.endings import AnswerClose, EndEarly, Endings
from bot.services.tours import Tours
from tests.given import TEAM, a_goal
from tests.making import ENDLESS, HOLDER, MANAGER, STRANGER, told, under_way
from tests.refusing import faults
from tests.services.leaving import agree, answer, closing, read


def test_a_close_opens_near_the_end_or_by_an_agreed_door(
    database: Database, doors: Doors, endings: Endings, tour_id: int, now: datetime
) -> None:
    end_on = read(database, MANAGER, tour_id, now).shown.draft.end_on
    assert end_on is not None
    assert faults(lambda: endings.open_close(MANAGER, tour_id, now)) == [(None, Reason.CLOSES_LATER)]
    assert faults(lambda: endings.open_close(STRANGER, tour_id, now)) == [(None, Reason.NOT_YOURS)]
    near = now + (end_on - OPENS_BEFORE_END - now.date())
    assert faults(lambda: endings.open_close(MANAGER, tour_id, near - timedelta(days=1)))
    assert read(database, MANAGER, tour_id, near).way_out.may_close
    agree(database, doors, tour_id, Door.LEAVE_WELL, now)
    assert endings.open_close(HOLDER, tour_id, now).state is State.CLOSING
    assert faults(lambda: endings.open_close(MANAGER, tour_id, now)) == [(None, Reason.WRONG_STATE)]
    assert "close_opened" in told(database, MANAGER.user_id)
    assert "close_opened" not in told(database, HOLDER.user_id)


def test_a_tour_without_an_end_is_closed_by_a_door(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    endless = under_way(database, now, STRANGER, ENDLESS)
    assert faults(lambda: endings.open_close(MANAGER, endless, now)) == [(None, Reason.CLOSE_BY_DOOR)]


def test_an_answer_settles_every_open_promise_of_its_side(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    detail, late = closing(database, endings, tour_id, now)
    empty = AnswerClose(tour_id, None, "x" * 301, {})
    own = [each.id for each in detail.shown.promises if detail.is_of_reader(each)]
    assert faults(lambda: endings.answer(MANAGER, empty, late)) == [
        *((f"promise.{promise_id}", Reason.REQUIRED) for promise_id in own),
        ("outcome", Reason.REQUIRED),
        ("thanks", Reason.TOO_LONG),
    ]
    after = endings.answer(MANAGER, answer(detail, MANAGER), late)
    assert {each.state for each in after.shown.promises if after.is_of_reader(each)} == {PromiseState.KEPT}
    assert {each.state for each in after.shown.promises if not after.is_of_reader(each)} == {PromiseState.OPEN}


def test_a_tour_that_is_closing_reminds_of_nothing(
    database: Database, doors: Doors, endings: Endings, tour_id: int, now: datetime
) -> None:
    goal_id = a_goal(database, tour_id, now, date(2026, 6, 1), HOLDER.user_id)
    agree(database, doors, tour_id, Door.LEAVE_WELL, now)
    detail = endings.open_close(HOLDER, tour_id, now)
    Tours(database).move_promise(HOLDER, detail.shown.promises[1].id, date(2026, 5, 4), now)
    with database.work(TEAM) as work:
        tour = work.tours.get(tour_id)
        timetable.goals_changed(work, tour, [work.goals.get(goal_id)], now)
        timetable.plan_again(work, tour, now)
    with database.reading(TEAM) as work:
        assert [x.moment for x in work.outbox.waiting(tour_id=tour_id) if x.urgency is Urgency.NUDGE] == []


def test_the_second_answer_completes_and_a_later_one_changes_ones_own_words(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    detail, late = closing(database, endings, tour_id, now)
    assert endings.answer(MANAGER, answer(detail, MANAGER), late).state is State.CLOSING
    theirs = read(database, HOLDER, tour_id, late)
    assert endings.answer(HOLDER, answer(theirs, HOLDER, thanks="Thank you"), late).state is State.COMPLETED
    assert "tour_completed" in told(database, MANAGER.user_id)
    again = endings.answer(MANAGER, AnswerClose(tour_id, "Better words", None, {}), late).way_out.end
    assert again is not None
    assert again.own is not None
    assert again.theirs is not None
    assert (again.own.outcome, again.theirs.thanks) == ("Better words", "Thank you")


def test_a_close_waits_no_longer_than_is_fair(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    _detail, late = closing(database, endings, tour_id, now)
    assert endings.complete_waiting(TEAM, late + FAIR_TIME, 100) == 0
    assert endings.complete_waiting(TEAM, late + FAIR_TIME + timedelta(days=1), 100) == 1
    assert read(database, HOLDER, tour_id, late).state is State.COMPLETED
    assert "tour_completed" in told(database, MANAGER.user_id)
    assert "tour_completed" in told(database, HOLDER.user_id)


def test_an_answer_needs_an_end(database: Database, endings: Endings, tour_id: int, now: datetime) -> None:
    detail = read(database, MANAGER, tour_id, now)
    assert faults(lambda: endings.answer(MANAGER, answer(detail, MANAGER), now)) == [(None, Reason.WRONG_STATE)]
    assert faults(lambda: endings.answer(STRANGER, answer(detail, MANAGER), now)) == [(None, Reason.NOT_YOURS)]


def test_an_early_end_asks_for_a_kind_of_reason_and_stops_everything(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    command = EndEarly(tour_id, EndReason.LEAVING)
    assert faults(lambda: endings.end_early(HOLDER, EndEarly(tour_id, None), now)) == [("reason", Reason.REQUIRED)]
    assert faults(lambda: endings.end_early(STRANGER, command, now)) == [(None, Reason.NOT_YOURS)]
    assert endings.end_early(HOLDER, command, now).state is State.ENDED_EARLY
    assert faults(lambda: endings.end_early(HOLDER, command, now)) == [(None, Reason.WRONG_STATE)]
    seen = read(database, MANAGER, tour_id, now)
    assert seen.way_out.end is not None
    assert seen.way_out.end.reason is EndReason.LEAVING
    assert seen.talks == ()
    assert {each.state for each in seen.shown.promises} == {PromiseState.OPEN}
    with database.reading(TEAM) as work:
        assert [x for x in work.outbox.waiting(tour_id=tour_id) if x.moment != "tour_ended_early"] == []


def test_a_tour_that_is_closing_can_still_be_ended_early(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    _detail, late = closing(database, endings, tour_id, now)
    ended = endings.end_early(HOLDER, EndEarly(tour_id, EndReason.OTHER), late)
    assert ended.way_out.end is not None
    assert (ended.way_out.end.reason, ended.way_out.end.waits_until) == (EndReason.OTHER, None)
