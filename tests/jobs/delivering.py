"""Persons and doubles for the tests of delivery."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.db.engine import reading
from bot.db.outbox import Outbox
from bot.domain.outbox import Message, MessageState, Planned, Urgency
from bot.jobs.outgoing import Bundle, Composed, Later, Outgoing, Unwanted
from bot.slack.postman import GiveUp, NotThere, Parcel, RetryAt, Sent, Unknown

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

Posted = Sent | RetryAt | GiveUp | Unknown


class PlainComposer:
    """Makes a DM that names its messages; `verdicts` by moment say what becomes of some instead."""

    def __init__(self, verdicts: dict[str, Later | Unwanted] | None = None) -> None:
        self.verdicts = verdicts or {}
        self.broken = False
        self.cannot_make: set[str] = set()  # ids of messages
        self.before_making: Callable[[Sequence[Bundle]], None] = lambda _: None

    def compose(self, team_id: str, bundles: Sequence[Bundle], now: datetime) -> list[Composed]:
        self.before_making(bundles)
        if self.broken or self.cannot_make.intersection(message.id for bundle in bundles for message in bundle):
            raise RuntimeError("somebody's words")
        return [self._made(bundle) for bundle in bundles]

    def _made(self, bundle: Bundle) -> Composed:
        aside = {m.id: self.verdicts[m.moment] for m in bundle if m.moment in self.verdicts}
        carried = [m for m in bundle if m.id not in aside]
        if not carried and len(set(aside.values())) == 1:
            return next(iter(aside.values()))
        prompts = {m.id: f"nudges/{m.moment}" for m in carried[1:]}
        return Outgoing(" ".join(m.id for m in carried), [], "nudges/first", prompts, aside)


class FakePostman:
    """A Slack that takes everything, unless `answers` holds something else to say first."""

    def __init__(self, *answers: Posted) -> None:
        self.answers: list[Posted] = list(answers)
        self.found: list[Sent | NotThere | RetryAt | GiveUp] = []
        self.posted: list[Parcel] = []
        self.looked_for: list[Parcel] = []
        self.before_post: Callable[[Parcel], None] = lambda _: None
        self._lock = threading.Lock()

    def post(self, parcel: Parcel, now: datetime) -> Posted:
        self.before_post(parcel)
        with self._lock:
            self.posted.append(parcel)
            answer = self.answers.pop(0) if self.answers else None
            return answer or Sent(f"D-{parcel.recipient_id}", f"{len(self.posted)}.0")

    def find(self, parcel: Parcel, now: datetime) -> Sent | NotThere | RetryAt | GiveUp:
        with self._lock:
            self.looked_for.append(parcel)
            return self.found.pop(0) if self.found else NotThere()

    @property
    def delivered(self) -> list[str]:
        """The ids of the messages that stand in what was posted."""
        return [message_id for parcel in self.posted for message_id in parcel.text.split()]


def put(
    engine: Engine,
    count: int,
    *,
    team: str = "T1",
    urgency: Urgency = Urgency.NUDGE,
    moment: str = "review_due",
    recipient: str | None = None,
    due: datetime = MONDAY,
) -> None:
    """Plan `count` messages of a workspace, each to a person of their own unless `recipient` is given."""
    plans = [
        Planned(
            recipient_id=recipient or f"U{i}",
            moment=moment,
            due_at=due,
            dedupe_key=f"{moment}-{urgency}-{i}-{due.isoformat()}",
            urgency=urgency,
        )
        for i in range(count)
    ]
    with Session(engine) as session, session.begin():
        Outbox(session, team).put_many(plans, MONDAY)


def rows(engine: Engine, team: str = "T1") -> list[Message]:
    """Return all messages of a workspace, detached."""
    with Session(reading(engine)) as session:
        return session.query(Message).filter_by(team_id=team).order_by(Message.due_at, Message.id).all()


def states(engine: Engine, team: str = "T1") -> list[MessageState]:
    """Return the states of all messages of a workspace."""
    return [row.state for row in rows(engine, team)]
