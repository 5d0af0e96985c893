"""The claim: what is due in one workspace becomes one dispatcher's, bundle by bundle.

Two plain statements instead of one clever one: their plans stay linear even where the database knows nothing yet of
rows that were just written. Nobody can come between, since the lane is locked in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import ARRAY, Connection, Select, String, Update, any_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from bot.db.outbox import IS_PENDING
from bot.domain.outbox import Lane, Message, Urgency
from bot.domain.types import UtcDateTime

LONGEST_LEASE = timedelta(minutes=30)  # one that lasts longer was given before the clock was put back
NOW = bindparam("now", type_=UtcDateTime())
_BEYOND = bindparam("beyond", type_=UtcDateTime())
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
    in_doubt: bool  # an earlier claim ended without a word: it may be in Slack already


def moments(now: datetime) -> dict[str, datetime]:
    """Return the parameters that `free` and `lane_open` ask for."""
    return {"now": now, "beyond": now + LONGEST_LEASE}


def free(lease_until: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Say in SQL that nobody's lease holds at `now`."""
    return or_(lease_until.is_(None), lease_until <= NOW, lease_until > _BEYOND)


def lane_open() -> ColumnElement[bool]:
    """Say in SQL that a lane is free, or `holder`'s."""
    return or_(Lane.holder == bindparam("holder"), Lane.holder.is_(None), free(Lane.lease_until))


def claim_lane(
    connection: Connection, team_id: str, room: int, now: datetime, until: datetime
) -> list[list[ClaimedMessage]]:
    """Claim up to `room` bundles of a workspace whose lane is held, what is urgent first, each in order of its hour."""
    bundles: dict[str, list[ClaimedMessage]] = {}
    for urgency in Urgency:
        left = room - len(bundles)
        values = {"team": team_id, "room": left, "rows": left * _LOOK_AHEAD, "until": until, **moments(now)}
        heads = connection.execute(_first_bundles(urgency), values).all() if left > 0 else []
        if heads:
            values |= _listed(connection, people={head[0] for head in heads}, bundles={head[1] for head in heads})
            for row in connection.execute(_lease(urgency, connection.dialect.name), values):
                bundles.setdefault(row.bundle_id, []).append(ClaimedMessage(*row))
    for bundle in bundles.values():
        bundle.sort(key=lambda message: (message.due_at, message.id))
    return list(bundles.values())


def _due(urgency: Urgency) -> tuple[ColumnElement[bool], ...]:
    """Say in SQL which messages of `team` may be claimed: due at `now`, and nobody's."""
    return (
        Message.team_id == bindparam("team"),
        IS_PENDING,
        Message.urgency == urgency,
        Message.due_at <= NOW,
        free(Message.lease_until),
    )


def _key(urgency: Urgency) -> ColumnElement[str]:
    """What makes rows one bundle: the one they had when their fate was lost, or else their person."""
    return func.coalesce(Message.bundle_id, Message.id if urgency is Urgency.NOW else Message.recipient_id)


@cache
def _first_bundles(urgency: Urgency) -> Select[Any]:
    """Return the query for person and key of the bundles that are due first."""
    first = (
        select(Message.recipient_id, _key(urgency).label("key"), Message.due_at)
        .where(*_due(urgency))
        .order_by(Message.due_at)
        .limit(bindparam("rows"))
        .subquery("first")
    )
    bundle = (first.c.recipient_id, first.c.key)
    return select(*bundle).group_by(*bundle).order_by(func.min(first.c.due_at)).limit(bindparam("room"))


@cache
def _lease(urgency: Urgency, dialect: str) -> Update:
    """Return the statement that locks all rows of the bundles, names the carrier of each, and leases them."""
    key = _key(urgency)
    mine = (
        select(Message.id, key.label("key"), Message.bundle_id)
        .where(*_due(urgency), _among(Message.recipient_id, "people", dialect), _among(key, "bundles", dialect))
        .with_for_update(skip_locked=True, of=Message)
        .cte("mine")
    )
    carrier = func.coalesce(mine.c.bundle_id, func.min(mine.c.id).over(partition_by=mine.c.key))
    carried = select(mine.c.id, carrier.label("carrier")).cte("carried")
    return (
        update(Message)
        .where(Message.id == carried.c.id)
        .values(
            lease_until=bindparam("until"),
            attempts=Message.attempts + 1,
            in_doubt=case((Message.bundle_id.is_(None), False), else_=True),
            bundle_id=carried.c.carrier,
        )
        .returning(*[getattr(Message, name) for name in ClaimedMessage.__dataclass_fields__])
    )


# A list goes in as one parameter: a thousand of them would cost more to bind than to look up.
def _listed(connection: Connection, **lists: Collection[str]) -> dict[str, Any]:
    plain = connection.dialect.name == "postgresql"
    return {name: list(values) if plain else json.dumps(list(values)) for name, values in lists.items()}


def _among(value: Any, name: str, dialect: str) -> ColumnElement[bool]:
    if dialect == "postgresql":
        return cast("ColumnElement[bool]", value == any_(bindparam(name, type_=ARRAY(String))))
    each = func.json_each(bindparam(name, type_=String)).table_valued("value")
    return cast("ColumnElement[bool]", value.in_(select(each.c.value)))
