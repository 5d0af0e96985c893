"""What fails over Socket Mode ends at our door: slack_sdk would log an error with its own words."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.request import SocketModeRequest
from structlog.testing import capture_logs

from bot.slack.socket_mode import SocketConnection

WORDS = "nobody else is to read this"


def handled(payload: dict[str, str]) -> tuple[list[str], list[MutableMapping[str, Any]]]:
    """Return what becomes of one envelope, and what is logged."""
    heard: list[str] = []
    connection = SocketConnection(
        App(token="xoxb-0", token_verification_enabled=False, request_verification_enabled=False),
        "xapp-0",
        "http://127.0.0.1:9/api/",
        1,
        lambda outcome, _seconds: heard.append(outcome),
    )
    with capture_logs() as logged:
        connection.handle(connection.client, SocketModeRequest("events_api", "E1", payload))
    return heard, logged


def test_an_envelope_to_which_bolt_has_no_answer_counts_as_failed() -> None:
    assert handled({"type": "nothing that anybody listens to"})[0] == ["failed"]


def test_a_fault_is_counted_and_its_words_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise ValueError(WORDS)

    monkeypatch.setattr(SocketModeHandler, "handle", fails)
    heard, logged = handled({})
    assert heard == ["failed"]
    assert logged == [{"event": "envelope_unanswered", "fault": "ValueError", "log_level": "warning"}]
