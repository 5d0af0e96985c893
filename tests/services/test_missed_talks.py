"""Talks whose day has passed: the last of several check-ins stands for those before it, and a great talk for itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.check_ins import CheckInState, Review
from bot.domain.refusals import Reason, SeveralRefused
from bot.services.check_in_sheets import MoveTalk, RecordTalk, TalksOfTour
from bot.services.check_ins import CheckIns
from bot.services.home import HomePage
from bot.services.home_sheets import Step
from bot.services.tours import Tours
from tests.given import HOLDER, MANAGER, a_talk, a_tour
from tests.making import told
from tests.services.homes import days


@pytest.fixture
def check_ins(database: Database) -> CheckIns:
    return CheckIns(database)


@pytest.fixture
def tour(database: Database, now: datetime) -> int:
    return a_tour(database, now)


@pytest.fixture
def late(now: datetime) -> datetime:
    """Three months in."""
    return now + timedelta(days=90)


@pytest.fixture
def missed(database: Database, tour: int) -> list[int]:
    """Three check-ins that nobody recorded, and one to come."""
    return [a_talk(database, tour, days(count)) for count in (30, 60, 88, 118)]


def asked_for(home: HomePage, late: datetime) -> int | None:
    """Return which talk Home asks its reader to record; both sides are asked for the same."""
    sheets = [home.read(reader, late) for reader in (MANAGER, HOLDER)]
    found = {sheet.step.tour.talk.id for sheet in sheets if sheet.step.tour and sheet.step.tour.talk}
    if {sheet.step.step for sheet in sheets} != {Step.RECORD}:
        return None
    (talk_id,) = found
    return talk_id


def states(talks: TalksOfTour) -> dict[int, CheckInState]:
    return {talk.id: talk.state for talk in talks.talks}


def test_of_several_missed_check_ins_home_asks_for_the_last(
    home: HomePage, check_ins: CheckIns, tour: int, missed: list[int], late: datetime
) -> None:
    first, second, last, _to_come = missed
    assert asked_for(home, late) == last
    talks = check_ins.of_tour(HOLDER, tour, late)
    assert talks.next is not None
    assert talks.next.id == last
    assert [talk.id for talk in talks.passed_over] == [first, second]


def test_on_the_day_of_a_later_talk_home_speaks_of_that_one(
    home: HomePage, database: Database, check_ins: CheckIns, tour: int, missed: list[int], late: datetime
) -> None:
    halfway = a_talk(database, tour, days(40), Review.HALFWAY)
    assert asked_for(home, late) == halfway
    coming = a_talk(database, tour, days(90), Review.NEXT_TOUR_TALK)
    for reader in (MANAGER, HOLDER):
        step = home.read(reader, late).step
        assert step.step in {Step.CARD, Step.PREPARE}
        assert step.tour is not None
        assert step.tour.talk is not None
        assert step.tour.talk.id == coming
    check_ins.record(MANAGER, RecordTalk(coming, days(90), None, None, None, None), late)
    gone = states(check_ins.of_tour(HOLDER, tour, late))
    assert [gone[talk] for talk in (halfway, *missed[:3])] == [CheckInState.CANCELLED] * 4


def test_a_talk_was_not_held_before_the_one_before_it(check_ins: CheckIns, missed: list[int], late: datetime) -> None:
    _first, second, last, _to_come = missed
    check_ins.record(MANAGER, RecordTalk(second, days(61), None, None, None, None), late)
    with pytest.raises(SeveralRefused) as refused:
        check_ins.record(HOLDER, RecordTalk(last, days(60), None, None, None, None), late)
    (why,) = refused.value.refusals
    assert (why.reason, why.field, why.facts) == (Reason.HELD_BEFORE, "held_on", {"limit": days(61)})
    check_ins.record(HOLDER, RecordTalk(last, days(61), None, None, None, None), late)


def test_a_talk_says_which_earlier_check_ins_it_will_stand_for(
    database: Database, check_ins: CheckIns, missed: list[int], tour: int, late: datetime
) -> None:
    first, second, last, to_come = missed
    assert [line.id for line in check_ins.get(MANAGER, last, late).missed] == [first, second]
    assert [line.id for line in check_ins.get(MANAGER, first, late).missed] == [second, last]
    assert [line.id for line in check_ins.get(MANAGER, to_come, late).missed] == [first, second, last]
    check_ins.record(MANAGER, RecordTalk(last, days(89), None, None, None, None), late)
    assert check_ins.get(MANAGER, to_come, late).missed == ()


def test_a_great_talk_that_was_missed_is_asked_for_by_itself(
    home: HomePage, database: Database, check_ins: CheckIns, tour: int, missed: list[int], late: datetime
) -> None:
    halfway = a_talk(database, tour, days(50), Review.HALFWAY)
    assert asked_for(home, late) == halfway
    check_ins.record(MANAGER, RecordTalk(halfway, days(51), None, None, None, None), late)
    assert asked_for(home, late) == missed[2]


def test_a_great_talk_held_late_stands_for_the_check_ins_due_before_it_was_held(
    home: HomePage, database: Database, check_ins: CheckIns, tour: int, missed: list[int], late: datetime
) -> None:
    halfway = a_talk(database, tour, days(50), Review.HALFWAY)
    offered = check_ins.get(MANAGER, halfway, late).following
    assert offered is not None
    assert offered.id == missed[3]
    command = RecordTalk(halfway, days(90), None, None, offered.due_on, days(125))
    check_ins.record(MANAGER, command, late)
    after = check_ins.of_tour(MANAGER, tour, late)
    assert {states(after)[talk_id] for talk_id in missed[:3]} == {CheckInState.CANCELLED}
    assert after.next is not None
    assert (after.next.id, after.next.due_on) == (missed[3], days(125))
    assert asked_for(home, late) is None


def test_on_the_day_of_a_check_in_it_still_waits(
    database: Database, check_ins: CheckIns, tour: int, missed: list[int], late: datetime
) -> None:
    halfway = a_talk(database, tour, days(50), Review.HALFWAY)
    check_ins.record(MANAGER, RecordTalk(halfway, days(88), None, None, None, None), late)
    assert states(check_ins.of_tour(MANAGER, tour, late))[missed[2]] is CheckInState.PLANNED


def test_moving_the_last_missed_check_in_strikes_out_those_before_it(
    home: HomePage, database: Database, check_ins: CheckIns, tour: int, missed: list[int], late: datetime
) -> None:
    first, second, last, to_come = missed
    check_ins.move(MANAGER, MoveTalk(last, days(92)), late)
    after = states(check_ins.of_tour(MANAGER, tour, late))
    assert {after[first], after[second]} == {CheckInState.CANCELLED}
    assert {after[last], after[to_come]} == {CheckInState.PLANNED}
    assert asked_for(home, late) is None
    assert told(database, HOLDER.user_id) == ["check_in_moved"]


def test_an_earlier_one_that_was_held_after_all_can_be_recorded(
    home: HomePage, check_ins: CheckIns, tour: int, missed: list[int], late: datetime
) -> None:
    first, second, last, _to_come = missed
    check_ins.record(HOLDER, RecordTalk(second, days(61), None, None, None, None), late)
    after = states(check_ins.of_tour(MANAGER, tour, late))
    assert (after[first], after[second], after[last]) == (
        CheckInState.CANCELLED,
        CheckInState.HELD,
        CheckInState.PLANNED,
    )
    assert asked_for(home, late) == last


def test_moving_a_talk_to_come_leaves_the_missed_one_to_be_recorded(
    home: HomePage, check_ins: CheckIns, missed: list[int], late: datetime
) -> None:
    check_ins.move(MANAGER, MoveTalk(missed[3], days(120)), late)
    assert asked_for(home, late) == missed[2]


def test_a_tour_tells_of_the_talks_to_come_and_not_of_those_that_were_missed(
    database: Database, tour: int, missed: list[int], late: datetime
) -> None:
    to_come = Tours(database).read(MANAGER, tour, late).talks
    assert [talk.due_on for talk in to_come] == [days(118)]


def test_moving_a_late_great_talk_leaves_the_check_ins_before_it_to_be_recorded(
    home: HomePage, database: Database, check_ins: CheckIns, missed: list[int], late: datetime
) -> None:
    halfway = a_talk(database, check_ins.get(MANAGER, missed[2], late).sides.tour_id, days(89), Review.HALFWAY)
    check_ins.move(MANAGER, MoveTalk(halfway, days(95)), late)
    assert asked_for(home, late) == missed[2]
