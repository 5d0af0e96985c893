"""Every query of every story, called from another workspace with ids of the first, finds nothing and changes nothing.

The queries are found by looking at the unit of work, and every table is filled by looking at the schema, so that
neither a new query nor a new table can be forgotten.
"""

from __future__ import annotations

import enum
import inspect
import typing
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, Table, Time
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db import work as work_module
from bot.db.schema import METADATA
from bot.db.work import Database, Work
from bot.domain.access import Opening, Thing, Why
from bot.domain.base import Base
from bot.domain.lifecycle import State
from bot.domain.outbox import Planned
from bot.domain.passing import Passing
from bot.domain.refusals import Refused
from bot.domain.types import Encrypted, UtcDateTime
from bot.domain.wordings import WordingText

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TODAY = NOW.date()
OURS, THEIRS = "T1", "T2"
SOMEBODY = "U1"
MOST_ROWS = 16  # all combinations of the two enumerations of a table, once with and once without what may be empty


@dataclass(frozen=True)
class Query:
    """One public method of one story's queries."""

    story: str
    name: str
    function: Callable[..., Any]

    def __str__(self) -> str:
        return f"{self.story}.{self.name}"

    @property
    def takes_rows(self) -> bool:
        """Whether it stores what it is given, which carries its own workspace."""
        hints = typing.get_type_hints(self.function, vars(inspect.getmodule(self.function)))
        given = [hint for name, hint in hints.items() if name != "return"]
        kinds = [kind for hint in given for kind in (typing.get_args(hint) or (hint,))]
        return any(isinstance(kind, type) and issubclass(kind, Base) for kind in kinds)


def queries() -> Iterator[Query]:
    """Yield every query that a unit of work offers."""
    for story, offered in vars(Work).items():
        if isinstance(offered, cached_property):
            owner = typing.get_type_hints(offered.func, vars(work_module))["return"]
            for name, function in inspect.getmembers(owner, inspect.isfunction):
                if not name.startswith("_"):
                    yield Query(story, name, function)


ALL = list(queries())
ASKING = [query for query in ALL if not query.takes_rows]


# What a query is asked with, by the name of the parameter: everything that the first workspace has.
GIVEN: dict[str, Any] = {
    **dict.fromkeys(("tour_id", "promise_id", "goal_id", "check_in_id", "subject_id"), 1),
    **dict.fromkeys(("tour_ids", "promise_ids", "goal_ids", "check_in_ids"), range(1, MOST_ROWS + 1)),
    "turn_id": 1,
    "standard_id": 1,
    "signal_id": 1,
    "name": "-",
    "number": 1,
    "incoming_id": SOMEBODY,
    "day": TODAY + timedelta(days=400),
    "text": WordingText("-", "-"),
    "message_id": "id0",
    "dedupe_key": "dedupe_key0",
    **dict.fromkeys(("user_id", "holder_id", "manager_id", "author_id", "recipient_id"), SOMEBODY),
    **dict.fromkeys(("user_ids", "holder_ids"), (SOMEBODY, "U9")),
    "by": SOMEBODY,
    "moment": NOW + timedelta(days=1),
    "until": TODAY + timedelta(days=400),
    "since": NOW - timedelta(days=400),
    "before": NOW + timedelta(days=400),
    "today": TODAY + timedelta(days=4000),
    "due_at": NOW + timedelta(days=3),
    "now": NOW,
    "spans": [(NOW - timedelta(days=400), NOW + timedelta(days=400))],
    "limit": 100,
    "reason": "test",
    "left_out": "none",
    "opening": Opening(Thing.TERMS, Why.HAND_OVER, by_id="U8"),
    "about": [SOMEBODY],
    "leads": {"U8": "U9"},
    "besides": ["none"],
    "is_empty": False,
    "plan": Planned(recipient_id=SOMEBODY, moment="goal_due", due_at=NOW, dedupe_key="dedupe_key2"),
    "plans": [Planned(recipient_id=SOMEBODY, moment="goal_due", due_at=NOW, dedupe_key="dedupe_key2")],
}


def arguments(query: Query, row: int) -> tuple[list[Any], dict[str, Any]]:
    """Return what to call it with; enumerations by the row, so that each member is asked for once."""
    positional: list[Any] = []
    named: dict[str, Any] = {}
    hints = typing.get_type_hints(query.function, vars(inspect.getmodule(query.function)))
    for name, parameter in list(inspect.signature(query.function).parameters.items())[1:]:
        hint = hints.get(name)
        if parameter.kind is parameter.VAR_POSITIONAL:
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            named["recipient_id"] = SOMEBODY
            continue
        members = [kind for kind in (hint, *typing.get_args(hint)) if isinstance(kind, enum.EnumMeta)]
        if members:
            wanted: list[Any] = list(members[0])
            value: Any = wanted if hint is not members[0] else wanted[row % len(wanted)]
        elif name == "moment" and hint is str:
            value = "goal_due"
        else:
            assert name in GIVEN, f"say in GIVEN what {query} is asked with for {name!r}"
            value = ASKED_OTHERWISE.get((str(query), name), GIVEN[name])
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[name] = value
        else:
            positional.append(value)
    return positional, named


