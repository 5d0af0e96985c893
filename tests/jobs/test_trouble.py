"""The database goes away and comes back during delivery: it goes on by itself, and nothing is lost or doubled."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.db.delivery import Delivery
from bot.jobs.deliver import Dispatcher, Pace
from tests.engines import outbox_engine
from tests.jobs.delivering import FakePostman, PlainComposer, put
from tests.postgres import Cluster, running_cluster

MESSAGES = 150


@contextmanager
def delivering(engine: Engine, postman: FakePostman) -> Iterator[Dispatcher]:
    """Deliver at a hundred a second, woken all the time."""
    pace = Pace(messages_per_minute=6000, ahead_seconds=0.3)
    dispatcher = Dispatcher(
        Delivery(engine),
        PlainComposer(),
        postman,  # type: ignore[arg-type] # a double with the same verbs
        SystemClock(),
        pace,
    )
    dispatcher.start()
    yield dispatcher
    dispatcher.stop()


def wake_until(dispatcher: Dispatcher, happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        dispatcher.wake()
        time.sleep(0.02)


def all_delivered_once(dispatcher: Dispatcher, postman: FakePostman) -> None:
    wake_until(dispatcher, lambda: dispatcher.counts().get("sent", 0) >= MESSAGES)
    assert len(postman.delivered) == len(set(postman.delivered)) == MESSAGES


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A cluster that no other test has filled: the one that all share takes a minute to come back from a crash."""
    try:
        with running_cluster() as started:
            yield started
    except LookupError as missing:
        pytest.skip(str(missing))


@pytest.mark.postgres
def test_postgresql_stops_and_starts_during_delivery(own_cluster: Cluster) -> None:
    engine = outbox_engine(own_cluster.database("trouble"))
    put(engine, MESSAGES)
    postman = FakePostman()
    with capture_logs() as logs, delivering(engine, postman) as dispatcher:
        wake_until(dispatcher, lambda: len(postman.posted) >= 20)
        own_cluster.stop("immediate")
        time.sleep(0.5)
        own_cluster.start()
        all_delivered_once(dispatcher, postman)
    engine.dispose()
    assert "database_unavailable" in {line["event"] for line in logs}


def test_sqlite_is_locked_by_a_backup_during_delivery(tmp_path: Path) -> None:
    path = tmp_path / "tourguide.db"
    engine = outbox_engine(f"sqlite:///{path}")
    put(engine, MESSAGES)
    postman = FakePostman()
    with delivering(engine, postman) as dispatcher:
        wake_until(dispatcher, lambda: len(postman.posted) >= 20)
        backup = sqlite3.connect(path, isolation_level=None)
        backup.execute("BEGIN EXCLUSIVE")
        time.sleep(0.8)
        backup.execute("COMMIT")
        backup.close()
        all_delivered_once(dispatcher, postman)
    engine.dispose()


def test_the_disk_is_full_during_delivery(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = outbox_engine(f"sqlite:///{tmp_path / 'tourguide.db'}")
    put(engine, MESSAGES)
    full = False

    def fill(connection: Any, _record: Any, _proxy: Any) -> None:
        # A database that may not grow by a page answers as a full disk does.
        connection.execute(f"PRAGMA max_page_count = {1 if full else 1_000_000}")

    event.listen(engine, "checkout", fill)
    postman = FakePostman()
    with delivering(engine, postman) as dispatcher:
        wake_until(dispatcher, lambda: len(postman.posted) >= 20)
        full = True
        with pytest.raises(Exception, match="full"):
            put(engine, MESSAGES, moment="goal_due")
        time.sleep(0.5)
        full = False
        all_delivered_once(dispatcher, postman)
    engine.dispose()
