"""Strangers knock, with whatever comes to mind: nobody gets in, nothing breaks, no answer tells how we are built."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.db.schema import METADATA
from bot.domain.installations import Grant
from bot.playground.workspace import Workspace, serve_slack
from bot.program import Program
from bot.slack.ids import Action, View
from bot.slack.listeners import register_all
from bot.slack.routes import Payload, Routes
from bot.web.router import Router
from tests.stories.many import settings_of
from tests.stories.stage import SECRET

TEAM = "T0FUZZ"
SOMEBODY = "U00SOMEBODY"
PATH = "/slack/events"
EXAMPLES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
SECRETS = (SECRET, "xoxb-", "a client secret")


@dataclass
class Reply:
    """What a stranger sees."""

    status: int
    body: str

    def tells_nothing(self) -> bool:
        """Whether the answer holds neither a place in our code nor a secret."""
        return not any(word in self.body for word in ("Traceback", 'File "', ".py", *SECRETS))


class House:
    """The bot's web application, called in this thread."""

    def __init__(self, router: Router) -> None:
        self._router = router

    def knock(self, body: bytes = b"", method: str = "POST", path: str = PATH, **environ: str) -> Reply:
        """Send any request."""
        seen: list[str] = []
        given: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            **environ,
        }
        parts = self._router(given, lambda status, _headers, *_: seen.append(status))
        return Reply(int(seen[0][:3]), b"".join(parts).decode("utf-8", "replace"))

    def sent_by_slack(self, body: bytes, kind: str = "application/json", age: int = 0) -> Reply:
        """Send a request with the right signature, `age` seconds old."""
        stamp = str(int(SystemClock().now().timestamp()) - age)
        return self.knock(body, CONTENT_TYPE=kind, **signature(body, stamp))

    def interaction(self, payload: object) -> Reply:
        """Send an interaction as Slack does."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return self.sent_by_slack(body, "application/x-www-form-urlencoded")


def signature(body: bytes, stamp: str, secret: str = SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp, "HTTP_X_SLACK_SIGNATURE": f"v0={digest}"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A bot that is installed in one workspace, with two people in it."""
    clock = SystemClock()
    workspace = Workspace(clock, SECRET, team_id=TEAM)
    workspace.add_person("somebody", id=SOMEBODY)
    slack = serve_slack(workspace)
    given = settings_of(tmp_path_factory.mktemp("fuzz"), slack.api_url)
    program = Program(given, clock)
    METADATA.create_all(program.database.engine)
    grant = Grant(
        id=TEAM,
        bot_token=workspace.app.bot_token,
        bot_user_id=workspace.app.bot_user_id,
        scopes=frozenset({"chat:write"}),
        installed_by=SOMEBODY,
    )
    program.services.workspaces.installed(grant, clock.now())
    yield House(program.router())
    program.close()
    slack.stop()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
header_text = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)


@EXAMPLES
@given(body=st.binary(max_size=400), stamp=header_text, signed=header_text, kind=header_text)
def test_a_stranger_gets_in_nowhere(house: House, body: bytes, stamp: str, signed: str, kind: str) -> None:
    reply = house.knock(body, CONTENT_TYPE=kind, HTTP_X_SLACK_REQUEST_TIMESTAMP=stamp, HTTP_X_SLACK_SIGNATURE=signed)
    assert reply.status == 401
    assert reply.body == ""


@EXAMPLES
@given(
    path=st.text(max_size=60), query=st.text(max_size=80), method=st.sampled_from(["GET", "HEAD", "PUT", "DELETE", "X"])
)
def test_no_path_breaks(house: House, path: str, query: str, method: str) -> None:
    for where in (f"/{path}", PATH, "/slack/install", "/slack/oauth_redirect", "/healthz", "/readyz"):
        reply = house.knock(b"", method, where, QUERY_STRING=quote(query), HTTP_COOKIE=quote(query))
        assert reply.status in {200, 302, 400, 404, 405, 503}
        assert reply.tells_nothing()


@pytest.mark.parametrize(
    "stamp", ["", "soon", "-1", "1e9", "٣", "9" * 5000, "0", " 1700000000"], ids=lambda stamp: stamp[:12]
)
def test_a_strange_time_stamp_is_no_fault_of_ours(house: House, stamp: str) -> None:
    assert house.knock(b"{}", **signature(b"{}", stamp)).status == 401


