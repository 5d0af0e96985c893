"""How long the bot takes to start, over importing alone what it is built on."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

ROUNDS = 9
FOUNDATION = "import slack_bolt, sqlalchemy.orm, apscheduler.schedulers.background"
BOT = """
from datetime import UTC, datetime
from pydantic import SecretStr
from bot.program import Program
from bot.clock import SystemClock
from bot.config import Settings
from bot.domain.types import new_key
program = Program(
    Settings(
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("s"),
        database_url="sqlite://",
        encryption_keys=[SecretStr(new_key())],
    ),
    SystemClock(),
)
program.router()
"""


def measure() -> dict[str, float]:
    """Return startup_ratio: everything imported, wired and every prompt read, over the imports of the foundation.

    Both are processes that end as soon as they are ready; ready_ratio leaves their end out. Both find byte code of all
    modules, as they do from the second start on: the first round writes it and is left out.
    """
    with tempfile.TemporaryDirectory() as compiled:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        rounds = [(_lived(BOT, environment), _lived(FOUNDATION, environment)) for _ in range(1 + ROUNDS)]
    pairs = rounds[1:]
    return {
        "startup_ratio": statistics.median(bot.ended / foundation.ended for bot, foundation in pairs),
        "ready_ratio": statistics.median(bot.ready / foundation.ready for bot, foundation in pairs),
    }


class Life(NamedTuple):
    """When a process was ready and when it had ended, in seconds from its start."""

    ready: float
    ended: float


def _lived(code: str, environment: dict[str, str]) -> Life:
    command = [sys.executable, "-c", f"{code}\nprint(flush=True)"]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        process.stdout.readline()
        ready = time.perf_counter() - started
        process.wait()
        ended = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"a process of the measurement ended with {process.returncode}")
    return Life(ready, ended)
