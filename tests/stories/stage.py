"""The stage of a story: the bot as it is served, a stand-in Slack beside it, persons, and a clock that can be moved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.clock import MovableClock
from bot.config import Settings
from bot.db.schema import bring_up_to_date
from bot.playground.persons import Person
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import RunningSlack, Workspace, serve_slack
from bot.program import Program
from bot.web.server import WebServer

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SECRET = "a signing secret of a story"


class Stage:
    """One workspace in which the bot is installed; `forward` moves the clock and lets the bot deliver."""

    def __init__(self, program: Program, workspace: Workspace, clock: MovableClock) -> None:
        self.program = program
        self.workspace = workspace
        self.clock = clock

    def person(self, name: str) -> Person:
        """Return the member of this name; whoever is not there yet joins."""
        return self.workspace.person(name)

    def delivers(self) -> None:
        """Let everything go out that is due now."""
        self.program.deliver_all_due()

    def forward(self, *, days: int = 0, to: datetime | None = None) -> None:
        """Move the clock day by day, so that each morning's nudges go out on their morning."""
        end = to or self.clock.now() + timedelta(days=days)
        while (due := self.program.next_due()) is not None and due <= end:
            self.clock.move_to(max(due, self.clock.now()))
            self.delivers()
        self.clock.move_to(end)
        self.delivers()


@contextmanager
def over_http(folder: Path) -> Iterator[Stage]:
    """The bot behind its own web server, reached by signed requests."""
    with _program(folder, socket_mode=False) as (program, workspace, _, clock):
        server = WebServer(program.router(), "127.0.0.1", 0, threads=4)
        thread = threading.Thread(target=server.serve)
        thread.start()
        workspace.reach_bot_at(f"http://127.0.0.1:{server.port}")
        try:
            yield Stage(program, workspace, clock)
        finally:
            server.stop()
            thread.join(10)


@contextmanager
def over_socket_mode(folder: Path) -> Iterator[Stage]:
    """The bot connected by Socket Mode; nothing of Slack's comes over HTTP."""
    with _program(folder, socket_mode=True) as (program, workspace, slack, clock):
        socket_mode = SocketMode(workspace, slack)
        try:
            with program.connected():
                socket_mode.wait_for_bot()
                yield Stage(program, workspace, clock)
        finally:
            socket_mode.close()


@contextmanager
def _program(folder: Path, *, socket_mode: bool) -> Iterator[tuple[Program, Workspace, RunningSlack, MovableClock]]:
    clock = MovableClock(MONDAY)
    workspace = Workspace(clock, SECRET)
    slack = serve_slack(workspace)
    settings = Settings(
        slack_bot_token=SecretStr(workspace.app.bot_token),
        slack_signing_secret=SecretStr(SECRET),
        slack_app_token=SecretStr(workspace.app.app_token) if socket_mode else None,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{folder / 'story.sqlite'}",
        encryption_keys=[SecretStr(Fernet.generate_key().decode())],
    )
    program = Program(settings, clock)
    bring_up_to_date(program.database.engine)
    try:
        yield program, workspace, slack, clock
    finally:
        program.close()
        slack.stop()
