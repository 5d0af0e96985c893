"""Alembic's way in: the same engine and the same models as the bot."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from bot.config import read_settings
from bot.db.engine import make_engine
from bot.db.schema import METADATA


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(read_settings().database_url).connect() as opened:
        run(opened)
