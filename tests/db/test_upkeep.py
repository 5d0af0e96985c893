"""Backups, restores and new keys, each by doing it, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.db.delivery import Delivery
from bot.db.schema import METADATA
from bot.db.upkeep import UpkeepFailed, back_up, doubt_what_was_due, restore, seal_anew
from bot.db.work import Database
from bot.domain.outbox import Planned, Urgency
from bot.domain.types import KeyMissing, vault
from tests.given import MANAGER, TEAM, a_person, a_tour

pytest_plugins = ("tests.engines",)
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def keys() -> Iterator[None]:
    """Begin with the old key alone; give the others back their own afterwards."""
    before = vault._fernet
    vault.use_keys([OLD])
    yield
    vault._fernet = before


@pytest.fixture
def kept(database_url: str, now: datetime, keys: None) -> Iterator[Database]:
    """A database with a person and a tour in it."""
    made = Database(database_url)
    METADATA.create_all(made.engine)
    a_person(made, MANAGER, now)
    a_tour(made, now)
    yield made
    made.close()


def mission(database: Database) -> str:
    with database.reading(TEAM) as work:
        return work.tours.get(1).latest.mission


def test_what_was_backed_up_comes_back(kept: Database, database_url: str, now: datetime, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "monday"
    copy.parent.mkdir(mode=0o777)
    back_up(database_url, copy)
    a_tour(kept, now, holder_id="ULATER")
    kept.close()
    restore(database_url, copy)
    with kept.reading(TEAM) as work:
        assert [line.holder_id for line in work.tours.of(MANAGER.user_id)] == ["UHOLDER"]
    assert mission(kept) == "Run the front desk"


def test_a_backup_overwrites_nothing_and_a_restore_needs_one(database_url: str, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("precious")
    with pytest.raises(UpkeepFailed, match="is there already"):
        back_up(database_url, there)
    with pytest.raises(UpkeepFailed, match="is not there"):
        restore(database_url, tmp_path / "nowhere")
    assert there.read_text() == "precious"


def test_what_is_no_backup_is_refused(database_url: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("this is no database" * 100)
    with pytest.raises(UpkeepFailed):
        restore(database_url, wrong)


def test_after_a_new_key_the_old_one_opens_nothing(kept: Database) -> None:
    vault.use_keys([NEW, OLD])
    sealed = seal_anew(kept.engine)
    assert sealed >= 4  # a name, a mission, a result, a gain
    vault.use_keys([NEW])
    assert mission(kept) == "Run the front desk"
    vault.use_keys([OLD])
    with pytest.raises(KeyMissing):
        mission(kept)


def test_without_the_old_key_nothing_is_sealed_anew(kept: Database) -> None:
    vault.use_keys([NEW])
    with pytest.raises(KeyMissing):
        seal_anew(kept.engine)
    vault.use_keys([OLD])
    assert mission(kept) == "Run the front desk"


def test_what_was_due_since_the_backup_is_looked_up_before_it_is_sent(kept: Database, now: datetime) -> None:
    def plan(key: str, urgency: Urgency, due_at: datetime) -> Planned:
        return Planned(recipient_id="U1", moment="goal_due", due_at=due_at, dedupe_key=key, urgency=urgency)

    with kept.work(TEAM) as work:
        nudges = [plan(f"nudge{number}", Urgency.NUDGE, now) for number in range(2)]
        work.outbox.put_many([*nudges, plan("now", Urgency.NOW, now)], now)
        work.outbox.put(plan("later", Urgency.NUDGE, now + timedelta(days=1)), now)
    assert doubt_what_was_due(kept.engine, now) == 3
    delivery = Delivery(kept.engine)
    bundles = delivery.claim("me", {TEAM: 10}, now, now + timedelta(minutes=1))
    assert [[message.in_doubt for message in bundle] for bundle in bundles] == [[True], [True], [True]]
    assert all(message.bundle_id == message.id for (message,) in bundles)
