"""Columns read past the session's loading of entities, which takes as long again (decision 0005)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session


def rows(session: Session, statement: Executable, parameters: Mapping[str, object]) -> CursorResult[*tuple[Any, ...]]:
    """Return the rows of a statement that reads columns, or changes rows. What is pending is written first."""
    session.flush()
    return session.connection().execute(statement, parameters)
