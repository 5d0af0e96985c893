"""A tour that has outlived its planned end: days can still be named for what is open, and none too far away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.refusals import Reason, Refused
from bot.services.check_in_sheets import MoveTalk
from bot.services.check_ins import CheckIns
from bot.services.tours import Tours
from tests.making import DRAFT, HOLDER, MANAGER
from tests.refusing import faults
from tests.services.leaving import read


@pytest.fixture
def late(now: datetime) -> datetime:
    """A week after the planned end."""
    assert DRAFT.end_on is not None
    return now + (DRAFT.end_on - now.date()) + timedelta(days=7)


def test_a_late_promise_gets_a_new_day(database: Database, tour_id: int, late: datetime) -> None:
    tours, promise = Tours(database), read(database, MANAGER, tour_id, late).shown.promises[0]
    far = late.date() + timedelta(days=400)
    for day, reason in ((late.date() - timedelta(days=1), Reason.DATE_IN_PAST), (far, Reason.DATE_TOO_FAR)):
        refused = faults(lambda day=day: tours.move_promise(MANAGER, promise.id, day, late))  # type: ignore[misc]
        assert refused == [("due_on", reason)]
    moved = tours.move_promise(MANAGER, promise.id, late.date() + timedelta(days=14), late)
    assert moved.shown.promises[0].due_on == late.date() + timedelta(days=14)


def test_a_talk_gets_a_new_day(database: Database, tour_id: int, late: datetime) -> None:
    check_ins = CheckIns(database)
    talk = check_ins.of_tour(HOLDER, tour_id, late).next
    assert talk is not None
    with pytest.raises(Refused) as refused:
        check_ins.move(HOLDER, MoveTalk(talk.id, late.date() + timedelta(days=400)), late)
    assert refused.value.reason is Reason.DATE_TOO_FAR
    day = late.date() + timedelta(days=3)
    assert check_ins.move(HOLDER, MoveTalk(talk.id, day), late).line.due_on == day


def test_before_the_end_no_day_after_it_is_taken(database: Database, tour_id: int, now: datetime) -> None:
    promise = read(database, MANAGER, tour_id, now).shown.promises[0]
    after = date(2027, 1, 4)
    assert faults(lambda: Tours(database).move_promise(MANAGER, promise.id, after, now)) == [
        ("due_on", Reason.DUE_OUTSIDE_TOUR)
    ]
