"""The migrations lead from nothing to what the models say, and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, Table, inspect, text

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


def test_signatures_that_stand_already_get_the_version_that_held(empty: Engine) -> None:
    bring_up_to_date(empty)
    wind_back(empty, "0013")
    day, before = "2026-01-05 09:00:00+00:00", "2026-01-01 09:00:00+00:00"
    rows: dict[str, list[dict[str, object]]] = {
        "tours": [{"id": n, "team_id": team} for n, team in ((1, "T1"), (2, "T2"))],
        "terms": [{"id": n, "team_id": f"T{n}", "tour_id": n, "author_id": "UM"} for n in (1, 2)],
        "signatures": [
            {"team_id": team, "terms_id": int(team[1]), "signer_id": signer, "signed_at": at}
            for team, signer, at in (
                ("T1", "UM", day),
                ("T1", "UH", day),
                ("T2", "UM", day),
                ("T2", "UH", day),
                ("T2", "UX", before),
            )
        ],
        "wordings": [
            {"team_id": "T2", "name": "signing", "number": 4, "approved_at": "2026-01-03 09:00:00+00:00"},
        ],
    }
    with empty.begin() as connection:
        for table, lines in rows.items():
            for line in lines:
                insert_line(connection, table, line)
    bring_up_to_date(empty)
    with empty.connect() as connection:
        found = connection.execute(text("SELECT team_id, signer_id, wording_number FROM signatures ORDER BY id"))
        assert [tuple(row) for row in found] == [
            ("T1", "UM", None),
            ("T1", "UH", 1),
            ("T2", "UM", None),
            ("T2", "UH", 4),
            ("T2", "UX", None),
        ]


def insert_line(connection: Connection, name: str, known: dict[str, object]) -> None:
    """Insert a row of which only what is `known` matters; what may not be empty beside it gets something."""
    table = Table(name, MetaData(), autoload_with=connection)
    fill = {"VARCHAR": "-", "INTEGER": 1, "BLOB": b"-", "BYTEA": b"-", "DATE": "2026-01-05"}
    needed = {
        column.name: fill.get(type(column.type).__name__, "2026-01-05 09:00:00+00:00")
        for column in table.columns
        if not column.nullable and not (column.primary_key and column.name == "id")
    }
    line = {**needed, **known}
    marks = ", ".join(f":{key}" for key in line)
    connection.execute(text(f"INSERT INTO {name} ({', '.join(line)}) VALUES ({marks})"), line)  # noqa: S608


def test_down_again_leaves_nothing(empty: Engine) -> None:
    bring_up_to_date(empty)
    wind_back(empty)
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
    assert newest() is not None


def wind_back(empty: Engine, to: str = "base") -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)
