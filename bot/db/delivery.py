"""Across workspaces: take lanes, claim what is due, settle it. Each method is one short transaction of its own.

A lane is leased to one dispatcher at a time, and a message to whoever claimed it. A claim writes the lease and the
bundle before anything is posted: a row that still has its bundle when its lease is over may be in Slack already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    CTE,
    Connection,
    CursorResult,
    Engine,
    Update,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.db.engine import reading
from bot.db.outbox import IS_PENDING
from bot.domain.outbox import Lane, Message, MessageState, Urgency

LONGEST_LEASE = timedelta(minutes=30)  # one that lasts longer was given before the clock was put back
_LOOK_AHEAD = 8  # rows looked at for each bundle wanted: several nudges of one person make one bundle


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message in the hands of one dispatcher: columns, no entity."""

    id: str
    team_id: str
    recipient_id: str
    moment: str
    urgency: Urgency
    tour_id: int | None
    subject_id: int | None
    due_at: datetime
    attempts: int  # this claim included
    bundle_id: str  # the id under which it is posted
    channel_id: str | None
    created_at: datetime
    in_doubt: bool  # an earlier claim ended without a word: it may be in Slack already


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one claimed message. `attempts` is that of the claim: a later claim is not overruled."""

    id: str
    attempts: int
    state: MessageState
    at: datetime
    due_at: datetime | None = None  # pending again: when to try
    doubt_until: datetime | None = None  # pending, may be in Slack: when to look
    channel_id: str | None = None
    ts: str | None = None
    prompt: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LaneTime:
    """The next moment at which a lane may post."""

    team_id: str
    next_post_at: datetime | None
    reason: str | None = None


class Delivery:
    """The delivery side of the outbox, for all workspaces of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = reading(engine)

    def lanes_due(self, holder: str, now: datetime) -> list[str]:
        """Return the workspaces that have something due and whose lane is `holder`'s, or free and not told to wait."""
        due = exists().where(
            Message.team_id == Lane.team_id,
            IS_PENDING,
            Message.urgency.in_(list(Urgency)),
            Message.due_at <= now,
            _free(Message.lease_until, now),
        )
        may = or_(Lane.next_post_at.is_(None), Lane.next_post_at <= now, Lane.holder == holder)
        with self._reading.begin() as connection:
            return list(connection.scalars(select(Lane.team_id).where(_open(holder, now), may, due)))

    def next_due(self) -> datetime | None:
        """Return when the earliest pending message of any workspace is due, or None when nothing waits."""
        return min(self._edges(func.min(Message.due_at)), default=None)

    def last_due(self) -> datetime | None:
        """Return when the last pending message of any workspace is due, or None when nothing waits."""
        return max(self._edges(func.max(Message.due_at)), default=None)

    def claim(
        self, holder: str, rooms: Mapping[str, int], now: datetime, until: datetime
    ) -> list[list[ClaimedMessage]]:
        """Renew the lanes of `rooms` and claim up to so many bundles for each, what is urgent first.

        A bundle is what one DM carries: one urgent message, or all nudges of a person that are due. Lanes that are
        another's by now yield nothing. The lease of lane and messages ends at `until`.
        """
        renew = update(Lane).where(Lane.team_id.in_(rooms), _open(holder, now))
        bundles: list[list[ClaimedMessage]] = []
        with self._engine.begin() as connection:
            # The update locks the lanes until the commit: no two dispatchers claim in one workspace at one time.
            held = connection.scalars(renew.values(holder=holder, lease_until=until).returning(Lane.team_id)).all()
            for team_id in held:
                bundles += self._claim_lane(connection, team_id, rooms[team_id], now, until)
        return bundles

    def settle(self, outcomes: Sequence[Settled]) -> None:
        """Record what became of claimed messages, in one transaction."""
        sent = [outcome for outcome in outcomes if outcome.state is MessageState.SENT]
        others = [outcome for outcome in outcomes if outcome.state is not MessageState.SENT]
        with self._engine.begin() as connection:
            if sent:
                connection.execute(_SETTLE_SENT, [_sent_values(outcome) for outcome in sent])
            if others:
                connection.execute(_SETTLE_OTHERS, [_other_values(outcome) for outcome in others])

    def leave(self, holder: str, lanes: Sequence[LaneTime]) -> None:
        """Give lanes back, each with the next moment at which it may post."""
        statement = update(Lane).where(Lane.team_id == bindparam("team"), Lane.holder == holder)
        free: dict[str, Any] = {"holder": None, "lease_until": None}
        if lanes:
            with self._engine.begin() as connection:
                connection.execute(
                    statement.values(next_post_at=bindparam("at"), reason=bindparam("why"), **free),
                    [{"team": lane.team_id, "at": lane.next_post_at, "why": lane.reason} for lane in lanes],
                )

    def teams(self) -> list[str]:
        """Return every workspace that ever had a message planned."""
        with self._reading.begin() as connection:
            return list(connection.scalars(select(Lane.team_id)))

    def forget(self, team_id: str, before: datetime, limit: int) -> int:
        """Delete up to `limit` rows of a workspace settled before then (retention), and return how many."""
        settled = (Message.team_id == team_id, Message.settled_at < before, Message.state != MessageState.PENDING)
        old = select(Message.id).where(*settled).limit(limit)
        with self._engine.begin() as connection:
            result = connection.execute(delete(Message).where(Message.id.in_(old)))
            return cast("CursorResult[Any]", result).rowcount

    def _edges(self, edge: ColumnElement[datetime]) -> list[datetime]:
        of_each_lane = [
            select(edge)
            .where(Message.team_id == Lane.team_id, IS_PENDING, Message.urgency == urgency)
            .scalar_subquery()
            for urgency in Urgency
        ]
        with self._reading.begin() as connection:
            rows = connection.execute(select(*of_each_lane).select_from(Lane)).all()
        return [moment for row in rows for moment in row if moment is not None]

    def _claim_lane(
        self, connection: Connection, team_id: str, room: int, now: datetime, until: datetime
    ) -> list[list[ClaimedMessage]]:
        bundles: dict[str, list[ClaimedMessage]] = {}
        for urgency in Urgency:
            left = room - len(bundles)
            if left <= 0:
                break
            statement = _claim_statement(team_id, urgency, left, now, until)
            for row in connection.execute(statement):
                bundles.setdefault(row.bundle_id, []).append(ClaimedMessage(*row))
        for bundle in bundles.values():
            bundle.sort(key=lambda message: (message.due_at, message.id))
        return list(bundles.values())


