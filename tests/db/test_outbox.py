"""The outbox of one workspace, and what the delivery side does with it, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.db.delivery import ClaimedMessage, Delivery, LaneTime, Settled
from bot.db.outbox import Outbox, OutboxLine
from bot.domain.outbox import Message, MessageState, Planned, Urgency

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def subject(key: str) -> int:
    return int.from_bytes(key.encode()[:3], "big")


def plan(
    key: str, recipient: str = "U1", *, due: datetime = MONDAY, now: bool = False, tour: int | None = None
) -> Planned:
    return Planned(
        recipient_id=recipient,
        moment="review_due",
        due_at=due,
        dedupe_key=key,
        urgency=Urgency.NOW if now else Urgency.NUDGE,
        tour_id=tour,
        subject_id=subject(key),
    )


def put(engine: Engine, *plans: Planned, team: str = "T1") -> int:
    with Session(engine) as session, session.begin():
        return Outbox(session, team).put_many(plans, MONDAY)


def waiting(engine: Engine, recipient: str = "U1", team: str = "T1") -> list[OutboxLine]:
    with Session(engine) as session:
        return Outbox(session, team).waiting(recipient_id=recipient)


def claim(
    engine: Engine, room: int = 10, *, at: datetime = MONDAY, holder: str = "me", team: str = "T1"
) -> list[list[ClaimedMessage]]:
    return Delivery(engine).claim(holder, {team: room}, at, at + MINUTE)


def sent(message: ClaimedMessage, at: datetime = MONDAY) -> Settled:
    return Settled(message.id, message.attempts, MessageState.SENT, at, channel_id="D1", ts="1.2", prompt="nudges/x")


def test_a_message_is_planned_once_however_often_it_is_planned(engine: Engine) -> None:
    assert put(engine, plan("a"), plan("b")) == 2
    assert put(engine, plan("b"), plan("c")) == 1
    assert put(engine, plan("a"), team="T2") == 1
    assert len(waiting(engine)) == 3


def test_planning_nothing_asks_the_database_nothing(engine: Engine) -> None:
    assert put(engine) == 0


def test_what_is_cancelled_does_not_go_out(engine: Engine) -> None:
    put(engine, plan("a", tour=1), plan("b", tour=2))
    put(engine, plan("a", tour=1), team="T2")
    with Session(engine) as session, session.begin():
        assert Outbox(session, "T1").cancel("tour_closed", MONDAY, tour_id=1) == 1
        assert Outbox(session, "T1").cancel("tour_closed", MONDAY, tour_id=1) == 0
    assert [len(bundle) for bundle in claim(engine)] == [1]
    with Session(engine) as session:
        (line,) = Outbox(session, "T1").settled("U1", since=MONDAY)
        assert (line.state, line.reason, line.settled_at) == (MessageState.CANCELLED, "tour_closed", MONDAY)
        assert len(Outbox(session, "T2").waiting(tour_id=1)) == 1


@pytest.mark.parametrize(
    ("which", "left"),
    [
        ({"subject_id": subject("a")}, ["b", "c"]),
        ({"recipient_id": "U2"}, ["a", "b"]),
        ({"urgency": Urgency.NOW}, ["a", "c"]),
        ({"moments": ["another"]}, ["a", "b", "c"]),
        ({"moments": ["another"], "recipient_id": "U2"}, ["a", "b", "c"]),
        ({"ids": []}, ["a", "b", "c"]),
    ],
)
def test_cancelling_takes_what_fits_all_that_is_given(
    engine: Engine, which: dict[str, object], left: list[str]
) -> None:
    put(engine, plan("a"), plan("b", now=True), plan("c", "U2", due=MONDAY + MINUTE))
    with Session(engine) as session, session.begin():
        outbox = Outbox(session, "T1")
        outbox.cancel("test", MONDAY, **which)  # type: ignore[arg-type] # each case is a part of Which
        assert sorted(line.subject_id or 0 for line in outbox.waiting()) == [subject(key) for key in left]


def test_cancelling_everything_by_accident_is_refused(engine: Engine) -> None:
    with Session(engine) as session, pytest.raises(ValueError, match="narrows"):
        Outbox(session, "T1").cancel("oops", MONDAY)


def test_a_snoozed_message_waits_for_its_new_hour(engine: Engine) -> None:
    put(engine, plan("a"), plan("b", "U2"))
    later = MONDAY + timedelta(days=2)
    with Session(engine) as session, session.begin():
        assert Outbox(session, "T1").move(later, "snoozed", recipient_id="U1") == 1
    assert [bundle[0].recipient_id for bundle in claim(engine)] == ["U2"]
    assert [line.due_at for line in waiting(engine)] == [later]


def test_what_is_being_posted_cannot_be_snoozed(engine: Engine) -> None:
    put(engine, plan("a"))
    claim(engine)
    with Session(engine) as session, session.begin():
        assert Outbox(session, "T1").move(MONDAY + MINUTE, "snoozed", recipient_id="U1") == 0


def test_all_due_nudges_of_a_person_make_one_bundle(engine: Engine) -> None:
    put(
        engine,
        *[plan(f"n{i}", due=MONDAY - i * MINUTE) for i in range(40)],
        plan("later", due=MONDAY + MINUTE),
        plan("x", "U2"),
    )
    bundles = claim(engine)
    assert sorted(len(bundle) for bundle in bundles) == [1, 40]
    of_many = max(bundles, key=len)
    assert {message.bundle_id for message in of_many} == {min(message.id for message in of_many)}
    assert of_many == sorted(of_many, key=lambda message: (message.due_at, message.id))


def test_what_another_persons_act_causes_goes_first_and_alone(engine: Engine) -> None:
    put(engine, plan("old", due=MONDAY - MINUTE), plan("a", now=True), plan("b", now=True))
    (first,), (second,) = claim(engine, 2)
    assert {first.urgency, second.urgency} == {Urgency.NOW}
    assert first.bundle_id == first.id
    assert [bundle[0].urgency for bundle in claim(engine, 2)] == [Urgency.NUDGE]


def test_room_bounds_the_bundles(engine: Engine) -> None:
    put(engine, *[plan(f"n{i}", f"U{i}", due=MONDAY - i * MINUTE) for i in range(9)])
    assert [bundle[0].recipient_id for bundle in sorted(claim(engine, 2), key=lambda b: b[0].due_at)] == ["U8", "U7"]
    assert len(claim(engine, 100)) == 7


def test_what_is_claimed_is_not_claimed_again_before_its_lease_is_over(engine: Engine) -> None:
    put(engine, plan("a"))
    assert len(claim(engine)) == 1
    assert claim(engine) == []
    assert Delivery(engine).lanes_due("me", MONDAY) == []


def test_a_lost_claim_comes_back_in_doubt_as_the_same_bundle(engine: Engine) -> None:
    put(engine, plan("a"), plan("b"))
    (first,) = claim(engine)
    put(engine, plan("c"))
    again = claim(engine, at=MONDAY + 2 * MINUTE, holder="another")
    doubtful, fresh = sorted(again, key=len, reverse=True)
    assert {m.id for m in doubtful} == {m.id for m in first}
    assert {m.bundle_id for m in doubtful} == {first[0].bundle_id}
    assert [m.in_doubt for m in (*first, *doubtful, *fresh)] == [False, False, True, True, False]


def test_a_lane_is_one_dispatchers_at_a_time(engine: Engine) -> None:
    put(engine, plan("a"), plan("b", "U2"))
    assert len(claim(engine, 1, holder="one")) == 1
    assert Delivery(engine).lanes_due("two", MONDAY) == []
    assert claim(engine, 1, holder="two") == []
    assert len(claim(engine, 1, holder="one")) == 1


def test_a_lane_whose_holder_died_is_free_when_its_lease_is_over(engine: Engine) -> None:
    put(engine, plan("a"), plan("b", "U2"))
    claim(engine, 1, holder="one")
    assert Delivery(engine).lanes_due("two", MONDAY + MINUTE) == ["T1"]
    assert len(claim(engine, 9, holder="two", at=MONDAY + MINUTE)) == 2


def test_a_lane_told_to_wait_waits(engine: Engine) -> None:
    put(engine, plan("a"))
    delivery = Delivery(engine)
    assert claim(engine, 0) == []
    delivery.leave("another", [LaneTime("T1", None)])
    assert delivery.lanes_due("two", MONDAY) == []
    delivery.leave("me", [LaneTime("T1", MONDAY + MINUTE, "ratelimited")])
    assert delivery.lanes_due("two", MONDAY) == []
    assert delivery.lanes_due("two", MONDAY + MINUTE) == ["T1"]


def test_a_lease_given_before_the_clock_was_put_back_holds_nothing_up(engine: Engine) -> None:
    put(engine, plan("a", due=MONDAY - timedelta(days=2)), plan("b", "U2", due=MONDAY - timedelta(days=2)))
    claim(engine, 1, holder="dead")
    yesterday = MONDAY - timedelta(days=1)
    assert Delivery(engine).lanes_due("me", yesterday) == ["T1"]
    assert len(claim(engine, at=yesterday)) == 2


def test_what_was_sent_says_where_and_how(engine: Engine) -> None:
    put(engine, plan("a"))
    ((message,),) = claim(engine)
    Delivery(engine).settle([sent(message)])
    with Session(engine) as session:
        row = session.get_one(Message, message.id)
        assert (row.state, row.channel_id, row.ts, row.prompt) == (MessageState.SENT, "D1", "1.2", "nudges/x")
        assert (row.settled_at, row.lease_until, row.bundle_id) == (MONDAY, None, message.id)
        outbox = Outbox(session, "T1")
        assert outbox.last_nudge_at("U1") == MONDAY
        assert outbox.last_nudge_at("U2") is None
        assert outbox.last_prompts("U1", "review_due") == ["nudges/x"]
        assert outbox.last_prompts("U1", "goal_due") == outbox.last_prompts("U2", "review_due") == []


def test_a_retry_waits_and_comes_back_without_doubt(engine: Engine) -> None:
    put(engine, plan("a"))
    ((message,),) = claim(engine)
    again = MONDAY + 5 * MINUTE
    Delivery(engine).settle([Settled(message.id, 1, MessageState.PENDING, MONDAY, due_at=again, reason="ratelimited")])
    assert claim(engine, at=again - MINUTE) == []
    ((second,),) = claim(engine, at=again)
    assert (second.attempts, second.in_doubt) == (2, False)


def test_a_post_of_unknown_fate_comes_back_in_doubt(engine: Engine) -> None:
    put(engine, plan("a"))
    ((message,),) = claim(engine)
    look = MONDAY + timedelta(seconds=20)
    Delivery(engine).settle(
        [Settled(message.id, 1, MessageState.PENDING, MONDAY, doubt_until=look, reason="no_answer")]
    )
    assert claim(engine, at=MONDAY) == []
    ((second,),) = claim(engine, at=look)
    assert (second.bundle_id, second.in_doubt, second.due_at) == (message.bundle_id, True, MONDAY)


def test_an_outcome_of_an_older_claim_is_not_heeded_unless_it_was_sent(engine: Engine) -> None:
    put(engine, plan("a"))
    ((old,),) = claim(engine)
    ((new,),) = claim(engine, at=MONDAY + MINUTE)
    delivery = Delivery(engine)
    delivery.settle([Settled(old.id, old.attempts, MessageState.GIVEN_UP, MONDAY, reason="late")])
    assert len(waiting(engine)) == 1
    delivery.settle([sent(old)])
    delivery.settle([Settled(new.id, new.attempts, MessageState.GIVEN_UP, MONDAY, reason="late")])
    with Session(engine) as session:
        assert session.get_one(Message, old.id).state is MessageState.SENT


def test_what_was_cancelled_while_it_was_posted_counts_as_sent(engine: Engine) -> None:
    put(engine, plan("a"))
    ((message,),) = claim(engine)
    with Session(engine) as session, session.begin():
        Outbox(session, "T1").cancel("done", MONDAY, recipient_id="U1")
    Delivery(engine).settle([sent(message)])
    with Session(engine) as session:
        assert session.get_one(Message, message.id).state is MessageState.SENT


def test_what_was_cancelled_on_its_way_and_planned_again_is_in_doubt(engine: Engine) -> None:
    put(engine, plan("a"))
    claim(engine)
    with Session(engine) as session, session.begin():
        outbox = Outbox(session, "T1")
        outbox.cancel("paused", MONDAY, recipient_id="U1")
        assert outbox.replan([plan("a")], MONDAY) == 1
    assert claim(engine) == []
    ((message,),) = claim(engine, at=MONDAY + MINUTE)
    assert message.in_doubt


def test_next_due_is_the_earliest_of_all_workspaces(engine: Engine) -> None:
    delivery = Delivery(engine)
    assert delivery.next_due() is None
    put(engine, plan("a", due=MONDAY + 2 * MINUTE))
    put(engine, plan("a", due=MONDAY + MINUTE, now=True), team="T2")
    assert delivery.next_due() == MONDAY + MINUTE
    claim(engine, at=MONDAY + MINUTE, team="T2")
    with Session(engine) as session, session.begin():
        Outbox(session, "T2").cancel("done", MONDAY, recipient_id="U1")
    assert delivery.next_due() == MONDAY + 2 * MINUTE


def test_old_rows_are_forgotten_in_bites_and_pending_ones_never(engine: Engine) -> None:
    put(engine, *[plan(f"n{i}", f"U{i}") for i in range(5)], plan("waits", "U9", due=MONDAY + MINUTE))
    delivery = Delivery(engine)
    delivery.settle([sent(message) for bundle in claim(engine) for message in bundle])
    assert delivery.forget("T1", MONDAY, 3) == 0
    assert [delivery.forget("T1", MONDAY + MINUTE, 3) for _ in range(3)] == [3, 2, 0]
    assert len(waiting(engine, "U9")) == 1
