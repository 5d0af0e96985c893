"""The migrations lead from nothing to what the models say, and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bot.db.engine import make_engine
from bot.db.schema import METADATA, MIGRATIONS, bring_up_to_date, is_current, newest


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """An engine on a database with nothing in it."""
    made = make_engine(database_url)
    yield made
    made.dispose()


def test_up_from_nothing_equals_the_models(empty: Engine) -> None:
    assert not is_current(empty)
    bring_up_to_date(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    assert is_current(empty)


def test_a_second_time_changes_nothing_and_data_survives(empty: Engine) -> None:
    bring_up_to_date(empty)
    with empty.begin() as connection:
        connection.execute(text("INSERT INTO lanes (team_id) VALUES ('T1')"))
    bring_up_to_date(empty)
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM lanes")) == 1


def test_down_again_leaves_nothing(empty: Engine) -> None:
    bring_up_to_date(empty)
    wind_back(empty)
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
    assert newest() is not None


def wind_back(empty: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
