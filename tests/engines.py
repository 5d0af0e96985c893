"""Databases for tests: a fresh SQLite file, and a fresh database of a throwaway PostgreSQL cluster."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.db.engine import make_engine
from bot.domain.base import Base
from bot.domain.outbox import Lane, Message
from tests.postgres import Cluster, running_cluster

OUTBOX_TABLES = [Base.metadata.tables[model.__tablename__] for model in (Message, Lane)]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL cluster of the tests' own; skips, saying why, where there are no server programs."""
    try:
        running = running_cluster()
        with running as started:
            yield started
    except LookupError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def postgres_url(cluster: Cluster) -> str:
    """The URL of a fresh, empty PostgreSQL database."""
    return cluster.database(f"t{uuid.uuid4().hex[:12]}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh, empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tourguide.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine whose database has the tables of the outbox."""
    made = outbox_engine(database_url)
    yield made
    made.dispose()


def outbox_engine(url: str) -> Engine:
    """Return an engine for `url` and see to it that the tables of the outbox are there."""
    made = make_engine(url)
    Base.metadata.create_all(made, tables=OUTBOX_TABLES)
    return made
