"""A stand-in workspace, and a bot in it that each test teaches what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.playground.http_server import Answer, Request, RunningServer
from bot.playground.manifest import Manifest
from bot.playground.persons import Person
from bot.playground.workspace import RunningSlack, Workspace, serve_slack
from tests.playground.bare_bot import BareBot
from tests.playground.browsing import CHROMIUM

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MANIFEST = Manifest.of(
    {
        "display_information": {"name": "Tiny"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "tiny"},
            "slash_commands": [{"command": "/tour", "should_escape": True}, {"command": "/raw"}],
            "shortcuts": [{"name": "Start a tour", "type": "global", "callback_id": "start_tour"}],
        },
        "oauth_config": {"scopes": {"bot": ["chat:write", "im:history", "im:write", "users:read", "commands"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "user_change"]}},
    }
)


class Ticks:
    """A monotonic clock that a test moves by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def workspace(clock: MovableClock, ticks: Ticks) -> Workspace:
    return Workspace(clock, "shh", manifest=MANIFEST, monotonic=ticks, retry_pauses=(0.0, 0.0, 0.0))


@pytest.fixture
def slack(workspace: Workspace) -> Iterator[RunningSlack]:
    running = serve_slack(workspace)
    yield running
    running.stop()


@pytest.fixture
def client(workspace: Workspace, slack: RunningSlack) -> WebClient:
    return WebClient(token=workspace.app.bot_token, base_url=slack.api_url, timeout=5)


@pytest.fixture
def bot(workspace: Workspace, slack: RunningSlack) -> Iterator[App]:
    """A Bolt app that answers at the address the workspace sends to."""
    app = new_bot(workspace, slack)
    server = RunningServer(lambda request: _dispatch(app, request), "127.0.0.1", 0)
    workspace.reach_bot_at(server.url)
    yield app
    server.stop()


@pytest.fixture
def bare(workspace: Workspace) -> Iterator[BareBot]:
    bot = BareBot()
    server = RunningServer(bot, "127.0.0.1", 0)
    bot.url = f"{server.url}/"
    workspace.reach_bot_at(bot.url)
    yield bot
    server.stop()


@pytest.fixture
def manager(workspace: Workspace) -> Person:
    return workspace.add_person("manager", "Maya Okafor", tz="Europe/Berlin")


@pytest.fixture
def holder(workspace: Workspace) -> Person:
    return workspace.add_person("holder", "Tomas Reyes", tz="America/New_York")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of a module."""
    playwright = pytest.importorskip("playwright.sync_api", reason="install playwright to test in a browser")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


def new_bot(workspace: Workspace, slack: RunningSlack) -> App:
    client = WebClient(token=workspace.app.bot_token, base_url=slack.api_url)
    return App(client=client, signing_secret="shh", process_before_response=True, token_verification_enabled=False)


def _dispatch(app: App, request: Request) -> Answer:
    bolt_request = BoltRequest(body=request.body.decode(), query=request.query, headers=dict(request.headers))
    response = app.dispatch(bolt_request)
    headers = {name: values[0] for name, values in response.headers.items() if name != "content-type"}
    return Answer(response.status, response.body.encode(), response.first_headers().get("content-type", ""), headers)
