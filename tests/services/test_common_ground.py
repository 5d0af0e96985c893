"""Common ground: the card first, each side shares its own list, and a list that is kept looks like none."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.coach import CardDraft
from bot.domain.common_ground import Meeting
from bot.domain.refusals import Refused
from bot.services.coach import Coach
from bot.services.common_ground import CommonGround, Ground, WriteValues
from tests.given import HOLDER, MANAGER, a_tour
from tests.services.leading import STRANGER, told, write

THEIRS = "Honest words, a quiet room"


@pytest.fixture
def ground(database: Database) -> CommonGround:
    return CommonGround(database)


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    return a_tour(database, now)


@pytest.fixture
def shown(database: Database, now: datetime, tour_id: int) -> int:
    """A tour whose holder may read the manager's card."""
    draft = CardDraft(admired=None, values="Honesty\ncraft", hope=None)
    Coach(database).write_card(MANAGER, write(share_with="UHOLDER", draft=draft), now)
    return tour_id


def put(ground: CommonGround, tour_id: int, now: datetime, words: str | None = THEIRS, *, share: bool) -> Ground:
    version = ground.read(HOLDER, tour_id).version
    return ground.write(HOLDER, WriteValues(tour_id, words, share, version), now)


def test_before_the_card_is_shown_there_is_none(ground: CommonGround, tour_id: int, now: datetime) -> None:
    with pytest.raises(Refused, match="card_first"):
        ground.read(MANAGER, tour_id)
    with pytest.raises(Refused, match="not_found"):
        ground.read(HOLDER, tour_id)
    with pytest.raises(Refused, match="not_found"):
        ground.write(HOLDER, WriteValues(tour_id, THEIRS, share=True, version=0), now)


def test_what_both_shared_is_laid_side_by_side(
    ground: CommonGround, database: Database, shown: int, now: datetime
) -> None:
    found = put(ground, shown, now, share=True)
    assert found.both == (Meeting("Honesty", "Honest words"),)
    seen = ground.read(MANAGER, shown)
    assert (seen.mine, seen.theirs, seen.both) == ("Honesty\ncraft", THEIRS, found.both)
    assert told(database, "UMANAGER") == ["values_shared"]


def test_kept_or_unwritten_looks_the_same_to_the_manager(
    ground: CommonGround, database: Database, shown: int, now: datetime
) -> None:
    before = ground.read(MANAGER, shown)
    put(ground, shown, now, share=False)
    assert ground.read(MANAGER, shown) == before
    assert told(database, "UMANAGER") == []
    assert ground.read(HOLDER, shown).mine == THEIRS


def test_shared_is_told_once_and_can_be_taken_back(
    ground: CommonGround, database: Database, shown: int, now: datetime
) -> None:
    for share in (True, False, True):
        put(ground, shown, now, share=share)
    assert told(database, "UMANAGER") == ["values_shared"]
    put(ground, shown, now, share=False)
    assert ground.read(MANAGER, shown).theirs is None


@pytest.mark.parametrize("words", [None, "x" * 3001])
def test_a_list_that_cannot_be_is_refused_at_its_field(
    ground: CommonGround, shown: int, now: datetime, words: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        put(ground, shown, now, words, share=True)
    assert refused.value.field == "values"


def test_only_the_holder_writes_and_a_stale_or_repeated_form_changes_nothing(
    ground: CommonGround, shown: int, now: datetime
) -> None:
    command = WriteValues(shown, THEIRS, share=False, version=0)
    for actor in (MANAGER, STRANGER):
        with pytest.raises(Refused, match="not_yours"):
            ground.write(actor, command, now)
    with pytest.raises(Refused, match="not_yours"):
        ground.read(STRANGER, shown)
    ground.write(HOLDER, command, now, "V1:h")
    with pytest.raises(AlreadyDealt):
        ground.write(HOLDER, command, now, "V1:h")
    with pytest.raises(Refused, match="changed_meanwhile"):
        ground.write(HOLDER, command, now)


def test_after_two_years_it_is_erased(ground: CommonGround, database: Database, shown: int, now: datetime) -> None:
    put(ground, shown, now, share=True)
    with database.work("T1") as work:
        assert work.retention.erase_over(now.date() + timedelta(days=700), 10) == 0
        assert work.retention.erase_over(now.date() + timedelta(days=800), 10) == 1
    assert ground.read(HOLDER, shown).mine is None
