"""What the postman makes of each answer that Slack may give, or not give."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from http.client import IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient

from bot.slack.installations import NotInstalled
from bot.slack.postman import GiveUp, NotThere, Parcel, Postman, RetryAt, Sent, Unknown, post_client

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PARCEL = Parcel("T1", "U1", "m1", text="Hello", blocks=[{"type": "divider"}])
POSTED = {"ok": True, "channel": "D1", "ts": "1.1"}


def answer(body: dict[str, Any] | str, status: int = 200, **headers: str) -> dict[str, Any]:
    return {"status": status, "headers": headers, "body": body if isinstance(body, str) else json.dumps(body)}


class Wire:
    """Stands where the SDK meets the network: gives the prepared answers in turn and keeps what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: dict[str, Any] | Exception) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self._answers = list(answers)
        monkeypatch.setattr(WebClient, "_perform_urllib_http_request_internal", self._answer)

    def _answer(self, url: str, request: Any) -> dict[str, Any]:
        form = request.get_header("Content-type", "")
        body = json.loads(request.data) if "json" in form else {"form": request.data.decode()}
        self.asked.append((url.rsplit("/", 1)[1], body))
        given = self._answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.asked]


@pytest.fixture
def postman() -> Postman:
    return Postman(lambda team: post_client(f"xoxb-{team}", "http://127.0.0.1:1/api/"))


