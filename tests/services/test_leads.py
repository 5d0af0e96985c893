"""Who leads whom: looked over with every line accounted for, kept when asked, and offered to whoever starts a tour."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import Database
from bot.domain.people import Profile
from bot.domain.people_file import FileRow
from bot.services.leads import LeadPlan, Leads, Member, Offer, Unmatched
from tests.given import HOLDER, MANAGER, TEAM, a_tour

MEMBERS = [
    Member(MANAGER.user_id, Profile(name="Maya"), "Maya@X.org"),
    Member(HOLDER.user_id, Profile(name="Tomas"), "tomas@x.org"),
    Member("UANA", Profile(name="Ana"), "ana@x.org"),
    Member("UGUEST", Profile(name="Guest", is_guest=True), "guest@x.org"),
    Member("UGONE", Profile(name="Gone", is_deactivated=True), "gone@x.org"),
    Member("UBOT", Profile(name="Bot", is_bot=True)),
]


@pytest.fixture
def leads(database: Database) -> Leads:
    return Leads(database)


def plan(leads: Leads, *pairs: tuple[str, str | None]) -> LeadPlan:
    return leads.plan(TEAM, [FileRow(line, *pair) for line, pair in enumerate(pairs, start=2)], MEMBERS)


def keep(leads: Leads, now: datetime, *pairs: tuple[str, str | None]) -> None:
    leads.keep(TEAM, plan(leads, *pairs), now)


def test_people_are_found_by_address_in_any_letters_and_by_id(leads: Leads) -> None:
    found = plan(leads, ("TOMAS@x.org", "maya@x.org"), ("UANA", MANAGER.user_id))
    assert found.new == {HOLDER.user_id: MANAGER.user_id, "UANA": MANAGER.user_id}
    assert (found.changed, found.same, found.unmatched) == ({}, 0, [])


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        (("nobody@x.org", "maya@x.org"), Unmatched.PERSON_UNKNOWN),
        (("ana@x.org", "nobody@x.org"), Unmatched.MANAGER_UNKNOWN),
        (("ana@x.org", None), Unmatched.NO_MANAGER),
        (("ana@x.org", "UANA"), Unmatched.OWN_MANAGER),
        (("guest@x.org", "maya@x.org"), Unmatched.NO_MEMBER),
        (("ana@x.org", "gone@x.org"), Unmatched.NO_MEMBER),
        (("ana@x.org", "UBOT"), Unmatched.NO_MEMBER),
    ],
)
def test_each_line_that_cannot_be_used_says_why(leads: Leads, pair: tuple[str, str | None], why: Unmatched) -> None:
    found = plan(leads, pair)
    assert (found.leads, found.unmatched) == ({}, [(FileRow(2, *pair), why)])


def test_two_managers_for_one_person_are_a_question_and_the_same_one_twice_is_none(leads: Leads) -> None:
    found = plan(leads, ("ana@x.org", "maya@x.org"), ("UANA", "tomas@x.org"), ("UANA", "maya@x.org"))
    assert found.leads == {"UANA": MANAGER.user_id}
    assert [why for _, why in found.unmatched] == [Unmatched.TWICE]


def test_looking_over_changes_nothing_and_keeping_does(leads: Leads, now: datetime) -> None:
    first = plan(leads, ("ana@x.org", "maya@x.org"))
    assert plan(leads, ("ana@x.org", "maya@x.org")) == first
    leads.keep(TEAM, first, now)
    assert plan(leads, ("ana@x.org", "maya@x.org")) == LeadPlan(same=1, unmatched=[])
    changed = plan(leads, ("ana@x.org", "tomas@x.org"))
    assert changed.changed == {"UANA": (MANAGER.user_id, HOLDER.user_id)}


def test_whoever_is_not_in_the_file_keeps_their_manager(leads: Leads, now: datetime) -> None:
    keep(leads, now, ("ana@x.org", "maya@x.org"))
    keep(leads, now, ("tomas@x.org", "maya@x.org"))
    assert leads.offer(MANAGER).people == ("UANA", HOLDER.user_id)


def test_who_leads_one_person_is_offered_them_and_they_their_manager(leads: Leads, now: datetime) -> None:
    keep(leads, now, ("tomas@x.org", "maya@x.org"))
    assert leads.offer(MANAGER).only == HOLDER.user_id
    assert leads.offer(HOLDER) == Offer((), MANAGER.user_id)
    assert leads.offer(HOLDER).only == MANAGER.user_id
    assert leads.offer(MANAGER).leads(HOLDER.user_id)
    assert not leads.offer(HOLDER).leads(MANAGER.user_id)


def test_of_several_none_is_the_one_and_whoever_has_a_tour_is_not_offered(
    leads: Leads, database: Database, now: datetime
) -> None:
    keep(leads, now, ("tomas@x.org", "maya@x.org"), ("ana@x.org", "maya@x.org"))
    assert leads.offer(MANAGER).only is None
    a_tour(database, now)
    assert leads.offer(MANAGER).people == ("UANA",)


def test_ten_thousand_people_are_looked_over_and_kept(leads: Leads, now: datetime) -> None:
    members = [Member(f"U{n:05}", Profile(name="x"), f"p{n}@x.org") for n in range(10_000)]
    rows = [FileRow(n, f"p{n}@x.org", "p0@x.org") for n in range(10_000)]
    found = leads.plan(TEAM, rows, members)
    leads.keep(TEAM, found, now)
    assert (len(found.new), len(found.unmatched)) == (9_999, 1)
    assert leads.plan(TEAM, rows, members).same == 9_999
