"""Across workspaces: take lanes, claim what is due, settle it. Each method is one short transaction of its own.

A lane is leased to one dispatcher at a time, and a message to whoever claimed it. A claim writes the lease and the
bundle before anything is posted: a row that still has its bundle when its lease is over may be in Slack already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Engine,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.db.claims import NOW, ClaimedMessage, claim_lane, free, lane_open, moments
from bot.db.engine import reading
from bot.db.outbox import IS_PENDING
from bot.db.settling import Settled, record
from bot.domain.outbox import Lane, Message, MessageState, Urgency

__all__ = ["ClaimedMessage", "Delivery", "LaneTime", "Settled"]


@dataclass(frozen=True, slots=True)
class LaneTime:
    """The next moment at which a lane may post."""

    team_id: str
    next_post_at: datetime | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What stands in the outbox at one moment, over all workspaces."""

    waiting: int  # pending, not due
    due: int
    most_in_one: int  # due in the workspace that has most
    lag_seconds: float  # how long the oldest has been due


class Delivery:
    """The delivery side of the outbox, for all workspaces of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = reading(engine)

    def lanes_due(self, holder: str, now: datetime) -> list[str]:
        """Return the workspaces that have something due and whose lane is `holder`'s, or free and not told to wait."""
        with self._reading.begin() as connection:
            return list(connection.scalars(_LANES_DUE, {"holder": holder, **moments(now)}))

    def backlog(self, now: datetime) -> Backlog:
        """Return how the outbox stands at `now`."""
        overdue = Message.due_at <= now
        query = select(func.count(), func.count().filter(overdue), func.min(Message.due_at)).where(IS_PENDING)
        with self._reading.begin() as connection:
            rows = connection.execute(query.group_by(Message.team_id)).all()
        due = [count for _, count, _ in rows]
        lags = [(now - first).total_seconds() for _, _, first in rows]
        waiting = sum(count for count, _, _ in rows) - sum(due)
        return Backlog(waiting, sum(due), max(due, default=0), max(0.0, *lags) if lags else 0.0)

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
        bundles: list[list[ClaimedMessage]] = []
        with self._engine.begin() as connection:
            # The update locks the lanes until the commit: no two dispatchers claim in one workspace at one time.
            values = {"holder": holder, "teams": list(rooms), "until": until, **moments(now)}
            for team_id in connection.scalars(_RENEW, values).all():
                bundles += claim_lane(connection, team_id, rooms[team_id], now, until)
        return bundles

    def settle(self, outcomes: Sequence[Settled]) -> None:
        """Record what became of claimed messages, in one transaction."""
        with self._engine.begin() as connection:
            record(connection, outcomes)

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
        with self._reading.begin() as connection:  # finding them may take a while, and must hold nobody up
            old = connection.scalars(select(Message.id).where(*settled).limit(limit)).all()
        if old:
            with self._engine.begin() as connection:
                connection.execute(delete(Message).where(Message.id.in_(old)))
        return len(old)

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


_SOMETHING_DUE = exists().where(
    Message.team_id == Lane.team_id,
    IS_PENDING,
    Message.urgency.in_(list(Urgency)),
    Message.due_at <= NOW,
    free(Message.lease_until),
)
_MAY_POST = or_(Lane.next_post_at.is_(None), Lane.next_post_at <= NOW, Lane.holder == bindparam("holder"))
_LANES_DUE = select(Lane.team_id).where(lane_open(), _MAY_POST, _SOMETHING_DUE)
# In order, and past those that another dispatcher is taking at this moment: two of them neither wait nor deadlock.
_WANTED = (
    select(Lane.team_id)
    .where(Lane.team_id.in_(bindparam("teams", expanding=True)), lane_open())
    .order_by(Lane.team_id)
    .with_for_update(skip_locked=True)
)
_RENEW = (
    update(Lane)
    .where(Lane.team_id.in_(_WANTED))
    .values(holder=bindparam("holder"), lease_until=bindparam("until"))
    .returning(Lane.team_id)
)
