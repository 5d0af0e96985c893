"""Home when a tour comes to its end: the way that both chose leads on, and what is closing asks for nothing new."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.doors import Door
from bot.domain.endings import EndReason
from bot.domain.lifecycle import State
from bot.domain.refusals import Reason, Refused
from bot.services.doors import Doors
from bot.services.ending_sheets import LATELY
from bot.services.endings import EndEarly, Endings
from bot.services.goals import AddGoals, Goals
from bot.services.home import HomePage
from bot.services.home_sheets import HomeSheet, Step, TourRow
from bot.services.tours import Tours
from tests.given import TEAM, a_goal
from tests.making import HOLDER, MANAGER, STRANGER, proposed, under_way
from tests.services.leaving import agree, answer, closing, read

BOTH = (MANAGER, HOLDER)


def steps(home: HomePage, now: datetime) -> list[Step]:
    return [home.read(actor, now).step.step for actor in BOTH]


def only(sheet: HomeSheet) -> TourRow:
    (row,) = (*sheet.leading, *sheet.serving)
    return row


def past_the_end(database: Database, tour_id: int, now: datetime) -> datetime:
    end_on = read(database, MANAGER, tour_id, now).shown.draft.end_on
    assert end_on is not None
    return now + (end_on - now.date()) + timedelta(days=3)


def test_a_tour_that_is_closing_takes_no_new_goals_and_asks_for_none(
    database: Database, home: HomePage, endings: Endings, tour_id: int, now: datetime
) -> None:
    _detail, late = closing(database, endings, tour_id, now)
    endings.answer(MANAGER, answer(read(database, MANAGER, tour_id, late), MANAGER), late)
    assert steps(home, late) == [Step.NOTHING, Step.ANSWER_CLOSE]
    rows = [only(home.read(actor, late)) for actor in BOTH]
    assert [(row.state, row.is_unsaid, row.closes_on is not None, row.talk) for row in rows] == [
        (State.CLOSING, False, True, None),
        (State.CLOSING, True, True, None),
    ]
    with pytest.raises(Refused) as refused:
        Goals(database).add(MANAGER, AddGoals(tour_id, {}), late)
    assert refused.value.reason is Reason.TOUR_CLOSES
    assert not Goals(database).of_tour(MANAGER, tour_id, late).may_add


def test_what_is_open_in_a_tour_that_is_closing_may_still_be_reported(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    a_goal(database, tour_id, now, now.date())
    _detail, late = closing(database, endings, tour_id, now)
    board = Goals(database).of_tour(HOLDER, tour_id, late)
    assert (board.may_change, board.may_add) == (True, False)


@pytest.mark.parametrize("door", [Door.RENEW, Door.NEW_TOUR])
def test_past_its_end_the_tour_that_follows_still_comes_before_the_close(
    database: Database, home: HomePage, doors: Doors, tour_id: int, now: datetime, door: Door
) -> None:
    agree(database, doors, tour_id, door, now)
    late = past_the_end(database, tour_id, now)
    assert steps(home, late) == [Step.FOLLOW, Step.FOLLOW]
    proposed(database, late)
    assert steps(home, late) == [Step.CLOSE, Step.SIGN]


def test_completed_without_the_tour_that_follows_it_is_still_the_next_step_for_a_month(
    database: Database, home: HomePage, doors: Doors, endings: Endings, tour_id: int, now: datetime
) -> None:
    agree(database, doors, tour_id, Door.RENEW, now)
    _detail, late = closing(database, endings, tour_id, now)
    assert steps(home, late) == [Step.ANSWER_CLOSE, Step.ANSWER_CLOSE]
    endings.answer(MANAGER, answer(read(database, MANAGER, tour_id, late), MANAGER), late)
    assert steps(home, late) == [Step.FOLLOW, Step.ANSWER_CLOSE]
    endings.answer(HOLDER, answer(read(database, HOLDER, tour_id, late), HOLDER), late)
    assert steps(home, late + LATELY) == [Step.FOLLOW, Step.FOLLOW]
    assert steps(home, late + LATELY + timedelta(days=2)) == [Step.START, Step.START]
    detail, wish = doors.proposal(HOLDER, tour_id, late)
    assert (detail.state, wish.kind) == (State.COMPLETED, detail.shown.draft.kind)
    proposed(database, late)
    assert Step.FOLLOW not in steps(home, late)


def test_once_the_tour_that_follows_is_under_way_the_one_before_it_leads_nowhere(
    database: Database, home: HomePage, doors: Doors, endings: Endings, tour_id: int, now: datetime
) -> None:
    agree(database, doors, tour_id, Door.RENEW, now)
    _detail, late = closing(database, endings, tour_id, now)
    assert read(database, HOLDER, tour_id, late).way_out.leads_on
    under_way(database, late)
    assert not read(database, HOLDER, tour_id, late).way_out.leads_on
    assert Step.FOLLOW not in steps(home, late)


def test_leaving_well_asks_for_the_last_day_and_presses_once_it_is_near(
    database: Database, home: HomePage, doors: Doors, tour_id: int, now: datetime
) -> None:
    near = past_the_end(database, tour_id, now) - timedelta(days=16)
    agree(database, doors, tour_id, Door.LEAVE_WELL, near - timedelta(days=30))
    with database.work(TEAM) as work:
        for talk in work.check_ins.planned(tour_id):
            talk.cancel()
    assert steps(home, near - timedelta(days=30)) == [Step.PROMISE, Step.PROMISE]
    assert steps(home, near) == [Step.LEAVE_WELL, Step.LEAVE_WELL]
    assert steps(home, past_the_end(database, tour_id, now)) == [Step.CLOSE, Step.CLOSE]


def test_a_tour_that_ended_stays_on_home_for_a_month_with_what_is_still_unsaid(
    database: Database, home: HomePage, endings: Endings, tour_id: int, now: datetime
) -> None:
    endings.end_early(HOLDER, EndEarly(tour_id, EndReason.NEW_ROLE), now)
    for actor in BOTH:
        (row,) = home.read(actor, now).ended
        assert (row.id, row.state, row.is_unsaid, row.ended_on) == (tour_id, State.ENDED_EARLY, True, now.date())
    endings.answer(HOLDER, answer(read(database, HOLDER, tour_id, now), HOLDER), now)
    assert [home.read(actor, now).ended[0].is_unsaid for actor in BOTH] == [True, False]
    assert steps(home, now) == [Step.LOOK_BACK, Step.START]
    assert home.read(MANAGER, now).step.due_on == now.date()
    assert home.read(HOLDER, now + LATELY + timedelta(days=2)).ended == ()
    assert home.read(HOLDER, now).serving == ()


def test_whoever_only_proposed_has_nothing_that_ended(
    database: Database, home: HomePage, tour_id: int, now: datetime
) -> None:
    Tours(database).withdraw(MANAGER, proposed(database, now, STRANGER), now)
    assert home.read(MANAGER, now).ended == ()
    assert home.read(MANAGER, now).earlier_count == 1
