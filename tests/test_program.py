"""One process may only answer, another only deliver; and what stands at its start is not searched for garbage."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.clock import SystemClock
from bot.config import Settings
from bot.db.schema import METADATA
from bot.playground.workspace import Workspace, serve_slack
from bot.program import Program
from bot.services import timetable
from tests.given import HOLDER, KEY, TEAM, a_tour
from tests.test_app import free_port


@pytest.fixture
def workspace() -> Workspace:
    made = Workspace(SystemClock(), "secret", team_id=TEAM)
    made.add_person("holder", id=HOLDER.user_id)
    return made


@contextmanager
def serving(folder: Path, workspace: Workspace, **how: bool) -> Iterator[tuple[Program, int]]:
    """A program that serves in a thread, with one message due."""
    slack = serve_slack(workspace)
    settings = Settings(
        slack_bot_token=SecretStr(workspace.app.bot_token),
        slack_signing_secret=SecretStr("secret"),
        slack_app_token=None,
        slack_client_id=None,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{folder / 'program.sqlite'}",
        encryption_keys=[SecretStr(KEY)],
        port=free_port(),
    )
    program = Program(settings, SystemClock())
    METADATA.create_all(program.database.engine)
    now = program.clock.now()
    tour_id = a_tour(program.database, now, signed=False)
    with program.database.work(TEAM) as work:
        timetable.tell(work, to=HOLDER.user_id, moment="proposal_arrived", tour_id=tour_id, now=now, key="once")
    stopped = threading.Event()
    thread = threading.Thread(target=program.serve, args=(stopped,), kwargs=how)
    thread.start()
    try:
        yield program, settings.port
    finally:
        stopped.set()
        thread.join(30)
        slack.stop()


def status(port: int, method: str, path: str) -> int:
    """Ask once the server listens."""
    for _ in range(100):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request(method, path, b"" if method == "POST" else None)
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise AssertionError("nobody listens")


def arrived(workspace: Workspace, within: float) -> bool:
    """Tell whether the holder gets the message in this many seconds."""
    end = time.monotonic() + within
    while not workspace.person("holder").messages and time.monotonic() < end:
        time.sleep(0.05)
    return bool(workspace.person("holder").messages)


def test_who_only_delivers_takes_no_request_of_slacks(tmp_path: Path, workspace: Workspace) -> None:
    with serving(tmp_path, workspace, answers=False) as (_, port):
        assert status(port, "POST", "/slack/events") == 404
        assert status(port, "GET", "/healthz") == 200
        assert arrived(workspace, within=15)


def test_who_only_answers_delivers_nothing(tmp_path: Path, workspace: Workspace) -> None:
    with serving(tmp_path, workspace, delivers=False) as (_, port):
        assert status(port, "POST", "/slack/events") == 401
        assert not arrived(workspace, within=1.5)


def test_what_stands_at_the_start_is_left_out_of_the_search_for_garbage_once(
    tmp_path: Path, workspace: Workspace
) -> None:
    with serving(tmp_path / "first", workspace):
        left_alone = gc.get_freeze_count()
        assert left_alone > 100_000
    with serving(tmp_path / "second", workspace):
        assert gc.get_freeze_count() <= left_alone  # some of it has gone by itself since
