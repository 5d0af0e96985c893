"""Engines: what SQLite is told at each connection, and that nobody's change is lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.db.engine import Unavailable, make_engine, reading
from bot.db.work import Database
from bot.domain.outbox import Planned


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'a.db'}"


def test_sqlite_is_told_what_it_needs(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}


def test_only_sqlite_and_postgresql_are_taken() -> None:
    with pytest.raises(ValueError, match="not in mysql"):
        make_engine("mysql://localhost/tourguide")


def test_a_plain_postgresql_url_means_psycopg_3() -> None:
    for url in ("postgresql://localhost/t", "postgresql+psycopg://localhost/t"):
        assert make_engine(url).driver == "psycopg"


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    def fail() -> None:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO lanes (team_id) VALUES ('T1')"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM lanes")) == 0


def test_a_transaction_that_is_left_open_is_rolled_back(engine: Engine) -> None:
    connection = engine.connect()
    connection.execute(text("INSERT INTO lanes (team_id) VALUES ('T1')"))
    connection.close()
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM lanes")) == 0


def test_two_that_read_before_they_write_lose_nothing(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def count() -> None:
        for _ in range(25):
            with engine.begin() as connection:
                n = connection.scalar(text("SELECT n FROM counter"))
                connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT n FROM counter")) == 100
    engine.dispose()


def test_who_only_reads_does_not_wait_for_a_writer(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO counter VALUES (1)"))
        with reading(engine).begin() as reader:
            assert reader.scalar(text("SELECT count(*) FROM counter")) == 0
    engine.dispose()


def test_a_locked_database_counts_as_unavailable(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin(), engine.connect() as other:
        other.connection.cursor().execute("PRAGMA busy_timeout = 1")
        with pytest.raises(Unavailable):
            other.exec_driver_sql("SELECT 1")
    engine.dispose()


def test_a_reading_refuses_to_write(database: Database) -> None:
    now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    plan = Planned(recipient_id="U1", moment="goal_due", due_at=now, dedupe_key="1")
    with database.reading("T1") as work, pytest.raises(TypeError, match="writes nothing"):
        work.outbox.put(plan, now)
    with database.reading("T1") as work, pytest.raises(TypeError, match="writes nothing"):
        work.people.get_or_meet("U1", now)
    with database.reading("T1") as work:
        assert (work.people.get("U1"), work.outbox.waiting()) == (None, [])


@pytest.mark.postgres
def test_a_connection_that_has_rested_is_asked_before_it_is_used(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(postgres_url)

    def process() -> int:
        with reading(engine).begin() as connection:
            return int(connection.scalar(text("SELECT pg_backend_pid()")))

    first = process()
    assert process() == first
    monkeypatch.setattr("bot.db.engine.RESTED", 0.0)
    assert process() == first
    other = make_engine(postgres_url)
    with other.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:process)"), {"process": first})
    other.dispose()
    assert process() != first
    engine.dispose()


def test_writers_of_one_process_wait_in_line_on_sqlite(database: Database) -> None:
    done: list[str] = []

    def write(who: str) -> None:
        with database.work("T1") as work:
            work.people.get(who)
            done.append(who)

    second = threading.Thread(target=write, args=("second",))
    with database.work("T1") as work:
        work.people.get("first")
        second.start()
        second.join(0.05)
        assert "Current Checked out connections: 1" in database.engine.pool.status()
        done.append("first")
    second.join(30)
    assert done == ["first", "second"]
