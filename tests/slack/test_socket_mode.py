"""What fails over Socket Mode ends at our door: slack_sdk would log an error with its own words."""

from __future__ import annotations

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.request import SocketModeRequest
from structlog.testing import capture_logs

from bot.slack.socket_mode import SocketConnection

WORDS = "nobody else is to read this"


def test_a_fault_is_counted_and_its_words_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> None:
        raise ValueError(WORDS)

    monkeypatch.setattr(SocketModeHandler, "handle", fails)
    heard: list[str] = []
    connection = SocketConnection(
        App(token="xoxb-0", token_verification_enabled=False, request_verification_enabled=False),
        "xapp-0",
        "http://127.0.0.1:9/api/",
        1,
        lambda outcome, _seconds: heard.append(outcome),
    )
    with capture_logs() as logged:
        connection.handle(connection.client, SocketModeRequest("events_api", "E1", {}))
    assert heard == ["failed"]
    assert logged == [{"event": "envelope_unanswered", "fault": "ValueError", "log_level": "warning"}]
