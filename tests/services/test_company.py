"""What is set for everybody in a workspace: by stewards, for everybody to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.db.installations import Installations
from bot.db.work import AlreadyDealt, Database
from bot.domain.company import CompanyDraft
from bot.domain.drafting import WORDS_LIMIT
from bot.domain.people import Profile
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.services.company import ChangeCompany, CompanySettings
from bot.services.people import People
from tests.given import HOLDER, MANAGER, TEAM
from tests.services.test_stewards import PROFILES, grant

CONTACT = "UNEW"
WORDS = CompanyDraft(CONTACT, "Bread for the whole valley", "Say it early\nMend it yourself")


@pytest.fixture
def people(database: Database, now: datetime) -> People:
    Installations(database.engine).keep(grant(MANAGER.user_id), now)
    return People(database, lambda _team, user_id: PROFILES.get(user_id))


@pytest.fixture
def company(database: Database, people: People) -> CompanySettings:
    """A workspace whose steward is the manager, and in which nothing is set yet."""
    return CompanySettings(database, people)


def test_before_anything_is_set_everybody_reads_whom_to_ask(company: CompanySettings) -> None:
    for actor, is_steward in ((MANAGER, True), (HOLDER, False)):
        sheet = company.read(actor)
        assert (sheet.now, sheet.stewards, sheet.is_steward) == (CompanyDraft(), (MANAGER.user_id,), is_steward)
    assert company.people_contact(TEAM) is None


def test_what_a_steward_sets_everybody_reads(company: CompanySettings, now: datetime) -> None:
    first = company.change(MANAGER, ChangeCompany(0, WORDS), now)
    assert company.read(HOLDER).now == WORDS
    assert company.people_contact(TEAM) == CONTACT
    company.change(MANAGER, ChangeCompany(first.version, CompanyDraft(mission="Bread")), now)
    assert company.read(HOLDER).now == CompanyDraft(mission="Bread")


def test_nobody_else_changes_it(company: CompanySettings, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        company.change(HOLDER, ChangeCompany(0, WORDS), now)
    assert refused.value.reason is Reason.STEWARDS_ONLY
    assert company.read(HOLDER).now == CompanyDraft()


@pytest.mark.parametrize("starts_from", [0, 7])
def test_the_second_of_two_stewards_loses_nothing_and_overwrites_nothing(
    company: CompanySettings, now: datetime, starts_from: int
) -> None:
    company.change(MANAGER, ChangeCompany(0, WORDS), now)
    with pytest.raises(Refused) as refused:
        company.change(MANAGER, ChangeCompany(starts_from, CompanyDraft()), now)
    assert refused.value.reason is Reason.SETTINGS_CHANGED
    assert company.read(HOLDER).now == WORDS


@pytest.mark.parametrize("user_id", ["UGUEST", "UBOT", "UGONE", "UELSEWHERE", "UUNKNOWN"])
def test_the_people_contact_is_a_full_member(company: CompanySettings, now: datetime, user_id: str) -> None:
    with pytest.raises(Refused) as refused:
        company.change(MANAGER, ChangeCompany(0, CompanyDraft(user_id)), now)
    assert (refused.value.reason, refused.value.field) == (Reason.NOT_A_MEMBER, "people_contact_id")


def test_nobody_is_sent_to_a_contact_who_has_left(company: CompanySettings, people: People, now: datetime) -> None:
    company.change(MANAGER, ChangeCompany(0, WORDS), now)
    people.changed(TEAM, CONTACT, Profile(name="new", is_deactivated=True), now)
    assert company.people_contact(TEAM) is None
    assert company.read(HOLDER).now == replace(WORDS, people_contact_id=None)


def test_words_too_long_are_refused_at_their_fields(company: CompanySettings, now: datetime) -> None:
    long = "x" * (WORDS_LIMIT + 1)
    with pytest.raises(SeveralRefused) as refused:
        company.change(MANAGER, ChangeCompany(0, CompanyDraft(None, long, long)), now)
    assert [(each.reason, each.field) for each in refused.value.refusals] == [
        (Reason.TOO_LONG, "mission"),
        (Reason.TOO_LONG, "values"),
    ]


def test_a_form_that_arrives_twice_counts_once(company: CompanySettings, now: datetime) -> None:
    company.change(MANAGER, ChangeCompany(0, WORDS), now, "V1:1")
    with pytest.raises(AlreadyDealt):
        company.change(MANAGER, ChangeCompany(1, CompanyDraft()), now, "V1:1")
    assert company.read(MANAGER).now == WORDS
