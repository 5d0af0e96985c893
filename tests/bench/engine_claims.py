"""Whether several processes that claim at the same time ever claim the same message: never."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bot.db.delivery import Delivery, LaneTime
from bot.db.outbox import Outbox
from bot.domain.outbox import Planned, Urgency
from tests.engines import outbox_engine
from tests.postgres import running_cluster

MESSAGES = 20_000
_TEAMS = [f"T{i}" for i in range(4)]  # as many as processes at most: they come into each other's way
_ROOM = 25
_NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def measure() -> dict[str, float]:
    """Return double_claims, and how many were never claimed, of 20,000 on each database."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _race(f"sqlite:///{Path(folder) / 'claims.db'}", 2, "sqlite")
    try:
        with running_cluster() as cluster:
            figures |= _race(cluster.database("claims"), 4, "pg")
    except LookupError:
        pass
    return {"double_claims": sum(value for name, value in figures.items() if name.startswith("double"))} | figures


def claim_all(url: str) -> list[str]:
    """Claim until nothing is left, giving the lanes back each time, and return the ids."""
    delivery = Delivery(outbox_engine(url))
    holder = multiprocessing.current_process().name
    claimed: list[str] = []
    while due := delivery.lanes_due(holder, _NOW):
        bundles = delivery.claim(holder, dict.fromkeys(due, _ROOM), _NOW, _NOW + timedelta(minutes=1))
        claimed += [message.id for bundle in bundles for message in bundle]
        delivery.leave(holder, [LaneTime(team, None) for team in due])
    return claimed


def _race(url: str, processes: int, name: str) -> dict[str, float]:
    engine = outbox_engine(url)
    for team in _TEAMS:
        _plan(Session(engine), team)
    engine.dispose()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        claims = Counter(message for part in pool.map(claim_all, [url] * processes, chunksize=1) for message in part)
    return {
        f"double_claims_{name}": sum(claims.values()) - len(claims),
        f"never_claimed_{name}": MESSAGES - len(claims),
    }


def _plan(session: Session, team: str) -> None:
    plans = [
        Planned(
            recipient_id=f"U{i // 2}",
            moment="review_due",
            due_at=_NOW,
            dedupe_key=str(i),
            urgency=Urgency.NOW if i % 4 == 0 else Urgency.NUDGE,
        )
        for i in range(MESSAGES // len(_TEAMS))
    ]
    with session, session.begin():
        Outbox(session, team).put_many(plans, _NOW)
