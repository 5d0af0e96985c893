"""The three doors: leanings that stay alone, one door that both confirm, and where it leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.check_ins import Review
from bot.domain.doors import Door, Standing
from bot.domain.drafting import TermsWish
from bot.domain.nudges import Moment
from bot.domain.refusals import Reason
from bot.services import forecast
from bot.services.check_in_sheets import RecordTalk
from bot.services.check_ins import CheckIns
from bot.services.doors import ChooseDoor, Doors, next_wish
from bot.services.people import Actor
from tests.given import TEAM
from tests.making import ENDLESS, HOLDER, MANAGER, STRANGER, proposed, told, under_way
from tests.refusing import faults
from tests.services.leaving import agree, due, read, talk


def test_a_leaning_stays_with_its_owner(database: Database, doors: Doors, tour_id: int, now: datetime) -> None:
    assert doors.lean(HOLDER, ChooseDoor(tour_id, Door.LEAVE_WELL), now).way_out.leaning is Door.LEAVE_WELL
    theirs = read(database, MANAGER, tour_id, now).way_out
    assert (theirs.leaning, theirs.standing) == (None, Standing.NOBODY)
    assert told(database, MANAGER.user_id) == []
    assert doors.lean(HOLDER, ChooseDoor(tour_id, None), now).way_out.leaning is None


def test_recording_the_talk_erases_both_leanings_for_good(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    for actor in (MANAGER, HOLDER):
        doors.lean(actor, ChooseDoor(tour_id, Door.RENEW), now)
    talk(database, doors, tour_id, now)
    with database.reading(TEAM) as work:
        assert [choice.leaning for choice in work.endings.doors(tour_id)] == [None, None]


def test_a_leaning_is_taken_only_while_a_talk_is_ahead(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    talk(database, doors, tour_id, now)
    lean = ChooseDoor(tour_id, Door.RENEW)
    assert faults(lambda: doors.lean(HOLDER, lean, now)) == [(None, Reason.WRONG_STATE)]
    doors.plan_talk(HOLDER, tour_id, now)
    assert doors.lean(HOLDER, lean, now).way_out.leaning is Door.RENEW


def test_a_door_is_confirmed_after_the_talk_and_by_the_two_sides_alone(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    command = ChooseDoor(tour_id, Door.RENEW)
    assert faults(lambda: doors.confirm(HOLDER, command, now)) == [("door", Reason.TALK_FIRST)]
    talk(database, doors, tour_id, now)
    nothing = replace(command, door=None)
    assert faults(lambda: doors.confirm(HOLDER, nothing, now)) == [("door", Reason.REQUIRED)]
    assert faults(lambda: doors.confirm(STRANGER, command, now)) == [(None, Reason.NOT_YOURS)]
    for actor in (MANAGER, HOLDER):
        doors.confirm(actor, command, now)
    assert faults(lambda: doors.confirm(HOLDER, command, now)) == [(None, Reason.DOOR_AGREED)]


@pytest.mark.parametrize("theirs", list(Door))
def test_what_one_side_sees_of_another_door_is_the_same_whichever_it_is(
    database: Database, doors: Doors, tour_id: int, now: datetime, theirs: Door
) -> None:
    talk(database, doors, tour_id, now)
    doors.confirm(HOLDER, ChooseDoor(tour_id, theirs), now)
    seen = read(database, MANAGER, tour_id, now).way_out
    assert (seen.standing, seen.agreed, seen.confirmed) == (Standing.THEIRS, None, None)
    differs = next(door for door in Door if door is not theirs)
    after = doors.confirm(MANAGER, ChooseDoor(tour_id, differs), now).way_out
    assert (after.standing, after.agreed, after.confirmed) == (Standing.DIFFER, None, differs)
    assert "door_confirmed" in told(database, MANAGER.user_id)
    assert "doors_differ" in told(database, HOLDER.user_id)


def test_a_door_to_choose_is_reminded_of_until_both_confirm_the_same(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    talk(database, doors, tour_id, now)
    days = [line.due_at.date() for line in due(database, HOLDER.user_id)]
    assert days[:2] == [date(2026, 1, 8), date(2026, 1, 23)]  # a holiday of Japan's lies between
    doors.confirm(HOLDER, ChooseDoor(tour_id, Door.RENEW), now)
    doors.confirm(MANAGER, ChooseDoor(tour_id, Door.NEW_TOUR), now)
    assert due(database, HOLDER.user_id)
    doors.confirm(HOLDER, ChooseDoor(tour_id, Door.NEW_TOUR), now)
    assert due(database, HOLDER.user_id) + due(database, MANAGER.user_id) == []


def foreseen(database: Database, actor: Actor, now: datetime) -> list[str]:
    with database.reading(TEAM) as work:
        lines = forecast.of_person(work, actor.user_id, now)
    return [line.to_id for line in lines if line.moment is Moment.DOOR_TO_CHOOSE]


def test_whoever_has_confirmed_a_door_foresees_no_more_reminders_of_it(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    talk(database, doors, tour_id, now)
    before = foreseen(database, HOLDER, now)
    assert before
    doors.confirm(MANAGER, ChooseDoor(tour_id, Door.RENEW), now)
    assert foreseen(database, MANAGER, now) == []
    assert foreseen(database, HOLDER, now) == before
    with database.reading(TEAM) as work:
        of_both = [line.to_id for line in forecast.of_tour(work, tour_id, now) if line.moment is Moment.DOOR_TO_CHOOSE]
    assert of_both == before


def test_both_are_reminded_again_where_their_doors_differ(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    talk(database, doors, tour_id, now)
    before = foreseen(database, MANAGER, now)
    doors.confirm(MANAGER, ChooseDoor(tour_id, Door.RENEW), now)
    doors.confirm(HOLDER, ChooseDoor(tour_id, Door.LEAVE_WELL), now)
    assert foreseen(database, MANAGER, now) == before
    assert foreseen(database, HOLDER, now)


def test_after_the_message_that_doors_differ_no_reminder_comes_for_some_days(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    talk(database, doors, tour_id, now)
    later = now + timedelta(days=3)
    doors.confirm(MANAGER, ChooseDoor(tour_id, Door.RENEW), now)
    doors.confirm(HOLDER, ChooseDoor(tour_id, Door.LEAVE_WELL), later)
    first = [due(database, actor.user_id)[0].due_at.date() for actor in (MANAGER, HOLDER)]
    assert first == [date(2026, 1, 13), date(2026, 1, 14)]  # Coming-of-Age Day lies between in Tokyo


def test_a_talk_that_is_planned_already_is_not_planned_twice(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    first = doors.plan_talk(MANAGER, tour_id, now)
    assert doors.plan_talk(HOLDER, tour_id, now) == first
    endless = under_way(database, now, STRANGER, ENDLESS)
    added = doors.plan_talk(MANAGER, endless, now)
    found = CheckIns(database).get(MANAGER, added, now).line
    assert (found.review, found.due_on) == (Review.NEXT_TOUR_TALK, date(2026, 1, 19))


def test_the_agreed_door_leads_on_until_the_tour_that_follows_is_proposed(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    agree(database, doors, tour_id, Door.RENEW, now)
    before = read(database, MANAGER, tour_id, now).way_out
    proposed(database, now)
    after = read(database, MANAGER, tour_id, now).way_out
    assert [(way.leads_on, way.has_next, way.is_due) for way in (before, after)] == [
        (True, False, True),
        (False, True, False),
    ]


def test_what_follows_a_renewed_tour_is_what_was_agreed_with_fresh_dates(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    assert faults(lambda: doors.proposal(HOLDER, tour_id, now)) == [(None, Reason.WRONG_STATE)]
    agree(database, doors, tour_id, Door.RENEW, now)
    detail, wish = doors.proposal(HOLDER, tour_id, now)
    before = detail.shown.draft
    assert (wish.mission, wish.result, wish.gain) == (before.mission, before.result, before.gain)
    assert before.end_on is not None
    assert wish.start_on == before.end_on + timedelta(days=1)
    assert wish.end_on == wish.start_on + (before.end_on - before.start_on)
    assert {row.due_on for row in wish.promises} == {None}


def test_what_follows_a_tour_whose_end_has_passed_begins_today(database: Database, tour_id: int, now: datetime) -> None:
    with database.reading(TEAM) as work:
        terms = work.tours.get(tour_id).in_force
    assert terms is not None
    assert next_wish(terms, Door.NEW_TOUR, date(2030, 1, 1)) == TermsWish(kind=terms.kind, start_on=date(2030, 1, 1))


def test_once_both_confirmed_the_same_door_no_talk_about_it_is_asked_for_any_more(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    talk(database, doors, tour_id, now)
    doors.plan_talk(MANAGER, tour_id, now)
    before = read(database, MANAGER, tour_id, now).talks
    ahead = {line.due_on for line in before if line.review is Review.NEXT_TOUR_TALK}
    assert ahead
    doors.confirm(MANAGER, ChooseDoor(tour_id, Door.RENEW), now)
    assert read(database, MANAGER, tour_id, now).talks == before
    doors.confirm(HOLDER, ChooseDoor(tour_id, Door.RENEW), now)
    after = read(database, MANAGER, tour_id, now)
    assert {line.review for line in after.talks} & {Review.NEXT_TOUR_TALK} == set()
    assert ahead <= {line.due_on for line in after.talks if line.review is Review.CHECK_IN}
    for line in after.talks:
        with database.reading(TEAM) as work:
            (found,) = [x for x in work.check_ins.of_tour(tour_id) if x.due_on == line.due_on and x.held_on is None]
        CheckIns(database).record(MANAGER, RecordTalk(found.id, now.date(), None, None, None, None), now)
    assert {line.review for line in read(database, MANAGER, tour_id, now).talks} == {Review.CHECK_IN}
