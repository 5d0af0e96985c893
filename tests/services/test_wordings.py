"""A workspace's own words for pledge and signing hold once a steward has approved them, and not before."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.db.work import Database
from bot.domain.refusals import Refused
from bot.domain.wordings import WordingText, in_use
from bot.prompts import Prompts
from bot.services.wordings import ApproveWording, Wordings
from tests.given import HOLDER, MANAGER
from tests.shipped import PROMPTS, SHIPPED, lay

PLEDGE = "wording/pledge"


def own(folder: Path, words: str) -> Prompts:
    """Return the library with the workspace's own pledge laid over the shipped one."""
    return Prompts.load(SHIPPED, lay(folder, f"en/{PLEDGE}", f"---\nkind: wording\ntitle: Our pledge\n---\n{words}\n"))


@pytest.fixture
def wordings(database: Database, now: datetime) -> Wordings:
    with database.work("T1") as work:
        work.stewards.name([MANAGER.user_id], None, now)
    return Wordings(database)


def holds(wordings: Wordings, prompts: Prompts, team_id: str = "T1") -> str:
    return wordings.for_workspace(team_id, prompts).render(PLEDGE, {"kind": None}).body


def approve(wordings: Wordings, prompts: Prompts, now: datetime) -> None:
    waits = next(sheet.waits for sheet in wordings.sheets(MANAGER, prompts) if sheet.name == PLEDGE)
    assert waits is not None
    wordings.approve(MANAGER, ApproveWording(PLEDGE, waits.text_hash), prompts, now)


def test_what_was_shipped_holds_without_a_word(wordings: Wordings) -> None:
    shipped = PROMPTS
    assert wordings.for_workspace("T1", shipped) is shipped
    assert [(sheet.name, sheet.waits) for sheet in wordings.sheets(MANAGER, shipped)] == [
        (PLEDGE, None),
        ("wording/signing", None),
    ]


def test_own_words_wait_for_a_steward_and_a_newer_text_for_another_look(
    wordings: Wordings, tmp_path: Path, now: datetime
) -> None:
    shipped = PROMPTS.render(PLEDGE, {"kind": None}).body
    first = own(tmp_path / "own", "I listen first.")
    assert holds(wordings, first) == shipped
    approve(wordings, first, now)
    assert holds(wordings, first) == "I listen first."
    assert holds(wordings, first, "T2") == shipped
    sheet = next(sheet for sheet in wordings.sheets(MANAGER, first) if sheet.name == PLEDGE)
    assert (sheet.approved_by_id, sheet.approved_on, sheet.waits) == (MANAGER.user_id, now.date(), None)
    second = own(tmp_path / "own", "I listen, and then I ask.")
    assert holds(wordings, second) == "I listen first."


def test_what_was_shipped_is_the_first_version(
    wordings: Wordings, database: Database, tmp_path: Path, now: datetime
) -> None:
    approve(wordings, own(tmp_path / "own", "I listen first."), now)
    with database.reading("T1") as work:
        kept = [work.coach.wording("pledge", number) for number in (1, 2, 3)]
    assert [each.body if each else None for each in kept] == [
        PROMPTS.render(PLEDGE, {"kind": None}).body,
        "I listen first.",
        None,
    ]


def test_only_a_steward_reads_and_approves_and_only_what_they_read(
    wordings: Wordings, tmp_path: Path, now: datetime
) -> None:
    prompts = own(tmp_path / "own", "I listen first.")
    with pytest.raises(Refused, match="stewards_only"):
        wordings.sheets(HOLDER, prompts)
    offered = WordingText(*prompts.agreed()[PLEDGE].offered)
    with pytest.raises(Refused, match="stewards_only"):
        wordings.approve(HOLDER, ApproveWording(PLEDGE, offered.text_hash), prompts, now)
    with pytest.raises(Refused, match="wording_changed"):
        wordings.approve(MANAGER, ApproveWording(PLEDGE, "0" * 64), prompts, now)
    with pytest.raises(Refused, match="not_found"):
        wordings.approve(MANAGER, ApproveWording("wording/reflection", "0" * 64), prompts, now)


def test_which_text_holds() -> None:
    shipped, old, fresh = (WordingText("T", words) for words in ("shipped", "old", "fresh"))
    assert in_use(shipped, shipped, [old]) == shipped
    assert in_use(shipped, fresh, []) == shipped
    assert in_use(shipped, fresh, [old]) == old
    assert in_use(shipped, fresh, [old, fresh]) == fresh
