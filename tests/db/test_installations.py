"""Installations: what is kept of a grant, and an erasure that forgets no table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from bot.db.installations import Installations
from bot.db.schema import METADATA
from bot.db.work import Database
from bot.domain.installations import KEEP_AFTER_LEAVING, Grant
from tests.given import MANAGER, TEAM, a_card, a_goal, a_person, a_talk, a_tour

pytest_plugins = ("tests.engines",)
OF_NO_WORKSPACE = {"installations", "install_attempts"}


def grant(key: str = TEAM, token: str = "xoxb-1") -> Grant:  # noqa: S107 - opens nothing
    return Grant(
        id=key, bot_token=token, bot_user_id="UBOT", scopes=frozenset({"chat:write"}), installed_by="UINSTALLER"
    )


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database of each kind, with every table."""
    fresh = Database(database_url)
    METADATA.create_all(fresh.engine)
    yield fresh
    fresh.close()


@pytest.fixture
def installations(database: Database) -> Installations:
    return Installations(database.engine)


def test_every_table_says_whose_its_rows_are() -> None:
    without = {table.name for table in METADATA.sorted_tables if "team_id" not in table.c}
    assert without == OF_NO_WORKSPACE


def test_the_newest_grant_counts(installations: Installations, now: datetime) -> None:
    assert installations.keep(grant(), now) is False
    assert installations.keep(grant(token="xoxb-2"), now) is True
    found = installations.find(TEAM)
    assert found is not None
    assert (found.bot_token, found.scopes) == ("xoxb-2", frozenset({"chat:write"}))


def test_all_goes_in_bites_after_its_time_and_not_before(
    database: Database, installations: Installations, now: datetime
) -> None:
    installations.keep(grant(), now)
    tour_id = a_tour(database, now)
    a_person(database, MANAGER, now)
    a_talk(database, tour_id, now.date())
    a_goal(database, tour_id, now, now.date())
    a_card(database, now, "UHOLDER")
    installations.leave(TEAM, now, now)
    over = now + KEEP_AFTER_LEAVING
    assert installations.gone() == [TEAM]
    assert installations.erase(TEAM, over - timedelta(seconds=1), 2) == 0
    bites = []
    while bite := installations.erase(TEAM, over, 2):
        bites.append(bite)
    assert max(bites) == 2
    with database.engine.connect() as connection:
        left = [t.name for t in METADATA.sorted_tables if connection.scalar(select(func.count()).select_from(t))]
    assert left == []


def test_a_workspace_with_its_token_in_the_settings_leaves_and_is_here_again(
    installations: Installations, now: datetime
) -> None:
    installations.is_here(TEAM)
    assert installations.leave(TEAM, now, now)
    assert installations.gone() == [TEAM]
    installations.is_here(TEAM)
    assert installations.gone() == []


def test_attempts_that_were_given_up_are_forgotten(
    database: Database, installations: Installations, now: datetime
) -> None:
    installations.begin("first", now)
    installations.begin("second", now + timedelta(hours=1))
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM install_attempts")) == 1
