"""Many keys at a time, and columns read past the session's loading of entities, which takes as long (decision 0005)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session

from bot.db.sessions import writing_connection

BITE: Final = 500  # keys in one statement, well below what a database binds

Key = TypeVar("Key")


def in_bites(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Return many keys a few at a time, each few for a statement of their own."""
    return (keys[start : start + BITE] for start in range(0, len(keys), BITE))


def rows(session: Session, statement: Executable, parameters: Mapping[str, object]) -> CursorResult[*tuple[Any, ...]]:
    """Return the rows of a statement that reads columns, or changes rows. What is pending is written first."""
    session.flush()
    connection = session.connection() if statement.is_select else writing_connection(session)
    return connection.execute(statement, parameters)
