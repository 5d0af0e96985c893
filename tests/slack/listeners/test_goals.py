"""The goals' listeners, called by hand: what is opened where, what is kept, what is said."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from bot.db.work import Database
from bot.domain.goals import GoalState
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.services.goals import Goals
from bot.services.people import Actor
from bot.slack.listeners import goals as listeners
from bot.slack.routes import Payload, Routes
from tests.making import HOLDER, MANAGER, STRANGER, ended, under_way
from tests.slack.listeners.desk import Desk
from tests.slack.listeners.fakes import submitted

FILLED = {
    "goal.0.what": "Change over in 20 minutes",
    "goal.0.evidence": "The shift log shows it",
    "goal.0.due_on": "2026-03-31",
}


def add_one(database: Database, now: datetime, tour_id: int) -> int:
    """Let the manager add one goal through the form; return its id."""
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    Desk(database, now).submit(listeners.add, form, dict(FILLED))
    return Goals(database).of_tour(MANAGER, tour_id, now).goals[0].id


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    return under_way(database, now)


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


def test_with_one_tour_the_command_opens_its_goals(desk: Desk, tour_id: int) -> None:
    desk.command(listeners.list_goals, "")
    how, view = desk.client.only
    assert (how, view["callback_id"], desk.ack.given) == ("open T.1", "goals", {})


def test_with_several_tours_the_command_asks_which(desk: Desk, database: Database, tour_id: int) -> None:
    second = under_way(database, desk.now, holder=STRANGER)
    desk.command(listeners.list_goals, "")
    values = [b["accessory"]["value"] for b in desk.answer.blocks if "accessory" in b]
    assert sorted(values) == sorted([str(tour_id), str(second)])
    assert not desk.client.shown


def test_naming_the_person_settles_which_tour(database: Database, now: datetime, tour_id: int) -> None:
    under_way(database, now, holder=STRANGER)
    desk = Desk(database, now)
    desk.command(listeners.list_goals, f"<@{HOLDER.user_id}|ann>")
    assert f"<@{HOLDER.user_id}>" in json.dumps(desk.client.only[1])


def test_without_a_tour_the_command_says_what_to_do(desk: Desk, tour_id: int) -> None:
    desk.command(listeners.list_goals, "<@U0NOBODY>")
    assert "<@U0NOBODY>" in json.dumps(list(desk.answer.blocks))
    assert "start_tour" in json.dumps(list(desk.answer.blocks))


def test_goals_open_anew_from_a_message_over_another_modal_and_in_place_of_our_own(
    database: Database, now: datetime, tour_id: int
) -> None:
    elsewhere = {"type": "modal", "callback_id": "tour", "blocks": []}
    ours = {"type": "modal", "callback_id": "goal", "blocks": []}
    home = {"type": "home", "callback_id": "home", "blocks": []}
    for inside, expected in ((None, "open T.1"), (home, "open T.1"), (elsewhere, "push T.1"), (ours, "update V1")):
        desk = Desk(database, now)
        desk.press(listeners.open_goals, str(tour_id), inside)
        assert desk.client.only[0] == expected


@pytest.mark.parametrize("value", ["", "x", "1:x", "-1", "9" * 30, "１"])
def test_a_button_that_carries_nonsense_is_out_of_date(desk: Desk, value: str) -> None:
    for listener in (listeners.open_goals, listeners.open_goal, listeners.open_add, listeners.open_edit):
        with pytest.raises(Refused) as error:
            desk.press(listener, value)
        assert error.value.reason is Reason.LINK_EXPIRED


def test_another_goal_keeps_all_that_was_typed(database: Database, now: datetime, tour_id: int) -> None:
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    grown = Desk(database, now).press_in_form(listeners.add_another, form, {**FILLED, "goal.0.side": "holder"})
    before = {b["block_id"]: b["element"]["action_id"] for b in form["blocks"] if b["type"] == "input"}
    after = {b["block_id"]: b["element"]["action_id"] for b in grown["blocks"] if b["type"] == "input"}
    assert before.items() <= after.items(), "Slack keeps what stands under the same block_id and action_id"
    assert "goal.1.what" in after
    again = submitted(grown, {})["state"]["values"]
    assert again["goal.0.what"]["input"]["value"] == FILLED["goal.0.what"]
    assert again["goal.0.side"]["input"]["selected_option"]["value"] == "holder"


def test_unfolding_shows_the_optional_fields_of_every_row(database: Database, now: datetime, tour_id: int) -> None:
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    grown = Desk(database, now).press_in_form(listeners.add_another, form, {})
    unfolded = Desk(database, now).press_in_form(listeners.unfold, grown, {})
    ids = [b.get("block_id") for b in unfolded["blocks"]]
    assert {"goal.0.if_then", "goal.1.if_then", "goal.1.profile_line"} <= set(ids)


def test_goals_are_added_and_empty_rows_left_out(database: Database, now: datetime, tour_id: int) -> None:
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    grown = Desk(database, now).press_in_form(listeners.add_another, form, {})
    desk = Desk(database, now)
    shown = desk.submit(listeners.add, grown, {**FILLED, "goal.1.what": "  \u200b "})
    (goal,) = desk.goals.of_tour(HOLDER, tour_id, now).goals
    assert (goal.what, goal.side, goal.author_id) == (FILLED["goal.0.what"], Side.COMPANY, MANAGER.user_id)
    assert shown["callback_id"] == "goals"
    assert "can read what is new" in json.dumps(shown)
    assert desk.refreshed == [MANAGER.user_id, HOLDER.user_id]


VAGUE = {**FILLED, "goal.0.what": "Gain valuable experience", "goal.0.evidence": "We both feel it"}


def test_a_vague_goal_is_asked_about_once_and_kept_as_it_is(database: Database, now: datetime, tour_id: int) -> None:
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    desk = Desk(database, now)
    asking = desk.submit(listeners.add, form, dict(VAGUE))
    text = json.dumps(asking, ensure_ascii=False)
    assert asking["submit"]["text"] == "Keep as is"
    assert "Gain valuable experience" in text
    assert "could be said of any job" in text
    assert "Sharpen it" in text
    assert desk.refreshed == []
    assert desk.goals.of_tour(MANAGER, tour_id, now).goals == ()
    kept = Desk(database, now).submit(listeners.add, asking, {})
    assert kept["callback_id"] == "goals"
    assert desk.goals.of_tour(MANAGER, tour_id, now).goals[0].what == VAGUE["goal.0.what"]


def test_sharpening_goes_back_to_the_form_with_the_question_at_its_goal(
    database: Database, now: datetime, tour_id: int
) -> None:
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    asking = Desk(database, now).submit(listeners.add, form, dict(VAGUE))
    sharpening = Desk(database, now).press_in_form(listeners.sharpen, asking, {})
    text = json.dumps(sharpening)
    assert sharpening["submit"]["text"] == "Save"
    assert "could be said of any job" in text
    assert "Sharpen it" not in text
    assert submitted(sharpening, {})["state"]["values"]["goal.0.what"]["input"]["value"] == VAGUE["goal.0.what"]
    grown = Desk(database, now).press_in_form(listeners.add_another, sharpening, {})
    saved = Desk(database, now).submit(listeners.add, grown, {"goal.0.what": "Grow as a person"})
    assert saved["callback_id"] == "goals", "it asks once, however often the text is changed"


def test_faults_come_before_questions(database: Database, now: datetime, tour_id: int) -> None:
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    with pytest.raises(SeveralRefused):
        Desk(database, now).submit(listeners.add, form, {**VAGUE, "goal.0.due_on": "2030-01-01"})


def test_goals_of_both_sides_are_asked_for_once(database: Database, now: datetime, tour_id: int) -> None:
    add_one(database, now, tour_id)
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    asking = Desk(database, now).submit(listeners.add, form, dict(FILLED))
    assert "for one side" in json.dumps(asking)
    Desk(database, now).submit(listeners.add, asking, {})
    third = Desk(database, now).submit(listeners.add, form, dict(FILLED))
    assert third["callback_id"] == "goals"


def test_a_vague_new_wording_is_asked_about_and_an_old_one_is_not(
    database: Database, now: datetime, tour_id: int
) -> None:
    goal_id = add_one(database, now, tour_id)
    form = Desk(database, now).press(listeners.open_edit, str(goal_id))
    changed: dict[str, object] = {"goal.0.what": "Add value", "goal.0.evidence": "Talk"}
    asking = Desk(database, now).submit(listeners.edit, form, changed)
    assert asking["submit"]["text"] == "Keep as is"
    sharpening = Desk(database, now).press_in_form(listeners.sharpen, asking, {})
    assert sharpening["callback_id"] == "edit_goal"
    kept = Desk(database, now).submit(listeners.edit, sharpening, {})
    assert "Add value" in json.dumps(kept)
    again = Desk(database, now).press(listeners.open_edit, str(goal_id))
    moved = Desk(database, now).submit(listeners.edit, again, {"goal.0.due_on": "2026-05-01"})
    assert moved["callback_id"] == "goal"


def test_a_language_without_its_own_words_is_not_asked_about(database: Database, now: datetime, tour_id: int) -> None:
    finnish = Actor(MANAGER.team_id, MANAGER.user_id, MANAGER.time_zone, "fi-FI")
    form = Desk(database, now, finnish).press(listeners.open_add, str(tour_id))
    assert Desk(database, now, finnish).submit(listeners.add, form, dict(VAGUE))["callback_id"] == "goals"


def test_a_half_filled_row_is_refused_at_its_fields(database: Database, now: datetime, tour_id: int) -> None:
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    grown = Desk(database, now).press_in_form(listeners.add_another, form, {})
    with pytest.raises(SeveralRefused) as error:
        Desk(database, now).submit(listeners.add, grown, {**FILLED, "goal.1.what": "Pass the exam"})
    assert [each.field for each in error.value.refusals] == ["goal.1.evidence", "goal.1.due_on"]


def test_states_and_words_are_reported(database: Database, now: datetime, tour_id: int) -> None:
    goal_id = add_one(database, now, tour_id)
    form = Desk(database, now, HOLDER).press(listeners.open_update, f"{tour_id}:0")
    desk = Desk(database, now, HOLDER)
    typed: dict[str, object] = {f"state.{goal_id}:not_started": "done", f"words.{goal_id}": "In 18 minutes"}
    shown = desk.submit(listeners.report, form, typed)
    full = desk.goals.in_full(MANAGER, goal_id, now)
    assert full.goal.state is GoalState.DONE
    assert full.history[0].words == "In 18 minutes"
    again = Desk(database, now).press(listeners.open_update, str(tour_id))
    assert "In 18 minutes" in json.dumps(again)
    assert "All goals are done" in json.dumps(shown)


def test_a_goal_is_worded_anew(database: Database, now: datetime, tour_id: int) -> None:
    goal_id = add_one(database, now, tour_id)
    form = Desk(database, now).press(listeners.open_edit, str(goal_id))
    shown = Desk(database, now).submit(listeners.edit, form, {"goal.0.what": "Change over in 15 minutes"})
    assert "15 minutes" in json.dumps(shown)
    assert Desk(database, now, HOLDER).press(listeners.open_edit, str(goal_id))["callback_id"] == "goal"


def test_with_nothing_to_update_and_after_the_end_the_list_is_shown(
    database: Database, now: datetime, tour_id: int
) -> None:
    assert Desk(database, now).press(listeners.open_update, str(tour_id))["callback_id"] == "goals"
    ended(database, tour_id, now)
    assert Desk(database, now).press(listeners.open_add, str(tour_id))["callback_id"] == "goals"


def test_a_stranger_opens_nothing(database: Database, now: datetime, tour_id: int) -> None:
    goal_id = add_one(database, now, tour_id)
    for listener, value in (
        (listeners.open_goals, tour_id),
        (listeners.open_goal, goal_id),
        (listeners.open_add, tour_id),
        (listeners.open_update, tour_id),
        (listeners.open_edit, goal_id),
    ):
        desk = Desk(database, now, STRANGER)
        with pytest.raises(Refused) as error:
            desk.press(listener, str(value))
        assert error.value.reason is Reason.NOT_YOURS
        assert not desk.client.shown


def test_every_button_of_the_screens_has_its_listener() -> None:
    routes = Routes()
    listeners.register(routes)
    assert routes.keys(Payload.COMMAND) == ["goals"]
    assert set(routes.keys(Payload.SUBMISSION)) >= {"add_goals", "update_goals", "edit_goal"}