def _free(lease_until: Any, now: datetime) -> ColumnElement[bool]:
    return or_(lease_until.is_(None), lease_until <= now, lease_until > now + LONGEST_LEASE)


def _open(holder: str, now: datetime) -> ColumnElement[bool]:
    return or_(Lane.holder == holder, Lane.holder.is_(None), _free(Lane.lease_until, now))


def _key(urgency: Urgency) -> ColumnElement[str]:
    """What makes rows one bundle: the one they had when their fate was lost, or else their person."""
    return func.coalesce(Message.bundle_id, Message.id if urgency is Urgency.NOW else Message.recipient_id)


def _claim_statement(team_id: str, urgency: Urgency, room: int, now: datetime, until: datetime) -> Update:
    """Return the one statement that claims: find the first bundles, lock all their rows, name the carrier, lease."""
    due = (
        Message.team_id == team_id,
        IS_PENDING,
        Message.urgency == urgency,
        Message.due_at <= now,
        _free(Message.lease_until, now),
    )
    key = _key(urgency)
    first = (
        select(Message.recipient_id, key.label("key"), Message.due_at)
        .where(*due)
        .order_by(Message.due_at)
        .limit(room * _LOOK_AHEAD)
        .subquery("first")
    )
    heads = (
        select(first.c.recipient_id, first.c.key)
        .group_by(first.c.recipient_id, first.c.key)
        .order_by(func.min(first.c.due_at))
        .limit(room)
        .cte("heads")
    )
    mine = (
        select(Message.id, key.label("key"), Message.bundle_id)
        .join(heads, (heads.c.recipient_id == Message.recipient_id) & (heads.c.key == key))
        .where(*due)
        .with_for_update(skip_locked=True, of=Message)
        .cte("mine")
    )
    carrier = func.coalesce(mine.c.bundle_id, func.min(mine.c.id).over(partition_by=mine.c.key))
    carried = select(mine.c.id, carrier.label("carrier")).cte("carried")
    return _lease(carried, until)


def _lease(carried: CTE, until: datetime) -> Update:
    return (
        update(Message)
        .where(Message.id == carried.c.id)
        .values(
            lease_until=until,
            attempts=Message.attempts + 1,
            in_doubt=Message.bundle_id.is_not(None),
            bundle_id=carried.c.carrier,
        )
        .returning(*[getattr(Message, name) for name in ClaimedMessage.__dataclass_fields__])
    )


# Sent is a fact: it stands even where the row was cancelled, or claimed again, while the post was on its way.
_SETTLE_SENT = (
    update(Message)
    .where(Message.id == bindparam("message"), Message.state != MessageState.SENT)
    .values(
        state=MessageState.SENT,
        lease_until=None,
        channel_id=bindparam("channel"),
        ts=bindparam("stamp"),
        prompt=bindparam("which"),
        settled_at=bindparam("at"),
        reason=None,
    )
)
# Anything else holds for its own claim only. A bundle stays on the row exactly while the row may be in Slack.
_SETTLE_OTHERS = (
    update(Message)
    .where(Message.id == bindparam("message"), IS_PENDING, Message.attempts == bindparam("claim"))
    .values(
        state=bindparam("becomes"),
        lease_until=bindparam("doubt"),
        due_at=func.coalesce(bindparam("due", type_=Message.due_at.type), Message.due_at),
        bundle_id=case((bindparam("doubt", type_=Message.due_at.type).is_(None), None), else_=Message.bundle_id),
        settled_at=bindparam("at"),
        reason=bindparam("why"),
    )
)


def _sent_values(outcome: Settled) -> dict[str, Any]:
    return {
        "message": outcome.id,
        "channel": outcome.channel_id,
        "stamp": outcome.ts,
        "which": outcome.prompt,
        "at": outcome.at,
    }


def _other_values(outcome: Settled) -> dict[str, Any]:
    return {
        "message": outcome.id,
        "claim": outcome.attempts,
        "becomes": outcome.state,
        "doubt": outcome.doubt_until,
        "due": outcome.due_at,
        "at": None if outcome.state is MessageState.PENDING else outcome.at,
        "why": outcome.reason,
    }
