"""The schema of the database: brought up to date by Alembic, and compared with what the code expects.

Alembic is imported where it is used: it would make every start a fifth slower.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot import domain
from bot.domain.base import Base

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
METADATA = Base.metadata

for _story in pkgutil.iter_modules(domain.__path__):
    importlib.import_module(f"bot.domain.{_story.name}")  # so that no story's tables can be forgotten


def bring_up_to_date(engine: Engine) -> None:
    """Run every migration that this database has not seen."""
    from alembic import command

    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def reachable(engine: Engine) -> bool:
    """Tell whether the database answers."""
    try:
        with engine.connect():
            return True
    except SQLAlchemyError:
        return False


def is_current(engine: Engine) -> bool:
    """Tell whether the database answers and has exactly the schema that this code expects."""
    from alembic.runtime.migration import MigrationContext

    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == newest()
    except SQLAlchemyError:
        return False


def newest() -> str | None:
    """Return the newest revision that this code knows."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
