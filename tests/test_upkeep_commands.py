"""Backup, restore, new keys, and who answers and who delivers: as commands, by doing them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main
import yaml

import app
from bot.db.work import Database
from bot.domain.types import new_key, vault
from tests.commands import run
from tests.given import MANAGER, TEAM, a_person, a_tour
from tests.stories.stage import MONDAY

ROOT = Path(__file__).parents[1]


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, str]:
    """The settings of a database with a person and a tour in it."""
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'kept.sqlite'}", "ENCRYPTION_KEYS": new_key()}
    assert run("migrate", **settings).exit_code == 0
    before = vault._fernet
    vault.use_keys([settings["ENCRYPTION_KEYS"]])
    database = Database(settings["DATABASE_URL"])
    a_person(database, MANAGER, MONDAY)
    a_tour(database, MONDAY)
    database.close()
    vault._fernet = before
    return settings


def tours(settings: dict[str, str]) -> int:
    database = Database(settings["DATABASE_URL"])
    with database.reading(TEAM) as work:
        found = len(work.tours.of(MANAGER.user_id))
    database.close()
    return found


def test_a_backup_is_made_and_restored(kept: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / "monday.backup"
    done = run("backup", str(copy), **kept)
    assert (done.exit_code, "Written to" in done.output) == (0, True), done.output
    assert run("backup", str(copy), **kept).exit_code == 1
    empty = {**kept, "DATABASE_URL": f"sqlite:///{tmp_path / 'other' / 'new.sqlite'}"}
    done = run("restore", str(copy), "--yes", **empty)
    assert (done.exit_code, "Restored." in done.output) == (0, True), done.output
    assert tours(empty) == 1
    assert "is not there" in run("restore", str(tmp_path / "nowhere"), "--yes", **empty).output


def test_a_restore_asks_first(kept: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / "monday.backup"
    run("backup", str(copy), **kept)
    assert run("restore", str(copy), **kept).exit_code == 1


def test_everything_is_sealed_with_a_new_key(kept: dict[str, str]) -> None:
    old, new = kept["ENCRYPTION_KEYS"], new_key()
    assert run("seal-anew", **{**kept, "ENCRYPTION_KEYS": new}).exit_code == 1
    done = run("seal-anew", **{**kept, "ENCRYPTION_KEYS": f"{new},{old}"})
    assert "sealed with the newest key" in done.output
    assert run("seal-anew", **{**kept, "ENCRYPTION_KEYS": new}).exit_code == 0


def test_somebody_has_to_answer_or_deliver() -> None:
    done = run("serve", "--no-jobs", "--jobs-only")
    assert (done.exit_code, "nothing to do" in done.output) == (1, True)


def commands() -> set[str]:
    """Return the names of all commands."""
    return set(typer.main.get_command(app.cli).commands)  # type: ignore[attr-defined]


def test_what_is_shipped_to_run_it_calls_commands_that_exist() -> None:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text())
    asked = {service["command"][0] for service in compose["services"].values() if "command" in service}
    unit = (ROOT / "deploy" / "tourguide.service").read_text()
    asked |= {shlex.split(line)[2] for line in re.findall(r"^Exec\w+=(.*)$", unit, re.MULTILINE)}
    assert asked == {"migrate", "serve"}
    assert asked <= commands()


def test_the_container_holds_everything_that_the_program_needs() -> None:
    container = (ROOT / "deploy" / "Containerfile").read_text()
    for part in ("app.py", "manifest.yml", "bot", "prompts", "migrations", "requirements.lock"):
        assert re.search(rf"^COPY .*\b{re.escape(part)}\b", container, re.MULTILINE), part
        assert f"!{part}" in (ROOT / ".containerignore").read_text()


def test_every_command_is_documented() -> None:
    operating = (ROOT / "docs" / "operating.md").read_text()
    assert [name for name in sorted(commands()) if f"app.py {name}" not in operating] == []


def test_a_persons_file_is_written_for_whoever_asks_and_leaves_a_receipt(kept: dict[str, str], tmp_path: Path) -> None:
    target = tmp_path / "mine.html"
    done = run("export", TEAM, MANAGER.user_id, str(target), **kept)
    assert (done.exit_code, "Run the front desk" in target.read_text()) == (0, True), done.output
    assert run("export", TEAM, MANAGER.user_id, str(target), **kept).exit_code == 1
    assert receipts(kept) == 1


def receipts(settings: dict[str, str]) -> int:
    database = Database(settings["DATABASE_URL"])
    with database.reading(TEAM) as work:
        found = work.access.count(MANAGER.user_id)
    database.close()
    return found


def test_people_are_brought_in_from_a_file_or_from_profiles_and_from_nothing_else() -> None:
    done = run("people", "import", TEAM)
    assert (done.exit_code, "--profile-field" in done.output) == (1, True)


def test_what_somebody_wrote_is_erased_for_them_after_it_was_told(kept: dict[str, str]) -> None:
    asked = run("erase", TEAM, MANAGER.user_id, **kept)
    assert (asked.exit_code, "Tours that go on: 1" in asked.output) == (1, True)
    done = run("erase", TEAM, MANAGER.user_id, "--yes", **kept)
    assert (done.exit_code, "Erased:" in done.output) == (0, True)