def test_a_post_carries_its_message_id_and_no_words_as_metadata(
    postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(monkeypatch, answer(POSTED))
    assert postman.post(PARCEL, NOW) == Sent("D1", "1.1")
    ((method, asked),) = wire.asked
    assert method == "chat.postMessage"
    assert asked["channel"] == "U1"
    assert asked["metadata"] == {"event_type": "tourguide_message", "event_payload": {"id": "m1"}}
    assert (asked["text"], asked["blocks"]) == ("Hello", [{"type": "divider"}])


def test_the_dm_is_learnt_from_the_first_post(postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, answer(POSTED), answer(POSTED))
    postman.post(PARCEL, NOW)
    postman.post(PARCEL, NOW)
    assert [asked["channel"] for _, asked in wire.asked] == ["U1", "D1"]


def test_a_dm_that_is_gone_is_opened_again(postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = answer({"ok": False, "error": "channel_not_found"})
    opened = answer({"ok": True, "channel": {"id": "D2"}})
    wire = Wire(monkeypatch, gone, opened, answer(POSTED | {"channel": "D2"}))
    assert postman.post(PARCEL, NOW) == Sent("D2", "1.1")
    assert wire.methods == ["chat.postMessage", "conversations.open", "chat.postMessage"]


def test_opening_the_dm_tells_why_a_person_cannot_be_reached(postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, disabled = ({"ok": False, "error": error} for error in ("channel_not_found", "user_disabled"))
    Wire(monkeypatch, answer(gone), answer(disabled))
    assert postman.post(PARCEL, NOW) == GiveUp("user_disabled")


@pytest.mark.parametrize(
    "reason", ["user_disabled", "account_inactive", "missing_scope", "token_revoked", "msg_too_long"]
)
def test_what_slack_will_not_take_is_given_up_with_its_reason(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    Wire(monkeypatch, answer({"ok": False, "error": reason}))
    assert postman.post(PARCEL, NOW) == GiveUp(reason)


def test_without_a_token_it_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_client(team_id: str) -> WebClient:
        raise NotInstalled(team_id)

    wire = Wire(monkeypatch)
    assert Postman(no_client).post(PARCEL, NOW) == GiveUp("not_installed")
    assert wire.asked == []


@pytest.mark.parametrize(
    ("status", "body", "headers", "wait"),
    [
        (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "7"}, 7),
        (429, "", {"retry-after": "12"}, 12),
        (200, {"ok": False, "error": "ratelimited"}, {}, 30),
        (429, "", {"Retry-After": "soon"}, 30),
    ],
)
def test_a_limit_holds_the_whole_lane(
    postman: Postman,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: Any,
    headers: dict[str, str],
    wait: int,
) -> None:
    Wire(monkeypatch, answer(body, status, **headers))
    assert postman.post(PARCEL, NOW) == RetryAt(NOW + timedelta(seconds=wait), "ratelimited", lane=True)


@pytest.mark.parametrize(
    "given",
    [
        answer({"ok": False, "error": "fatal_error"}),
        answer({"ok": False, "error": "internal_error"}),
        answer("<html>Bad gateway</html>", 502),
        answer('{"ok": true, "chan', 200),
        answer("", 500),
        TimeoutError("timed out"),
        URLError(TimeoutError("timed out")),
        RemoteDisconnected("closed"),
        ConnectionResetError("reset"),
        IncompleteRead(b"{"),
    ],
)
def test_where_no_clear_answer_came_the_fate_is_unknown_and_nothing_is_repeated(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, given: Any
) -> None:
    wire = Wire(monkeypatch, given)
    assert isinstance(postman.post(PARCEL, NOW), Unknown)
    assert len(wire.asked) == 1


@pytest.mark.parametrize("error", [URLError(ConnectionRefusedError()), URLError(OSError())])
def test_only_a_request_that_cannot_have_arrived_is_tried_again_unseen(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, error: URLError
) -> None:
    Wire(monkeypatch, error)
    refused = isinstance(error.reason, ConnectionRefusedError)
    expected = RetryAt(NOW + timedelta(seconds=5), "unreachable", lane=True) if refused else Unknown("no_answer")
    assert postman.post(PARCEL, NOW) == expected


@pytest.mark.parametrize(("attempts", "wait"), [(1, 5), (2, 10), (5, 80), (8, 600), (900, 600)])
def test_waits_grow_with_each_attempt_up_to_ten_minutes(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, attempts: int, wait: int
) -> None:
    Wire(monkeypatch, answer("not found", 404))
    parcel = Parcel("T1", "U1", "m1", attempts, text="Hello")
    assert postman.post(parcel, NOW) == RetryAt(NOW + timedelta(seconds=wait), "refused_for_now")


OPENED = answer({"ok": True, "channel": {"id": "D1"}})


def history(*ids: str, cursor: str = "") -> dict[str, Any]:
    said = [{"ts": f"{i}.0", "text": "hello"} for i in range(2)]
    carried = [
        {"ts": f"9.{i}", "metadata": {"event_type": "tourguide_message", "event_payload": {"id": message_id}}}
        for i, message_id in enumerate(ids)
    ]
    return answer({"ok": True, "messages": said + carried, "response_metadata": {"next_cursor": cursor}})


def test_a_parcel_in_doubt_is_found_by_its_metadata(postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(monkeypatch, OPENED, history("other", cursor="more"), history("m1"))
    assert postman.find(PARCEL, NOW) == Sent("D1", "9.0")
    assert wire.methods == ["conversations.open", "conversations.history", "conversations.history"]
    assert "include_all_metadata=1" in wire.asked[1][1]["form"]
    assert "cursor=more" in wire.asked[2][1]["form"]


def test_a_parcel_that_is_not_in_the_dm_may_be_posted(postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    Wire(monkeypatch, OPENED, history("other", "m2"))
    assert postman.find(PARCEL, NOW) == NotThere()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer("", 429, **{"Retry-After": "9"}), RetryAt(NOW + timedelta(seconds=9), "ratelimited")),
        (TimeoutError(), RetryAt(NOW + timedelta(seconds=5), "no_answer")),
        (answer("", 503), RetryAt(NOW + timedelta(seconds=5), "server_error")),
        (answer({"ok": False, "error": "missing_scope"}), GiveUp("missing_scope")),
    ],
)
def test_while_nobody_can_look_it_stays_in_doubt(
    postman: Postman, monkeypatch: pytest.MonkeyPatch, given: Any, expected: RetryAt | GiveUp
) -> None:
    Wire(monkeypatch, OPENED, given)
    assert postman.find(PARCEL, NOW) == expected


def test_where_histories_are_limited_none_is_asked_for_until_the_limit_is_over(
    postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, history = answer({"ok": True, "channel": {"id": "D1"}}), answer({"ok": True, "messages": []})
    wire = Wire(monkeypatch, opened, answer("", 429, **{"Retry-After": "30"}), history)
    later = RetryAt(NOW + timedelta(seconds=30), "ratelimited")
    assert [postman.find(PARCEL, NOW), postman.find(PARCEL, NOW + timedelta(seconds=29))] == [later, later]
    assert postman.find(PARCEL, NOW + timedelta(seconds=30)) == NotThere()
    assert wire.methods == ["conversations.open", "conversations.history", "conversations.history"]
