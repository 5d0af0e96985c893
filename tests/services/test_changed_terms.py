"""What follows from terms that both have signed anew: talks, promises and reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.check_ins import CheckInState, Purpose, Review, Visibility
from bot.domain.drafting import PromiseWish
from bot.domain.nudges import PROMISE_MOMENTS, REVIEW_MOMENTS
from bot.domain.promises import PromiseState, Side
from bot.domain.refusals import Reason
from bot.services.amendments import Amendments
from bot.services.tour_detail import TourDetail
from bot.services.tours import Tours
from tests.living import Life
from tests.making import HOLDER, MANAGER
from tests.refusing import faults
from tests.services.amending import change, waiting
from tests.services.proposing import signature


def test_talks_follow_changed_dates_with_what_was_prepared_for_them(
    amendments: Amendments, database: Database, running: TourDetail, now: datetime
) -> None:
    with database.work("T1") as work:
        talks = work.check_ins.of_tour(running.id)
        held, halfway = talks[0], next(x for x in talks if x.review is Review.HALFWAY)
        work.check_ins.get(held.id).record(by=MANAGER.user_id, held_on=now.date(), now=now)
        notes = work.check_ins.get(halfway.id)
        notes.note(Purpose.PREPARATION, Visibility.AUTHOR, by=HOLDER.user_id, words="The night shift", now=now)
    asked = amendments.propose_change(
        MANAGER, change(running, end_on=date(2027, 6, 30), halfway_on=date(2026, 10, 5)), now
    )
    signed = amendments.sign(HOLDER, signature(asked), now)
    assert {(talk.due_on, talk.review) for talk in signed.talks} >= {(date(2026, 10, 5), Review.HALFWAY)}
    assert signed.talks[-1].due_on > date(2026, 12, 31)
    with database.reading("T1") as work:
        after = {line.id: line for line in work.check_ins.of_tour(running.id)}
        assert (after[halfway.id].due_on, after[held.id].state) == (date(2026, 10, 5), CheckInState.HELD)
        assert [note.words for note in work.check_ins.notes_for([halfway.id], HOLDER.user_id)] == ["The night shift"]
    stay = {talk.due_on for talk in running.talks if talk.review is Review.CHECK_IN}
    assert len(stay & {talk.due_on for talk in signed.talks}) >= len(stay) - 3


def test_a_change_of_words_moves_no_talk(
    amendments: Amendments, database: Database, running: TourDetail, now: datetime
) -> None:
    before = waiting(database, REVIEW_MOMENTS)
    asked = amendments.propose_change(MANAGER, change(running, gain="Lead operator"), now)
    assert asked.changed_talks == running.talks
    assert amendments.sign(HOLDER, signature(asked), now).talks == running.talks
    assert waiting(database, REVIEW_MOMENTS) == before


@pytest.mark.parametrize("review", [Review.CHECK_IN, Review.HALFWAY])
def test_a_talk_that_was_held_before_its_day_is_not_planned_again(
    tours: Tours, amendments: Amendments, database: Database, running: TourDetail, now: datetime, review: Review
) -> None:
    with database.work("T1") as work:
        held = next(line for line in work.check_ins.of_tour(running.id) if line.review is review)
        talk = work.check_ins.get(held.id)
        talk.move(now.date() + timedelta(days=3))
        talk.record(by=MANAGER.user_id, held_on=now.date(), now=now)
    seen = tours.read(MANAGER, running.id, now)
    worded = amendments.propose_change(MANAGER, change(seen, gain="Lead operator"), now)
    assert worded.changed_talks == seen.talks
    longer = amendments.propose_change(MANAGER, change(worded, end_on=date(2027, 2, 26)), now)
    signed = amendments.sign(HOLDER, signature(longer), now)
    assert signed.talks == longer.changed_talks
    assert set(seen.talks) <= {*signed.talks, seen.talks[-1]}
    again = [talk for talk in signed.talks if talk.review is review and talk.due_on == held.due_on]
    assert again == []


def test_what_was_sent_stays_sent_and_nothing_is_doubled(
    tours: Tours, amendments: Amendments, database: Database, running: TourDetail, now: datetime
) -> None:
    life = Life(database, now)
    life.until(datetime(2026, 2, 24, 12, tzinfo=now.tzinfo))
    before = [moment for each in life.arrived for moment in each.moments]
    assert before.count("promise_due_company") == 1
    seen = tours.read(MANAGER, running.id, life.now)
    asked = amendments.propose_change(MANAGER, change(seen, gain="Lead operator"), life.now)
    amendments.sign(HOLDER, signature(asked), life.now)
    after = [moment for each in life.days(14) for moment in each.moments]
    assert "promise_due_company" not in after
    assert after.count("review_due") == 1


def test_kept_promises_stay_new_ones_come_in_and_dropped_ones_settle(
    tours: Tours, amendments: Amendments, database: Database, running: TourDetail, now: datetime
) -> None:
    company, holder = running.shown.promises
    tours.keep_promise(MANAGER, company.id, now)
    rows = running.base.wish.promises
    promises = (
        rows[0],
        replace(rows[1], words=None),
        PromiseWish(2, Side.COMPANY, "A course", due_on=date(2026, 9, 1)),
    )
    asked = amendments.propose_change(MANAGER, change(running, promises=promises), now)
    signed = amendments.sign(HOLDER, signature(asked), now)
    assert [(p.words, p.state) for p in signed.shown.promises] == [
        (company.words, PromiseState.KEPT),
        ("A course", PromiseState.OPEN),
    ]
    assert [(p.words, p.state) for p in signed.settled_promises] == [(holder.words, PromiseState.OPEN)]
    assert [to for to, _ in waiting(database, PROMISE_MOMENTS)] == [MANAGER.user_id]


def test_an_old_button_marks_the_promise_that_lives_on(
    tours: Tours, amendments: Amendments, running: TourDetail, now: datetime
) -> None:
    company, holder = running.shown.promises
    moved = tours.move_promise(MANAGER, company.id, date(2026, 5, 4), now)
    asked = amendments.propose_change(MANAGER, change(moved, gain="Lead operator"), now)
    signed = amendments.sign(HOLDER, signature(asked), now)
    assert signed.shown.promises[0].due_on == date(2026, 5, 4)
    kept = tours.keep_promise(MANAGER, company.id, now)
    assert [promise.state for promise in kept.shown.promises] == [PromiseState.KEPT, PromiseState.OPEN]
    assert kept.settled_promises == ()
    assert faults(lambda: tours.keep_promise(HOLDER, company.id, now)) == [(None, Reason.NOT_YOUR_PROMISE)]
    assert tours.own_promise(HOLDER, holder.id, now)[1].words == holder.words


def test_a_new_date_that_both_signed_counts(
    tours: Tours, amendments: Amendments, running: TourDetail, now: datetime
) -> None:
    moved = tours.move_promise(MANAGER, running.shown.promises[0].id, date(2026, 5, 4), now)
    rows = moved.base.wish.promises
    later = (replace(rows[0], due_on=date(2026, 8, 3)), *rows[1:])
    asked = amendments.propose_change(HOLDER, change(moved, promises=later), now)
    promise = amendments.sign(MANAGER, signature(asked), now).shown.promises[0]
    assert (promise.due_on, promise.agreed_on, promise.was_moved) == (date(2026, 8, 3), date(2026, 8, 3), False)
