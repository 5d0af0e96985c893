"""The bot as a service to many workspaces: a database with all of them, `serve` processes on it, and what is asked."""

from __future__ import annotations

import copy
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import SystemClock
from bot.db.engine import make_engine, reading
from bot.db.installations import Installations
from bot.db.outbox import Outbox
from bot.db.schema import bring_up_to_date
from bot.domain.installations import Grant
from bot.domain.outbox import Message, MessageState, Planned, Urgency
from bot.domain.people import Person, Profile
from bot.domain.tours import Tour
from tests.bench.http_acks import prepared
from tests.bench.wire import SECRET, interaction
from tests.crash.stand_in import RunningStandIn
from tests.given import KEY, a_draft

_ROOT = Path(__file__).parents[2]
_READY_WITHIN, _STOPPED_WITHIN = 120.0, 60.0  # seconds
ARRIVED = "proposal_arrived"
MANAGER = "UMANAGER"  # of every tour in every workspace


@dataclass(frozen=True)
class Scale:
    """How much there is: each tour begins with a proposal to announce."""

    workspaces: int
    tours: int  # in all workspaces together
    per_minute: int  # messages to one workspace


class Server:
    """One `python app.py serve` at a port that it keeps; `options` are its options, such as "--no-jobs"."""

    def __init__(self, url: str, slack: RunningStandIn, scale: Scale, *options: str) -> None:
        self.port = _free_port()
        self._command = [sys.executable, "app.py", "serve", *options]
        self._settings = {
            "DATABASE_URL": url,
            "ENCRYPTION_KEYS": KEY,
            "SLACK_CLIENT_ID": "11.22",
            "SLACK_CLIENT_SECRET": "secret",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": slack.url,
            "PUBLIC_URL": "http://tourguide.test",
            "MESSAGES_PER_MINUTE": str(scale.per_minute),
            "PORT": str(self.port),
            "PATH": os.environ.get("PATH", ""),
        }
        self._process = self._started()

    def restart(self) -> None:
        """Stop it as an operator does, start it anew, and wait until it is ready."""
        self.stop()
        self._process = self._started()
        self.wait_until_ready()

    def stop(self) -> None:
        """Ask it to stop. Raises RuntimeError when it does not end well."""
        self._process.terminate()
        if self._process.wait(_STOPPED_WITHIN) != 0:
            raise RuntimeError("serve did not end well")

    def wait_until_ready(self) -> None:
        """Wait until /readyz says yes, as a balancer does."""
        deadline = time.monotonic() + _READY_WITHIN
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("serve does not become ready")
            time.sleep(0.05)

    @property
    def memory_mb(self) -> float:
        """How much memory the process has now, in megabytes."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command, cwd=_ROOT, env=self._settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/readyz", headers={"Connection": "close"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def prepare(url: str, scale: Scale) -> None:
    """Install the bot in every workspace, each with its people, its tours and their announcements."""
    engine, now = make_engine(url), SystemClock().now()
    bring_up_to_date(engine)
    installations = Installations(engine)
    for number in range(scale.workspaces):
        team = team_id(number)
        scopes = frozenset({"chat:write", "im:history", "im:write", "users:read", "commands"})
        grant = Grant(id=team, bot_token=f"xoxb-{team}", bot_user_id="UBOT", scopes=scopes, installed_by=MANAGER)
        installations.keep(grant, now)
        with Session(engine) as session, session.begin():
            tours = [_tour(team, f"UHOLDER{i}") for i in range(scale.tours // scale.workspaces)]
            session.add_all(
                [*tours, *(_person(team, user_id, now) for user_id in {MANAGER, *(t.holder_id for t in tours)})]
            )
            session.flush()
            Outbox(session, team).put_many([_announcement(tour) for tour in tours], now)
    engine.dispose()


def _person(team: str, user_id: str, now: datetime) -> Person:
    person = Person.meet(team, user_id)
    person.learn(Profile(name=user_id.title()), now)
    return person


def _tour(team: str, holder_id: str) -> Tour:
    draft, now = a_draft(holder_id, MANAGER), SystemClock().now()
    return Tour.propose(team_id=team, manager_id=MANAGER, holder_id=holder_id, by=MANAGER, draft=draft, now=now)


def _announcement(tour: Tour) -> Planned:
    return Planned(
        recipient_id=tour.holder_id,
        moment=ARRIVED,
        due_at=SystemClock().now(),
        dedupe_key=f"{ARRIVED}:{tour.id}",
        urgency=Urgency.NOW,
        tour_id=tour.id,
    )


def team_id(number: int) -> str:
    return f"T{number}"


def wait_until_delivered(url: str, seconds: float) -> None:
    engine = make_engine(url)
    waiting = select(func.count()).where(Message.moment == ARRIVED, Message.state == MessageState.PENDING)
    deadline = time.monotonic() + seconds
    with reading(engine).connect() as connection:
        while connection.scalar(waiting) and time.monotonic() < deadline:
            time.sleep(0.2)
    engine.dispose()


def a_filled_form() -> dict[str, Any]:
    """Return the payload of a filled start form, as Slack sends it."""
    with prepared() as bench:
        payload: dict[str, Any] = json.loads(next(bench.submissions())["payload"])
    return payload


def proposal(form: dict[str, Any], number: int, team: str) -> dict[str, str]:
    """Return the request in which the manager of a workspace proposes a tour to somebody new."""
    payload = copy.deepcopy(form)
    payload["team"]["id"] = team
    payload["user"] |= {"id": MANAGER, "team_id": team}
    payload["view"]["id"] = f"V{number}"
    ((_, chosen),) = payload["view"]["state"]["values"]["partner_id"].items()
    chosen["selected_user"] = f"UNEW{number}"
    return interaction(payload)


def _free_port() -> int:
    with socket.socket() as knocking:
        knocking.bind(("127.0.0.1", 0))
        port: int = knocking.getsockname()[1]
        return port
