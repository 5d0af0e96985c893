"""The whole program, `python app.py serve`, killed at random moments while it has proposals to announce.

Run as a program it is one such `serve`, with leases short enough that the next one need not wait a minute.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from sqlalchemy.orm import Session

import app
from bot.clock import SystemClock
from bot.db.engine import make_engine, reading
from bot.db.schema import bring_up_to_date
from bot.db.work import Database
from bot.domain.outbox import Message, MessageState, Planned, Urgency
from tests.crash.killing import Aftermath
from tests.crash.life import HASTE
from tests.crash.stand_in import RunningStandIn, stand_in
from tests.given import KEY, TEAM, a_tour

_ROOT = Path(__file__).parents[2]
_AT_ONCE = 2
_SECONDS = (1.5, 3.5)  # what a life lasts: the first second or two it spends importing itself
_PER_MINUTE = 900
_IN_PEACE = 300  # seconds in which the last one has to finish
_FAULTS = 0.06


def kill_serve(folder: Path, lives: int, proposals: int, seed: int) -> Aftermath:
    """Kill `serve` so many times, let the last one live until all is delivered, and return the aftermath."""
    url = f"sqlite:///{folder / 'serve.db'}"
    _prepare(url, proposals)
    chance = random.Random(seed)
    with stand_in(latency=0.02, faults=_FAULTS, stall=0.6, seed=seed) as slack:
        alive: list[tuple[float, subprocess.Popen[bytes]]] = []
        for _ in range(lives):
            alive.append((time.monotonic() + chance.uniform(*_SECONDS), _serve(url, slack)))
            if len(alive) == _AT_ONCE:
                _kill_next(alive)
        while alive:
            _kill_next(alive)
        _live_in_peace(url, slack)
        report = slack.report()
    rows = _rows(url)
    carried = [row.id for row in rows if row.bundle_id == row.id]
    unsettled = sum(1 for row in rows if row.state is not MessageState.SENT)
    return Aftermath(proposals, carried, report["ids"], unsettled, report["counts"])


def _prepare(url: str, proposals: int) -> None:
    database = Database(url)
    bring_up_to_date(database.engine)
    now = SystemClock().now()
    for number in range(proposals):
        holder = f"UHOLDER{number}"
        tour_id = a_tour(database, now, manager_id=f"UMANAGER{number}", holder_id=holder, signed=False)
        plan = Planned(
            recipient_id=holder,
            moment="proposal_arrived",
            due_at=now,
            dedupe_key=f"proposal-{tour_id}",
            urgency=Urgency.NOW,
            tour_id=tour_id,
        )
        with database.work(TEAM) as work:
            work.outbox.put(plan, now)
    database.close()


def _serve(url: str, slack: RunningStandIn) -> subprocess.Popen[bytes]:
    settings = {
        "DATABASE_URL": url,
        "ENCRYPTION_KEYS": KEY,
        "SLACK_BOT_TOKEN": f"xoxb-{TEAM}",
        "SLACK_SIGNING_SECRET": "secret",
        "SLACK_API_URL": slack.url,
        "MESSAGES_PER_MINUTE": str(_PER_MINUTE),
        "PORT": "0",
        "PATH": os.environ.get("PATH", ""),
    }
    command = [sys.executable, "-m", "tests.crash.serving"]
    return subprocess.Popen(command, cwd=_ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _kill_next(alive: list[tuple[float, subprocess.Popen[bytes]]]) -> None:
    alive.sort(key=lambda one: one[0])
    moment, process = alive.pop(0)
    time.sleep(max(0.0, moment - time.monotonic()))
    process.kill()
    if process.wait() != -signal.SIGKILL:
        raise RuntimeError("serve ended by itself")


def _live_in_peace(url: str, slack: RunningStandIn) -> None:
    process = _serve(url, slack)
    deadline = time.monotonic() + _IN_PEACE
    while any(row.state is MessageState.PENDING for row in _rows(url)) and time.monotonic() < deadline:
        time.sleep(0.2)
    process.terminate()
    if process.wait() != 0:
        raise RuntimeError("serve did not end well")


def _rows(url: str) -> list[Message]:
    engine = make_engine(url)
    with Session(reading(engine)) as session:
        rows = session.query(Message).all()
    engine.dispose()
    return rows


def main() -> None:
    """Serve, with settings from the environment, in haste."""
    with patch("bot.program.Pace", lambda messages_per_minute: replace(HASTE, messages_per_minute=messages_per_minute)):
        app.serve()


if __name__ == "__main__":
    main()
