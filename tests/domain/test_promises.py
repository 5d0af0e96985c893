"""A promise: kept, or moved in time or late."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.domain.promises import Promise, PromiseDraft, PromiseState, Side
from bot.domain.refusals import Reason, Refused

DUE = date(2026, 3, 2)
DRAFT = PromiseDraft(Side.COMPANY, "An introduction", "UM", DUE)


@pytest.fixture
def promise() -> Promise:
    return Promise.make("T1", 0, DRAFT)


def move(promise: Promise, to: date, today: date, now: datetime) -> None:
    promise.move(to, by="UM", today=today, now=now)


def test_kept_once(promise: Promise, now: datetime) -> None:
    promise.keep(by="UM", now=now)
    assert (promise.state, promise.marked_by_id, promise.marked_at) == (PromiseState.KEPT, "UM", now)
    with pytest.raises(Refused) as caught:
        promise.keep(by="UM", now=now)
    assert caught.value.reason is Reason.PROMISE_KEPT
    with pytest.raises(Refused):
        move(promise, date(2026, 5, 1), DUE, now)


@pytest.mark.parametrize(("today", "late"), [(date(2026, 3, 1), False), (DUE, False), (date(2026, 3, 3), True)])
def test_moved_in_time_or_late(promise: Promise, now: datetime, today: date, late: bool) -> None:
    move(promise, date(2026, 5, 1), today, now)
    assert (promise.due_on, promise.moved_late, promise.state) == (date(2026, 5, 1), late, PromiseState.OPEN)


def test_once_late_stays_late(promise: Promise, now: datetime) -> None:
    move(promise, date(2026, 5, 1), date(2026, 3, 3), now)
    move(promise, date(2026, 6, 1), date(2026, 4, 1), now)
    assert promise.moved_late


def test_a_move_leaves_what_was_signed_as_it_is(promise: Promise, now: datetime) -> None:
    before = promise.was_moved
    move(promise, date(2026, 5, 1), DUE, now)
    assert (before, promise.was_moved) == (False, True)
    assert promise.draft() == DRAFT


def test_nothing_moves_into_the_past(promise: Promise, now: datetime) -> None:
    with pytest.raises(Refused) as caught:
        move(promise, date(2026, 2, 28), date(2026, 3, 1), now)
    assert (caught.value.reason, caught.value.field) == (Reason.DATE_IN_PAST, "due_on")
    assert promise.due_on == DUE
