"""Columns read past the session's loading of entities, which takes as long again (decision 0005)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session

from bot.db.read_only import writing_connection


def rows(session: Session, statement: Executable, parameters: Mapping[str, object]) -> CursorResult[*tuple[Any, ...]]:
    """Return the rows of a statement that reads columns, or changes rows. What is pending is written first."""
    session.flush()
    connection = session.connection() if statement.is_select else writing_connection(session)
    return connection.execute(statement, parameters)
