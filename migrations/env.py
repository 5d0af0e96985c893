"""Alembic's way in: the same engine and the same models as the bot."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Enum

from bot.config import read_settings
from bot.db.engine import make_engine
from bot.db.schema import METADATA
from bot.domain.types import Encrypted, UtcDateTime


def render(kind: str, item: Any, _autogenerate: object) -> str | Literal[False]:
    """Write column types by what the database makes of them, so that an old migration never changes with the code."""
    if kind == "type":
        if isinstance(item, Encrypted):
            return "sa.LargeBinary()"
        if isinstance(item, UtcDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, Enum):
            return f"sa.String(length={item.length})"
    return False


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA, render_item=render, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(read_settings().database_url).connect() as opened:
        run(opened)
