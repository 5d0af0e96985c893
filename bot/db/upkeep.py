"""What an operator does now and then: back up, restore, and seal everything anew with the newest key."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, LargeBinary, Table, select, type_coerce, update
from sqlalchemy.engine import URL, make_url

from bot.db.outbox import IS_PENDING
from bot.db.schema import METADATA
from bot.domain.outbox import Message
from bot.domain.types import Encrypted, vault

BITE = 200  # rows in one transaction
MISSING = "{}, one of PostgreSQL's own programs, is not on this machine: install PostgreSQL's client programs."


class UpkeepFailed(Exception):
    """A backup or a restore did not come to its end; the message says why, in a sentence for the operator."""


def back_up(url: str, target: Path) -> None:
    """Write a copy of the whole database to `target`, while it is in use. Raises UpkeepFailed.

    SQLite: a database file. PostgreSQL: an archive of pg_dump.
    """
    if target.exists():
        raise UpkeepFailed(f"{target} is there already; nothing was written.")
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        _copy_sqlite(Path(parsed.database or ""), target)
    else:
        _run("pg_dump", parsed, "--format=custom", "--no-owner", f"--file={target}")


def restore(url: str, source: Path) -> None:
    """Put the copy `source` in the place of the whole database. Nobody may use it meanwhile. Raises UpkeepFailed."""
    if not source.exists():
        raise UpkeepFailed(f"{source} is not there; nothing was changed.")
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        _copy_sqlite(source, Path(parsed.database or ""))
    else:
        _run("pg_restore", parsed, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(source))


def doubt_what_was_due(engine: Engine, now: datetime) -> int:
    """Have every message that a restored database holds for unsent looked up in its DM first; return how many.

    What was due since the backup was made may have been sent since, in whichever company: each is looked for by
    itself, and every DM names all that it carries.
    """
    unsent = update(Message).where(IS_PENDING, Message.due_at <= now, Message.bundle_id.is_(None))
    with engine.begin() as connection:
        result = connection.execute(unsent.values(bundle_id=Message.id, lease_until=None))
        return cast("CursorResult[Any]", result).rowcount


def seal_anew(engine: Engine) -> int:
    """Seal everything with the newest key, in bites, while it is in use; return how many values there were.

    Columns are found in the schema, so that none can be forgotten. What somebody changes meanwhile is left to them:
    it is sealed with the newest key anyway. Raises KeyMissing when no key opens a value.
    """
    return sum(_seal_column(engine, table, name) for table, name in _sealed_columns())


def require_right_keys(engine: Engine) -> None:
    """Open one value of each sealed column. Raises KeyMissing when no key opens it."""
    with engine.connect() as connection:
        for table, name in _sealed_columns():
            connection.execute(select(table.c[name]).where(table.c[name].is_not(None)).limit(1)).scalar()


def _sealed_columns() -> list[tuple[Table, str]]:
    columns = [column for table in METADATA.sorted_tables for column in table.c]
    return [(column.table, column.name) for column in columns if isinstance(column.type, Encrypted)]


def _seal_column(engine: Engine, table: Table, name: str) -> int:
    sealed = type_coerce(table.c[name], LargeBinary)
    keys = list(table.primary_key)
    with engine.connect() as connection:
        rows = connection.execute(select(*keys, sealed).where(table.c[name].is_not(None))).all()
    for start in range(0, len(rows), BITE):
        with engine.begin() as connection:
            for *key, words in rows[start : start + BITE]:
                same = [column == value for column, value in zip(keys, key, strict=True)]
                anew = type_coerce(vault.reseal(bytes(words)), LargeBinary)
                connection.execute(update(table).where(*same, sealed == words).values({table.c[name]: anew}))
    return len(rows)


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy page by page, as SQLite does it itself: whoever writes meanwhile is waited for, and nothing is torn."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        try:
            here.backup(there)
        except sqlite3.Error as error:
            raise UpkeepFailed(f"{source} could not be copied: {error}") from None


def _run(program: str, url: URL, *arguments: str) -> None:
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": url.password} if url.password else {}
    try:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, with arguments of ours
            [program, *arguments, f"--dbname={plain}"],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **secret},
        )
    except FileNotFoundError:
        raise UpkeepFailed(MISSING.format(program)) from None
    if done.returncode:
        raise UpkeepFailed(f"{program} failed: {done.stderr.strip()}")
