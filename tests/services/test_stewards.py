"""Stewards name each other, and nobody else does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.db.installations import Installations
from bot.db.work import AlreadyDealt, Database
from bot.domain.installations import Grant
from bot.domain.people import Profile
from bot.domain.refusals import Reason, Refused
from bot.domain.stewards import MOST
from bot.services.people import People
from bot.services.stewards import Stewards
from tests.given import HOLDER, MANAGER, TEAM

PROFILES = {
    "UNEW": Profile(name="new"),
    "UGUEST": Profile(name="guest", is_guest=True),
    "UBOT": Profile(name="bot", is_bot=True),
    "UGONE": Profile(name="gone", is_deactivated=True),
    "UELSEWHERE": Profile(name="elsewhere", is_stranger=True),
}


@pytest.fixture
def stewards(database: Database, now: datetime) -> Stewards:
    """A workspace that the manager installed the bot in."""
    Installations(database.engine).keep(grant(MANAGER.user_id), now)
    return Stewards(database, People(database, lambda _team, user_id: PROFILES.get(user_id)))


def grant(installer: str) -> Grant:
    return Grant(id=TEAM, bot_token="xoxb-1", bot_user_id="UBOT", scopes=frozenset(), installed_by=installer)


def test_whoever_installs_is_the_first_and_stays_it(stewards: Stewards, database: Database, now: datetime) -> None:
    assert stewards.of(HOLDER) == [MANAGER.user_id]
    Installations(database.engine).keep(grant("USECOND"), now)
    assert stewards.of(HOLDER) == [MANAGER.user_id]


def test_a_steward_names_another_and_leaves(stewards: Stewards, now: datetime) -> None:
    stewards.name(MANAGER, ["UNEW", MANAGER.user_id], now + timedelta(days=1))
    assert stewards.of(HOLDER) == [MANAGER.user_id, "UNEW"]
    stewards.name(MANAGER, ["UNEW"], now + timedelta(days=2))
    assert stewards.of(HOLDER) == ["UNEW"]
    with pytest.raises(Refused) as refused:
        stewards.name(MANAGER, ["UNEW"], now)
    assert refused.value.reason is Reason.STEWARDS_ONLY


def test_nobody_else_names_stewards(stewards: Stewards, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        stewards.name(HOLDER, ["UNEW"], now)
    assert refused.value.reason is Reason.STEWARDS_ONLY
    assert stewards.of(HOLDER) == [MANAGER.user_id]


@pytest.mark.parametrize("user_id", ["UGUEST", "UBOT", "UGONE", "UELSEWHERE", "UUNKNOWN"])
def test_only_full_members_become_stewards(stewards: Stewards, now: datetime, user_id: str) -> None:
    with pytest.raises(Refused) as refused:
        stewards.name(MANAGER, [MANAGER.user_id, user_id], now)
    assert (refused.value.reason, refused.value.field) == (Reason.NOT_A_MEMBER, "stewards")


def test_one_at_least_and_not_everybody(stewards: Stewards, now: datetime) -> None:
    for user_ids, reason in (([], Reason.REQUIRED), ([f"U{n}" for n in range(MOST + 1)], Reason.TOO_MANY_STEWARDS)):
        with pytest.raises(Refused) as refused:
            stewards.name(MANAGER, user_ids, now)
        assert refused.value.reason is reason


def test_a_form_that_arrives_twice_counts_once(stewards: Stewards, now: datetime) -> None:
    stewards.name(MANAGER, [MANAGER.user_id, "UNEW"], now, "V1:1")
    with pytest.raises(AlreadyDealt):
        stewards.name(MANAGER, [MANAGER.user_id], now, "V1:1")
    assert stewards.of(HOLDER) == [MANAGER.user_id, "UNEW"]
