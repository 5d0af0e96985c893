"""How long the bot takes to start, over importing alone what it is built on."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

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

    Both find byte code of all modules, as they do from the second start on: the first round writes it and is left out.
    """
    with tempfile.TemporaryDirectory() as compiled:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        rounds = [(_seconds(BOT, environment), _seconds(FOUNDATION, environment)) for _ in range(1 + ROUNDS)]
    pairs = rounds[1:]
    return {"startup_ratio": statistics.median(bot / foundation for bot, foundation in pairs)}


def _seconds(code: str, environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    return time.perf_counter() - started
