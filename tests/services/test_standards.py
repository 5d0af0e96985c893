"""Standard tours: written by stewards, read by everybody, something to start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.drafting import TermsWish
from bot.domain.patterns import fill
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.sound_terms import refusals
from bot.domain.standards import MOST, NAME_LIMIT, StandardDraft, lines
from bot.domain.tours import Kind, Rhythm
from bot.services.standards import NEW, Standards
from tests.given import HOLDER, MANAGER, TEAM

DRAFT = StandardDraft(
    name="First year in sales",
    kind=Kind.ROTATIONAL,
    mission="Take over the north",
    result="Thirty orders",
    gain="Ran a territory alone",
    company="- A course\n\n• Ten visits together",
    holder="Write up each visit",
    months=9,
    rhythm=Rhythm.QUARTERLY,
)


@pytest.fixture
def standards(database: Database, now: datetime) -> Standards:
    """A workspace whose steward is the manager."""
    with database.work(TEAM) as work:
        work.stewards.name([MANAGER.user_id], None, now)
    return Standards(database)


def test_what_a_steward_wrote_everybody_can_start_from(standards: Standards, now: datetime) -> None:
    standards.save(MANAGER, replace(NEW, draft=DRAFT), now)
    found = standards.list_of(HOLDER)
    (pattern,) = found.standards
    assert (found.is_steward, pattern.name, pattern.months) == (False, DRAFT.name, 9)
    assert (pattern.company, pattern.holder) == (("A course", "Ten visits together"), ("Write up each visit",))
    wish = fill(TermsWish(), pattern, None, date(2026, 1, 5))
    assert refusals(wish, holder_id="U1", today=date(2026, 1, 5)) == []


@pytest.mark.parametrize(
    ("kind", "months"), [(Kind.ROTATIONAL, 12), (Kind.TRANSFORMATIONAL, 30), (Kind.FOUNDATIONAL, None)]
)
def test_what_is_left_out_is_as_usual_for_its_kind(
    standards: Standards, now: datetime, kind: Kind, months: int | None
) -> None:
    draft = replace(DRAFT, kind=kind, months=None, rhythm=None, holder=None)
    (pattern,) = standards.save(MANAGER, replace(NEW, draft=draft), now).standards
    assert (pattern.months, pattern.holder) == (months, ())
    assert pattern.rhythm is {12: Rhythm.MONTHLY, 30: Rhythm.QUARTERLY}.get(months or 0, Rhythm.TWICE_A_YEAR)


def test_it_is_changed_and_taken_out(standards: Standards, now: datetime) -> None:
    (first,) = standards.save(MANAGER, replace(NEW, draft=DRAFT), now).standards
    number = int(first.key.rpartition("/")[2])
    sheet = standards.sheet(MANAGER, number)
    (changed,) = standards.save(MANAGER, replace(sheet, draft=replace(sheet.draft, mission="The south")), now).standards
    assert (changed.key, changed.mission) == (first.key, "The south")
    with pytest.raises(Refused) as refused:
        standards.save(MANAGER, sheet, now)
    assert refused.value.reason is Reason.SETTINGS_CHANGED
    for _ in range(2):
        assert standards.take_out(MANAGER, number).standards == ()
    with pytest.raises(Refused) as refused:
        standards.save(MANAGER, sheet, now)
    assert refused.value.reason is Reason.NOT_FOUND


def test_nobody_else_writes_changes_or_takes_out(standards: Standards, now: datetime) -> None:
    standards.save(MANAGER, replace(NEW, draft=DRAFT), now)
    acts = (
        lambda: standards.save(HOLDER, replace(NEW, draft=DRAFT), now),
        lambda: standards.sheet(HOLDER, 1),
        lambda: standards.take_out(HOLDER, 1),
    )
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is Reason.STEWARDS_ONLY
    assert len(standards.list_of(HOLDER).standards) == 1


def test_everything_that_is_wrong_is_said_at_once_at_its_field(standards: Standards, now: datetime) -> None:
    empty = replace(NEW, draft=StandardDraft())
    wrong = replace(NEW, draft=replace(DRAFT, name="x" * (NAME_LIMIT + 1), months=72, company="a\n" * 25))
    for sheet, fields in (
        (empty, ["name", "kind", "mission", "result", "gain", "company"]),
        (wrong, ["name", "company", "months"]),
    ):
        with pytest.raises(SeveralRefused) as refused:
            standards.save(MANAGER, sheet, now)
        assert [each.field for each in refused.value.refusals] == fields
    assert standards.list_of(MANAGER).standards == ()


def test_there_are_no_more_than_a_screen_holds(standards: Standards, now: datetime) -> None:
    for number in range(MOST):
        standards.save(MANAGER, replace(NEW, draft=replace(DRAFT, name=f"Tour {number}")), now)
    with pytest.raises(Refused) as refused:
        standards.save(MANAGER, replace(NEW, draft=DRAFT), now)
    assert (refused.value.reason, refused.value.field) == (Reason.TOO_MANY_STANDARDS, "name")


def test_a_form_that_arrives_twice_counts_once(standards: Standards, now: datetime) -> None:
    standards.save(MANAGER, replace(NEW, draft=DRAFT), now, "V1:1")
    with pytest.raises(AlreadyDealt):
        standards.save(MANAGER, replace(NEW, draft=DRAFT), now, "V1:1")
    assert len(standards.list_of(MANAGER).standards) == 1


def test_promises_are_lines_whatever_stands_before_them() -> None:
    assert lines(" - one \n\n* two\n•three\n-\n") == ("one", "two", "three")
    assert lines(None) == ()
