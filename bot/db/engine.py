"""Engines: SQLite made safe for several threads and processes, and PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 15  # how long a writer waits for another one before it gives up
RESTED = 5.0  # seconds after which a connection to PostgreSQL is asked whether it is still alive
READ_ONLY = "read_only"  # execution option: begin without asking for the write lock
_USED_AT = "used_at"

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
        return _postgresql(parsed, pool_size)
    raise ValueError(f"Tourguide keeps its data in SQLite or PostgreSQL, not in {backend}")


def reading(engine: Engine) -> Engine:
    """Return `engine` for work that only reads.

    On SQLite it is a transaction that neither takes the write lock nor waits for it. On PostgreSQL each query stands by
    itself: there a transaction that reads would see no less of what others commit meanwhile (READ COMMITTED), and its
    beginning and end would be two more journeys to the server. Whoever writes there all the same is not undone.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine.execution_options(**{READ_ONLY: True})


def _sqlite(url: URL, pool_size: int) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    options: dict[str, Any] = {} if in_memory else {"pool_size": pool_size, "max_overflow": pool_size}
    # Leave `skip_autocommit_rollback` off: it would take our isolation_level None for autocommit and roll back nothing.
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, **options)
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
    # Straight to the driver: SQLAlchemy's way of a statement costs a reader as much as its query does.
    begin = "BEGIN" if connection.get_execution_options().get(READ_ONLY, False) else "BEGIN IMMEDIATE"
    try:
        cast("sqlite3.Connection", connection.connection.driver_connection).execute(begin)
    except sqlite3.Error as refused:
        raise DBAPIError(begin, None, refused) from None


def _postgresql(url: URL, pool_size: int) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        skip_autocommit_rollback=True,  # a reading has nothing to roll back, and would do so twice
        hide_parameters=True,  # an error's text would hold what people wrote, before it is sealed
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", partial(_require_alive, engine.dialect))
    return engine


def _note_use(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = time.monotonic()


def _require_alive(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask a connection that has rested for a while whether the server is still there; SQLAlchemy takes a fresh one.

    Its own pre-ping asks each time, which makes a request of one query half as slow again. A server that restarts
    within the seconds of RESTED breaks the query that finds out, and that query alone: all others get new connections.
    """
    if time.monotonic() - record.info.get(_USED_AT, time.monotonic()) < RESTED:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error:
        raise InvalidatePoolError from None
