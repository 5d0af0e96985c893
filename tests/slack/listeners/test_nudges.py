"""Nudges answered by hand: snooze, pause, menu, the way back of each, hours, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.nudges import Moment, Pace
from bot.domain.people import UNTIL_RESUMED, Profile
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.services.nudge_sheets import NudgeRef
from bot.services.nudges import Nudges
from bot.services.people import People
from bot.slack.forms import nudges as forms
from bot.slack.ids import Action, View
from bot.slack.listeners import nudges as listeners
from bot.slack.routes import Payload, Routes
from bot.slack.views import nudges as views
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, ended, under_way
from tests.slack.judges import judge
from tests.slack.listeners.fakes import submitted
from tests.slack.listeners.nudges_desk import NOW, Desk, paused_until


@pytest.fixture
def nudges(database: Database) -> Nudges:
    return Nudges(database)


@pytest.fixture
def people(database: Database) -> People:
    def look_up(_team: str, user_id: str) -> Profile:
        zones = {actor.user_id: actor.time_zone for actor in (MANAGER, HOLDER, STRANGER)}
        return Profile(name=user_id, time_zone=zones[user_id])

    people = People(database, look_up)
    for actor in (MANAGER, HOLDER, STRANGER):
        people.meet("T1", actor.user_id, NOW)
    return people


@pytest.fixture
def tour_id(database: Database, people: People, now: datetime) -> int:
    return under_way(database, now)


@pytest.fixture
def nudge(tour_id: int, nudges: Nudges) -> NudgeRef:
    line = nudges.forecast(MANAGER, NOW)[0]
    assert line.moment is Moment.REVIEW_DUE
    return NudgeRef(tour_id, 1, Moment.REVIEW_DUE)


@pytest.fixture
def desk(nudges: Nudges, people: People, tour_id: int) -> Desk:
    return Desk(nudges, people)


def test_snoozing_by_command_pauses_everything_and_can_be_undone(desk: Desk, people: People) -> None:
    _, answer, _ = desk.call(listeners.snooze_all, words="until Monday")
    assert answer.text == "Quiet until Monday, 9 February."
    assert paused_until(people) == date(2026, 2, 9)
    assert desk.homes == [MANAGER.user_id]
    desk.undo(answer)
    assert paused_until(people) is None


def test_a_snooze_that_falls_on_a_free_day_says_so(desk: Desk, people: People) -> None:
    _, answer, _ = desk.call(listeners.snooze_all, words="until Saturday")
    assert answer.text == ("Saturday, 7 February is a day you do not work, so it is quiet until Monday, 9 February.")
    assert paused_until(people) == date(2026, 2, 9)


@pytest.mark.parametrize("words", ["banana", "until whenever", "🎉"])
def test_a_day_that_cannot_be_read_is_refused(desk: Desk, words: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.call(listeners.snooze_all, words=words)
    assert refused.value.reason is Reason.DATE_NOT_UNDERSTOOD


def test_a_snooze_of_more_than_a_year_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.call(listeners.snooze_all, words="3 years")
    assert refused.value.reason is Reason.DATE_TOO_FAR


def test_snoozing_without_a_day_asks_for_one(desk: Desk, people: People) -> None:
    _, _, client = desk.call(listeners.snooze_all, words="")
    how, view = client.only
    assert how == "open T.1"
    ack, answer, _ = desk.call(listeners.pause, view=submitted(view, {"until": "until_resumed"}))
    assert ack.given is None
    assert answer.text == "Quiet until you resume."
    assert paused_until(people) == UNTIL_RESUMED
    desk.undo(answer)
    assert paused_until(people) is None


def test_a_nudge_is_snoozed_in_two_presses(desk: Desk, nudge: NudgeRef, nudges: Nudges) -> None:
    _, _, client = desk.call(listeners.ask_until, value=str(nudge))
    _, answer, _ = desk.call(listeners.snooze, view=submitted(client.only[1], {}))
    assert answer.text == "Quiet until Wednesday, 4 February."
    assert [line.until for line in nudges.sheet(MANAGER, NOW).quiets] == [date(2026, 2, 4)]
    desk.undo(answer)
    assert nudges.sheet(MANAGER, NOW).quiets == ()


def test_the_same_submission_twice_snoozes_once(desk: Desk, nudge: NudgeRef) -> None:
    view = submitted(views.snooze(nudge, date(2026, 2, 3)), {"day": "2026-02-12"})
    desk.call(listeners.snooze, view=view)
    with pytest.raises(AlreadyDealt):
        desk.call(listeners.snooze, view=view)


@pytest.mark.parametrize("words", ["off", "Resume", "unsnooze."])
def test_a_pause_ends_by_a_word(desk: Desk, people: People, words: str) -> None:
    desk.call(listeners.snooze_all, words="until Monday")
    _, answer, _ = desk.call(listeners.snooze_all, words=words)
    assert answer.text == "Nudges come again. If anything fell due meanwhile, it comes in one message."
    assert paused_until(people) is None
    _, answer, _ = desk.call(listeners.snooze_all, words=words)
    assert answer.text == "Your nudges are not paused: they come in your working hours."


@pytest.mark.parametrize("choice", ["snooze", "skip", "less", "stop"])
def test_a_nudge_of_a_tour_that_has_ended_takes_no_wish(
    desk: Desk, nudge: NudgeRef, database: Database, choice: str
) -> None:
    ended(database, nudge.tour_id, NOW)
    with pytest.raises(Refused) as refused:
        desk.call(listeners.choose_from_menu, value=f"{choice}:{nudge}")
    assert refused.value.reason is Reason.TOUR_OVER
    with pytest.raises(Refused):
        desk.call(listeners.snooze, view=submitted(views.snooze(nudge, date(2026, 2, 3)), {"day": "2026-02-12"}))


@pytest.mark.parametrize(("field", "day"), [("until", "2026-01-05"), ("day", "2026-02-03")])
def test_a_day_that_has_passed_is_refused_at_its_field(desk: Desk, nudge: NudgeRef, field: str, day: str) -> None:
    view = submitted(views.snooze(nudge, date(2026, 1, 3)), {field: day})
    with pytest.raises(Refused) as refused:
        desk.call(listeners.snooze, view=view)
    assert (refused.value.reason, refused.value.field) == (Reason.DATE_IN_PAST, field)


@pytest.mark.parametrize(("verb", "pace"), [("less", Pace.HALF), ("stop", Pace.NONE)])
def test_the_menu_slows_and_stops_and_both_can_be_undone(
    desk: Desk, nudge: NudgeRef, nudges: Nudges, verb: str, pace: Pace
) -> None:
    _, answer, _ = desk.call(listeners.choose_from_menu, value=f"{verb}:{nudge}")
    assert [(line.moment, line.pace) for line in nudges.sheet(MANAGER, NOW).paces] == [(nudge.moment, pace)]
    desk.undo(answer)
    assert nudges.sheet(MANAGER, NOW).paces == ()


def test_the_menu_skips_one_and_it_can_be_undone(desk: Desk, nudge: NudgeRef, nudges: Nudges) -> None:
    before = nudges.forecast(MANAGER, NOW)
    _, answer, _ = desk.call(listeners.choose_from_menu, value=f"skip:{nudge}")
    assert len(nudges.forecast(MANAGER, NOW)) == len(before) - 3
    desk.undo(answer)
    assert nudges.forecast(MANAGER, NOW) == before


def test_the_menu_leads_to_all_nudges(desk: Desk) -> None:
    _, _, client = desk.call(listeners.choose_from_menu, value="settings")
    assert client.only[1]["callback_id"] == View.NUDGE_SETTINGS


@pytest.mark.parametrize(
    "value",
    [None, "", "skip", "skip:1", "skip:1:2:lunch", "burn:1:2:goal_due", "skip:a:b:goal_due", "skip:-1:2:goal_due"],
)
def test_a_forged_choice_is_refused(desk: Desk, value: str | None) -> None:
    with pytest.raises(Refused) as refused:
        desk.call(listeners.choose_from_menu, value=value)
    assert refused.value.reason is Reason.LINK_EXPIRED


@pytest.mark.parametrize("value", [None, "", "everything", "pace:1:2:goal_due:never", "quiet:1", "pace:every"])
def test_a_forged_way_back_is_refused(desk: Desk, value: str | None) -> None:
    with pytest.raises(Refused) as refused:
        desk.call(listeners.undo, value=value)
    assert refused.value.reason is Reason.LINK_EXPIRED


@pytest.mark.parametrize(("actor", "reason"), [(STRANGER, Reason.NOT_YOURS), (ELSEWHERE, Reason.NOT_FOUND)])
@pytest.mark.parametrize("verb", ["skip", "less", "stop"])
def test_nobody_quiets_what_is_not_theirs(
    nudges: Nudges, people: People, nudge: NudgeRef, actor: Any, reason: Reason, verb: str
) -> None:
    with pytest.raises(Refused) as refused:
        Desk(nudges, people, actor).call(listeners.choose_from_menu, value=f"{verb}:{nudge}")
    assert refused.value.reason is reason


def test_undoing_inside_the_settings_shows_them_anew(desk: Desk, nudges: Nudges) -> None:
    nudges.pause(MANAGER, None, NOW)
    current = views.settings(nudges.sheet(MANAGER, NOW))
    judge(current)
    _, _, client = desk.call(listeners.undo, value="pause", inside=current)
    how, view = client.only
    assert how == "update V1"
    assert "Pause everything" in str(view)


def test_all_nudges_to_come_are_listed(desk: Desk, nudges: Nudges) -> None:
    _, _, client = desk.call(listeners.open_settings)
    words = str(client.only[1])
    assert "Tuesday, 3 February" in words
    assert f"<@{HOLDER.user_id}>" in words
    assert "more later" in words
    assert nudges.sheet(MANAGER, NOW).more > 0


def test_hours_days_off_and_holidays_are_kept(desk: Desk, people: People) -> None:
    _, _, client = desk.call(listeners.open_hours)
    four_days = [{"value": str(day)} for day in range(1, 5)]
    typed = {
        "work_days": four_days,
        "country": "france",
        "days_off_first": "2026-08-03",
        "days_off_last": "2026-08-21",
        "digest_day": "2",
    }
    ack, _, _ = desk.call(listeners.keep_hours, view=submitted(client.only[1], typed))
    assert ack.given == {}
    kept = people.hours(MANAGER, NOW)
    assert (kept.work_days, kept.country, kept.digest_day) == (frozenset({1, 2, 3, 4}), "FR", 2)
    assert (kept.start, kept.end) == (time(9), time(17))
    assert [(str(off.first), str(off.last)) for off in kept.days_off] == [("2026-08-03", "2026-08-21")]


@pytest.mark.parametrize(("written", "kept"), [("", "ZZ"), ("Germany", None), ("jp", "JP")])
def test_holidays_follow_the_zone_unless_another_country_is_named(
    desk: Desk, people: People, written: str, kept: str | None
) -> None:
    _, _, client = desk.call(listeners.open_hours)
    assert "Germany" in str(client.only[1])
    desk.call(listeners.keep_hours, view=submitted(client.only[1], {"country": written}))
    assert people.hours(MANAGER, NOW).country == kept


def test_days_off_can_be_taken_back(desk: Desk, people: People) -> None:
    _, _, client = desk.call(listeners.open_hours)
    desk.call(listeners.keep_hours, view=submitted(client.only[1], {"days_off_first": "2026-08-03"}))
    assert len(people.hours(MANAGER, NOW).days_off) == 1
    _, _, client = desk.call(listeners.open_hours)
    desk.call(listeners.keep_hours, view=submitted(client.only[1], {"days_off": []}))
    assert people.hours(MANAGER, NOW).days_off == ()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"work_end": "09:00"}, "work_end"),
        ({"country": "Middle-earth"}, "country"),
        ({"days_off_first": "2026-08-21", "days_off_last": "2026-08-03"}, "days_off_last"),
        ({"days_off_first": "2026-08-21", "days_off_last": "2028-08-03"}, "days_off_last"),
        ({"days_off_last": "2026-08-03"}, "days_off_first"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(desk: Desk, typed: dict[str, object], field: str) -> None:
    _, _, client = desk.call(listeners.open_hours)
    with pytest.raises(Refused) as refused:
        desk.call(listeners.keep_hours, view=submitted(client.only[1], typed))
    assert refused.value.field == field


def test_more_days_off_than_one_form_can_show_are_refused(desk: Desk, people: People) -> None:
    for month in range(3, 13):
        _, _, client = desk.call(listeners.open_hours)
        desk.call(listeners.keep_hours, view=submitted(client.only[1], {"days_off_first": f"2026-{month:02}-02"}))
    assert len(people.hours(MANAGER, NOW).days_off) == 10
    _, _, client = desk.call(listeners.open_hours)
    with pytest.raises(Refused) as refused:
        desk.call(listeners.keep_hours, view=submitted(client.only[1], {"days_off_first": "2027-01-04"}))
    assert refused.value.reason is Reason.DAYS_OFF_TOO_MANY
    assert len(people.hours(MANAGER, NOW.replace(month=6, day=30)).days_off) == 6


def test_no_working_day_at_all_is_refused() -> None:
    empty: dict[str, Any] = {"state": {"values": {"work_days": {"input": {"selected_options": []}}}}}
    with pytest.raises(SeveralRefused) as several:
        forms.hours(empty, "UTC")
    assert {each.field for each in several.value.refusals} == {"work_days", "work_start", "work_end"}


def test_what_was_sent_and_what_not_is_shown(desk: Desk) -> None:
    _, _, client = desk.call(listeners.open_past)
    assert "Nothing was due" in str(client.only[1])


def test_each_button_of_a_nudge_has_its_listener() -> None:
    routes = Routes()
    listeners.register(routes)
    known = set(routes.keys(Payload.ACTION))
    assert {Action.SNOOZE_NUDGE, Action.NUDGE_MENU, Action.UNDO_NUDGE, Action.NUDGE_SETTINGS} <= known
