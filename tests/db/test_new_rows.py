"""Rows that are made here: what they are given arrives in the database, and what fails says nothing of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from bot.db.engine import make_engine
from bot.db.work import Database
from bot.domain.company import Company
from tests.given import TEAM

WORDS = "nobody else is to read this"


def test_a_row_that_is_taken_out_and_put_in_anew_is_the_new_one(database: Database, now: datetime) -> None:
    with database.work(TEAM) as work:
        work.company.add(Company(team_id=TEAM, mission="old", people_contact_id=None, version=1))
    with database.work(TEAM) as work:
        old = work.company.get()
        assert old is not None
        session = work.company._session
        session.delete(old)
        work.company.add(Company(team_id=TEAM, mission="new", people_contact_id=None, version=1))
    with database.reading(TEAM) as work:
        found = work.company.get()
        assert found is not None
        assert found.mission == "new"


def test_a_name_that_is_a_column_and_no_attribute_is_refused() -> None:
    with pytest.raises(TypeError):
        Company(team_id=TEAM, stands_for=WORDS)


def test_an_error_of_the_database_holds_no_words(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.connect() as connection, pytest.raises(StatementError) as error:
        connection.execute(text("SELECT nothing FROM nowhere WHERE x = :words"), {"words": WORDS})
    assert WORDS not in str(error.value)
    engine.dispose()
