"""How much of Bolt's own throughput the bot keeps when 32 people ask at once for their list of tours."""

from __future__ import annotations

import statistics
from contextlib import ExitStack

from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.web.router import Router
from tests.bench.crowd import Crowd
from tests.bench.http_acks import TOURS, prepared
from tests.bench.wire import Line, command, served
from tests.given import TEAM
from tests.postgres import running_cluster

IN_FLIGHT = 32
ROUNDS = 7
SECONDS = 2.0  # of each, in each round


def measure() -> dict[str, float]:
    """Return throughput_ratio_*: answers a second of `/tour list` over those of a Bolt command that does nothing.

    Both stand behind the same web server with as many threads, in one process, and take turns; the median of the
    rounds counts. Whoever asks has three tours; everything is warm.
    """
    figures = _compare(None, "sqlite")
    try:
        with running_cluster() as cluster:
            figures |= _compare(cluster.database("throughput"), "pg")
    except LookupError:
        pass
    return figures


def _compare(database_url: str | None, name: str) -> dict[str, float]:
    with ExitStack() as stack:
        bench = stack.enter_context(prepared(database_url))
        nothing = Router(SlackRequestHandler(bench.doing_nothing()), ready=lambda: True)
        base_port, port = (stack.enter_context(served(one)) for one in (nothing, bench.program.router()))
        submissions = bench.submissions()
        line = Line(port)
        for _ in range(TOURS):
            line.post(next(submissions))
        line.close()
        listing = [command("list", bench.manager, TEAM)]
        base, ours = (Crowd(each, listing, IN_FLIGHT) for each in (base_port, port))
        stack.callback(base.close)
        stack.callback(ours.close)
        ours.ask(SECONDS), base.ask(SECONDS)
        rounds = [(ours.ask(SECONDS).per_second, base.ask(SECONDS).per_second) for _ in range(ROUNDS)]
    return {
        f"throughput_ratio_{name}": statistics.median(mine / bare for mine, bare in rounds),
        f"throughput_{name}": statistics.median(mine for mine, _ in rounds),
    }
