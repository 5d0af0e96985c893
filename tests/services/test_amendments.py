"""Changed terms of a tour that runs: what both signed last holds until both have signed what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.check_ins import Review
from bot.domain.drafting import TermsWish
from bot.domain.lifecycle import State
from bot.domain.nudges import AMENDMENT_MOMENTS
from bot.domain.refusals import Reason
from bot.domain.tours import Kind
from bot.services.amendments import Amendments
from bot.services.keeping import Keeping
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail
from bot.services.tours import ChangeTour, Tours
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, ended, told
from tests.refusing import faults
from tests.services.amending import change, waiting
from tests.services.proposing import signature


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
