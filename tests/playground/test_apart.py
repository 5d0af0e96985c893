"""The playground is for one machine and for trying: `serve` neither loads it nor answers at any of its addresses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.clock import SystemClock
from bot.config import Settings
from bot.playground.run import RunningDemo
from bot.program import Program
from tests.given import KEY

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = [
    "/page/state",
    "/page/events",
    "/page/exchanges",
    "/page/stops",
    "/page/prompts",
    "/page/do",
    "/page/clock",
    "/page/scene",
    "/page/person",
    "/static/main.js",
    "/api/auth.test",
    "/respond/any",
]


def test_what_serve_loads_holds_nothing_of_the_playground() -> None:
    # In a process of its own: this one has it loaded.
    asked = (
        "import sys, app, bot.program, bot.slack.socket_mode, bot.web.metrics, bot.doctor;"
        "print([name for name in sys.modules if 'playground' in name])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_serve_answers_has_no_address_of_the_playground(tmp_path: Path, method: str) -> None:
    settings = Settings(
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("secret"),
        slack_app_token=None,
        database_url=f"sqlite:///{tmp_path / 'apart.sqlite'}",
        encryption_keys=[SecretStr(KEY)],
    )
    program = Program(settings, SystemClock())
    try:
        answered = {path: status_of(program.router(), method, path) for path in ADDRESSES}
    finally:
        program.close()
    assert set(answered.values()) <= {"404", "405"}, answered


def status_of(router: Any, method: str, path: str) -> str:
    """Ask a WSGI application; return the number of its answer's status."""
    statuses: list[str] = []

    def start(status: str, _headers: Iterable[tuple[str, str]], *_more: object) -> None:
        statuses.append(status)

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "CONTENT_LENGTH": "2"}
    environ["wsgi.input"] = BytesIO(b"{}")  # type: ignore[assignment]
    list(router(environ, start))
    return statuses[0][:3]


def test_the_demo_listens_on_loopback_alone() -> None:
    demo = RunningDemo(0)
    try:
        page, slack = demo._page._server._server, demo.stage._demo.slack._server
        bot = demo.stage._server._server
        assert [page.server_address[0], slack.server_address[0], bot.effective_host] == ["127.0.0.1"] * 3
    finally:
        demo.stop()
