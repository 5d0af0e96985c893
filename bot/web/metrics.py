"""/metrics for Prometheus: counts and seconds, of all workspaces together. No name, no id, no word of anybody.

Loaded when somebody looks for the first time: Prometheus's library would make every start slower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from bot.db.delivery import Backlog
from bot.domain.outbox import MessageState
from bot.web.meters import BOUNDS, Meters

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SETTLED = {
    MessageState.SENT: "sent",
    MessageState.PENDING: "put_off",
    MessageState.CANCELLED: "cancelled",
    MessageState.GIVEN_UP: "given_up",
}

Family = CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily


def written(meters: Meters, settled: Mapping[str, int], backlog: Backlog) -> bytes:
    """Return all measures in Prometheus's text format. `settled` says how many messages became what, by state."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Now([*of_requests(meters), of_messages(settled), *of_outbox(backlog)]))
    return generate_latest(registry)


class Now(Collector):
    """Measures as they are at one moment."""

    def __init__(self, families: list[Family]) -> None:
        self._families = families

    def collect(self) -> Iterator[Family]:
        """Yield them."""
        yield from self._families


def of_requests(meters: Meters) -> Iterator[Family]:
    """Yield what became of Slack's requests, and how long their answers took."""
    acks = CounterMetricFamily("tourguide_acks", "Requests of Slack's, by what became of them", labels=["outcome"])
    for outcome, count in meters.outcomes().items():
        acks.add_metric([outcome], count)
    yield acks
    slots, seconds = meters.times()
    buckets = [
        (bound, float(count)) for bound, count in zip([*map(str, BOUNDS), "+Inf"], accumulate(slots), strict=True)
    ]
    yield HistogramMetricFamily("tourguide_ack_seconds", "Seconds until Slack had its answer", buckets, seconds)


def of_messages(settled: Mapping[str, int]) -> Family:
    """Return what this process did with messages since it started."""
    family = CounterMetricFamily("tourguide_messages", "Messages, by what this process did", labels=["outcome"])
    for state, outcome in SETTLED.items():
        family.add_metric([outcome], settled.get(state.value, 0))
    return family


def of_outbox(backlog: Backlog) -> Iterator[Family]:
    """Yield how the outbox stands."""
    measures = {
        "tourguide_outbox_waiting": ("Messages whose hour has not come", backlog.waiting),
        "tourguide_outbox_due": ("Messages that are due", backlog.due),
        "tourguide_outbox_due_in_one_workspace": ("Due messages of the workspace that has most", backlog.most_in_one),
        "tourguide_delivery_lag_seconds": ("How long the oldest due message has waited", backlog.lag_seconds),
    }
    for name, (meaning, value) in measures.items():
        yield GaugeMetricFamily(name, meaning, value=value)
