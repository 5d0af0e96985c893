"""Queries of tours: what they return, inside one workspace, and what the database itself does not let happen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.db.tours import PromiseDue
from bot.db.work import Database
from bot.domain.lifecycle import State
from bot.domain.periods import BEFORE_ALL
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Tour
from bot.services.people import Actor
from tests.making import DRAFT, ELSEWHERE, HOLDER, MANAGER, STRANGER, ended, proposed, under_way


def test_a_line_tells_who_what_until_when_and_whose_turn_it_is(database: Database, now: datetime) -> None:
    tour_id = proposed(database, now)
    with database.reading("T1") as work:
        (line,) = work.tours.of(HOLDER.user_id)
    assert (line.id, line.state, line.kind, line.end_on) == (tour_id, State.PROPOSED, DRAFT.kind, DRAFT.end_on)
    assert (line.author_id, line.awaits_id) == (MANAGER.user_id, HOLDER.user_id)
    assert line.other_side(HOLDER.user_id) == MANAGER.user_id


def test_a_line_shows_the_newest_proposal_and_then_what_is_in_force(database: Database, now: datetime) -> None:
    tour_id = proposed(database, now)
    later = replace(DRAFT, end_on=date(2027, 3, 1))
    with database.work("T1") as work:
        work.tours.get(tour_id).revise(by=HOLDER.user_id, draft=later, reason="longer", now=now)
    with database.work("T1") as work:
        (line,) = work.tours.of(MANAGER.user_id)
        assert (line.end_on, line.awaits_id) == (later.end_on, MANAGER.user_id)
        tour = work.tours.get(tour_id)
        tour.sign(by=MANAGER.user_id, number=2, text_hash=tour.latest.text_hash, now=now)
    with database.reading("T1") as work:
        (line,) = work.tours.of(MANAGER.user_id)
    assert (line.end_on, line.awaits_id, line.active_since) == (later.end_on, None, now)


def test_the_newest_tour_comes_first_on_either_side(database: Database, now: datetime) -> None:
    first = under_way(database, now)
    ended(database, first, now)
    second = under_way(database, now, holder=MANAGER, manager=HOLDER)
    with database.reading("T1") as work:
        assert [line.id for line in work.tours.of(MANAGER.user_id)] == [second, first]


def test_a_list_opens_no_words_and_asks_once(database: Database, now: datetime) -> None:
    for number in range(5):
        under_way(database, now, holder=replace(HOLDER, user_id=f"U{number}"))
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with database.reading("T1") as work:
        assert len(work.tours.of(MANAGER.user_id)) == 5
    (statement,) = [each for each in asked if each.startswith("SELECT")]
    assert not any(word in statement for word in ("mission", "result", "gain", "reason"))


def until(moment: datetime) -> list[tuple[datetime, datetime]]:
    return [(BEFORE_ALL, moment)]


def test_another_workspace_has_none_of_it(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now)
    with database.reading("T1") as work:
        promise_id = work.tours.get(tour_id).latest.promises[0].id
    with database.reading(ELSEWHERE.team_id) as work:
        assert work.tours.of(MANAGER.user_id) == []
        assert work.tours.unanswered(until(now), 10) == []
        assert work.tours.open_promises([tour_id]) == []
        for look in (lambda: work.tours.get(tour_id), lambda: work.tours.tour_of_promise(promise_id)):
            with pytest.raises(Refused) as caught:
                look()
            assert caught.value.reason is Reason.NOT_FOUND


def test_a_holder_has_one_open_proposal_however_fast_two_managers_are(database: Database, now: datetime) -> None:
    proposed(database, now)
    with pytest.raises(Refused) as caught:
        proposed(database, now, manager=STRANGER)
    assert (caught.value.reason, caught.value.field) == (Reason.HOLDER_HAS_PROPOSAL, "partner_id")
    with database.reading("T1") as work:
        assert work.tours.of(STRANGER.user_id) == []


def test_a_refused_proposal_undoes_the_rest_of_the_work(database: Database, now: datetime) -> None:
    proposed(database, now)

    def propose_besides() -> None:
        with database.work("T1") as work:
            work.people.get_or_meet("U9", now)
            work.tours.add(Tour.propose(**sides(STRANGER), draft=DRAFT, now=now))

    with pytest.raises(Refused):
        propose_besides()
    with database.reading("T1") as work:
        assert work.people.get("U9") is None


def sides(manager: Actor) -> dict[str, str]:
    return {
        "team_id": manager.team_id,
        "manager_id": manager.user_id,
        "holder_id": HOLDER.user_id,
        "by": manager.user_id,
    }


def sign(database: Database, tour_id: int, now: datetime) -> None:
    with database.work("T1") as work:
        tour = work.tours.get(tour_id)
        tour.sign(by=HOLDER.user_id, number=1, text_hash=tour.latest.text_hash, now=now)
        work.tours.write(tour)


def test_a_holder_has_one_tour_under_way_and_one_successor(database: Database, now: datetime) -> None:
    first = under_way(database, now)
    second = proposed(database, now, manager=STRANGER)
    with pytest.raises(Refused) as caught:
        sign(database, second, now)
    assert caught.value.reason is Reason.HOLDER_HAS_TOUR
    ended(database, first, now)
    sign(database, second, now)
    with database.reading("T1") as work:
        assert [line.state for line in work.tours.of(HOLDER.user_id)] == [State.ACTIVE, State.ENDED_EARLY]


def test_a_proposal_counts_from_its_newest_version(database: Database, now: datetime) -> None:
    old = proposed(database, now)
    answered = proposed(database, now, holder=STRANGER)
    with database.work("T1") as work:
        work.tours.get(answered).revise(
            by=STRANGER.user_id, draft=replace(DRAFT, gain="x"), reason="so", now=now + timedelta(days=1)
        )
    with database.reading("T1") as work:
        assert work.tours.unanswered(until(now - timedelta(seconds=1)), 10) == []
        assert work.tours.unanswered(until(now), 10) == [old]
        assert work.tours.unanswered(until(now + timedelta(days=1)), 10) == [old, answered]
        assert work.tours.unanswered(until(now + timedelta(days=1)), 1) == [old]
        later = [(now + timedelta(hours=1), now + timedelta(days=1))]
        assert work.tours.unanswered(later, 10) == [answered]
        assert work.tours.unanswered([], 10) == []


def test_open_promises_are_those_of_the_terms_in_force(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now)
    waiting = proposed(database, now, holder=STRANGER)
    with database.work("T1") as work:
        company, holder = work.tours.get(tour_id).latest.promises
        expected = PromiseDue(company.id, tour_id, Side.COMPANY, MANAGER.user_id, date(2026, 3, 2))
        found = work.tours.open_promises([tour_id, waiting])
        assert found[0] == expected
        assert [promise.id for promise in found] == [company.id, holder.id]
        assert work.tours.open_promises([tour_id], until=date(2026, 3, 2)) == [expected]
        assert work.tours.open_promises([tour_id], until=date(2026, 3, 1)) == []
        company.keep(by=MANAGER.user_id, now=now)
    with database.reading("T1") as work:
        assert [promise.id for promise in work.tours.open_promises([tour_id])] == [holder.id]
        assert work.tours.tour_of_promise(holder.id) == tour_id
    ended(database, tour_id, now)
    with database.reading("T1") as work:
        assert work.tours.open_promises([tour_id]) == []


def test_two_at_once_the_second_is_told(database: Database, now: datetime) -> None:
    tour_id = proposed(database, now)
    with database.reading("T1") as slow:
        stale = slow.tours.get(tour_id)
    with database.work("T1") as work:
        work.tours.get(tour_id).withdraw(by=MANAGER.user_id, now=now)

    def decline() -> None:
        with database.work("T1") as work:
            work._session.add(stale)
            stale.decline(by=HOLDER.user_id, now=now)

    with pytest.raises(Refused) as caught:
        decline()
    assert caught.value.reason is Reason.CHANGED_MEANWHILE
