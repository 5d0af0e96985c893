"""Nothing that is kept of people is forgotten: every table and every sealed column has its place on a shelf.

Whoever adds a table says in bot/db/shelves.py who reads it and what becomes of it when its author erases it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, Table, func, select

from bot.db.keeping import ERASED
from bot.db.schema import METADATA
from bot.db.shelves import OF_NOBODY, SHELVES, Blanks, Deletes
from bot.db.work import Database
from bot.domain.types import Encrypted
from tests.db.test_one_workspace import OURS, SOMEBODY, TODAY, fill

signals = METADATA.tables["signals"]
turns = METADATA.tables["turns"]
value_lists = METADATA.tables["value_lists"]
LATER = TODAY + timedelta(days=1)
ON_SHELVES = {shelf.model.__tablename__: shelf for shelf in SHELVES}


def sealed(table: Table) -> Iterator[Column[str]]:
    yield from (column for column in table.c if isinstance(column.type, Encrypted))


def test_every_table_is_on_a_shelf_or_is_nobodys() -> None:
    assert {*ON_SHELVES, *OF_NOBODY} == {table.name for table in METADATA.sorted_tables}
    assert not ON_SHELVES.keys() & OF_NOBODY.keys()


def test_what_hangs_on_something_stands_after_it_and_on_one_thing_only() -> None:
    seen: set[str] = set()
    for name in ON_SHELVES:
        above = {key.column.table.name for key in METADATA.tables[name].foreign_keys}
        assert len(above) <= 1
        assert above <= seen, name
        assert above or ON_SHELVES[name].mine is not None, f"say who reads {name}"
        seen.add(name)


def test_every_sealed_column_goes_with_its_author_or_says_why_it_stays() -> None:
    for name, shelf in ON_SHELVES.items():
        deletes = any(isinstance(step, Deletes) for step in shelf.erasing)
        blanked = {words for step in shelf.erasing if isinstance(step, Blanks) for words in step.words}
        for column in sealed(METADATA.tables[name]):
            assert deletes or column.name in blanked or shelf.stays, f"{name}.{column.name}"


@pytest.fixture
def full(database: Database) -> Database:
    """Every table with rows of one person, and the same word in every sealed column."""
    fill(database)
    with database.engine.begin() as connection:  # what others wrote is not in question
        answered = turns.c.holder_id == SOMEBODY
        connection.execute(turns.update().where(answered).values(manager_id="U7", manager_words=ERASED))
        for table, words in ((signals, "about"), (value_lists, "words")):
            theirs = table.c.holder_id != SOMEBODY
            connection.execute(table.update().where(theirs).values({words: ERASED}))
    return database


def test_the_authors_words_are_found_by_the_export(full: Database) -> None:
    with full.reading(OURS) as work:
        pieces = work.keeping.everything_of(SOMEBODY)
    told = str(pieces)
    for name, shelf in ON_SHELVES.items():
        assert f"'{shelf.title}': [" in told, f"{name} is missing in the export"
        for column in sealed(METADATA.tables[name]):
            assert f"'{column.name}': 'words'" in told, f"{name}.{column.name} is missing in the export"


def test_after_the_erasure_no_word_of_the_author_is_left_and_a_second_finds_nothing(full: Database) -> None:
    with full.work(OURS) as work:
        expected = work.keeping.wrote(SOMEBODY)
        assert work.keeping.erase(SOMEBODY) == expected
    with full.reading(OURS) as work:
        assert work.keeping.wrote(SOMEBODY) == {}
    with full.engine.connect() as connection:
        for name in ON_SHELVES.keys() - {"people"}:
            for column in sealed(METADATA.tables[name]):
                left = set(connection.scalars(select(column)))
                assert left <= {None, ERASED}, f"{name}.{column.name}"


UNTIL_ERASED = {"people", "opening_cards"}  # by their author, or with the workspace


def ends(table: Table) -> bool:
    """Tell whether rows of a table have a last day, their own or that of what they hang on."""
    return "erase_after" in table.c or any(ends(key.column.table) for key in table.foreign_keys)


def test_everything_sealed_has_an_end_and_the_sweep_brings_it(full: Database) -> None:
    with_words = {name for name in ON_SHELVES if list(sealed(METADATA.tables[name]))}
    assert {name for name in with_words if not ends(METADATA.tables[name])} == UNTIL_ERASED
    ending = [table for table in METADATA.sorted_tables if "team_id" in table.c and ends(table)]
    with full.engine.begin() as connection:
        for table in ending:
            if "erase_after" in table.c:
                connection.execute(table.update().values(erase_after=TODAY))
    with full.work(OURS) as work:
        assert work.retention.erase_over(TODAY, 100) == 0  # the last day counts
        while work.retention.erase_signals(LATER, 7) or work.retention.erase_over(LATER, 7):
            pass
        while work.retention.erase_of_gone_tours(7):
            pass
    with full.engine.connect() as connection:
        gone = [*ending, METADATA.tables["nudge_wishes"], METADATA.tables["quiets"]]
        assert [table.name for table in gone if connection.scalar(select(func.count()).select_from(table))] == []


def test_what_is_nobodys_holds_no_words_of_one_person() -> None:
    with_words = {name for name in OF_NOBODY if list(sealed(METADATA.tables[name]))}
    assert with_words == {"installations", "companies", "standard_tours", "wordings"}


def test_the_document_about_privacy_names_each_shelf_that_holds_words() -> None:
    told = (Path(__file__).parents[1] / "docs" / "privacy.md").read_text(encoding="utf-8").lower()
    for name, shelf in ON_SHELVES.items():
        if name != "people" and list(sealed(METADATA.tables[name])):
            assert shelf.title.lower().rstrip("s") in told, f"docs/privacy.md does not speak of: {shelf.title}"
