"""How much memory one `serve` has after it has spoken with 1,000 workspaces."""

from __future__ import annotations

from bot.domain.types import vault
from tests.bench.crowd import Crowd
from tests.bench.wire import command
from tests.crash.many import MANAGER, Scale, Server, prepare, team_id, wait_until_delivered
from tests.crash.stand_in import stand_in
from tests.given import KEY
from tests.postgres import running_cluster

SCALE = Scale(workspaces=1_000, tours=5_000, per_minute=300)
IN_FLIGHT = 32
SECONDS = 20.0
_DELIVERED_WITHIN = 600.0


def measure() -> dict[str, float]:
    """Return memory_mb_1000_workspaces: resident memory of a process that delivered to each and answered each."""
    vault.use_keys([KEY])
    try:
        with running_cluster() as cluster:
            return _serve(cluster.database("many"))
    except LookupError:
        return {}


def _serve(url: str) -> dict[str, float]:
    prepare(url, SCALE)
    people = [MANAGER, *(f"UHOLDER{number}" for number in range(SCALE.tours // SCALE.workspaces))]
    forms = [command("list", person, team_id(number)) for person in people for number in range(SCALE.workspaces)]
    with stand_in(per_minute=SCALE.per_minute) as slack:
        server = Server(url, slack, SCALE)
        server.wait_until_ready()
        at_first = server.memory_mb
        wait_until_delivered(url, _DELIVERED_WITHIN)
        crowd = Crowd(server.port, forms, IN_FLIGHT)
        crowd.ask(SECONDS)
        memory = server.memory_mb
        crowd.close()
        server.stop()
    return {"memory_mb_1000_workspaces": memory, "memory_mb_at_first": at_first}
