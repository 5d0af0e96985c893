"""The ledger of promises: the maker says, the receiver says, nobody judges, and every word is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.promises import PromiseState, Side
from bot.domain.refusals import Reason, Refused
from bot.services.ledger import Ledger
from bot.services.tours import Tours
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, ended, told, under_way

KEPT, ANEW, MISSED = PromiseState.KEPT, PromiseState.RENEGOTIATED, PromiseState.MISSED


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


@pytest.fixture
def promise(database: Database, now: datetime) -> int:
    """A promise of the company, due on 2 March 2026."""
    tour_id = under_way(database, now)
    (company,) = [p for p in Tours(database).read(MANAGER, tour_id, now).shown.promises if p.side is Side.COMPANY]
    return company.id


def why(act: object) -> Reason:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    return refused.value.reason


def news(database: Database, user_id: str) -> int:
    return told(database, user_id).count("promise_marked")


@pytest.mark.parametrize("state", [KEPT, ANEW, MISSED])
def test_the_maker_says_and_the_receiver_confirms(
    ledger: Ledger, database: Database, promise: int, now: datetime, state: PromiseState
) -> None:
    said = ledger.mark(MANAGER, promise, state, now)
    assert (said.standing.is_confirmed, said.standing.differs, said.may_say) == (False, False, True)
    assert news(database, HOLDER.user_id) == 1
    seen = ledger.read(HOLDER, promise, now)
    assert (seen.is_maker, seen.may_say, seen.promise.state) == (False, True, state)
    both = ledger.mark(HOLDER, promise, state, now)
    assert both.standing.is_confirmed
    assert not both.may_say
    assert told(database, MANAGER.user_id) == ["promise_agreed"]
    assert [(mark.side, mark.state) for mark in both.history] == [(Side.COMPANY, state), (Side.HOLDER, state)]
    for actor in (MANAGER, HOLDER):
        assert why(lambda: ledger.mark(actor, promise, MISSED, now)) is Reason.PROMISE_SETTLED  # noqa: B023


def test_differing_words_stand_side_by_side_until_one_changes_theirs(
    ledger: Ledger, database: Database, promise: int, now: datetime
) -> None:
    ledger.mark(MANAGER, promise, KEPT, now)
    seen = ledger.mark(HOLDER, promise, MISSED, now)
    assert seen.standing.differs
    assert (seen.standing.maker, seen.standing.receiver) == (KEPT, MISSED)
    assert ledger.read(MANAGER, promise, now).standing.differs
    assert told(database, MANAGER.user_id) == ["promise_differs"]
    later = ledger.mark(MANAGER, promise, MISSED, now + timedelta(days=1))
    assert later.standing.is_confirmed
    assert [mark.state for mark in later.history] == [KEPT, MISSED, MISSED]
    assert news(database, HOLDER.user_id) == 1


def test_before_its_day_the_maker_speaks_first_and_afterwards_either(
    ledger: Ledger, promise: int, now: datetime
) -> None:
    assert why(lambda: ledger.mark(HOLDER, promise, MISSED, now)) is Reason.PROMISE_NOT_DUE
    after = datetime(2026, 3, 4, 9, tzinfo=now.tzinfo)
    missed = ledger.mark(HOLDER, promise, MISSED, after)
    assert (missed.promise.state, missed.standing.receiver) == (PromiseState.OPEN, MISSED)
    assert ledger.mark(MANAGER, promise, MISSED, after).standing.is_confirmed


def test_the_same_word_twice_changes_nothing(ledger: Ledger, promise: int, now: datetime) -> None:
    ledger.mark(MANAGER, promise, KEPT, now)
    assert why(lambda: ledger.mark(MANAGER, promise, KEPT, now)) is Reason.PROMISE_SAID
    assert len(ledger.read(MANAGER, promise, now).history) == 1


def test_a_moved_date_and_a_press_in_a_message_stand_in_the_history(
    ledger: Ledger, database: Database, promise: int, now: datetime
) -> None:
    tours = Tours(database)
    tours.move_promise(MANAGER, promise, date(2026, 5, 4), now)
    tours.keep_promise(MANAGER, promise, now)
    moved, kept = ledger.read(HOLDER, promise, now).history
    assert (moved.moved_from, moved.moved_to, moved.by_id) == (date(2026, 3, 2), date(2026, 5, 4), MANAGER.user_id)
    assert (kept.state, kept.moved_to) == (KEPT, None)
    assert news(database, HOLDER.user_id) == 1


@pytest.mark.parametrize(("actor", "reason"), [(STRANGER, Reason.NOT_YOURS), (ELSEWHERE, Reason.NOT_FOUND)])
def test_nobody_else_reads_or_says_anything(
    ledger: Ledger, promise: int, now: datetime, actor: object, reason: Reason
) -> None:
    assert why(lambda: ledger.read(actor, promise, now)) is reason  # type: ignore[arg-type]
    assert why(lambda: ledger.mark(actor, promise, KEPT, now)) is reason  # type: ignore[arg-type]
    assert ledger.read(MANAGER, promise, now).history == ()


def test_of_a_tour_that_is_over_it_can_be_read_and_no_more(
    ledger: Ledger, database: Database, promise: int, now: datetime
) -> None:
    ledger.mark(MANAGER, promise, KEPT, now)
    ended(database, ledger.read(MANAGER, promise, now).tour.id, now)
    assert why(lambda: ledger.mark(HOLDER, promise, KEPT, now)) is Reason.WRONG_STATE
    assert not ledger.read(HOLDER, promise, now).may_say


def test_a_press_that_arrives_twice_counts_once(ledger: Ledger, promise: int, now: datetime) -> None:
    ledger.mark(MANAGER, promise, KEPT, now, delivery="E1")
    with pytest.raises(AlreadyDealt):
        ledger.mark(MANAGER, promise, MISSED, now, delivery="E1")
