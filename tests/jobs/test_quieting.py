"""What holds nudges back: days off, pauses, snoozes, slower rhythms and what is ignored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.db.work import Database
from bot.domain.calendar import DaysOff
from bot.domain.nudges import Moment, Pace
from bot.domain.people import HoursDraft, Profile
from bot.domain.promises import PromiseDraft, Side
from bot.domain.refusals import Reason, Refused
from bot.services.check_in_sheets import RecordTalk
from bot.services.check_ins import CheckIns
from bot.services.home import HomePage
from bot.services.nudge_sheets import NudgeRef
from bot.services.nudges import Nudges
from bot.services.people import People
from bot.slack.forms import nudges as forms
from bot.slack.views import home as homes
from tests.jobs.nudged import announcements, change, live, moments, ref, to
from tests.living import Arrived, Life, reasons
from tests.making import DRAFT, ELSEWHERE, HOLDER, MANAGER, STRANGER, ended, under_way
from tests.slack.judges import judge


def test_nothing_goes_out_on_days_off_and_one_dm_holds_all_afterwards(
    life: Life, tour_id: int, database: Database
) -> None:
    off = DaysOff(date(2026, 2, 2), date(2026, 2, 15))
    change(database, MANAGER.user_id, days_off=[[off.first.isoformat(), off.last.isoformat()]])
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 28, tzinfo=UTC)))
    assert moments(arrived) == [(date(2026, 2, 16), MANAGER.user_id, ("review_overdue",))]
    assert set(reasons(database, MANAGER.user_id, life.now)) == {
        (Moment.REVIEW_DUE, "over"),
        (Moment.REVIEW_TO_RECORD, "overtaken"),
    }


def test_nothing_goes_out_on_a_holiday_of_the_country(life: Life, database: Database) -> None:
    change(database, MANAGER.user_id, country="DE")
    promise = PromiseDraft(Side.COMPANY, "A mill", MANAGER.user_id, date(2026, 5, 11))
    under_way(database, life.now, draft=replace(DRAFT, promises=(promise,)))
    days = {dm.at.date() for dm in to(MANAGER.user_id, life.until(datetime(2026, 12, 30, tzinfo=UTC)))}
    assert not days & {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 12, 25)}


def test_somebody_who_moves_gets_nudges_in_the_hours_of_the_new_place(
    life: Life, tour_id: int, database: Database
) -> None:
    people = People(database, lambda *_: None)
    people.changed("T1", MANAGER.user_id, Profile(name="-", time_zone="America/Los_Angeles"), life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 6, tzinfo=UTC)))
    assert [dm.at for dm in arrived] == [datetime(2026, 2, 3, 17, tzinfo=UTC)]


def test_a_pause_holds_everything_back_and_brings_it_in_one_dm(life: Life, tour_id: int, nudges: Nudges) -> None:
    nudges.pause(MANAGER, date(2026, 2, 10), life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 11, tzinfo=UTC)))
    assert moments(arrived) == [(date(2026, 2, 10), MANAGER.user_id, ("review_to_record",))]


def test_a_long_pause_brings_one_reminder_for_all_check_ins_that_were_missed(
    life: Life, tour_id: int, nudges: Nudges, database: Database
) -> None:
    nudges.pause(MANAGER, None, life.now)
    assert to(MANAGER.user_id, life.until(datetime(2026, 5, 20, 10, tzinfo=UTC))) == []
    nudges.resume(MANAGER, life.now)
    assert moments(life.days(0.1)) == [(date(2026, 5, 20), MANAGER.user_id, ("review_overdue",))]
    assert (Moment.REVIEW_OVERDUE, "passed_over") in reasons(database, MANAGER.user_id, life.now)


def test_resuming_brings_what_was_held_back_at_once(life: Life, tour_id: int, nudges: Nudges) -> None:
    nudges.pause(MANAGER, None, life.now)
    assert to(MANAGER.user_id, life.until(datetime(2026, 2, 9, 10, tzinfo=UTC))) == []
    nudges.resume(MANAGER, life.now)
    assert moments(life.days(0.1)) == [(date(2026, 2, 9), MANAGER.user_id, ("review_to_record",))]


def test_a_snoozed_nudge_comes_again_on_its_day(life: Life, tour_id: int, nudges: Nudges) -> None:
    dm = life.until(datetime(2026, 2, 6, 12, tzinfo=UTC))[-1]
    assert dm.moments == ("review_to_record",)
    nudges.snooze(MANAGER, ref(dm), date(2026, 2, 13), life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 20, tzinfo=UTC)))
    assert [(each.at.date(), each.moments) for each in arrived] == [(date(2026, 2, 13), ("review_overdue",))]


def test_a_snooze_that_is_undone_brings_no_copy(life: Life, tour_id: int, nudges: Nudges) -> None:
    dm = life.until(datetime(2026, 2, 6, 12, tzinfo=UTC))[-1]
    nudges.snooze(MANAGER, ref(dm), date(2026, 2, 16), life.now)
    nudges.speak_again(MANAGER, ref(dm), life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 20, tzinfo=UTC)))
    assert [(each.at.date(), each.moments) for each in arrived] == [(date(2026, 2, 12), ("review_overdue",))]


def test_a_nudge_snoozed_ahead_of_its_day_comes_once(life: Life, tour_id: int, nudges: Nudges) -> None:
    nudges.snooze(MANAGER, nudges.forecast(MANAGER, life.now)[0].ref, date(2026, 2, 4), life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 5, tzinfo=UTC)))
    assert moments(arrived) == [(date(2026, 2, 4), MANAGER.user_id, ("review_due",))]


def test_a_snooze_that_ends_before_its_nudge_is_due_brings_none_early(life: Life, tour_id: int, nudges: Nudges) -> None:
    nudges.snooze(MANAGER, nudges.forecast(MANAGER, life.now)[0].ref, date(2026, 1, 12), life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 5, tzinfo=UTC)))
    assert moments(arrived) == [(date(2026, 2, 3), MANAGER.user_id, ("review_due",))]


def test_a_talk_that_is_skipped_is_not_spoken_of_again(life: Life, tour_id: int, nudges: Nudges) -> None:
    dm = life.until(datetime(2026, 2, 3, 12, tzinfo=UTC))[-1]
    nudges.skip(MANAGER, ref(dm), life.now)
    assert to(MANAGER.user_id, life.until(datetime(2026, 2, 28, tzinfo=UTC))) == []
    assert moments(life.until(datetime(2026, 3, 4, tzinfo=UTC)))[0][2] == ("review_due",)


def test_a_skip_can_be_undone(life: Life, tour_id: int, nudges: Nudges) -> None:
    dm = life.until(datetime(2026, 2, 3, 12, tzinfo=UTC))[-1]
    nudges.skip(MANAGER, ref(dm), life.now)
    nudges.speak_again(MANAGER, ref(dm), life.now)
    assert len(to(MANAGER.user_id, life.until(datetime(2026, 2, 28, tzinfo=UTC)))) == 2


def test_less_often_leaves_out_every_second_one(life: Life, tour_id: int, nudges: Nudges, database: Database) -> None:
    dm = life.until(datetime(2026, 2, 3, 12, tzinfo=UTC))[-1]
    nudges.set_pace(MANAGER, ref(dm), Pace.HALF, life.now)
    assert announcements(live(life, database, 8, heeding=True)) == [4, 6, 8, 10]


def test_stop_ends_one_kind_for_one_tour(life: Life, tour_id: int, nudges: Nudges, database: Database) -> None:
    dm = life.until(datetime(2026, 2, 3, 12, tzinfo=UTC))[-1]
    before = nudges.set_pace(MANAGER, ref(dm), Pace.NONE, life.now)
    found = live(life, database, 3, heeding=True)
    assert announcements(found) == []
    assert "review_to_record" in {moment for each in found for moment in each.moments}
    nudges.set_pace(MANAGER, ref(dm), before, life.now)
    assert announcements(live(life, database, 2, heeding=True)) != []


def test_who_heeds_nudges_gets_them_all(life: Life, tour_id: int, database: Database) -> None:
    assert announcements(live(life, database, 11, heeding=True)) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 10]


def test_two_ignored_halve_the_rhythm_and_the_third_stops_it_and_says_so(
    life: Life, tour_id: int, database: Database, nudges: Nudges
) -> None:
    found = [dm for dm in live(life, database, 11, heeding=False) if "review_due" in dm.moments]
    assert [dm.at.month for dm in found] == [2, 3, 5, 6]
    assert "half as many" in str(found[2].blocks)
    assert "stop here" in found[3].words
    assert found[3].prompts == ("stopped",)
    kinds = {(line.moment, line.pace, line.by_itself) for line in nudges.sheet(MANAGER, life.now).paces}
    assert (Moment.REVIEW_DUE, Pace.NONE, True) in kinds
    home = HomePage(database).read(MANAGER, life.now)
    assert Moment.REVIEW_DUE in {line.moment for line in home.stopped}
    judge(homes.home(home))
    back = NudgeRef(tour_id, 0, Moment.REVIEW_DUE)
    nudges.set_pace(MANAGER, back, Pace.EVERY, life.now)
    assert Moment.REVIEW_DUE not in {line.moment for line in nudges.sheet(MANAGER, life.now).paces}


def test_what_stopped_by_itself_is_answered_for_the_whole_tour_at_once(
    life: Life, tour_id: int, database: Database, nudges: Nudges
) -> None:
    live(life, database, 11, heeding=False)
    home = HomePage(database)
    assert len(home.read(MANAGER, life.now).stopped) > 1
    menus = [part for part in homes.home(home.read(MANAGER, life.now))["blocks"] if "Stopped" in str(part)]
    assert [menu["accessory"]["type"] for menu in menus] == ["overflow"]
    tour, pace = forms.stopped(menus[0]["accessory"]["options"][1]["value"])
    nudges.answer_stopped(MANAGER, tour, pace, life.now)
    assert home.read(MANAGER, life.now).stopped == ()
    assert {line.pace for line in nudges.sheet(MANAGER, life.now).paces} == {Pace.HALF}
    for actor, reason in ((STRANGER, Reason.NOT_YOURS), (ELSEWHERE, Reason.NOT_FOUND)):
        with pytest.raises(Refused) as refused:
            nudges.answer_stopped(actor, tour, pace, life.now)
        assert refused.value.reason is reason


@pytest.mark.parametrize("value", [None, "", "x:every", "1:often", "0:every", "99999999999:every"])
def test_a_forged_answer_about_what_stopped_leads_nowhere(value: str | None) -> None:
    with pytest.raises(Refused, match="link_expired"):
        forms.stopped(value)


def test_a_talk_that_the_other_side_records_counts_as_heeded(life: Life, tour_id: int, database: Database) -> None:
    check_ins = CheckIns(database)
    found: list[Arrived] = []
    for _ in range(150):
        found += life.days(1)
        talk = check_ins.of_tour(HOLDER, tour_id, life.now).next
        if talk and talk.due_on <= life.now.date():
            check_ins.record(HOLDER, RecordTalk(talk.id, talk.due_on, None, None, None, None), life.now)
    assert announcements(found) == [2, 3, 4, 5, 6]


def test_a_weekly_digest_gathers_all_nudges_on_its_day(life: Life, database: Database) -> None:
    people = People(database, lambda *_: None)
    hours = HoursDraft(frozenset({1, 2, 3, 4, 5}), time(9), time(17), "ZZ", (), digest_day=1)
    people.keep_hours(MANAGER, hours, life.now)
    under_way(database, life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 6, 30, tzinfo=UTC)))
    assert {dm.at.astimezone(ZoneInfo(MANAGER.time_zone)).isoweekday() for dm in arrived} == {1}


def test_a_digest_chosen_later_and_given_up_again_moves_what_waits(
    life: Life, tour_id: int, database: Database
) -> None:
    people = People(database, lambda *_: None)
    hours = people.hours(MANAGER, life.now)
    people.keep_hours(MANAGER, replace(hours, digest_day=1), life.now)
    with database.reading("T1") as work:
        days = {line.due_at.isoweekday() for line in work.outbox.waiting(recipient_id=MANAGER.user_id)}
    assert days == {1}
    people.keep_hours(MANAGER, hours, life.now)
    arrived = to(MANAGER.user_id, life.until(datetime(2026, 2, 7, tzinfo=UTC)))
    assert [dm.at.date() for dm in arrived] == [date(2026, 2, 3), date(2026, 2, 6)]


def test_who_is_no_side_of_a_tour_does_not_learn_that_it_has_ended(
    life: Life, tour_id: int, nudges: Nudges, database: Database
) -> None:
    ended(database, tour_id, life.now)
    for actor, reason in ((MANAGER, Reason.TOUR_OVER), (STRANGER, Reason.NOT_YOURS)):
        with pytest.raises(Refused) as refused:
            nudges.require_open(actor, NudgeRef(tour_id, 1, Moment.REVIEW_DUE))
        assert refused.value.reason is reason
