"""What goes out, when and to whom, over the weeks of a tour: decided by the facts of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.db.work import Database
from bot.domain.goals import Goal, GoalDraft, GoalState
from bot.domain.lifecycle import State
from bot.domain.nudges import Moment
from bot.domain.outbox import Urgency
from bot.domain.people import Person, Profile
from bot.domain.promises import PromiseDraft, Side
from bot.services import forecast, timetable
from bot.services.check_in_sheets import MoveTalk, RecordTalk
from bot.services.check_ins import CheckIns
from bot.services.people import People
from bot.slack.ids import Action
from tests.jobs.nudged import LONG_TERM, live, moments, to
from tests.living import Life, reasons
from tests.making import DRAFT, HOLDER, MANAGER, proposed, under_way
from tests.slack.judges import faults


def test_a_talk_is_announced_asked_for_and_missed_once_each(life: Life, tour_id: int) -> None:
    # The first check-in of a tour that started on Monday, 5 January is on Thursday, 5 February.
    arrived = life.until(datetime(2026, 2, 28, tzinfo=UTC))
    assert moments(arrived) == [
        (date(2026, 2, 3), MANAGER.user_id, ("review_due",)),
        (date(2026, 2, 4), HOLDER.user_id, ("review_coming",)),
        (date(2026, 2, 6), MANAGER.user_id, ("review_to_record",)),
        (date(2026, 2, 12), MANAGER.user_id, ("review_overdue",)),
    ]


def test_the_manager_is_coached_to_go_first(life: Life, tour_id: int) -> None:
    dm = life.until(datetime(2026, 2, 3, 12, tzinfo=UTC))[0]
    assert dm.prompts[0].startswith("nudges/review_due/go_first/")
    assert "*Earn the right of first conversation*" in dm.words
    assert [action for action, _ in dm.buttons][:4] == [
        Action.WRITE_OPENING_CARD,
        Action.PREPARE_REVIEW,
        Action.RECORD_REVIEW,
        Action.SNOOZE_NUDGE,
    ]
    assert faults({"text": dm.text, "blocks": dm.blocks}) == []


def test_nudges_come_as_the_day_begins_where_the_person_is(life: Life, tour_id: int) -> None:
    for dm in life.until(datetime(2026, 12, 31, tzinfo=UTC)):
        zone = ZoneInfo({MANAGER.user_id: MANAGER.time_zone, HOLDER.user_id: HOLDER.time_zone}[dm.to])
        assert dm.at.astimezone(zone).time() == time(9)


def test_what_is_recorded_is_not_asked_for(life: Life, tour_id: int, database: Database) -> None:
    life.until(datetime(2026, 2, 5, 12, tzinfo=UTC))
    check_ins = CheckIns(database)
    talk = check_ins.of_tour(HOLDER, tour_id, life.now).next
    assert talk is not None
    check_ins.record(HOLDER, RecordTalk(talk.id, date(2026, 2, 5), None, None, None, None), life.now)
    arrived = life.until(datetime(2026, 2, 28, tzinfo=UTC))
    assert moments(to(MANAGER.user_id, arrived)) == [(date(2026, 2, 5), MANAGER.user_id, ("check_in_recorded",))]


def test_a_talk_that_moves_takes_its_reminders_along(life: Life, tour_id: int, database: Database) -> None:
    check_ins = CheckIns(database)
    talk = check_ins.of_tour(MANAGER, tour_id, life.now).next
    assert talk is not None
    for day in (date(2026, 2, 12), date(2026, 2, 5), date(2026, 2, 19)):
        check_ins.move(MANAGER, MoveTalk(talk.id, day), life.now)
    arrived = [dm for dm in life.until(datetime(2026, 2, 20, 7, tzinfo=UTC)) if dm.urgency is Urgency.NUDGE]
    assert [(dm.at.date(), dm.moments) for dm in arrived] == [
        (date(2026, 2, 17), ("review_due",)),
        (date(2026, 2, 18), ("review_coming",)),
    ]


def test_a_talk_moved_back_is_announced_again_on_its_first_day(life: Life, tour_id: int, database: Database) -> None:
    check_ins = CheckIns(database)
    talk = check_ins.of_tour(MANAGER, tour_id, life.now).next
    assert talk is not None
    check_ins.move(MANAGER, MoveTalk(talk.id, date(2026, 2, 19)), life.now)
    check_ins.move(MANAGER, MoveTalk(talk.id, date(2026, 2, 5)), life.now)
    assert (date(2026, 2, 3), MANAGER.user_id, ("review_due",)) in moments(life.until(datetime(2026, 2, 4, tzinfo=UTC)))


def test_one_dm_a_day_holds_everything_most_urgent_first(life: Life, database: Database) -> None:
    tours = [
        under_way(database, life.now, holder=replace(HOLDER, user_id=f"U0HOLDER{n}"), draft=LONG_TERM)
        for n in range(40)
    ]
    assert len(tours) == 40
    found = to(MANAGER.user_id, life.until(datetime(2026, 2, 3, 23, tzinfo=UTC)))
    assert len(found) == 1
    assert len(found[0].moments) == 40
    assert faults({"text": found[0].text, "blocks": found[0].blocks}) == []
    assert found[0].text.endswith("and 39 more")
    assert found[0].words.count("U0HOLDER") >= 40


def test_what_comes_up_after_the_days_dm_waits_for_the_next_day(life: Life, tour_id: int, database: Database) -> None:
    life.until(datetime(2026, 2, 3, 9, tzinfo=UTC))
    draft = GoalDraft(Side.COMPANY, "Two shifts", "The roster", date(2026, 2, 5))
    with database.work("T1") as work:
        goal = Goal.write(team_id="T1", tour_id=tour_id, author_id=MANAGER.user_id, draft=draft, now=life.now)
        work.goals.add(goal)
        timetable.goals_changed(work, work.tours.get(tour_id), [goal], life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 5, tzinfo=UTC)))
    assert moments(arrived) == [(date(2026, 2, 4), MANAGER.user_id, ("goal_due",))]


def test_a_tour_on_leave_is_not_spoken_of(life: Life, tour_id: int, database: Database) -> None:
    with database.work("T1") as work:
        work.tours.get(tour_id).state = State.PAUSED
    assert life.until(datetime(2026, 2, 20, tzinfo=UTC)) == []
    assert {why for _, why in reasons(database, MANAGER.user_id, life.now)} == {"tour_paused"}


def test_a_goal_that_is_done_is_not_reminded_of(life: Life, tour_id: int, database: Database) -> None:
    draft = GoalDraft(Side.HOLDER, "Two shifts", "The roster", date(2026, 1, 23))
    with database.work("T1") as work:
        goal = Goal.write(team_id="T1", tour_id=tour_id, author_id=HOLDER.user_id, draft=draft, now=life.now)
        work.goals.add(goal)
        timetable.goals_changed(work, work.tours.get(tour_id), [goal], life.now)
        goal.report(GoalState.DONE, by=HOLDER.user_id, words=None, now=life.now)
    assert life.until(datetime(2026, 1, 30, tzinfo=UTC)) == []
    assert reasons(database, HOLDER.user_id, life.now)[0] == (Moment.GOAL_DUE, "done")


def test_promises_of_one_day_are_told_together_the_companys_first(life: Life, database: Database) -> None:
    due_on = date(2026, 1, 23)
    promises = (
        PromiseDraft(Side.COMPANY, "A mill", MANAGER.user_id, due_on),
        PromiseDraft(Side.COMPANY, "A course", "U0SOMEBODY", due_on),
        PromiseDraft(Side.HOLDER, "A report", HOLDER.user_id, due_on),
    )
    under_way(database, life.now, draft=replace(DRAFT, promises=promises))
    arrived = life.until(datetime(2026, 1, 30, tzinfo=UTC))
    assert moments(arrived) == [
        (date(2026, 1, 16), MANAGER.user_id, ("promise_due_company", "promise_due_company")),
        (date(2026, 1, 21), HOLDER.user_id, ("promise_due_holder",)),
    ]
    assert arrived[0].text == "2 promises to <@U0HOLDER>, due on Friday, 23 January"
    assert [action for action, _ in arrived[0].buttons][:2] == [Action.SHOW_PROMISES, Action.SNOOZE_NUDGE]
    assert [action for action, _ in arrived[1].buttons][:3] == [
        Action.PROMISE_KEPT,
        Action.PROMISE_MOVED,
        Action.SHOW_PROMISES,
    ]


def test_a_promise_that_is_kept_is_not_reminded_of(life: Life, database: Database) -> None:
    tour_id = under_way(database, life.now)
    with database.work("T1") as work:
        terms = work.tours.get(tour_id).in_force
        assert terms is not None
        terms.promises[0].keep(by=MANAGER.user_id, now=life.now)
    life.until(datetime(2026, 3, 3, tzinfo=UTC))
    assert (Moment.PROMISE_DUE_COMPANY, "done") in reasons(database, MANAGER.user_id, life.now)


def test_a_proposal_is_reminded_of_thrice_then_no_more(life: Life, database: Database) -> None:
    tour_id = proposed(database, life.now)
    with database.work("T1") as work:
        timetable.proposal_made(work, work.tours.get(tour_id), life.now)
    arrived = life.until(datetime(2026, 3, 1, tzinfo=UTC))
    tokyo = [dm.at.astimezone(ZoneInfo(HOLDER.time_zone)).date() for dm in arrived]
    assert list(zip(tokyo, [dm.moments for dm in arrived], strict=True)) == [
        (date(2026, 1, 8), ("proposal_waiting",)),
        (date(2026, 1, 14), ("proposal_waiting",)),
        (date(2026, 1, 30), ("proposal_lapsing",)),
    ]
    assert {dm.to for dm in arrived} == {HOLDER.user_id}


def test_a_signed_proposal_is_not_reminded_of(life: Life, database: Database) -> None:
    tour_id = proposed(database, life.now, draft=LONG_TERM)
    with database.work("T1") as work:
        tour = work.tours.get(tour_id)
        timetable.proposal_made(work, tour, life.now)
        tour.sign(by=HOLDER.user_id, number=1, text_hash=tour.latest.text_hash, now=life.now)
        timetable.proposal_settled(work, tour)
    assert life.until(datetime(2026, 3, 1, tzinfo=UTC)) == []


def test_the_same_words_are_not_sent_twice_running(life: Life, tour_id: int, database: Database) -> None:
    found = [dm for dm in live(life, database, 10, heeding=True) if dm.moments == ("review_due",)]
    prompts = [dm.prompts[0] for dm in found]
    assert len(prompts) > 5
    assert all(one != following for one, following in pairwise(prompts))


def test_nobody_writes_to_somebody_who_left_and_the_other_side_is_told(
    life: Life, tour_id: int, database: Database
) -> None:
    people = People(database, lambda *_: None)
    gone = Profile(name="-", time_zone=MANAGER.time_zone, is_deactivated=True)
    people.changed("T1", MANAGER.user_id, gone, life.now)
    arrived = life.until(datetime(2026, 1, 28, tzinfo=UTC))
    assert [(dm.to, dm.moments) for dm in arrived] == [(HOLDER.user_id, ("person_left",))]
    people.changed("T1", MANAGER.user_id, replace(gone, is_deactivated=False), life.now)
    arrived = life.until(datetime(2026, 2, 5, tzinfo=UTC))
    assert {(dm.to, *dm.moments) for dm in arrived} >= {
        (MANAGER.user_id, "review_due"),
        (HOLDER.user_id, "review_coming"),
    }


def test_no_nudge_speaks_of_a_tour_whose_other_side_left(life: Life, tour_id: int, database: Database) -> None:
    gone = Profile(name="-", time_zone=HOLDER.time_zone, is_deactivated=True)
    People(database, lambda *_: None).changed("T1", HOLDER.user_id, gone, life.now)
    with database.work("T1") as work:
        timetable.plan_again(work, work.tours.get(tour_id), life.now)
        assert forecast.of_person(work, MANAGER.user_id, life.now) == []
    arrived = life.until(datetime(2026, 2, 20, tzinfo=UTC))
    assert {dm.moments for dm in to(MANAGER.user_id, arrived)} <= {("person_left",)}
    assert {why for _, why in reasons(database, MANAGER.user_id, life.now)} == {"person_left"}


def test_no_dm_holds_what_somebody_wrote(life: Life, database: Database) -> None:
    under_way(database, life.now)
    for dm in life.until(datetime(2027, 1, 30, tzinfo=UTC)):
        for words in ("press", "paper mill", "operator", "colleague at"):
            assert words not in str(dm.blocks)
            assert words not in dm.text


def test_people_are_met_with_our_hours(life: Life, database: Database) -> None:
    with database.reading("T1") as work:
        person = work.people.get(MANAGER.user_id)
    assert isinstance(person, Person)
    assert (person.work_start, person.work_end) == (time(9), time(17))
    assert person.calendar().opens_at(date(2026, 1, 5)) - timedelta(hours=8) == datetime(2026, 1, 5, tzinfo=UTC)
