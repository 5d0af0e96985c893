"""The list of tours that a steward takes: who, kind, dates, active or not; nothing else, and never unseen."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest

from bot.db.work import Database
from bot.domain.people import Profile
from bot.domain.refusals import Reason, Refused
from bot.services.access import Access
from bot.services.people import Actor
from bot.services.roll import HEADING, Roll, guarded
from tests.given import HOLDER, MANAGER, TEAM, a_person, a_tour

STEWARD = Actor(TEAM, "USTEWARD", "UTC", "en-US")


@pytest.fixture
def roll(database: Database, now: datetime) -> Roll:
    """A workspace with a steward, a signed tour and a proposal."""
    with database.work(TEAM) as work:
        work.stewards.name([STEWARD.user_id], None, now)
    for actor in (MANAGER, HOLDER):
        a_person(database, actor, now)
    a_tour(database, now)
    a_tour(database, now, holder_id="UPROPOSED", signed=False)
    return Roll(database)


def lines(roll: Roll, now: datetime) -> list[dict[str, str]]:
    text = roll.as_csv(STEWARD, 0, now).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_holds_who_kind_dates_active_or_not_and_no_proposal(roll: Roll, now: datetime) -> None:
    (line,) = lines(roll, now)
    assert tuple(line) == HEADING
    assert list(line.values()) == [
        *("Umanager", MANAGER.user_id, "Uholder", HOLDER.user_id),
        *("rotational", "2026-01-05", "2027-01-05", "yes"),
    ]


def test_everybody_on_it_reads_that_it_was_taken_and_nobody_else(roll: Roll, database: Database, now: datetime) -> None:
    lines(roll, now)
    (receipt,) = Access(database).receipts(HOLDER).newest
    assert (receipt.by_id, receipt.why.value, receipt.thing.value) == ("USTEWARD", "workspace_export", "who_tours")
    assert Access(database).receipts(MANAGER).count == 1
    assert Access(database).receipts(Actor(TEAM, "UPROPOSED", "UTC", "en-US")).count == 0


def test_nobody_but_a_steward_gets_it_and_nothing_is_written(roll: Roll, database: Database, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        roll.as_csv(MANAGER, 0, now)
    assert refused.value.reason is Reason.STEWARDS_ONLY
    assert Access(database).receipts(HOLDER).count == 0


def test_a_name_that_is_a_formula_stays_a_name(roll: Roll, database: Database, now: datetime) -> None:
    with database.work(TEAM) as work:
        work.people.get_or_meet(HOLDER.user_id, now).learn(Profile(name='=HYPERLINK("http://x","a")'), now)
    (line,) = lines(roll, now)
    assert line["holder"] == '\'=HYPERLINK("http://x","a")'
    assert [guarded(cell) for cell in ("+1", "-1", "@a", "a=b")] == ["'+1", "'-1", "'@a", "a=b"]
