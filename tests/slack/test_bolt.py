"""Payloads as they reach Bolt over a socket, where no door has looked at them before."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.clock import MovableClock
from bot.domain.refusals import Reason, Refused
from bot.services import Services
from bot.services.people import People
from bot.services.tours import Tours
from bot.slack.bolt import make_app
from bot.slack.installations import SingleInstallation
from tests.given import MANAGER, TEAM
from tests.shipped import PROMPTS

WORDS = "nobody else is to read this"
USER = {"user": {"id": MANAGER.user_id, "team_id": TEAM}, "team": {"id": TEAM}}
INCOMPLETE: list[dict[str, Any]] = [
    {"type": "view_submission"},
    {"type": "view_submission", "view": {"state": WORDS}},
    {"type": "view_closed", "view": {}},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [{"value": WORDS}]},
    {"type": "block_actions", "actions": ["x"]},
    {"type": ["a"], "words": WORDS},
    {"type": "shortcut"},
    {"type": "block_suggestion", "action_id": "a", "value": WORDS},
    {"type": "something new", "words": WORDS},
    {"command": "/another", "text": WORDS},
]


@pytest.fixture
def app(services: Services, now: datetime, monkeypatch: pytest.MonkeyPatch) -> App:
    client = WebClient(token="xoxb-0")
    monkeypatch.setattr(client, "auth_test", lambda: {"team_id": TEAM, "user_id": "U0BOT"})
    here = SingleInstallation(client, lambda _team_id: None)
    return make_app(client=client, workspaces=here, services=services, prompts=PROMPTS, clock=MovableClock(now))


@pytest.mark.parametrize("payload", INCOMPLETE, ids=str)
def test_what_slack_never_sends_breaks_nothing(app: App, payload: dict[str, Any]) -> None:
    with capture_logs() as logged:
        answer = app.dispatch(BoltRequest(body={**USER, **payload}, mode="socket_mode"))
    assert answer.status == 404
    assert WORDS not in str(logged)


def test_a_form_of_an_older_version_stays_open_with_what_was_typed(app: App) -> None:
    typed = {"type": "input", "block_id": "mission", "element": {"type": "plain_text_input", "action_id": "input"}}
    view = {"id": "V1", "hash": "h", "type": "modal", "callback_id": "of_old", "blocks": [typed]}
    payload = {**USER, "type": "view_submission", "view": view}
    answer = app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
    said = json.loads(answer.body)
    assert said["response_action"] == "errors"
    assert said["errors"]["mission"].startswith("Nothing was saved")


@pytest.mark.parametrize("text", ["help me, I cannot go on living", "snooze I want to die", "listen, I want to die"])
def test_somebody_in_need_is_heard_behind_any_command(app: App, text: str) -> None:
    command = {"command": "/tour", "text": text, "user_id": MANAGER.user_id, "team_id": TEAM}
    answer = app.dispatch(BoltRequest(body=command, mode="socket_mode"))
    assert (answer.status, "this is for a person" in str(answer.body)) == (200, True)


def test_that_slack_sends_less_for_a_while_is_taken_note_of(app: App) -> None:
    notice = {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1518467820, "api_app_id": "A0"}
    assert app.dispatch(BoltRequest(body=notice, mode="socket_mode")).status == 200


def test_somebody_whom_slack_does_not_know_is_a_stranger(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_given: object) -> None:
        raise Refused(Reason.PARTNER_UNKNOWN)

    monkeypatch.setattr(People, "recent_actor", unknown)
    command = {"command": "/tour", "text": "list", "user_id": "U0NOBODY", "team_id": TEAM}
    answer = app.dispatch(BoltRequest(body=command, mode="socket_mode"))
    assert (answer.status, "belongs to two other people" in answer.body) == (200, True)


def test_a_fault_of_ours_is_logged_once_by_its_type_alone(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise RuntimeError(WORDS)

    monkeypatch.setattr(Tours, "list_of", fails)
    command = {"command": "/tour", "text": "list", "user_id": MANAGER.user_id, "team_id": TEAM}
    with capture_logs() as logged:
        answer = app.dispatch(BoltRequest(body=command, mode="socket_mode"))
    assert (answer.status, answer.body) == (500, "")
    assert [line for line in logged if line["log_level"] == "error"] == [
        {"event": "listener_failed", "fault": "RuntimeError", "payload": None, "log_level": "error"}
    ]
