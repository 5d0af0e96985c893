"""The claim: what is due in one workspace becomes one dispatcher's, bundle by bundle.

Two plain statements instead of one clever one: their plans stay linear even where the database knows nothing yet of
rows that were just written. Nobody can come between, since the lane is locked in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Update, case, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.db.outbox import IS_PENDING
from bot.domain.outbox import Lane, Message, Urgency

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
class _Due:
    """Which messages may be claimed: of this workspace and urgency, due at `now`, and nobody's."""

    team_id: str
    urgency: Urgency
    now: datetime

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        return (
            Message.team_id == self.team_id,
            IS_PENDING,
            Message.urgency == self.urgency,
            Message.due_at <= self.now,
            free(Message.lease_until, self.now),
        )

    @property
    def key(self) -> ColumnElement[str]:
        """What makes rows one bundle: the one they had when their fate was lost, or else their person."""
        alone = Message.id if self.urgency is Urgency.NOW else Message.recipient_id
        return func.coalesce(Message.bundle_id, alone)


def free(lease_until: Any, now: datetime) -> ColumnElement[bool]:
    """Say in SQL that nobody's lease holds."""
    return or_(lease_until.is_(None), lease_until <= now, lease_until > now + LONGEST_LEASE)


def lane_open(holder: str, now: datetime) -> ColumnElement[bool]:
    """Say in SQL that a lane is free, or `holder`'s."""
    return or_(Lane.holder == holder, Lane.holder.is_(None), free(Lane.lease_until, now))


def claim_lane(
    connection: Connection, team_id: str, room: int, now: datetime, until: datetime
) -> list[list[ClaimedMessage]]:
    """Claim up to `room` bundles of a workspace whose lane is held, what is urgent first, each in order of its hour."""
    bundles: dict[str, list[ClaimedMessage]] = {}
    for urgency in Urgency:
        due = _Due(team_id, urgency, now)
        heads = _first_bundles(connection, due, room - len(bundles))
        if heads:
            for row in connection.execute(_lease(due, heads, until)):
                bundles.setdefault(row.bundle_id, []).append(ClaimedMessage(*row))
    for bundle in bundles.values():
        bundle.sort(key=lambda message: (message.due_at, message.id))
    return list(bundles.values())


def _first_bundles(connection: Connection, due: _Due, room: int) -> Sequence[Any]:
    """Return person and key of the bundles that are due first."""
    if room <= 0:
        return []
    first = (
        select(Message.recipient_id, due.key.label("key"), Message.due_at)
        .where(*due.conditions)
        .order_by(Message.due_at)
        .limit(room * _LOOK_AHEAD)
        .subquery("first")
    )
    bundle = (first.c.recipient_id, first.c.key)
    return connection.execute(select(*bundle).group_by(*bundle).order_by(func.min(first.c.due_at)).limit(room)).all()


def _lease(due: _Due, heads: Sequence[Any], until: datetime) -> Update:
    """Return the statement that locks all rows of these bundles, names the carrier of each, and leases them."""
    mine = (
        select(Message.id, due.key.label("key"), Message.bundle_id)
        .where(
            *due.conditions,
            Message.recipient_id.in_({head.recipient_id for head in heads}),
            due.key.in_([head.key for head in heads]),
        )
        .with_for_update(skip_locked=True, of=Message)
        .cte("mine")
    )
    carrier = func.coalesce(mine.c.bundle_id, func.min(mine.c.id).over(partition_by=mine.c.key))
    carried = select(mine.c.id, carrier.label("carrier")).cte("carried")
    return (
        update(Message)
        .where(Message.id == carried.c.id)
        .values(
            lease_until=until,
            attempts=Message.attempts + 1,
            in_doubt=case((Message.bundle_id.is_(None), False), else_=True),
            bundle_id=carried.c.carrier,
        )
        .returning(*[getattr(Message, name) for name in ClaimedMessage.__dataclass_fields__])
    )