SPECIAL = {
    # What hangs on tours hangs on the first, and some of it counts only while a tour runs.
    ("tours", "state", 0): State.ACTIVE,
    ("tours", "active_since", 0): NOW - timedelta(days=2),
    ("tours", "state", MOST_ROWS // 2): State.AGREED,  # the first of the second person, who holds nothing else
    # Of one person one tour runs: those on leave and between two managers are held by others.
    ("tours", "holder_id", 9): "U3",
    ("tours", "state", 9): State.HANDING_OVER,
    ("tours", "incoming_id", 9): SOMEBODY,
    ("tours", "passes", 9): Passing.NOTHING,
    ("tours", "holder_id", 10): "U4",
    ("tours", "state", 10): State.PAUSED,
    ("tours", "paused_until", 10): TODAY,
    ("promises", "seen_as", 2): None,  # its maker has said what became of it, and its receiver has not
}
ASKED_OTHERWISE = {("tours.handing_over", "holder_id"): "U3"}


def value_of(column: Column[Any], row: int) -> Any:
    """Return a plausible value of a column in the row with this number."""
    kind = column.type
    if column.name == "team_id":
        return OURS
    if (column.table.name, column.name, row) in SPECIAL:
        return SPECIAL[column.table.name, column.name, row]
    if column.nullable and row >= MOST_ROWS // 2:
        return None
    if (column.table.name, column.name) == ("climbs", "withdrawn_at"):
        return None  # a pledge that was taken back counts for nothing
    if (column.table.name, column.name) == ("terms", "tour_id"):
        return row + 1  # each tour has its terms
    if isinstance(kind, Enum):
        return list(kind.enum_class or ())[turn_of(column, row)]
    if column.name == "tour_id" and not column.foreign_keys and row >= MOST_ROWS // 2:
        return 10**6  # a tour that is erased
    by_type: list[tuple[Any, Any]] = [
        (UtcDateTime, NOW - timedelta(days=1, minutes=row)),
        (Encrypted, "words"),
        (Boolean, False),
        (Date, TODAY + timedelta(days=2)),
        (Time, time(9)),
        (JSON, []),
        (Integer, row + 1 if column.primary_key and len(column.table.primary_key) == 1 else 1),
    ]
    for known, value in by_type:
        if isinstance(kind, known):
            return value
    return text_of(column.name, row)


def turn_of(column: Column[Any], row: int) -> int:
    """Return which member of its enumeration a column takes, so that the rows of a table combine all of them."""
    for each in column.table.c:
        size = len(list(each.type.enum_class or ())) if isinstance(each.type, Enum) else 1
        if each is column:
            return row % size
        row //= size
    raise LookupError(column.name)


def text_of(name: str, row: int) -> str:
    if name in {"id", "key", "dedupe_key"}:
        return f"{name}{row}"
    special = {"moment": "goal_due", "time_zone": "UTC", "locale": "en-US", "work_days": "12345", "country": "GB"}
    if name == "holder_id" and row >= MOST_ROWS // 2:
        return "U2"  # a pair of people may be there once only
    return special.get(name, SOMEBODY if name.endswith("_id") else "-")


def fill(database: Database) -> None:
    """Fill every table of the first workspace."""
    with database.engine.begin() as connection:
        for table in METADATA.sorted_tables:
            if "team_id" in table.c:
                for row in range(MOST_ROWS):
                    values = {column.name: value_of(column, row) for column in table.c}
                    with suppress(IntegrityError), connection.begin_nested():  # such a row is there, or its tour is not
                        connection.execute(table.insert(), values)


def snapshot(work: Work) -> dict[str, list[Any]]:
    """Return every row of the first workspace, as this transaction sees them."""
    work._session.flush()
    return {table.name: of_table(work, table) for table in METADATA.sorted_tables if "team_id" in table.c}


def of_table(work: Work, table: Table) -> list[Any]:
    rows = table.select().where(table.c.team_id == OURS).order_by(*table.primary_key)
    return list(work._session.execute(rows).all())


@dataclass
class Outcome:
    """Whether a query found or changed anything of the first workspace."""

    found: bool
    changed: bool

    @property
    def nothing(self) -> bool:
        """Whether it did neither."""
        return not (self.found or self.changed)


def finds(answer: Any) -> bool:
    """Tell whether an answer holds anything of the first workspace; what was made for the second does not count."""
    return bool(answer) and getattr(answer, "team_id", OURS) != THEIRS


def ask(database: Database, team_id: str, query: Query, row: int) -> Outcome:
    """Call the query in a workspace, and take back what it did."""
    positional, named = arguments(query, row)
    with Session(database.engine, expire_on_commit=False) as session:  # it is rolled back at the end
        work = Work(session, team_id)
        before = snapshot(work)
        try:
            answer = getattr(getattr(work, query.story), query.name)(*positional, **named)
        except Refused:
            answer = None  # not found
        return Outcome(finds(answer), snapshot(work) != before)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database whose first workspace has something in every table; what a test does in it is taken back."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('tenants') / 'full.sqlite'}")
    METADATA.create_all(database.engine)
    fill(database)
    yield database
    database.close()


# They put something into the asker's own workspace, whatever they are asked with.
PUTTING = {"outbox.put", "outbox.put_many", "outbox.replan", "access.note", "leads.remember"}


@pytest.mark.parametrize("query", ASKING, ids=str)
def test_no_query_reaches_into_another_workspace(full: Database, query: Query) -> None:
    for row in range(MOST_ROWS):
        theirs = ask(full, THEIRS, query, row)
        assert not theirs.changed
        assert not theirs.found or str(query) in PUTTING
        if str(query) in PUTTING or not ask(full, OURS, query, row).nothing:
            return  # there was something that it could have found
    pytest.fail("nothing to find in the first workspace either: this proves nothing")


def test_every_table_of_the_first_workspace_holds_something(full: Database) -> None:
    with full.work(OURS) as work:
        assert [name for name, rows in snapshot(work).items() if not rows] == []


def test_what_is_stored_carries_its_own_workspace() -> None:
    stored = {str(query) for query in ALL if query.takes_rows}
    assert stored >= {"tours.add", "goals.add", "check_ins.add"}
    assert all(query.name in {"add", "add_turn", "remove", "write", "keep_quiet"} for query in ALL if query.takes_rows)
