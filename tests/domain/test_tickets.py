"""Tickets: good for their time and purpose, and nothing else is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.domain.refusals import Reason, Refused
from bot.domain.tickets import Tickets
from bot.domain.types import new_key, vault
from tests.given import KEY

TEN = timedelta(minutes=10)
CLAIMS = {"team": "T0HARBOUR", "subject": 7}


def refused(read: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as caught:
        read()
    return caught.value.reason


def test_a_ticket_says_what_was_claimed_until_its_time_is_over(now: datetime) -> None:
    ticket = Tickets("file", TEN).issue(CLAIMS, now)
    assert Tickets("file", TEN).read(ticket, now + TEN) == CLAIMS
    assert refused(lambda: Tickets("file", TEN).read(ticket, now + TEN + timedelta(seconds=1))) is Reason.TICKET_EXPIRED
    assert "T0HARBOUR" not in ticket


def test_a_ticket_is_good_for_one_purpose(now: datetime) -> None:
    ticket = Tickets("file", TEN).issue(CLAIMS, now)
    assert refused(lambda: Tickets("mail", TEN).read(ticket, now)) is Reason.TICKET_EXPIRED


@pytest.mark.parametrize("forged", ["", "x", "é", "gAAAAA==", "a" * 5000])
def test_what_was_not_issued_here_is_refused(now: datetime, forged: str) -> None:
    assert refused(lambda: Tickets("file", TEN).read(forged, now)) is Reason.TICKET_EXPIRED


def test_what_is_stored_is_no_ticket_and_no_ticket_opens_what_is_stored(now: datetime) -> None:
    assert refused(lambda: Tickets("file", TEN).read(vault.seal("{}").decode(), now)) is Reason.TICKET_EXPIRED


def test_a_change_of_the_key_leaves_tickets_good(now: datetime) -> None:
    ticket = Tickets("file", TEN).issue(CLAIMS, now)
    vault.use_keys([new_key(), KEY])
    try:
        assert Tickets("file", TEN).read(ticket, now) == CLAIMS
        vault.use_keys([new_key()])
        assert refused(lambda: Tickets("file", TEN).read(ticket, now)) is Reason.TICKET_EXPIRED
    finally:
        vault.use_keys([KEY])
