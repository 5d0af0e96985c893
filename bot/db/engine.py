"""Engines: SQLite made safe for several threads and processes, and PostgreSQL."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

BUSY_SECONDS = 15  # how long a writer waits for another one before it gives up
READ_ONLY = "read_only"  # execution option: begin without asking for the write lock

Unavailable = (DBAPIError, PoolTimeout)
"""What the database raises when it is locked, full, stopped or out of reach. The work may be tried again."""


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """Return an engine for `url` (`sqlite:///path` or `postgresql://...`).

    On SQLite each transaction begins with BEGIN IMMEDIATE, so that two that read before they write cannot both win;
    see `reading` for those that only read. Raises ValueError for any other database.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(parsed, pool_size)
    if backend in ("postgresql", "postgres"):
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True
        )
    raise ValueError(f"Tourguide keeps its data in SQLite or PostgreSQL, not in {backend}")


def reading(engine: Engine) -> Engine:
    """Return `engine` for transactions that only read: on SQLite they neither take the write lock nor wait for it."""
    return engine.execution_options(**{READ_ONLY: True})


def _sqlite(url: URL, pool_size: int) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    options: dict[str, Any] = {} if in_memory else {"pool_size": pool_size, "max_overflow": pool_size}
    # Leave `skip_autocommit_rollback` off: it would take our isolation_level None for autocommit and roll back nothing.
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's sqlite3 would send a plain BEGIN of its own, and only before the first change. With None it sends none,
    # and _begin_sqlite says when a transaction starts (the way SQLAlchemy's SQLite page describes).
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # NORMAL may forget, after a power cut, that a message was sent
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
