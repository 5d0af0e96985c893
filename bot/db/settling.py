"""What became of claimed messages, recorded for many at once.

All rows travel as one JSON value and are joined inside the database: a statement for each, even prepared, costs
several times as much.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    FromClause,
    Integer,
    String,
    Text,
    Update,
    bindparam,
    case,
    cast,
    column,
    func,
    select,
    update,
)
from sqlalchemy.types import TypeEngine

from bot.db.outbox import IS_PENDING
from bot.domain.outbox import Message, MessageState


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


_FIELDS: dict[str, TypeEngine[Any]] = {
    "id": String(),
    "attempts": Integer(),
    "state": String(),
    "at": DateTime(timezone=True),
    "due_at": DateTime(timezone=True),
    "doubt_until": DateTime(timezone=True),
    "channel_id": String(),
    "ts": String(),
    "prompt": String(),
    "reason": String(),
}
_MOMENTS = ("at", "due_at", "doubt_until")


def record(connection: Connection, outcomes: Sequence[Settled]) -> None:
    """Record what became of claimed messages.

    Sent is a fact: it stands even where the row was cancelled, or claimed again, while the post was on its way.
    Anything else holds for its own claim only.
    """
    dialect = connection.dialect.name
    stamp = lru_cache(lambda moment: _stamp(moment, dialect))  # many were settled at the same moment
    for sent in (True, False):
        rows = [_plain(outcome, stamp) for outcome in outcomes if (outcome.state is MessageState.SENT) is sent]
        if rows:
            connection.execute(_statement(dialect, sent=sent), {"rows": json.dumps(rows)})


def _plain(outcome: Settled, stamp: Callable[[datetime], str]) -> dict[str, Any]:
    values = {name: value for name in _FIELDS if (value := getattr(outcome, name)) is not None}
    return values | {name: stamp(values[name]) for name in _MOMENTS if name in values}


def _stamp(moment: datetime, dialect: str) -> str:
    # SQLite keeps moments as text, in this very form; PostgreSQL is told the zone.
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") + ("" if dialect == "sqlite" else "+00")


def _given(dialect: str) -> FromClause:
    """Return the JSON value `rows` as a table."""
    if dialect == "sqlite":
        each = func.json_each(bindparam("rows", type_=Text)).table_valued("value")
        return select(*[func.json_extract(each.c.value, f"$.{name}").label(name) for name in _FIELDS]).subquery("given")
    from sqlalchemy.dialects.postgresql import JSONB  # here, because a start on SQLite would wait for it

    rows = cast(bindparam("rows", type_=Text), JSONB)
    columns: list[ColumnElement[Any]] = [column(name, kind) for name, kind in _FIELDS.items()]
    return func.jsonb_to_recordset(rows).table_valued(*columns, name="given").render_derived(with_types=True)


def _settle_sent(given: FromClause) -> Update:
    return (
        update(Message)
        .where(Message.id == given.c.id, Message.state != MessageState.SENT)
        .values(
            state=MessageState.SENT,
            lease_until=None,
            channel_id=given.c.channel_id,
            ts=given.c.ts,
            prompt=given.c.prompt,
            settled_at=given.c.at,
            reason=None,
        )
    )


def _settle_others(given: FromClause) -> Update:
    # A bundle stays on the row exactly while the row may be in Slack.
    return (
        update(Message)
        .where(Message.id == given.c.id, IS_PENDING, Message.attempts == given.c.attempts)
        .values(
            state=given.c.state,
            lease_until=given.c.doubt_until,
            due_at=func.coalesce(given.c.due_at, Message.due_at),
            bundle_id=case((given.c.doubt_until.is_(None), None), else_=Message.bundle_id),
            settled_at=case((given.c.state == MessageState.PENDING.value, None), else_=given.c.at),
            reason=given.c.reason,
        )
    )


@cache
def _statement(dialect: str, *, sent: bool) -> Update:
    return (_settle_sent if sent else _settle_others)(_given(dialect))
