"""The outbox of one workspace: put, cancel, move, look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack, cast

from sqlalchemy import CursorResult, Select, delete, literal_column, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from bot.db.insert import insert_new
from bot.domain.outbox import Lane, Message, MessageState, Planned, Urgency

IS_PENDING: ColumnElement[bool] = literal_column("messages.state = 'pending'")


class Which(TypedDict, total=False):
    """Which messages are meant: those that fit all that is given."""

    ids: Sequence[str]
    dedupe_keys: Sequence[str]
    moments: Sequence[str]
    recipient_id: str
    tour_id: int
    subject_id: int
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """What the outbox tells about one message: for forecasts, and for what was sent and why something was not."""

    id: str
    recipient_id: str
    moment: str
    urgency: Urgency
    tour_id: int | None
    subject_id: int | None
    due_at: datetime
    state: MessageState
    prompt: str | None
    settled_at: datetime | None
    reason: str | None


_LINE = [getattr(Message, name) for name in OutboxLine.__dataclass_fields__]


class Outbox:
    """The messages of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id
        self.has_lane = False  # whether the workspace is known to have one, so that none is to be made

    def put(self, plan: Planned, now: datetime) -> bool:
        """Plan one message. Return False, and change nothing, when its dedupe key is there already."""
        return self.put_many([plan], now) == 1

    def put_many(self, plans: Iterable[Planned], now: datetime) -> int:
        """Plan messages and return how many are new; those whose dedupe key is there already are left as they are."""
        rows = [plan.row(self._team_id, now) for plan in plans]
        if not rows:
            return 0
        if not self.has_lane:
            insert_new(self._session, Lane, [{"team_id": self._team_id}])
            self.has_lane = True
        return insert_new(self._session, Message, rows)

    def cancel(self, reason: str, now: datetime, **which: Unpack[Which]) -> int:
        """Cancel what is pending and fits, and return how many. `reason` is a code, never words.

        A message that is being posted at this very moment still arrives, and is then recorded as sent.
        Raises ValueError when nothing narrows it down.
        """
        return self._change(which, state=MessageState.CANCELLED, settled_at=now, reason=reason)

    def unplan(self, **which: Unpack[Which]) -> int:
        """Delete what is pending, fits and was never claimed, as if it had never been planned; return how many.

        Raises ValueError when nothing narrows it down.
        """
        statement = delete(Message).where(
            Message.team_id == self._team_id, IS_PENDING, Message.bundle_id.is_(None), *_fitting(which)
        )
        result = self._session.execute(statement, execution_options={"synchronize_session": False})
        return cast("CursorResult[Any]", result).rowcount

    def move(self, due_at: datetime, reason: str, **which: Unpack[Which]) -> int:
        """Move what is pending and fits to `due_at` (a snooze, a pause), and return how many.

        What has been claimed for posting stays. Raises ValueError when nothing narrows it down.
        """
        return self._change(which, Message.bundle_id.is_(None), due_at=due_at, reason=reason)

    def replan(self, plans: Iterable[Planned], now: datetime) -> int:
        """Plan messages like `put_many`; those that wait, or were cancelled, wait for the hour of their new plan.

        What was sent, given up or claimed for posting stays as it is. Return how many are new or were planned again.
        """
        plans = list(plans)
        fresh = self.put_many(plans, now)
        if fresh == len(plans):
            return fresh
        return fresh + sum(self._revive(plan) for plan in plans)

    def _revive(self, plan: Planned) -> int:
        statement = update(Message).where(
            Message.team_id == self._team_id,
            Message.dedupe_key == plan.dedupe_key,
            or_(Message.state == MessageState.CANCELLED, IS_PENDING & Message.bundle_id.is_(None)),
        )
        again: dict[str, Any] = {"state": MessageState.PENDING, "due_at": plan.due_at, "settled_at": None}
        # A promise that newer terms repeat is a row of those terms, and of another tour after a hand-over.
        again |= {"tour_id": plan.tour_id, "subject_id": plan.subject_id}
        # One that was cancelled while it was on its way keeps its lease and its bundle: it may be in Slack already.
        result = self._session.execute(
            statement.values(**again, reason=None), execution_options={"synchronize_session": False}
        )
        return cast("CursorResult[Any]", result).rowcount

    def waiting(
        self, *, recipient_id: str | None = None, tour_id: int | None = None, limit: int = 500
    ) -> list[OutboxLine]:
        """Return what is pending for a person, of a tour or of both, the earliest first."""
        query = select(*_LINE).where(Message.team_id == self._team_id, IS_PENDING)
        if recipient_id is not None:
            query = query.where(Message.recipient_id == recipient_id)
        if tour_id is not None:
            query = query.where(Message.tour_id == tour_id)
        rows = self._session.execute(query.order_by(Message.due_at, Message.id).limit(limit))
        return [OutboxLine(*row) for row in rows]

    def settled(self, recipient_id: str, *, since: datetime, limit: int = 200) -> list[OutboxLine]:
        """Return what was sent to a person, cancelled or given up since then, the latest first."""
        query = select(*_LINE).where(
            Message.team_id == self._team_id, Message.recipient_id == recipient_id, Message.settled_at >= since
        )
        rows = self._session.execute(query.order_by(Message.settled_at.desc(), Message.id).limit(limit))
        return [OutboxLine(*row) for row in rows]

    def last_nudge_at(self, recipient_id: str) -> datetime | None:
        """Return when the person last got a nudge DM, or None."""
        latest = self._sent_to(Message.settled_at, recipient_id).where(Message.urgency == Urgency.NUDGE)
        return cast("datetime | None", self._session.scalar(latest))

    def last_prompts(self, recipient_id: str, moment: str) -> list[str]:
        """Return which prompts for this moment stood in the last DM to the person that had one, in no order."""
        told = (Message.moment == moment, Message.prompt.is_not(None))
        latest = self._session.scalar(self._sent_to(Message.bundle_id, recipient_id).where(*told))
        same = (Message.team_id == self._team_id, Message.recipient_id == recipient_id, Message.bundle_id == latest)
        found = self._session.scalars(select(Message.prompt).where(*same, *told)) if latest else ()
        return sorted({name for name in found if name is not None})

    def _sent_to(self, column: InstrumentedAttribute[Any], recipient_id: str) -> Select[Any]:
        return (
            select(column)
            .where(
                Message.team_id == self._team_id,
                Message.recipient_id == recipient_id,
                Message.state == MessageState.SENT,
            )
            .order_by(Message.due_at.desc())  # whatever is due goes out together, so the last due is the last sent
            .limit(1)
        )

    def _change(self, which: Which, *besides: ColumnElement[bool], **values: Any) -> int:
        statement = update(Message).where(Message.team_id == self._team_id, IS_PENDING, *_fitting(which), *besides)
        result = self._session.execute(statement.values(**values), execution_options={"synchronize_session": False})
        return cast("CursorResult[Any]", result).rowcount


def _fitting(which: Which) -> list[ColumnElement[bool]]:
    meant = [_FITS[name](value) for name, value in which.items()]
    if not meant:
        raise ValueError("say which messages: nothing narrows them down")
    return meant


_FITS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "ids": Message.id.in_,
    "dedupe_keys": Message.dedupe_key.in_,
    "moments": Message.moment.in_,
    "recipient_id": lambda wanted: Message.recipient_id == wanted,
    "tour_id": lambda wanted: Message.tour_id == wanted,
    "subject_id": lambda wanted: Message.subject_id == wanted,
    "urgency": lambda wanted: Message.urgency == wanted,
}
