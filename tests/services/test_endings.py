"""Doors, closes, early ends and records on a real database: what is refused, told, planned and shown to whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.outbox import OutboxLine
from bot.db.work import Database
from bot.domain.check_ins import Review
from bot.domain.doors import Door, Standing
from bot.domain.drafting import TermsWish
from bot.domain.endings import FAIR_TIME, OPENS_BEFORE_END, EndReason
from bot.domain.goals import GoalState
from bot.domain.lifecycle import State
from bot.domain.nudges import Moment
from bot.domain.outbox import Urgency
from bot.domain.promises import PromiseState
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.services import timetable
from bot.services.check_in_sheets import RecordTalk
from bot.services.check_ins import CheckIns
from bot.services.doors import ChooseDoor, Doors, next_wish
from bot.services.endings import AnswerClose, EndEarly, Endings
from bot.services.keeping import Keeping
from bot.services.people import Actor
from bot.services.records import Records
from bot.services.roll import Roll
from bot.services.tour_detail import TourDetail
from bot.services.tours import Tours
from bot.services.writing import Writing, as_markdown
from tests.given import TEAM, a_goal, a_person
from tests.making import ENDLESS, HOLDER, MANAGER, STRANGER, told, under_way

NASTY = '<script>alert("x")</script> *b* [a](http://x) {{ 7 * 7 }}\nsecond line'


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    for actor in (MANAGER, HOLDER):
        a_person(database, actor, now)
    return under_way(database, now)


@pytest.fixture
def doors(database: Database) -> Doors:
    return Doors(database)


@pytest.fixture
def endings(database: Database) -> Endings:
    return Endings(database)


def refused(act: Callable[[], object]) -> list[tuple[str | None, Reason]]:
    with pytest.raises((Refused, SeveralRefused)) as caught:
        act()
    error = caught.value
    found = error.refusals if isinstance(error, SeveralRefused) else [error]
    return [(each.field, each.reason) for each in found if isinstance(each, Refused)]


def read(database: Database, actor: Actor, tour_id: int, now: datetime) -> TourDetail:
    return Tours(database).read(actor, tour_id, now)


def talk(database: Database, doors: Doors, tour_id: int, now: datetime) -> None:
    """Hold and record a talk about the next tour."""
    talk_id = doors.plan_talk(MANAGER, tour_id, now)
    CheckIns(database).record(MANAGER, RecordTalk(talk_id, now.date(), None, None, None, None), now)


def agree(database: Database, doors: Doors, tour_id: int, door: Door, now: datetime) -> None:
    talk(database, doors, tour_id, now)
    for actor in (MANAGER, HOLDER):
        doors.confirm(actor, ChooseDoor(tour_id, door), now)


def due(database: Database, user_id: str) -> list[OutboxLine]:
    with database.reading(TEAM) as work:
        waiting = work.outbox.waiting(recipient_id=user_id)
    return [line for line in waiting if line.moment == Moment.DOOR_TO_CHOOSE]


def answer(detail: TourDetail, actor: Actor, outcome: str | None = "Done", thanks: str | None = None) -> AnswerClose:
    own = [each for each in detail.shown.promises if detail.is_of_reader(each) and each.state is PromiseState.OPEN]
    return AnswerClose(detail.id, outcome, thanks, {each.id: PromiseState.KEPT for each in own})


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
    assert refused(lambda: doors.lean(HOLDER, lean, now)) == [(None, Reason.WRONG_STATE)]
    doors.plan_talk(HOLDER, tour_id, now)
    assert doors.lean(HOLDER, lean, now).way_out.leaning is Door.RENEW


def test_a_door_is_confirmed_after_the_talk_and_by_the_two_sides_alone(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    command = ChooseDoor(tour_id, Door.RENEW)
    assert refused(lambda: doors.confirm(HOLDER, command, now)) == [("door", Reason.TALK_FIRST)]
    talk(database, doors, tour_id, now)
    nothing = replace(command, door=None)
    assert refused(lambda: doors.confirm(HOLDER, nothing, now)) == [("door", Reason.REQUIRED)]
    assert refused(lambda: doors.confirm(STRANGER, command, now)) == [(None, Reason.NOT_YOURS)]
    for actor in (MANAGER, HOLDER):
        doors.confirm(actor, command, now)
    assert refused(lambda: doors.confirm(HOLDER, command, now)) == [(None, Reason.DOOR_AGREED)]


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


def test_a_talk_that_is_planned_already_is_not_planned_twice(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    first = doors.plan_talk(MANAGER, tour_id, now)
    assert doors.plan_talk(HOLDER, tour_id, now) == first
    endless = under_way(database, now, STRANGER, ENDLESS)
    added = doors.plan_talk(MANAGER, endless, now)
    found = CheckIns(database).get(MANAGER, added, now).line
    assert (found.review, found.due_on) == (Review.NEXT_TOUR_TALK, date(2026, 1, 19))


def test_what_follows_a_renewed_tour_is_what_was_agreed_with_fresh_dates(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    assert refused(lambda: doors.proposal(HOLDER, tour_id, now)) == [(None, Reason.WRONG_STATE)]
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


def test_a_close_opens_near_the_end_or_by_an_agreed_door(
    database: Database, doors: Doors, endings: Endings, tour_id: int, now: datetime
) -> None:
    end_on = read(database, MANAGER, tour_id, now).shown.draft.end_on
    assert end_on is not None
    assert refused(lambda: endings.open_close(MANAGER, tour_id, now)) == [(None, Reason.CLOSES_LATER)]
    assert refused(lambda: endings.open_close(STRANGER, tour_id, now)) == [(None, Reason.NOT_YOURS)]
    near = now + (end_on - OPENS_BEFORE_END - now.date())
    assert refused(lambda: endings.open_close(MANAGER, tour_id, near - timedelta(days=1)))
    assert read(database, MANAGER, tour_id, near).way_out.may_close
    agree(database, doors, tour_id, Door.LEAVE_WELL, now)
    assert endings.open_close(HOLDER, tour_id, now).state is State.CLOSING
    assert refused(lambda: endings.open_close(MANAGER, tour_id, now)) == [(None, Reason.WRONG_STATE)]
    assert "close_opened" in told(database, MANAGER.user_id)
    assert "close_opened" not in told(database, HOLDER.user_id)


def test_a_tour_without_an_end_is_closed_by_a_door(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    endless = under_way(database, now, STRANGER, ENDLESS)
    assert refused(lambda: endings.open_close(MANAGER, endless, now)) == [(None, Reason.CLOSE_BY_DOOR)]


def closing(database: Database, endings: Endings, tour_id: int, now: datetime) -> tuple[TourDetail, datetime]:
    end_on = read(database, MANAGER, tour_id, now).shown.draft.end_on
    assert end_on is not None
    late = now + (end_on - now.date())
    return endings.open_close(MANAGER, tour_id, late), late


def test_an_answer_settles_every_open_promise_of_its_side(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    detail, late = closing(database, endings, tour_id, now)
    empty = AnswerClose(tour_id, None, "x" * 301, {})
    own = [each.id for each in detail.shown.promises if detail.is_of_reader(each)]
    assert refused(lambda: endings.answer(MANAGER, empty, late)) == [
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
    assert refused(lambda: endings.answer(MANAGER, answer(detail, MANAGER), now)) == [(None, Reason.WRONG_STATE)]
    assert refused(lambda: endings.answer(STRANGER, answer(detail, MANAGER), now)) == [(None, Reason.NOT_YOURS)]


def test_an_early_end_asks_for_a_kind_of_reason_and_stops_everything(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    command = EndEarly(tour_id, EndReason.LEAVING)
    assert refused(lambda: endings.end_early(HOLDER, EndEarly(tour_id, None), now)) == [("reason", Reason.REQUIRED)]
    assert refused(lambda: endings.end_early(STRANGER, command, now)) == [(None, Reason.NOT_YOURS)]
    assert endings.end_early(HOLDER, command, now).state is State.ENDED_EARLY
    assert refused(lambda: endings.end_early(HOLDER, command, now)) == [(None, Reason.WRONG_STATE)]
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


def finished(database: Database, endings: Endings, tour_id: int, now: datetime, words: str) -> datetime:
    """Close a tour with a goal that was done; only the holder answers."""
    goal_id = a_goal(database, tour_id, now, date(2026, 6, 1), HOLDER.user_id)
    with database.work(TEAM) as work:
        work.goals.get(goal_id).report(GoalState.DONE, by=HOLDER.user_id, words=None, now=now)
    _detail, late = closing(database, endings, tour_id, now)
    endings.answer(HOLDER, answer(read(database, HOLDER, tour_id, late), HOLDER, words, words[:300]), late)
    endings.complete_waiting(TEAM, late + FAIR_TIME + timedelta(days=1), 1)
    return late


def test_the_record_is_the_holders_and_only_of_a_tour_that_is_over(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    records = Records(database, Writing())
    assert refused(lambda: records.html(HOLDER, tour_id, now)) == [(None, Reason.WRONG_STATE)]
    late = finished(database, endings, tour_id, now, "Done")
    assert refused(lambda: records.html(MANAGER, tour_id, late)) == [(None, Reason.NOT_YOURS)]
    found = records.read(HOLDER, tour_id, late)
    assert [side.signed_on for side in found.said] == [late.date(), None]
    assert [goal.what for goal in found.goals] == ["Answer every call"]
    assert found.profile_lines == (found.gain,)


def test_words_in_a_record_are_shown_and_never_obeyed(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    records = Records(database, Writing())
    late = finished(database, endings, tour_id, now, NASTY)
    page = records.html(HOLDER, tour_id, late).content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert "not confirmed" in page
    assert 'src="' not in page
    plain = records.markdown(HOLDER, tour_id, late).content.decode()
    assert "<script" not in plain.replace("\\<", "")
    assert "[a](" not in plain
    found = json.loads(records.data(HOLDER, tour_id, late).content)
    assert found["said"][0]["outcome"] == NASTY
    assert found["start_on"] == "2026-01-05"


def test_markdown_shows_each_sign_as_it_stands() -> None:
    assert as_markdown("# a_b *c* [d](e) | `f`\n- g.") == r"\# a\_b \*c\* \[d\](e) \| \`f\` - g."
    assert as_markdown("1. AT&T &amp; R&D") == r"1\. AT&T \&amp; R&D"
    assert as_markdown("- <b>") == r"\- \<b\>"


def test_the_pictures_time_line_holds_every_day_between_its_ends(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    late = finished(database, endings, tour_id, now, "Done")
    found = Records(database, Writing()).read(HOLDER, tour_id, late)
    places = [found.place(day) for day in (date(2020, 1, 1), found.start_on, found.ended_on, date(2040, 1, 1))]
    assert places == [30, 30, 970, 970]


def test_earlier_tours_make_one_line_of_which_each_sees_their_own(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    endings.end_early(HOLDER, EndEarly(tour_id, EndReason.NEW_ROLE), now)
    later = now + timedelta(days=3)
    second = under_way(database, later, manager=STRANGER)
    assert [line.id for line in read(database, HOLDER, second, later).way_out.earlier] == [tour_id]
    assert read(database, STRANGER, second, later).way_out.earlier == ()


def test_stewards_see_of_an_end_that_a_tour_is_over_and_nothing_else(
    database: Database, doors: Doors, endings: Endings, tour_id: int, now: datetime
) -> None:
    left = under_way(database, now, STRANGER)
    agree(database, doors, tour_id, Door.LEAVE_WELL, now)
    endings.open_close(HOLDER, tour_id, now)
    endings.complete_waiting(TEAM, now + FAIR_TIME + timedelta(days=1), 1)
    endings.end_early(MANAGER, EndEarly(left, EndReason.NOT_WORKING), now)
    with database.work(TEAM) as work:
        work.stewards.name(["USTEWARD"], None, now)
    roll = Roll(database).as_csv(replace(HOLDER, user_id="USTEWARD"), 0, now).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[4:] for line in roll[1:]] == [["rotational", "2026-01-05", "2026-12-31", "no"]] * 2


def test_no_file_of_one_side_holds_what_the_other_leans_to_or_confirmed(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    doors.lean(HOLDER, ChooseDoor(tour_id, Door.LEAVE_WELL), now)
    talk(database, doors, tour_id, now)
    doors.confirm(HOLDER, ChooseDoor(tour_id, Door.LEAVE_WELL), now)
    theirs, own = (Keeping(database).as_json(actor, 0, now).content.decode() for actor in (MANAGER, HOLDER))
    assert Door.LEAVE_WELL not in theirs
    assert Door.LEAVE_WELL in own
