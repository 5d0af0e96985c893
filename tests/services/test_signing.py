"""The answers to a proposal: signed, declined, withdrawn, or left to lapse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.lifecycle import State
from bot.domain.nudges import PROMISE_MOMENTS, PROPOSAL_MOMENTS
from bot.domain.refusals import Reason
from bot.services.endings import Endings
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail
from bot.services.tours import Tours
from tests.making import HOLDER, MANAGER, STRANGER, ended, told
from tests.refusing import faults
from tests.services.proposing import agreed, change, meet, signature, start, waiting


def test_the_second_signature_plans_the_tour(tours: Tours, database: Database, now: datetime) -> None:
    detail = agreed(tours, now)
    assert (detail.state, detail.in_force_number) == (State.ACTIVE, 1)
    assert [signed.signer_id for signed in detail.latest.signatures] == [MANAGER.user_id, HOLDER.user_id]
    assert len(detail.talks) > 10
    assert told(database, MANAGER.user_id) == ["tour_active"]
    assert waiting(database, PROPOSAL_MOMENTS) == []
    assert len(waiting(database, PROMISE_MOMENTS)) == 2


def test_before_signing_the_same_talks_are_foretold(tours: Tours, now: datetime) -> None:
    tour_id = start(tours, now)
    foretold = tours.read(HOLDER, tour_id, now).talks
    assert tours.sign(HOLDER, signature(tours.read(HOLDER, tour_id, now)), now).talks == foretold


def test_a_successor_waits_until_the_tour_before_it_has_ended(tours: Tours, database: Database, now: datetime) -> None:
    running = agreed(tours, now)
    successor = start(tours, now, by=STRANGER)
    command = signature(tours.read(HOLDER, successor, now))
    signed = tours.sign(HOLDER, command, now)
    assert (signed.state, signed.active_since) == (State.AGREED, None)
    endings = Endings(database)
    assert endings.begin_agreed(MANAGER.team_id, now, 100) == 0
    ended(database, running.id, now)
    assert endings.begin_agreed(MANAGER.team_id, now, 100) == 1
    begun = tours.read(HOLDER, successor, now)
    assert (begun.state, begun.active_since) == (State.ACTIVE, now)
    assert begun.talks


def test_an_agreed_tour_can_be_taken_back_by_either_side_before_it_begins(
    tours: Tours, database: Database, now: datetime
) -> None:
    agreed(tours, now)
    successor = start(tours, now, by=STRANGER)
    tours.sign(HOLDER, signature(tours.read(HOLDER, successor, now)), now)
    assert tours.withdraw(HOLDER, successor, now).state is State.WITHDRAWN
    assert "next_tour_withdrawn" in told(database, STRANGER.user_id)
    assert start(tours, now, by=STRANGER) != successor


def test_nobody_signs_with_somebody_who_left(tours: Tours, database: Database, now: datetime) -> None:
    command = signature(tours.read(HOLDER, start(tours, now), now))
    meet(database, MANAGER.user_id, now, is_deactivated=True)
    assert faults(lambda: tours.sign(HOLDER, command, now)) == [(None, Reason.PARTNER_LEFT)]


@pytest.mark.parametrize(
    ("answer", "by", "other", "moment"),
    [(Tours.decline, HOLDER, MANAGER, "proposal_declined"), (Tours.withdraw, MANAGER, HOLDER, "proposal_withdrawn")],
)
def test_a_no_is_told_and_nothing_more_comes(
    tours: Tours,
    database: Database,
    now: datetime,
    answer: Callable[[Tours, Actor, int, datetime], TourDetail],
    by: Actor,
    other: Actor,
    moment: str,
) -> None:
    tour_id = start(tours, now)
    assert answer(tours, by, tour_id, now).ended_at == now
    assert moment in told(database, other.user_id)
    assert waiting(database, PROPOSAL_MOMENTS) == []
    assert faults(lambda: answer(tours, by, tour_id, now)) == [(None, Reason.WRONG_STATE)]


def test_a_proposal_lapses_thirty_days_after_its_newest_version(
    tours: Tours, database: Database, now: datetime
) -> None:
    tour_id = start(tours, now)
    later = now + timedelta(days=20)
    tours.propose_change(HOLDER, change(tours.read(HOLDER, tour_id, later), gain="More"), later)
    assert tours.lapse_proposals("T1", now + timedelta(days=30)) == 0
    assert tours.lapse_proposals("T2", later + timedelta(days=30)) == 0
    assert tours.lapse_proposals("T1", later + timedelta(days=30)) == 1
    assert tours.read(MANAGER, tour_id, later).state is State.LAPSED
    assert waiting(database, PROPOSAL_MOMENTS) == []
    assert waiting(database, ("proposal_lapsed",)) == [(HOLDER.user_id, "proposal_lapsed")]
    assert start(tours, later, has_looked_up=True) != tour_id


def test_only_so_many_lapse_at_a_time(tours: Tours, database: Database, now: datetime) -> None:
    for number in range(3):
        meet(database, f"U{number}", now)
        start(tours, now, partner=replace(HOLDER, user_id=f"U{number}"))
    assert [tours.lapse_proposals("T1", now + timedelta(days=31), 2) for _ in range(3)] == [2, 1, 0]
