"""How near to the allowed rate 40 workspaces are served, and whether anything was refused, lost or doubled."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from bot.clock import SystemClock
from bot.db.delivery import Delivery
from bot.db.outbox import Outbox
from bot.domain.outbox import Planned
from bot.jobs.deliver import Dispatcher, Pace
from bot.jobs.outgoing import Bundle, Composed, Outgoing
from bot.slack.postman import Postman, post_client
from tests.crash.stand_in import RunningStandIn, stand_in
from tests.engines import outbox_engine
from tests.postgres import running_cluster

WORKSPACES = 40
MESSAGES = 300  # of each
PER_MINUTE = 300
LATENCY = 0.15


class NamingComposer:
    """Makes DMs that name the messages they carry."""

    def compose(self, team_id: str, bundles: Sequence[Bundle], now: datetime) -> list[Composed]:
        return [Outgoing(" ".join(message.id for message in bundle), [], "bench") for bundle in bundles]


def measure() -> dict[str, float]:
    """Return delivery_ratio, delivery_429 and delivery_lost: the worse of SQLite and PostgreSQL, and each by itself."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        figures |= _deliver(f"sqlite:///{Path(folder) / 'bench.db'}", "sqlite")
    try:
        with running_cluster() as cluster:
            figures |= _deliver(cluster.database("bench"), "pg")
    except LookupError:
        pass
    worst = {"delivery_ratio": min, "delivery_429": max, "delivery_lost": max}
    return {name: pick(v for k, v in figures.items() if k.startswith(name)) for name, pick in worst.items()} | figures


def _deliver(url: str, name: str) -> dict[str, float]:
    engine = outbox_engine(url)
    for team in range(WORKSPACES):
        _plan(Session(engine), f"T{team}")
    with stand_in(per_minute=PER_MINUTE, latency=LATENCY) as slack:
        postman = Postman(lambda team: post_client(f"xoxb-{team}", slack.url))
        delivery = Delivery(engine)
        dispatcher = Dispatcher(
            delivery, NamingComposer(), postman, SystemClock(), Pace(messages_per_minute=PER_MINUTE)
        )
        started = time.monotonic()
        dispatcher.start()
        dispatcher.wake()
        _wait_until_delivered(dispatcher, started)
        seconds = time.monotonic() - started
        dispatcher.stop()
        return _figures(slack, seconds, name)


def _plan(session: Session, team: str) -> None:
    now = datetime.now(UTC)
    plans = [
        Planned(recipient_id=f"U{i}", moment="review_due", due_at=now, dedupe_key=f"bench-{i}") for i in range(MESSAGES)
    ]
    with session, session.begin():
        Outbox(session, team).put_many(plans, now)


def _wait_until_delivered(dispatcher: Dispatcher, started: float) -> None:
    allowed = WORKSPACES * MESSAGES / (WORKSPACES * PER_MINUTE / 60)
    while dispatcher.counts().get("sent", 0) < WORKSPACES * MESSAGES and time.monotonic() - started < 3 * allowed:
        time.sleep(0.05)


def _figures(slack: RunningStandIn, seconds: float, name: str) -> dict[str, float]:
    report = slack.report()
    ids = [message_id for text in report["texts"] for message_id in text.split()]
    total = WORKSPACES * MESSAGES
    return {
        f"delivery_ratio_{name}": round(total / seconds / (WORKSPACES * PER_MINUTE / 60), 4),
        f"delivery_429_{name}": report["counts"].get("429", 0),
        f"delivery_lost_{name}": total - len(set(ids)),
        f"delivery_doubled_{name}": len(ids) - len(set(ids)),
    }
