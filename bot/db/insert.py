"""Rows put in past the session's bookkeeping: those kept only when nobody was faster, and whole new entities."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import Executable, Table, insert, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, make_transient_to_detached

from bot.db.read_only import writing_connection
from bot.domain.base import Base

KEY: Final = "id"


def insert_new(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> int:
    """Insert those of `rows` that break no unique key, and return how many those were. Needs no savepoint."""
    statement = _new(session.get_bind().dialect.name, model)
    return len(writing_connection(session).execute(statement, rows).all())


def insert_whole(session: Session, entities: Sequence[Base]) -> None:
    """Insert new entities of one model as they stand, each with a number for its key, which it has afterwards.

    The session would insert them by itself in twice the time. `session.add` makes them its own again. Raises
    IntegrityError.
    """
    if not entities:
        return
    statement, names = _whole(type(entities[0]))
    values = [{name: getattr(entity, name) for name in names} for entity in entities]
    for entity, number in zip(entities, writing_connection(session).execute(statement, values).scalars(), strict=True):
        setattr(entity, KEY, number)
        make_transient_to_detached(entity)


@cache
def _whole(model: type[Base]) -> tuple[Executable, list[str]]:
    table = cast("Table", model.__table__)
    statement = insert(table).returning(table.c[KEY], sort_by_parameter_order=True)
    return statement, [column.key for column in table.c if column.key != KEY]


@cache
def _new(dialect_name: str, model: type[Base]) -> Executable:
    dialect = postgresql if dialect_name == "postgresql" else sqlite
    statement: Executable = dialect.insert(model.__table__).on_conflict_do_nothing().returning(literal(1))
    return statement
