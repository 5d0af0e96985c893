"""Whether memory stays flat over a million delivered messages: the process at the end, over what it was early on."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bot.clock import SystemClock
from bot.db.delivery import Delivery
from bot.db.outbox import Outbox
from bot.domain.outbox import Planned
from bot.jobs.deliver import Dispatcher
from bot.slack.postman import Parcel, Postman, Sent, post_client
from tests.bench.engine_delivery import NamingComposer
from tests.engines import outbox_engine

MESSAGES = 1_000_000
_ROUND = 10_000
_WARM = 5  # rounds until every cache has what it will have


class NoPost(Postman):
    """Posts nothing and says it did."""

    def __init__(self) -> None:
        super().__init__(lambda _: post_client("", ""))

    def post(self, parcel: Parcel, now: datetime) -> Sent:
        return Sent("D1", "1.1")


def measure() -> dict[str, float]:
    """Return memory_growth: resident memory after a million messages over that after fifty thousand."""
    early = late = 0
    with tempfile.TemporaryDirectory() as folder:
        engine = outbox_engine(f"sqlite:///{Path(folder) / 'memory.db'}")
        delivery = Delivery(engine)
        dispatcher = Dispatcher(delivery, NamingComposer(), NoPost(), SystemClock())
        now = datetime.now(UTC)
        for number in range(MESSAGES // _ROUND):
            plans = [_plan(number, i, now) for i in range(_ROUND)]
            with Session(engine) as session, session.begin():
                Outbox(session, "T1").put_many(plans, now)
            if dispatcher.run_until_idle(now) != _ROUND:
                raise AssertionError("not all were delivered")
            delivery.forget("T1", now + timedelta(minutes=1), _ROUND)
            late = _resident()
            early = late if number < _WARM else early
        engine.dispose()
    return {"memory_growth": round(late / early, 3)}


def _plan(number: int, i: int, now: datetime) -> Planned:
    return Planned(recipient_id=f"U{i}", moment="review_due", due_at=now, dedupe_key=f"{number}-{i}")


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
