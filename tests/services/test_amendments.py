"""Changed terms of a tour that runs: what both signed last holds until both have signed what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.check_ins import CheckInState, Purpose, Review, Visibility
from bot.domain.drafting import PromiseWish, TermsWish
from bot.domain.lifecycle import State
from bot.domain.nudges import AMENDMENT_MOMENTS, PROMISE_MOMENTS, REVIEW_MOMENTS
from bot.domain.people import Profile
from bot.domain.promises import PromiseState, Side
from bot.domain.refusals import Reason
from bot.domain.tours import Kind
from bot.services.amendments import Amendments
from bot.services.keeping import Keeping
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail
from bot.services.tours import ChangeTour, Tours
from tests.living import Life
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, ended, told, under_way
from tests.refusing import faults
from tests.services.proposing import signature


@pytest.fixture
def tours(database: Database, now: datetime) -> Tours:
    with database.work("T1") as work:
        for actor in (MANAGER, HOLDER, STRANGER):
            person = work.people.get_or_meet(actor.user_id, now)
            person.learn(Profile(actor.user_id, actor.time_zone), now)
    return Tours(database)


@pytest.fixture
def amendments(database: Database) -> Amendments:
    return Amendments(database)


@pytest.fixture
def running(tours: Tours, database: Database, now: datetime) -> TourDetail:
    return tours.read(MANAGER, under_way(database, now), now)


def change(detail: TourDetail, reason: str | None = "The press came late", **changes: object) -> ChangeTour:
    wish = replace(detail.base.wish, **changes)  # type: ignore[arg-type]
    return ChangeTour(detail.id, detail.base.number, reason, wish, amends=True)


def waiting(database: Database, moments: tuple[str, ...]) -> list[tuple[str, date]]:
    with database.reading("T1") as work:
        return [(x.recipient_id, x.due_at.date()) for x in work.outbox.waiting() if x.moment in moments]


@pytest.mark.parametrize(("by", "other"), [(MANAGER, HOLDER), (HOLDER, MANAGER)])
def test_either_side_amends_and_the_old_terms_hold_until_both_have_signed(
    amendments: Amendments, database: Database, running: TourDetail, now: datetime, by: Actor, other: Actor
) -> None:
    proposed = amendments.propose_change(by, change(running, mission="Run both presses"), now)
    assert (proposed.state, proposed.in_force_number, proposed.awaits_id) == (State.ACTIVE, 1, other.user_id)
    assert proposed.shown.draft.mission == "Run the second press"
    assert told(database, other.user_id) == ["amendment_arrived"]
    signed = amendments.sign(other, signature(proposed), now)
    assert (signed.state, signed.in_force_number, signed.awaits_id) == (State.ACTIVE, 2, None)
    assert {each.signer_id for each in signed.shown.signatures} == {MANAGER.user_id, HOLDER.user_id}
    assert told(database, by.user_id) == ["terms_changed"]
    assert waiting(database, AMENDMENT_MOMENTS) == []


def test_any_edit_takes_back_both_signatures(amendments: Amendments, running: TourDetail, now: datetime) -> None:
    first = amendments.propose_change(HOLDER, change(running, gain="Lead operator"), now)
    second = amendments.propose_change(MANAGER, change(first, gain="Lead operator by May"), now)
    assert faults(lambda: amendments.sign(MANAGER, signature(first), now)) == [(None, Reason.NEWER_VERSION)]
    assert faults(lambda: amendments.sign(MANAGER, signature(second), now)) == [(None, Reason.OWN_VERSION)]
    forged = replace(signature(second), text_hash=first.latest.text_hash)
    assert faults(lambda: amendments.sign(HOLDER, forged, now)) == [(None, Reason.NEWER_VERSION)]
    assert amendments.sign(HOLDER, signature(second), now).shown.draft.gain == "Lead operator by May"


@pytest.mark.parametrize(
    ("drop", "by", "other", "moment"),
    [
        (Amendments.decline, HOLDER, MANAGER, "amendment_declined"),
        (Amendments.withdraw, MANAGER, HOLDER, "amendment_withdrawn"),
    ],
)
def test_a_no_leaves_the_tour_as_it_is(
    amendments: Amendments,
    database: Database,
    running: TourDetail,
    now: datetime,
    drop: Callable[[Amendments, Actor, int, datetime], TourDetail],
    by: Actor,
    other: Actor,
    moment: str,
) -> None:
    amendments.propose_change(MANAGER, change(running, gain="Lead operator"), now)
    wrong = faults(lambda: drop(amendments, other, running.id, now))
    assert wrong in ([(None, Reason.OWN_VERSION)], [(None, Reason.NOT_AUTHOR)])
    after = drop(amendments, by, running.id, now)
    assert (after.state, after.shown, after.talks) == (State.ACTIVE, running.shown, running.talks)
    assert moment in told(database, other.user_id)
    assert waiting(database, AMENDMENT_MOMENTS) == []
    assert faults(lambda: drop(amendments, by, running.id, now)) == [(None, Reason.WRONG_STATE)]
    again = amendments.propose_change(HOLDER, change(after, gain="Lead operator"), now)
    assert (again.latest.number, again.known) == (3, again.in_force)


def test_who_is_asked_is_reminded_until_it_lapses(
    tours: Tours, amendments: Amendments, database: Database, running: TourDetail, now: datetime
) -> None:
    amendments.propose_change(MANAGER, change(running, gain="Lead operator"), now)
    asked = [(HOLDER.user_id, date(2026, 1, day)) for day in (8, 15, 30)]  # a holiday in Tokyo is no working day
    assert waiting(database, AMENDMENT_MOMENTS) == asked
    assert amendments.lapse("T1", now + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert amendments.lapse("T2", now + timedelta(days=30)) == 0
    assert amendments.lapse("T1", now + timedelta(days=30)) == 1
    assert amendments.lapse("T1", now + timedelta(days=30)) == 0
    after = tours.read(HOLDER, running.id, now)
    assert (after.state, after.is_amending, after.in_force_number) == (State.ACTIVE, False, 1)
    assert told(database, MANAGER.user_id) == ["amendment_lapsed"]
    assert waiting(database, AMENDMENT_MOMENTS) == []


def test_what_is_wrong_with_a_change_is_said_at_its_field(
    amendments: Amendments, running: TourDetail, now: datetime
) -> None:
    wrong = change(running, None, mission=None, halfway_on=date(2027, 1, 4))
    assert faults(lambda: amendments.propose_change(HOLDER, wrong, now)) == [
        ("reason", Reason.REQUIRED),
        ("mission", Reason.REQUIRED),
        ("halfway_on", Reason.REVIEW_OUTSIDE_TOUR),
    ]
    same = change(running)
    assert faults(lambda: amendments.propose_change(HOLDER, same, now)) == [(None, Reason.NOTHING_CHANGED)]
    old = replace(change(running, gain="More"), base_number=7)
    assert faults(lambda: amendments.propose_change(HOLDER, old, now)) == [(None, Reason.CHANGED_MEANWHILE)]


def test_the_same_words_from_both_sides_are_no_dispute(
    amendments: Amendments, running: TourDetail, now: datetime
) -> None:
    theirs = change(running, "The dates move", gain="Lead operator")
    mine = change(running, "Both want it", gain="Lead operator")
    amendments.propose_change(MANAGER, theirs, now)
    assert faults(lambda: amendments.propose_change(HOLDER, mine, now)) == [(None, Reason.SAME_TERMS)]
    assert faults(lambda: amendments.propose_change(MANAGER, theirs, now)) == [(None, Reason.SAME_TERMS)]
    other = change(running, gain="Head of the site")
    assert faults(lambda: amendments.propose_change(HOLDER, other, now)) == [(None, Reason.CHANGED_MEANWHILE)]
    unsound = change(running, gain=None)
    assert faults(lambda: amendments.propose_change(HOLDER, unsound, now)) == [(None, Reason.CHANGED_MEANWHILE)]


def test_a_change_back_to_what_holds_is_no_change(amendments: Amendments, running: TourDetail, now: datetime) -> None:
    open_one = amendments.propose_change(MANAGER, change(running, gain="Lead operator"), now)
    back = change(open_one, gain=running.shown.draft.gain)
    assert faults(lambda: amendments.propose_change(HOLDER, back, now)) == [(None, Reason.NOTHING_CHANGED)]


def test_days_that_have_passed_do_not_keep_the_rest_from_changing(
    tours: Tours, amendments: Amendments, running: TourDetail
) -> None:
    later = datetime(2027, 3, 1, 9, tzinfo=running.active_since.tzinfo if running.active_since else None)
    seen = tours.read(HOLDER, running.id, later)
    longer = change(seen, end_on=date(2027, 6, 30))
    assert amendments.propose_change(HOLDER, longer, later).latest.draft.end_on == date(2027, 6, 30)


@pytest.mark.parametrize("actor", [STRANGER, ELSEWHERE])
def test_nobody_else_amends_anything(
    tours: Tours, amendments: Amendments, running: TourDetail, now: datetime, actor: Actor
) -> None:
    asked = amendments.propose_change(MANAGER, change(running, gain="Lead operator"), now)
    attempts: list[Callable[[], object]] = [
        lambda: amendments.propose_change(actor, change(asked, gain="More"), now),
        lambda: amendments.sign(actor, signature(asked), now),
        lambda: amendments.decline(actor, running.id, now),
        lambda: amendments.withdraw(actor, running.id, now),
    ]
    refused = Reason.NOT_FOUND if actor is ELSEWHERE else Reason.NOT_YOURS
    assert [faults(attempt) for attempt in attempts] == [[(None, refused)]] * len(attempts)
    assert tours.read(MANAGER, running.id, now) == asked


def test_nothing_is_proposed_to_somebody_who_has_left(
    amendments: Amendments, database: Database, running: TourDetail, now: datetime
) -> None:
    with database.work("T1") as work:
        work.people.get_or_meet(HOLDER.user_id, now).is_deactivated = True
    wrong = faults(lambda: amendments.propose_change(MANAGER, change(running, gain="Lead operator"), now))
    assert wrong == [("reason", Reason.OTHER_SIDE_LEFT)]


def test_a_tour_that_is_over_is_not_amended(
    amendments: Amendments, database: Database, running: TourDetail, now: datetime
) -> None:
    asked = amendments.propose_change(MANAGER, change(running, gain="Lead operator"), now)
    ended(database, running.id, now)
    for attempt in (
        lambda: amendments.propose_change(HOLDER, change(asked, gain="More"), now),
        lambda: amendments.sign(HOLDER, signature(asked), now),
        lambda: amendments.decline(HOLDER, running.id, now),
    ):
        assert faults(attempt) == [(None, Reason.WRONG_STATE)]


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


def test_a_wish_for_another_kind_is_held_to_that_kind(
    amendments: Amendments, running: TourDetail, now: datetime
) -> None:
    wish: TermsWish = running.base.wish.of_kind(Kind.FOUNDATIONAL, now.date())
    asked = amendments.propose_change(HOLDER, ChangeTour(running.id, 1, "We mean to stay", wish, amends=True), now)
    signed = amendments.sign(MANAGER, signature(asked), now)
    assert (signed.shown.draft.kind, signed.shown.draft.end_on) == (Kind.FOUNDATIONAL, None)
    assert {talk.review for talk in signed.talks} == {Review.CHECK_IN, Review.REAFFIRMATION}


def test_whoever_erases_what_they_wrote_takes_their_change_back(
    tours: Tours, amendments: Amendments, database: Database, running: TourDetail, now: datetime
) -> None:
    asked = amendments.propose_change(MANAGER, change(running, gain="Lead operator"), now)
    Keeping(database).erase(MANAGER, now)
    after = tours.read(HOLDER, running.id, now)
    assert (after.state, after.is_amending, after.shown.draft.gain) == (State.ACTIVE, False, running.shown.draft.gain)
    assert faults(lambda: amendments.sign(HOLDER, signature(asked), now)) == [(None, Reason.WRONG_STATE)]
