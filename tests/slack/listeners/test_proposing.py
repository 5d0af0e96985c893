"""Proposing a tour: what is refused, what is asked once, and what is offered when it is done."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.lifecycle import State
from bot.domain.measures import Answers
from bot.domain.refusals import Reason
from bot.slack.bolt import field_errors
from bot.slack.ids import Action
from bot.slack.listeners import tours
from tests.making import HOLDER, MANAGER, told
from tests.slack.fakes import buttons_of, words_of
from tests.slack.listeners.tour_desk import Desk, filled, refused

VAGUE = "gain valuable experience"


def test_six_answers_propose_a_tour(manager: Desk, database: Database) -> None:
    manager.calls(tours.propose, view=filled(manager).sent())
    assert (manager.only_tour.state, manager.only_tour.holder_id) == (State.PROPOSED, HOLDER.user_id)
    assert f"<@{HOLDER.user_id}> gets one message" in words_of(manager.shown)
    assert told(database, HOLDER.user_id) == ["proposal_arrived"]


def test_the_homes_of_those_who_ever_opened_one_are_brought_up_to_date(manager: Desk, database: Database) -> None:
    with database.work(MANAGER.team_id) as work:
        work.people.get_or_meet(HOLDER.user_id, manager.now).home_visited_at = manager.now
    manager.calls(tours.propose, view=filled(manager).sent())
    assert manager.refreshed == [HOLDER.user_id]


def test_every_fault_of_the_form_stands_at_its_field(manager: Desk) -> None:
    form = filled(manager).fill(partner_id="U0BOT", gain=" \n ", end_on="2026-01-04", promise__0__due_on="2031-01-01")
    found = field_errors(refused(lambda: manager.calls(tours.propose, view=form.sent())), form.view)
    assert set(found) == {"partner_id", "gain", "end_on:rotational", "promise.0.due_on:rotational"}
    assert "app, not a person" in found["partner_id"]
    assert manager.tours.list_of(MANAGER) == []


def test_somebody_whom_slack_does_not_know_is_said_with_the_rest(manager: Desk) -> None:
    form = filled(manager).fill(partner_id="U0NOBODY", mission="")
    found = refused(lambda: manager.calls(tours.propose, view=form.sent()))
    assert [(each.field, each.reason) for each in found] == [
        ("partner_id", Reason.PARTNER_UNKNOWN),
        ("mission", Reason.REQUIRED),
    ]


def pressed(desk: Desk) -> list[str]:
    return [button["action_id"] for button in buttons_of(desk.shown)]


def test_a_manager_who_waits_is_shown_how_to_go_first_and_asked_four_questions(manager: Desk) -> None:
    manager.calls(tours.propose, view=filled(manager).sent())
    assert pressed(manager) == [Action.WRITE_OPENING_CARD, Action.RATE_CONFIDENCE, Action.SKIP_CONFIDENCE]


def test_whoever_has_answered_the_questions_is_not_asked_again(manager: Desk, now: datetime) -> None:
    manager.confidence.answer(MANAGER, Answers(), now)
    manager.calls(tours.propose, view=filled(manager).sent())
    assert pressed(manager) == [Action.WRITE_OPENING_CARD]


def test_a_holder_who_proposes_is_asked_for_nothing_more(manager: Desk) -> None:
    manager.calls(tours.propose, view=filled(manager).fill(leads="them").sent())
    assert "Proposed." in words_of(manager.shown)
    assert pressed(manager) == []


def test_vague_words_are_asked_about_once_and_nothing_is_proposed_yet(manager: Desk) -> None:
    form = filled(manager).fill(gain=VAGUE)
    form.shows(manager.calls(tours.propose, view=form.sent()).shown)
    assert (form.view["submit"]["text"], manager.tours.list_of(MANAGER)) == ("Keep as is", [])
    assert f"{VAGUE}\n could be said of any job" in words_of(form.view)
    assert form.holds("mission") == "Run the press"
    manager.calls(tours.propose, view=form.sent())
    assert manager.only_tour.latest.draft.gain == VAGUE


def test_sharpening_leads_back_to_the_field_and_proposes_what_stands_there_then(manager: Desk) -> None:
    form = filled(manager).fill(gain=VAGUE)
    form.shows(manager.calls(tours.propose, view=form.sent()).shown)
    form.shows(manager.calls(tours.redraw, view=form.sent()).slack.views[-1])
    assert form.view["submit"]["text"] == "Propose"
    assert "could be said of any job" in words_of(form.view)
    manager.calls(tours.propose, view=form.fill(gain="Runs the press alone by March").sent())
    assert manager.only_tour.latest.draft.gain == "Runs the press alone by March"


def test_what_is_wrong_comes_before_what_is_vague(manager: Desk) -> None:
    form = filled(manager).fill(gain=VAGUE, result="  ")
    assert [each.field for each in refused(lambda: manager.calls(tours.propose, view=form.sent()))] == ["result"]


def test_a_form_sent_twice_proposes_once(manager: Desk, database: Database) -> None:
    form = filled(manager)
    manager.calls(tours.propose, view=form.sent(), delivery="V1:h1")
    with pytest.raises(AlreadyDealt):
        manager.calls(tours.propose, view=form.sent(), delivery="V1:h1")
    assert told(database, HOLDER.user_id) == ["proposal_arrived"]
