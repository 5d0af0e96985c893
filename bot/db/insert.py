"""Rows that are kept only when nobody was faster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain.base import Base


def insert_new(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Insert those of `rows` that break no unique key, and return how many those were. Needs no savepoint."""
    statement = _statement(session.get_bind().dialect.name, model)
    return len(session.execute(statement, rows).all())


@cache
def _statement(dialect_name: str, model: type[Base]) -> Executable:
    dialect = postgresql if dialect_name == "postgresql" else sqlite
    statement: Executable = dialect.insert(model.__table__).on_conflict_do_nothing().returning(literal(1))
    return statement
