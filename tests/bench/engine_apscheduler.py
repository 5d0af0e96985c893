"""What 1,000 due messages cost: as date jobs of APScheduler in its SQLAlchemy store, over as rows of the outbox."""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session

from bot.db.delivery import Delivery, LaneTime, Settled
from bot.db.outbox import Outbox
from bot.domain.outbox import MessageState, Planned
from tests.engines import outbox_engine
from tests.postgres import running_cluster

DUE = 1_000
_done = threading.Semaphore(0)


def no_post() -> None:
    """Do what a date job does in place of a post: nothing, and say it is done."""
    _done.release()


def measure() -> dict[str, float]:
    """Return due_vs_apscheduler_*: APScheduler's time over ours."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = (f"sqlite:///{Path(folder) / name}.db" for name in ("ours", "theirs"))
        figures["due_vs_apscheduler_sqlite"] = _compare(ours, theirs)
    try:
        with running_cluster() as cluster:
            figures["due_vs_apscheduler_pg"] = _compare(cluster.database("ours"), cluster.database("theirs"))
    except LookupError:
        pass
    return figures


def _compare(ours: str, theirs: str) -> float:
    """Return the median ratio of a few rounds, in each of which both take their turn."""
    engine = outbox_engine(ours)
    ratios = []
    for number in range(3):
        mine = min(_outbox(engine, 5 * number + attempt) for attempt in range(5))
        ratios.append(_apscheduler(theirs) / mine)
    engine.dispose()
    return round(statistics.median(ratios), 1)


def _outbox(engine: Engine, attempt: int) -> float:
    now = datetime.now(UTC)
    plans = [
        Planned(recipient_id=f"U{i}", moment="review_due", due_at=now, dedupe_key=f"{attempt}-{i}") for i in range(DUE)
    ]
    with Session(engine) as session, session.begin():
        Outbox(session, "T1").put_many(plans, now)
    delivery = Delivery(engine)
    started = time.perf_counter()
    teams = delivery.lanes_due("bench", now)
    sent: list[Settled] = []
    for bundle in delivery.claim("bench", dict.fromkeys(teams, DUE), now, now + timedelta(minutes=1)):
        no_post()
        sent += [Settled(m.id, m.attempts, MessageState.SENT, now, channel_id="D1", ts="1.1") for m in bundle]
    delivery.settle(sent)
    delivery.leave("bench", [LaneTime(team, None) for team in teams])
    seconds = time.perf_counter() - started
    for _ in range(DUE):
        if not _done.acquire(timeout=1):
            raise AssertionError("not everything was delivered")
    return seconds


def _apscheduler(url: str) -> float:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    scheduler = BackgroundScheduler(timezone=UTC, jobstores={"default": SQLAlchemyJobStore(parsed)})
    scheduler.start(paused=True)
    due = datetime.now(UTC) - timedelta(seconds=1)
    for i in range(DUE):
        scheduler.add_job(no_post, "date", run_date=due, id=f"job-{i}", misfire_grace_time=None)
    started = time.perf_counter()
    scheduler.resume()
    for _ in range(DUE):
        _done.acquire()
    while scheduler.get_jobs():
        time.sleep(0.01)
    seconds = time.perf_counter() - started
    scheduler.shutdown()
    return seconds