@pytest.mark.parametrize(("age", "status"), [(299, 200), (310, 401), (-310, 401), (86_400, 401)])
def test_what_was_signed_long_ago_is_a_replay(house: House, age: int, status: int) -> None:
    assert house.sent_by_slack(b'{"type":"url_verification","challenge":"c"}', age=age).status == status


def test_another_apps_signature_is_no_signature(house: House) -> None:
    stamp = str(int(SystemClock().now().timestamp()))
    assert house.knock(b"{}", **signature(b"{}", stamp, "another secret")).status == 401


@EXAMPLES
@given(body=st.binary(max_size=300) | json_values.map(lambda value: json.dumps(value).encode()), kind=header_text)
def test_a_signed_body_that_is_not_slacks_is_turned_away(house: House, body: bytes, kind: str) -> None:
    for content_type in (kind, "application/json", "application/x-www-form-urlencoded"):
        assert house.sent_by_slack(body, content_type).status in {400, 401}  # what is no UTF-8 cannot be signed


def test_a_signed_body_that_is_nested_without_end_is_turned_away(house: House) -> None:
    assert house.sent_by_slack(b'{"type":' + b"[" * 200_000).status == 400


ids = st.sampled_from([*vars(Action).values(), "made_up"]).filter(lambda value: isinstance(value, str))
memory = json_values.map(json.dumps) | st.text(max_size=50) | st.sampled_from(['{"tour_id": 99}', "[1]", "1", "null"])
elements = st.dictionaries(
    st.sampled_from(["type", "value", "selected_option", "selected_date", "selected_user", "selected_users"]),
    json_values,
    max_size=4,
)
values = st.dictionaries(st.text(max_size=12), st.dictionaries(st.text(max_size=8), elements, max_size=2), max_size=4)


def frame(kind: str, **rest: object) -> dict[str, object]:
    return {
        "type": kind,
        "team": {"id": TEAM},
        "user": {"id": SOMEBODY, "team_id": TEAM},
        "trigger_id": "1.2.forged",
        **rest,
    }


def view_of(callback_id: str, metadata: str, state: object) -> dict[str, object]:
    return {
        "id": "V1",
        "hash": "1.h",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "blocks": [],
        "state": {"values": state},
    }


def known(payload: Payload) -> list[str]:
    routes = Routes()
    register_all(routes)
    return routes.keys(payload)


@pytest.mark.parametrize("callback_id", [*known(Payload.SUBMISSION), "made_up"])
@settings(EXAMPLES, max_examples=4)
@given(metadata=memory, state=values)
def test_a_forged_form_is_refused_in_words(house: House, callback_id: str, metadata: str, state: object) -> None:
    payload = frame("view_submission", view=view_of(callback_id, metadata, state))
    reply = house.interaction(payload)
    assert reply.status == 200
    assert reply.tells_nothing()


@pytest.mark.parametrize("action_id", [*known(Payload.ACTION), "made_up"])
@settings(EXAMPLES, max_examples=4)
@given(value=memory | st.integers(-5, 2**70).map(str) | st.text(max_size=30), metadata=memory, state=values)
@example(value=str(2**63), metadata="", state={})  # one more than a database's largest number
def test_a_forged_press_changes_nothing_and_breaks_nothing(
    house: House, action_id: str, value: str, metadata: str, state: object
) -> None:
    view = view_of(View.TOUR, metadata, state)
    reply = house.interaction(frame("block_actions", view=view, actions=[{"action_id": action_id, "value": value}]))
    assert reply.status == 200
    assert reply.tells_nothing()


@EXAMPLES
@given(
    text=st.text(max_size=200)
    | st.sampled_from([*known(Payload.COMMAND)]).map(lambda word: f"{word} <@U1|x> <!channel>")
)
def test_any_command_is_answered(house: House, text: str) -> None:
    given = {"command": "/tour", "text": text, "team_id": TEAM, "user_id": SOMEBODY, "trigger_id": "1.2.forged"}
    reply = house.sent_by_slack(urlencode(given).encode(), "application/x-www-form-urlencoded")
    assert reply.status == 200
    assert reply.tells_nothing()


def test_a_press_from_another_workspace_is_refused(house: House) -> None:
    payload = frame("block_actions", actions=[{"action_id": Action.LIST_TOURS, "value": "1"}])
    reply = house.interaction({**payload, "user": {"id": "U9", "team_id": "T0ELSEWHERE"}})
    assert reply.status == 200
