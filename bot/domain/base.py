"""What every model shares: names of constraints, and how Python types become columns."""

from __future__ import annotations

import enum
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Enum, MetaData, inspect
from sqlalchemy.orm import DeclarativeBase

from bot.domain.types import UtcDateTime


class Base(DeclarativeBase):
    """Models carry facts and verbs. They hold no Session and no query (see docs/decisions)."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            length=32,
            values_callable=lambda members: [str(m.value) for m in members],
        ),
    }

    def __init__(self, **facts: Any) -> None:
        """Take the facts of a new row. Raises TypeError for a name that the model does not have.

        What is not stored yet has no history: columns go past the mapper's bookkeeping, which takes five times as long.
        Not where the key is a fact: a row may be taken out and put in anew in one unit of work, which the mapper makes
        one update of what has changed.
        """
        columns, kept = _columns(type(self)), vars(self)
        for name, value in facts.items():
            if name in columns:
                kept[name] = value
            elif hasattr(type(self), name):
                setattr(self, name, value)
            else:
                raise TypeError(f"{type(self).__name__} has no {name}")


@cache
def _columns(model: type[Base]) -> frozenset[str]:
    mapper = inspect(model)
    has_own_key = [column.name for column in mapper.primary_key] == ["id"]
    return frozenset(mapper.column_attrs.keys()) if has_own_key else frozenset()
