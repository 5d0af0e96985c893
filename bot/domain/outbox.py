"""The one door through which the bot speaks: messages whose hour has come or will come, and the lane of each workspace.

A row knows who, which moment and which tour. It never holds words: those are made from today's facts when it goes out.
"""

from __future__ import annotations

import enum
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.base import Base


class MessageState(enum.StrEnum):
    """Where a message stands."""

    PENDING = "pending"  # its hour has not come, or it is on its way
    SENT = "sent"  # Slack has it
    CANCELLED = "cancelled"  # not wanted any more
    GIVEN_UP = "given_up"  # Slack will not take it, and says why


class Urgency(enum.StrEnum):
    """Whether a message waits for the person's working hours. In alphabetical order, the first goes out first."""

    NOW = "now"  # another person's act caused it: goes out at once, in a DM of its own
    NUDGE = "nudge"  # a reminder: all that is due for one person goes out in one DM


def new_id(now: datetime) -> str:
    """Return a fresh id of a message: 32 hexadecimal digits, of which the first twelve are the milliseconds of `now`.

    What was planned together then stands together in the index, however large it has become.
    """
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(10)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A message to put into the outbox of a workspace.

    `recipient_id` is a Slack user id, `due_at` an aware moment. `dedupe_key` says the same thing in the same words
    whenever the same message is planned again: it goes out once, however often it is planned.
    """

    recipient_id: str
    moment: str
    due_at: datetime
    dedupe_key: str
    urgency: Urgency = Urgency.NUDGE
    tour_id: int | None = None
    subject_id: int | None = None

    def row(self, team_id: str, now: datetime) -> dict[str, Any]:
        """Return the row of this message for the workspace `team_id`, waiting for its hour; the rest is still empty."""
        return {
            "id": new_id(now),
            "team_id": team_id,
            "recipient_id": self.recipient_id,
            "moment": self.moment,
            "urgency": self.urgency,
            "tour_id": self.tour_id,
            "subject_id": self.subject_id,
            "dedupe_key": self.dedupe_key,
            "due_at": self.due_at,
            "state": MessageState.PENDING,
            "attempts": 0,
            "in_doubt": False,
            "created_at": now,
        }


# What is pending stands in a small index of its own, so that a tick costs the same however much was ever sent. The
# state is a literal, here and in the queries: a bound parameter would keep the planner from using the index.
_PENDING: ColumnElement[bool] = literal_column("state = 'pending'")


class Message(Base):
    """One message to one person."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("team_id", "dedupe_key"),
        Index("ix_messages_due", "team_id", "urgency", "due_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
        # These hold every row, and nothing that a claim or a settlement changes: neither has to touch them.
        Index("ix_messages_of_person", "team_id", "recipient_id", "due_at"),
        Index("ix_messages_of_tour", "team_id", "tour_id"),
        # Half of each page stays free: a claim then changes a row on its page, and touches no index.
        {"postgresql_with": {"fillfactor": 50}},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    recipient_id: Mapped[str] = mapped_column(String(32))
    moment: Mapped[str] = mapped_column(String(64))
    urgency: Mapped[Urgency]
    tour_id: Mapped[int | None]
    subject_id: Mapped[int | None]
    dedupe_key: Mapped[str] = mapped_column(String(255))
    due_at: Mapped[datetime]  # when it may go out; a retry, a snooze or a day off moves it
    state: Mapped[MessageState]
    lease_until: Mapped[datetime | None]  # until then it belongs to whoever claimed it
    attempts: Mapped[int]  # how often it was claimed; also tells one claim from the next
    bundle_id: Mapped[str | None] = mapped_column(String(32))  # the message that carries it; set before the post
    in_doubt: Mapped[bool]  # an earlier claim ended without a word: it may be in Slack already
    channel_id: Mapped[str | None] = mapped_column(String(32))  # the DM it went to
    ts: Mapped[str | None] = mapped_column(String(32))  # Slack's name for it in that DM
    prompt: Mapped[str | None] = mapped_column(String(255))  # which prompt was sent
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(255))  # why it was cancelled, given up or put off: never words
    created_at: Mapped[datetime]


class Lane(Base):
    """The way of one workspace's messages to Slack: one process at a time, at Slack's pace."""

    __tablename__ = "lanes"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str | None] = mapped_column(String(64))  # which dispatcher drives here
    lease_until: Mapped[datetime | None]  # until when it does
    next_post_at: Mapped[datetime | None]  # no post before: the pace, or Slack's Retry-After
    reason: Mapped[str | None] = mapped_column(String(255))  # why it waits, when Slack told it to
