"""Tours from the first proposal to a kept promise, as both sides ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.lifecycle import State
from bot.domain.nudges import PROMISE_MOMENTS, PROPOSAL_MOMENTS
from bot.domain.promises import PromiseState
from bot.domain.refusals import Reason
from bot.services.people import Actor
from bot.services.starting import NotAcquainted, StartTour
from bot.services.tours import Tours
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, ended, told
from tests.refusing import faults
from tests.services.proposing import WISH, agreed, change, meet, signature, start, waiting

BOT, GUEST, GONE, FOREIGN = "U0BOT", "U0GUEST", "U0GONE", "U0FOREIGN"


@pytest.mark.parametrize(("by", "other", "leads"), [(MANAGER, HOLDER, True), (HOLDER, MANAGER, False)])
def test_either_side_proposes_and_the_other_is_told_and_reminded(
    tours: Tours, database: Database, now: datetime, by: Actor, other: Actor, leads: bool
) -> None:
    tour_id = start(tours, now, by=by, partner=other, leads=leads)
    detail = tours.read(other, tour_id, now)
    assert (detail.manager_id, detail.holder_id) == (MANAGER.user_id, HOLDER.user_id)
    assert (detail.state, detail.latest.author_id, detail.awaits_reader) == (State.PROPOSED, by.user_id, True)
    assert told(database, other.user_id) == ["proposal_arrived"]
    assert told(database, by.user_id) == []
    assert {recipient for recipient, _ in waiting(database, PROPOSAL_MOMENTS)} == {other.user_id}
    assert detail.latest.draft.promises[0].owner_id == MANAGER.user_id


def test_everything_wrong_with_a_start_is_said_at_once(tours: Tours, now: datetime) -> None:
    wish = replace(WISH, mission=None, end_on=date(2025, 1, 1), promises=())
    assert faults(lambda: tours.start(MANAGER, StartTour(None, leads=True, wish=wish), now)) == [
        ("partner_id", Reason.REQUIRED),
        ("mission", Reason.REQUIRED),
        ("promise.0.words", Reason.REQUIRED),
        ("end_on", Reason.END_BEFORE_START),
    ]
    assert tours.list_of(MANAGER) == []


@pytest.mark.parametrize(
    ("partner_id", "said", "reason"),
    [
        (MANAGER.user_id, {}, Reason.PARTNER_IS_SELF),
        (BOT, {"is_bot": True}, Reason.PARTNER_IS_BOT),
        (GUEST, {"is_guest": True}, Reason.PARTNER_IS_GUEST),
        (GONE, {"is_deactivated": True}, Reason.PARTNER_LEFT),
        (FOREIGN, {"is_stranger": True}, Reason.PARTNER_IS_STRANGER),
        ("U0NOBODY", None, Reason.PARTNER_UNKNOWN),
    ],
)
def test_who_cannot_be_the_other_side(
    tours: Tours, database: Database, now: datetime, partner_id: str, said: dict[str, bool] | None, reason: Reason
) -> None:
    if said:
        meet(database, partner_id, now, **said)
    command = StartTour(partner_id, leads=True, wish=WISH, has_looked_up=True)
    assert faults(lambda: tours.start(MANAGER, command, now)) == [("partner_id", reason)]


def test_slack_is_asked_first_about_whom_the_bot_has_not_met_or_met_long_ago(tours: Tours, now: datetime) -> None:
    with pytest.raises(NotAcquainted):
        tours.start(MANAGER, StartTour("U0NOBODY", leads=True, wish=WISH), now)
    later = now + timedelta(days=2)
    with pytest.raises(NotAcquainted):
        start(tours, later)
    assert tours.start(MANAGER, StartTour(HOLDER.user_id, leads=True, wish=WISH, has_looked_up=True), later).tour_id


def test_a_guest_starts_none_but_keeps_theirs(tours: Tours, database: Database, now: datetime) -> None:
    tour_id = start(tours, now)
    meet(database, HOLDER.user_id, now, is_guest=True)
    assert faults(lambda: start(tours, now, by=HOLDER, partner=STRANGER)) == [("partner_id", Reason.YOU_ARE_GUEST)]
    assert tours.sign(HOLDER, signature(tours.read(HOLDER, tour_id, now)), now).state is State.ACTIVE


def test_a_holder_has_one_open_proposal(tours: Tours, now: datetime) -> None:
    start(tours, now)
    assert faults(lambda: start(tours, now, by=STRANGER)) == [("partner_id", Reason.HOLDER_HAS_PROPOSAL)]
    own = faults(lambda: start(tours, now, by=HOLDER, partner=STRANGER, leads=False))
    assert own == [("partner_id", Reason.YOU_HAVE_PROPOSAL)]
    assert start(tours, now, by=HOLDER, partner=STRANGER) > 0


def test_the_same_submission_twice_proposes_once(tours: Tours, now: datetime) -> None:
    command = StartTour(HOLDER.user_id, leads=True, wish=WISH)
    tours.start(MANAGER, command, now, delivery="V1:h")
    with pytest.raises(AlreadyDealt):
        tours.start(MANAGER, command, now, delivery="V1:h")
    assert len(tours.list_of(MANAGER)) == 1


def test_a_change_goes_back_and_names_what_the_other_knows(tours: Tours, database: Database, now: datetime) -> None:
    first = tours.read(HOLDER, start(tours, now), now)
    second = tours.propose_change(HOLDER, change(first, mission="Run both presses"), now)
    assert (second.state, second.latest.number, second.awaits_reader) == (State.COUNTERED, 2, False)
    seen = tours.read(MANAGER, second.id, now)
    assert seen.awaits_reader
    assert (seen.latest.reason, seen.known and seen.known.number) == ("Two are too many", 1)
    assert told(database, MANAGER.user_id) == ["proposal_changed"]
    assert {recipient for recipient, _ in waiting(database, PROPOSAL_MOMENTS)} == {MANAGER.user_id}
    third = tours.propose_change(MANAGER, change(seen, gain="Lead operator"), now)
    assert third.known is None
    assert (tours.read(HOLDER, third.id, now).known or third.latest).number == 2


def test_a_first_version_is_compared_with_nothing(tours: Tours, now: datetime) -> None:
    tour_id = start(tours, now)
    assert tours.read(HOLDER, tour_id, now).known is None
    own = tours.read(MANAGER, tour_id, now)
    tours.propose_change(MANAGER, change(own, mission="Run both"), now)
    assert tours.read(HOLDER, tour_id, now).known is None


def test_of_two_changes_at_once_the_second_is_told(tours: Tours, now: datetime) -> None:
    seen = tours.read(HOLDER, start(tours, now), now)
    tours.propose_change(MANAGER, change(tours.read(MANAGER, seen.id, now), gain="More"), now)
    late = change(seen, mission="Run both presses")
    assert faults(lambda: tours.propose_change(HOLDER, late, now)) == [(None, Reason.CHANGED_MEANWHILE)]
    assert faults(lambda: tours.sign(HOLDER, signature(seen), now)) == [(None, Reason.NEWER_VERSION)]


def test_a_change_needs_a_reason_and_a_difference(tours: Tours, now: datetime) -> None:
    seen = tours.read(HOLDER, start(tours, now), now)
    assert faults(lambda: tours.propose_change(HOLDER, change(seen, None, gain=None), now)) == [
        ("reason", Reason.REQUIRED),
        ("gain", Reason.REQUIRED),
    ]
    long = change(seen, "x" * 3001, gain="More")
    assert faults(lambda: tours.propose_change(HOLDER, long, now)) == [("reason", Reason.TOO_LONG)]
    assert faults(lambda: tours.propose_change(HOLDER, change(seen), now)) == [(None, Reason.NOTHING_CHANGED)]


def test_what_both_signed_is_not_changed_by_a_form_left_open(tours: Tours, now: datetime) -> None:
    detail = agreed(tours, now)
    assert faults(lambda: tours.propose_change(HOLDER, change(detail, gain="More"), now)) == [
        (None, Reason.WRONG_STATE)
    ]
    assert faults(lambda: tours.sign(HOLDER, signature(detail), now)) == [(None, Reason.WRONG_STATE)]


@pytest.mark.parametrize("actor", [STRANGER, ELSEWHERE])
def test_nobody_else_reads_or_does_anything(tours: Tours, now: datetime, actor: Actor) -> None:
    seen = tours.read(HOLDER, start(tours, now), now)
    attempts: list[Callable[[], object]] = [
        lambda: tours.read(actor, seen.id, now),
        lambda: tours.sign(actor, signature(seen), now),
        lambda: tours.propose_change(actor, change(seen, gain="More"), now),
        lambda: tours.decline(actor, seen.id, now),
        lambda: tours.withdraw(actor, seen.id, now),
    ]
    signed = tours.sign(HOLDER, signature(seen), now)
    promise_id = signed.shown.promises[0].id
    attempts += [
        lambda: tours.keep_promise(actor, promise_id, now),
        lambda: tours.move_promise(actor, promise_id, date(2026, 8, 1), now),
        lambda: tours.own_promise(actor, promise_id, now),
    ]
    allowed = Reason.NOT_FOUND if actor is ELSEWHERE else Reason.NOT_YOURS
    assert [faults(attempt) for attempt in attempts] == [[(None, allowed)]] * len(attempts)
    assert tours.list_of(actor) == []
    unchanged = tours.read(HOLDER, seen.id, now)
    assert (unchanged.state, unchanged.versions, unchanged.shown.promises) == (
        State.ACTIVE,
        signed.versions,
        signed.shown.promises,
    )


def test_each_side_marks_its_own_promises(tours: Tours, database: Database, now: datetime) -> None:
    detail = agreed(tours, now)
    company, holder = detail.shown.promises
    assert faults(lambda: tours.keep_promise(HOLDER, company.id, now)) == [(None, Reason.NOT_YOUR_PROMISE)]
    assert faults(lambda: tours.own_promise(MANAGER, holder.id, now)) == [(None, Reason.NOT_YOUR_PROMISE)]
    assert tours.own_promise(MANAGER, company.id, now)[1] == company
    kept = tours.keep_promise(MANAGER, company.id, now)
    assert [promise.state for promise in kept.shown.promises] == [PromiseState.KEPT, PromiseState.OPEN]
    assert waiting(database, PROMISE_MOMENTS) == [(HOLDER.user_id, "promise_due_holder")]
    assert faults(lambda: tours.keep_promise(MANAGER, company.id, now)) == [(None, Reason.PROMISE_KEPT)]


def test_a_promise_moves_and_its_reminder_with_it(tours: Tours, database: Database, now: datetime) -> None:
    promise = agreed(tours, now).shown.promises[0]
    moved = tours.move_promise(MANAGER, promise.id, date(2026, 9, 1), now).shown.promises[0]
    assert (moved.due_on, moved.agreed_on, moved.moved_late) == (date(2026, 9, 1), promise.due_on, False)
    with database.reading("T1") as work:
        (reminder,) = [x for x in work.outbox.waiting() if x.subject_id == promise.id and x.moment in PROMISE_MOMENTS]
    assert reminder.due_at.date() == date(2026, 8, 25)
    detail = tours.read(HOLDER, 1, now)
    assert detail.latest.draft.text_hash() == detail.latest.text_hash


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (None, Reason.REQUIRED),
        (date(2026, 1, 4), Reason.DATE_IN_PAST),
        (date(2027, 1, 6), Reason.DUE_OUTSIDE_TOUR),
    ],
)
def test_where_a_promise_cannot_move(tours: Tours, now: datetime, to: date | None, reason: Reason) -> None:
    promise = agreed(tours, now).shown.promises[0]
    assert faults(lambda: tours.move_promise(MANAGER, promise.id, to, now)) == [("due_on", reason)]


def test_a_promise_of_a_proposal_or_of_an_ended_tour_is_not_marked(
    tours: Tours, database: Database, now: datetime
) -> None:
    proposal = tours.read(MANAGER, start(tours, now), now)
    promise_id = proposal.latest.promises[0].id
    assert faults(lambda: tours.keep_promise(MANAGER, promise_id, now)) == [(None, Reason.WRONG_STATE)]
    tours.sign(HOLDER, signature(proposal), now)
    ended(database, proposal.id, now)
    assert faults(lambda: tours.keep_promise(MANAGER, promise_id, now)) == [(None, Reason.WRONG_STATE)]
