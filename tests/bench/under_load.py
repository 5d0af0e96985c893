"""How long Slack waits for an answer while 32 people ask at once and the outbox is full."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.domain.types import vault
from tests.bench.crowd import Crowd
from tests.bench.wire import command
from tests.crash.many import Scale, Server, prepare, team_id
from tests.crash.stand_in import RunningStandIn, stand_in
from tests.given import KEY
from tests.postgres import running_cluster

IN_FLIGHT = 32
SECONDS = 15.0
SCALE = Scale(workspaces=40, tours=6_000, per_minute=300)  # half a minute's work at full pace
LATENCY = 0.15
_WARM = 5.0  # seconds until a process that has just started runs at its pace


def measure() -> dict[str, float]:
    """Return ack_p99_ms_under_load, the worse of SQLite and PostgreSQL, and each by itself.

    One process answers `/tour list` in many workspaces and another one delivers, as docs/operating.md has it for many.
    Beside it stands how many messages a second went out meanwhile, where 200 are allowed, and the same figures for one
    process that does both (`*_alone`): its delivering threads then share Python with sixteen that answer.
    """
    vault.use_keys([KEY])
    with tempfile.TemporaryDirectory() as folder:
        figures = _both_ways(lambda way: f"sqlite:///{Path(folder) / way}.db", "sqlite")
    try:
        with running_cluster() as cluster:
            figures |= _both_ways(cluster.database, "pg")
    except LookupError:
        pass
    worst = max(value for name, value in figures.items() if name in {"ack_p99_ms_sqlite", "ack_p99_ms_pg"})
    return {"ack_p99_ms_under_load": worst} | figures


def _both_ways(new_database: Callable[[str], str], name: str) -> dict[str, float]:
    split = _ask(new_database("split"), name, "--no-jobs", "--jobs-only")
    return split | _ask(new_database("alone"), f"{name}_alone", "")


def _ask(url: str, name: str, *roles: str) -> dict[str, float]:
    prepare(url, SCALE)
    forms = [command("list", f"UHOLDER{number % 100}", team_id(number)) for number in range(SCALE.workspaces)]
    with stand_in(per_minute=SCALE.per_minute, latency=LATENCY) as slack:
        servers = [Server(url, slack, SCALE, *filter(None, [role])) for role in roles]
        for server in servers:
            server.wait_until_ready()
        crowd = Crowd(servers[0].port, forms, IN_FLIGHT)
        crowd.ask(_WARM)
        before = _delivered(slack)
        answered = crowd.ask(SECONDS)
        delivered = _delivered(slack) - before
        crowd.close()
        for server in servers:
            server.stop()
    return {
        f"ack_p99_ms_{name}": answered.slowest(0.01) * 1000,
        f"acks_a_second_{name}": answered.per_second,
        f"delivered_a_second_{name}": delivered / answered.seconds,
    }


def _delivered(slack: RunningStandIn) -> int:
    return len(slack.report()["ids"])
