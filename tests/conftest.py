"""What all tests share: keys for people's words, and the first Monday morning of the story."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from bot.db.work import Database
from bot.domain.base import Base
from bot.domain.types import vault
from tests.given import KEY

# The first look at a country's holidays or at a grammar takes its time; a deadline for one example would trip over it.
settings.register_profile("tourguide", deadline=None)
settings.load_profile("tourguide")

pytest_plugins = ("tests.engines",)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process waits for another one's last test."""
    items.sort(key=lambda item: item.get_closest_marker("crash") is None)


MONDAY_MORNING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _keys() -> None:
    """Hand in the tests' key before each module: a program that a test before it wired has handed in its own."""
    vault.use_keys([KEY])


@pytest.fixture(autouse=True, scope="module")
def _logs() -> Iterator[None]:
    """Keep the logs where tests can read them: once set up for a program, they no longer come to any later test."""
    yield
    assert not structlog.get_config()["cache_logger_on_first_use"], "set up logs in a process of its own"


@pytest.fixture
def now() -> datetime:
    """A Monday at nine in the morning, UTC."""
    return MONDAY_MORNING


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and nothing in them, to copy: making them takes longer than most tests."""
    path = tmp_path_factory.mktemp("tables") / "empty.sqlite"
    made = Database(f"sqlite:///{path}")
    Base.metadata.create_all(made.engine)
    made.close()
    return path


@pytest.fixture
def database(tmp_path: Path, empty_tables: Path) -> Iterator[Database]:
    """A fresh database in a file of its own, with every table."""
    path = tmp_path / "tourguide.sqlite"
    shutil.copy(empty_tables, path)
    fresh = Database(f"sqlite:///{path}")
    yield fresh
    fresh.close()
