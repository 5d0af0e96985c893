"""Delivery in the caller's thread: what is due at a moment goes out, once, or it is recorded why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.clock import MovableClock
from bot.db.delivery import Delivery
from bot.domain.outbox import MessageState, Urgency
from bot.jobs.deliver import Dispatcher, Later, Pace, Unwanted
from bot.slack.postman import GiveUp, RetryAt, Sent, Unknown
from tests.jobs.delivering import MONDAY, SECOND, FakePostman, PlainComposer, put, rows, states

SENT, PENDING = MessageState.SENT, MessageState.PENDING


class Desk:
    """A dispatcher and all that it talks to."""

    def __init__(self, engine: Engine, postman: FakePostman, composer: PlainComposer) -> None:
        self.given_up: list[tuple[str, str, str]] = []
        self.composer = composer
        self.postman = postman
        self.dispatcher = Dispatcher(
            Delivery(engine),
            composer,
            postman,  # type: ignore[arg-type] # a double with the same verbs
            MovableClock(MONDAY),
            Pace(),
            lambda *given_up: self.given_up.append(given_up),
        )

    def run(self, seconds: float = 0) -> int:
        return self.dispatcher.run_until_idle(MONDAY + seconds * SECOND)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine, FakePostman(), PlainComposer())


def test_everything_due_goes_out_once(engine: Engine, desk: Desk) -> None:
    put(engine, 250)
    put(engine, 3, team="T2")
    put(engine, 1, due=MONDAY + SECOND)
    assert desk.run() == 253
    assert desk.run() == 0
    assert states(engine) == [SENT] * 250 + [PENDING]
    assert sorted(desk.postman.delivered) == sorted(
        r.id for t in ("T1", "T2") for r in rows(engine, t) if r.state == SENT
    )


def test_a_managers_forty_nudges_make_one_dm(engine: Engine, desk: Desk) -> None:
    put(engine, 40, recipient="U1")
    assert desk.run() == 1
    (parcel,) = desk.postman.posted
    assert len(parcel.text.split()) == 40
    assert {row.bundle_id for row in rows(engine)} == {parcel.message_id}
    assert {row.prompt for row in rows(engine)} == {"nudges/first", "nudges/review_due"}


def test_what_is_done_already_or_has_to_wait_is_left_out_of_the_dm(engine: Engine, desk: Desk) -> None:
    desk.composer.verdicts = {"done": Unwanted("done_already"), "off": Later(MONDAY + 60 * SECOND, "day_off")}
    for moment in ("done", "off", "review_due"):
        put(engine, 1, moment=moment, recipient="U1")
    assert desk.run() == 1
    by_moment = {row.moment: row for row in rows(engine)}
    assert (by_moment["done"].state, by_moment["done"].reason) == (MessageState.CANCELLED, "done_already")
    assert (by_moment["off"].state, by_moment["off"].reason) == (PENDING, "day_off")
    assert (by_moment["off"].due_at, by_moment["off"].bundle_id) == (MONDAY + 60 * SECOND, None)
    assert desk.postman.delivered == [by_moment["review_due"].id]


def test_what_is_left_out_is_settled_before_the_dm_is_posted(engine: Engine, desk: Desk) -> None:
    desk.composer.verdicts = {"done": Unwanted("done_already")}
    put(engine, 1, moment="done", recipient="U1")
    put(engine, 1, recipient="U1")
    seen: list[list[str]] = []
    desk.postman.before_post = lambda _: seen.append([row.moment for row in rows(engine) if row.bundle_id])
    desk.run()
    assert seen == [["review_due"]]


@pytest.mark.parametrize("verdict", [Unwanted("done_already"), Later(MONDAY + SECOND, "day_off"), Later(MONDAY, "now")])
def test_a_whole_bundle_can_be_put_aside(engine: Engine, desk: Desk, verdict: Later | Unwanted) -> None:
    desk.composer.verdicts = {"review_due": verdict}
    put(engine, 2, recipient="U1")
    assert desk.run() == 0
    assert desk.postman.posted == []
    assert {row.due_at for row in rows(engine)} <= {MONDAY, MONDAY + SECOND}
    desk.composer.verdicts = {}
    assert desk.run(1) == (1 if isinstance(verdict, Later) else 0)


def test_a_limit_holds_the_workspace_until_slack_said_and_no_other(engine: Engine, desk: Desk) -> None:
    put(engine, 5)
    put(engine, 2, team="T2")
    desk.postman.answers = [RetryAt(MONDAY + 30 * SECOND, "ratelimited", lane=True)]
    desk.run()
    assert {len(states(engine, team)) - states(engine, team).count(PENDING) for team in ("T1", "T2")} in (
        {0, 2},
        {0, 5},
    )
    assert desk.run(29) == 0
    desk.run(30)
    assert set(states(engine) + states(engine, "T2")) == {SENT}
    assert len(set(desk.postman.delivered)) == 7


def test_a_retry_is_recorded_with_its_reason(engine: Engine, desk: Desk) -> None:
    put(engine, 1)
    desk.postman.answers = [RetryAt(MONDAY + 5 * SECOND, "refused_for_now")]
    desk.run()
    (row,) = rows(engine)
    assert (row.state, row.reason, row.due_at, row.attempts) == (PENDING, "refused_for_now", MONDAY + 5 * SECOND, 1)
    desk.run(5)
    (row,) = rows(engine)
    assert (row.state, row.reason, row.attempts) == (SENT, None, 2)


def test_a_give_up_is_recorded_with_its_reason_and_told(engine: Engine, desk: Desk) -> None:
    put(engine, 2, recipient="U1")
    desk.postman.answers = [GiveUp("user_disabled")]
    desk.run()
    assert [(r.state, r.reason, r.settled_at) for r in rows(engine)] == [
        (MessageState.GIVEN_UP, "user_disabled", MONDAY)
    ] * 2
    assert sorted(desk.given_up) == sorted(("T1", row.id, "user_disabled") for row in rows(engine))


def test_a_listener_that_fails_does_not_stop_delivery(engine: Engine, desk: Desk) -> None:
    put(engine, 2)
    desk.postman.answers = [GiveUp("user_disabled")]
    desk.given_up = None  # type: ignore[assignment] # appending to it fails
    assert desk.run() == 2
    assert sorted(states(engine)) == [MessageState.GIVEN_UP, SENT]


def test_a_post_of_unknown_fate_is_looked_for_and_not_posted_again_when_found(engine: Engine, desk: Desk) -> None:
    put(engine, 2, recipient="U1")
    desk.postman.answers = [Unknown("no_answer")]
    desk.run()
    assert [row.reason for row in rows(engine)] == ["no_answer"] * 2
    assert desk.run(19) == 0
    desk.postman.found = [Sent("D1", "7.7")]
    put(engine, 1, recipient="U1", moment="goal_due")
    assert desk.run(20) == 2
    assert [parcel.message_id for parcel in desk.postman.looked_for] == [desk.postman.posted[0].message_id]
    assert {(row.state, row.ts) for row in rows(engine) if row.moment == "review_due"} == {(SENT, "7.7")}
    assert len(desk.postman.delivered) == len(set(desk.postman.delivered)) == 3


def test_a_post_that_is_not_found_is_posted(engine: Engine, desk: Desk) -> None:
    put(engine, 1)
    desk.postman.answers = [Unknown("no_answer")]
    desk.run()
    assert desk.run(20) == 2
    assert len(desk.postman.looked_for) == 1
    assert states(engine) == [SENT]


def test_as_long_as_nobody_can_look_nothing_is_posted(engine: Engine, desk: Desk) -> None:
    put(engine, 1)
    desk.postman.answers = [Unknown("no_answer")]
    desk.run()
    desk.postman.found = [RetryAt(MONDAY + 50 * SECOND, "ratelimited")]
    desk.run(20)
    assert desk.run(49) == 0
    assert len(desk.postman.posted) == 1
    desk.run(50)
    assert (len(desk.postman.looked_for), len(desk.postman.posted)) == (2, 2)


def test_a_claim_whose_owner_died_is_looked_for_first(engine: Engine, desk: Desk) -> None:
    put(engine, 1)
    Delivery(engine).claim("dead", {"T1": 5}, MONDAY, MONDAY + 60 * SECOND)
    assert desk.run() == 0
    desk.postman.found = [Sent("D1", "7.7")]
    desk.run(60)
    assert desk.postman.posted == []
    assert states(engine) == [SENT]


def test_a_message_that_cannot_be_made_is_tried_again_and_given_up_in_the_end(engine: Engine, desk: Desk) -> None:
    put(engine, 1)
    desk.composer.broken = True
    assert desk.run() == 0
    (row,) = rows(engine)
    assert (row.reason, row.due_at) == ("not_made", MONDAY + 5 * SECOND)
    for hour in range(1, 8):
        desk.run(hour * 3600)
    assert [(row.state, row.reason) for row in rows(engine)] == [(MessageState.GIVEN_UP, "not_made")]
    assert [why for _, _, why in desk.given_up] == ["not_made"]


def test_one_that_cannot_be_made_holds_up_none_of_those_made_with_it(engine: Engine, desk: Desk) -> None:
    put(engine, 5)
    spoiled = rows(engine)[2].id
    desk.composer.cannot_make = {spoiled}
    assert desk.run() == 4
    assert {row.id: row.reason for row in rows(engine) if row.state is PENDING} == {spoiled: "not_made"}


def test_a_post_that_breaks_is_in_doubt_and_the_others_go_on(engine: Engine, desk: Desk) -> None:
    put(engine, 2)

    def break_once(_: object) -> None:
        desk.postman.before_post = lambda _: None
        raise RuntimeError("somebody's words")

    desk.postman.before_post = break_once
    desk.run()
    assert sorted(states(engine)) == [PENDING, SENT]
    desk.run(20)
    assert states(engine) == [SENT, SENT]
    assert len(desk.postman.looked_for) == 1


def test_what_another_persons_act_caused_goes_first(engine: Engine, desk: Desk) -> None:
    put(engine, 3, due=MONDAY - timedelta(days=1))
    put(engine, 1, urgency=Urgency.NOW)
    desk.run()
    first = desk.postman.delivered[0]
    assert next(row.urgency for row in rows(engine) if row.id == first) is Urgency.NOW
