"""The stage of stories with several workspaces: one bot that any of them installs from a link."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.clock import MovableClock
from bot.config import Settings
from bot.db.schema import METADATA
from bot.playground.oauth import Consents
from bot.playground.workspace import Workspace, serve_slack
from bot.program import Program
from bot.web.server import WebServer
from tests.given import KEY
from tests.stories.stage import MONDAY, SECRET, Stage

CLIENT_ID, CLIENT_SECRET = "11.22", "a client secret of a story"


@dataclass
class Response:
    """What a browser got: status, body, where it is sent on, the cookie it is to keep."""

    status: int
    body: str
    location: str
    cookie: str


class Browser:
    """A browser that keeps the last cookie it was given."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.cookie = ""

    def get(self, address: str) -> Response:
        """Get a path, or an address that leads back to the bot."""
        parts = urlsplit(address)
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            connection.request("GET", f"{parts.path}?{parts.query}", headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
            self.cookie = cookie or self.cookie
            return Response(answer.status, answer.read().decode(), answer.getheader("Location") or "", cookie)
        finally:
            connection.close()


class Town(Stage):
    """Two workspaces, in neither of which the bot is installed yet."""

    def __init__(self, program: Program, workspaces: list[Workspace], clock: MovableClock, port: int) -> None:
        super().__init__(program, workspaces[0], clock)
        self.first, self.second = workspaces
        self.port = port
        self.consents: Consents

    def install(self, workspace: Workspace, **consent: object) -> Response:
        """Have the workspace's manager install the bot, as a browser does; return the last page."""
        browser = Browser(self.port)
        asked = browser.get("/slack/install")
        manager = workspace.person("manager").id
        return browser.get(self.consents.allow(asked.location, workspace, manager, **consent))  # type: ignore[arg-type]

    def later(self, **time: float) -> None:
        """Move the clock and do what is due, sweeps included."""
        self.forward(to=self.clock.now() + timedelta(**time))


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """The bot behind its own web server, two workspaces, and Slack's page of consent."""
    clock = MovableClock(MONDAY)
    workspaces = [Workspace(clock, SECRET, team_id=team, retry_pauses=(0.0,)) for team in ("T0FIRST", "T0SECOND")]
    slack = serve_slack(*workspaces)
    program = Program(settings_of(folder, slack.api_url), clock)
    METADATA.create_all(program.database.engine)
    server = WebServer(program.router(), "127.0.0.1", 0, threads=4)
    thread = threading.Thread(target=server.serve)
    thread.start()
    for workspace in workspaces:
        workspace.reach_bot_at(f"http://127.0.0.1:{server.port}")
    ready = Town(program, workspaces, clock, server.port)
    ready.consents = Consents(slack, CLIENT_ID, CLIENT_SECRET)
    try:
        yield ready
    finally:
        server.stop()
        thread.join(10)
        program.close()
        slack.stop()


def settings_of(folder: Path, api_url: str) -> Settings:
    """Return settings of a bot that workspaces install from a link."""
    return Settings(
        slack_bot_token=None,
        slack_client_id=CLIENT_ID,
        slack_client_secret=SecretStr(CLIENT_SECRET),
        slack_signing_secret=SecretStr(SECRET),
        slack_app_token=None,
        slack_api_url=api_url,
        public_url="http://tourguide.test",
        database_url=f"sqlite:///{folder / 'town.sqlite'}",
        encryption_keys=[SecretStr(KEY)],
    )
