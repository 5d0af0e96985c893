"""Rows put in past the session's bookkeeping: those kept only when nobody was faster, and whole new entities."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, Final, cast

from sqlalchemy import Executable, Insert, Table, insert
from sqlalchemy.orm import Session

from bot.db.sessions import writing_connection
from bot.domain.base import Base

KEY: Final = "id"


def insert_new(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Insert those of `rows` that break no unique key, and return how many those were. Needs no savepoint."""
    connection = writing_connection(session)
    return connection.execute(_new(connection.dialect.name, model), rows).rowcount


def insert_whole(session: Session, entities: Sequence[Base]) -> None:
    """Insert new entities of one model as they stand, each with a number for its key, which it has afterwards.

    The session would insert them by itself in twice the time. It does not look after them: what is to be changed
    afterwards is read again. Raises IntegrityError.
    """
    if not entities:
        return
    one, many, names = _whole(type(entities[0]))
    values = [{name: given.get(name) for name in names} for given in map(vars, entities)]
    connection = writing_connection(session)
    if len(values) == 1:
        numbers = list(connection.execute(one, values[0]).inserted_primary_key or ())
    else:
        numbers = list(connection.execute(many, values).scalars())
    for entity, number in zip(entities, numbers, strict=True):
        setattr(entity, KEY, number)


@cache
def _whole(model: type[Base]) -> tuple[Insert, Executable, list[str]]:
    table = cast("Table", model.__table__)
    one = insert(table)
    many = one.returning(table.c[KEY], sort_by_parameter_order=True)
    return one, many, [column.key for column in table.c if column.key != KEY]


@cache
def _new(dialect_name: str, model: type[Base]) -> Insert:
    dialect = import_module(f"sqlalchemy.dialects.{dialect_name}")  # a start on SQLite would wait for PostgreSQL's
    statement: Insert = dialect.insert(model.__table__).on_conflict_do_nothing()
    return statement.inline().execution_options(preserve_rowcount=True)
