"""Three `serve` processes on one PostgreSQL, restarted one after the other while people press and messages go out.

Run as a program it does so with 200 workspaces and 20,000 tours: `python -m tests.crash.rolling`, or `make rolling`.
"""

from __future__ import annotations

import http.client
import itertools
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from bot.db.engine import make_engine, reading
from bot.domain.outbox import Message, MessageState
from bot.domain.tours import Tour
from bot.domain.types import vault
from tests.bench.wire import sealed
from tests.crash.many import ARRIVED, Scale, Server, a_filled_form, prepare, proposal, team_id, wait_until_delivered
from tests.crash.stand_in import RunningStandIn, stand_in
from tests.given import KEY
from tests.postgres import running_cluster

_SERVERS = 3
_DELIVERED_WITHIN = 1800.0  # seconds


@dataclass(frozen=True)
class Load:
    """How much there is, how often each server is restarted, and how many people press meanwhile."""

    scale: Scale
    rounds: int  # in each of which every process is restarted once
    pressing: int  # people who press at one time
    pause: float  # seconds between an answer and the next press


SHORT = Load(Scale(workspaces=6, tours=180, per_minute=600), rounds=1, pressing=2, pause=0.2)
FULL = Load(Scale(workspaces=200, tours=20_000, per_minute=300), rounds=3, pressing=8, pause=0.05)


@dataclass
class Outcome:
    """What happened, and how many things went wrong: none when all is well."""

    seconds: float = 0.0
    answered: list[float] = field(default_factory=list)  # seconds of each press
    refused: int = 0  # connections that the balancer took to another server
    unanswered: list[str] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)

    def told(self) -> str:
        """Say it in a line."""
        slowest = sorted(self.answered)[int(len(self.answered) * 0.99)] if self.answered else 0.0
        return (
            f"{self.seconds:.0f} s, {len(self.answered)} presses (99 % within {slowest * 1000:.0f} ms), "
            f"{self.refused} refused connections retried: {self.faults}"
        )


class Balancer:
    """Sends each request to the next server, and to another one where nobody listens."""

    def __init__(self, ports: list[int]) -> None:
        self._turns = itertools.cycle(ports)
        self._guard = threading.Lock()
        self.refused = 0

    def post(self, form: dict[str, str]) -> None:
        """Have one request answered. Raises RuntimeError for any answer but 200, OSError where none came."""
        body, headers = sealed(form)
        while True:
            with self._guard:
                connection = http.client.HTTPConnection("127.0.0.1", next(self._turns), timeout=30)
            try:
                connection.connect()
            except ConnectionRefusedError:
                with self._guard:
                    self.refused += 1
                continue
            try:
                connection.request("POST", "/slack/events", body, {**headers, "Connection": "close"})
                answer = connection.getresponse()
                content = answer.read()
            finally:
                connection.close()
            if answer.status != 200 or b"errors" in content:
                raise RuntimeError(f"{answer.status}: {content[:200]!r}")
            return


def roll(url: str, load: Load) -> Outcome:
    """Restart every server in turn under load; return what became of it all. `url` names an empty database."""
    form, scale = a_filled_form(), load.scale
    prepare(url, scale)
    outcome, started = Outcome(), time.monotonic()
    with stand_in(per_minute=scale.per_minute, latency=0.02) as slack, _served(url, slack, scale) as servers:
        balancer = Balancer([server.port for server in servers])
        with _pressing(balancer, form, load, outcome):
            for server in servers * load.rounds:
                server.restart()
        wait_until_delivered(url, _DELIVERED_WITHIN)
        outcome.refused, outcome.seconds = balancer.refused, time.monotonic() - started
        outcome.faults = _faults(url, slack.report(), scale, outcome)
    return outcome


@contextmanager
def _served(url: str, slack: RunningStandIn, scale: Scale) -> Iterator[list[Server]]:
    servers = [Server(url, slack, scale) for _ in range(_SERVERS)]
    try:
        for server in servers:
            server.wait_until_ready()
        yield servers
    finally:
        for server in servers:
            server.stop()


@contextmanager
def _pressing(balancer: Balancer, form: dict[str, Any], load: Load, outcome: Outcome) -> Iterator[None]:
    stopped, numbers = threading.Event(), itertools.count()

    def press() -> None:
        while not stopped.wait(load.pause):
            began = time.perf_counter()
            try:
                number = next(numbers)
                balancer.post(proposal(form, number, team_id(number % load.scale.workspaces)))
                outcome.answered.append(time.perf_counter() - began)
            except (OSError, http.client.HTTPException, RuntimeError) as error:
                outcome.unanswered.append(repr(error))

    threads = [threading.Thread(target=press) for _ in range(load.pressing)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _faults(url: str, report: dict[str, Any], scale: Scale, outcome: Outcome) -> dict[str, int]:
    engine = make_engine(url)
    with reading(engine).connect() as connection:
        tours = connection.scalar(select(func.count()).select_from(Tour)) or 0
        rows = connection.execute(select(Message.id, Message.state).where(Message.moment == ARRIVED)).all()
    engine.dispose()
    stands = Counter(report["ids"])
    return {
        "presses_unanswered": len(outcome.unanswered),
        "tours_lost_or_doubled": abs(scale.tours + len(outcome.answered) - tours),
        "never_planned": tours - len(rows),
        "messages_unsettled": sum(1 for row in rows if row.state is not MessageState.SENT),
        "messages_lost": sum(1 for row in rows if not stands[row.id]),
        "messages_doubled": sum(stands.values()) - len(stands),
    }


def main() -> int:
    """Roll at full scale; return 1 when anything was lost or doubled."""
    vault.use_keys([KEY])
    with running_cluster() as cluster:
        outcome = roll(cluster.database("rolling"), FULL)
    sys.stdout.write("".join(f"{line}\n" for line in [*outcome.unanswered[:10], outcome.told()]))
    return 1 if any(outcome.faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
