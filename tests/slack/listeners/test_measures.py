"""The confidence questions as they are pressed: open and save, nothing more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from slack_sdk import WebClient

from bot.db.work import Database
from bot.domain.measures import Answers
from bot.services.measures import ConfidenceSurvey
from bot.services.starting import Proposed
from bot.slack.answer import Answer as RealAnswer
from bot.slack.blocks import modal
from bot.slack.ids import Action, View
from bot.slack.listeners import measures as listeners
from bot.slack.views.proposed import proposed
from tests.given import MANAGER
from tests.slack.listeners.fakes import Ack, Answer, Client, Homes, sheets, submitted


def opened(survey: ConfidenceSurvey) -> Any:
    client, ack = Client(), Ack()
    listeners.open_questions(ack=ack, sheets=sheets(client), actor=MANAGER, confidence=survey)
    assert ack.given == {}
    return client.only[1]


def save(
    survey: ConfidenceSurvey, view: Any, typed: dict[str, object], now: datetime, client: Client | None = None
) -> None:
    ack, refreshed = Ack(), Homes()
    listeners.save_answers(
        ack=ack,
        actor=MANAGER,
        client=cast("WebClient", client or Client()),
        now=now,
        view=submitted(view, typed),
        delivery="V1:h",
        confidence=survey,
        refresh_home=refreshed,
    )
    assert ack.given == {}
    assert refreshed == [MANAGER.user_id]


def test_two_presses_are_enough(database: Database, now: datetime) -> None:
    survey = ConfidenceSurvey(database)
    save(survey, opened(survey), {}, now)
    assert not survey.is_wanted(MANAGER)
    assert survey.mine(MANAGER) is None


def test_what_was_chosen_is_kept_and_shown_again(database: Database, now: datetime) -> None:
    survey = ConfidenceSurvey(database)
    save(survey, opened(survey), {"build_trust": "4", "speak_about_leaving": "1"}, now)
    assert survey.mine(MANAGER) == Answers(build_trust=4, speak_about_leaving=1)
    assert json.dumps(opened(survey)).count("initial_option") == 2


def test_a_no_is_remembered(database: Database, now: datetime) -> None:
    survey, answer, refreshed = ConfidenceSurvey(database), Answer(), Homes()
    listeners.skip(
        actor=MANAGER,
        now=now,
        answer=cast("RealAnswer", answer),
        confidence=survey,
        refresh_home=refreshed,
    )
    assert not survey.is_wanted(MANAGER)
    assert answer.text
    assert refreshed == [MANAGER.user_id]


def test_inside_a_modal_the_questions_lie_on_top_of_it(database: Database) -> None:
    client, ack = Client(), Ack()
    sheet = modal(View.PROPOSED, "Proposed", [], close="Close")
    listeners.open_questions(
        ack=ack,
        sheets=sheets(client, sheet),
        actor=MANAGER,
        confidence=ConfidenceSurvey(database),
    )
    assert client.only[0] == "push T.1"


def test_once_saved_the_sheet_below_offers_them_no_more(database: Database, now: datetime) -> None:
    survey, client = ConfidenceSurvey(database), Client()
    tour = Proposed(7, MANAGER.user_id, "UHOLDER", leads=True, goes_first=True, offers_survey=True, lapse_days=30)
    sheet = proposed(tour)
    listeners.open_questions(ack=Ack(), sheets=sheets(client, sheet), actor=MANAGER, confidence=survey)
    form = {**client.only[1], "previous_view_id": "V0"}
    client = Client()
    save(survey, form, {"build_trust": "4"}, now, client)
    how, below = client.only
    assert how == "update V0"
    assert Action.RATE_CONFIDENCE in json.dumps(sheet)
    assert below == proposed(replace(tour, offers_survey=False))
