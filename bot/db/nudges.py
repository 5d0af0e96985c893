"""Queries about what people wish of their nudges, and what became of the nudges so far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, literal_column, or_, select
from sqlalchemy.orm import Session

from bot.domain.nudges import About, Moment, NudgeWish, Quiet
from bot.domain.outbox import Message, MessageState, Urgency


@dataclass(frozen=True, slots=True)
class SentNudge:
    """A nudge that a person got."""

    moment: Moment
    tour_id: int
    subject_id: int | None
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class LastNudge:
    """What became of the latest nudge of one kind: sent with which prompt, or left out for which reason."""

    state: MessageState
    prompt: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that Slack would not take: for whom, of which urgency, and Slack's word for the reason."""

    recipient_id: str
    urgency: Urgency
    reason: str | None


class NudgeQueries:
    """The wishes of the people of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def wishes(self, user_id: str) -> dict[tuple[int, str], NudgeWish]:
        """Return how often the person wants which kind of nudge, by tour and moment; what is missing is unchanged."""
        query = select(NudgeWish).where(NudgeWish.team_id == self._team_id, NudgeWish.user_id == user_id)
        return {(wish.tour_id, wish.moment): wish for wish in self._session.scalars(query)}

    def wish(self, user_id: str, tour_id: int, moment: Moment) -> NudgeWish:
        """Return the wish about one kind of nudge of one tour, a new one where there was none."""
        found = self._session.get(NudgeWish, (self._team_id, user_id, tour_id, moment))
        if found is None:
            found = NudgeWish.new(self._team_id, user_id, tour_id, moment)
            self._session.add(found)
        return found

    def quiets(self, user_id: str) -> dict[tuple[int, str, int], Quiet]:
        """Return the things that the person wants to hear nothing of for now, by tour, kind and subject."""
        query = select(Quiet).where(Quiet.team_id == self._team_id, Quiet.user_id == user_id)
        return {(quiet.tour_id, quiet.about, quiet.subject_id): quiet for quiet in self._session.scalars(query)}

    def keep_quiet(self, quiet: Quiet) -> None:
        """Keep a wish for quiet in place of an earlier one about the same thing."""
        self._session.merge(quiet)

    def speak_again(self, user_id: str, tour_id: int, about: About, subject_id: int) -> None:
        """Forget the wish for quiet about one thing."""
        self._session.execute(
            delete(Quiet).where(
                Quiet.team_id == self._team_id,
                Quiet.user_id == user_id,
                Quiet.tour_id == tour_id,
                Quiet.about == about,
                Quiet.subject_id == subject_id,
            )
        )

    def sent_since(self, user_id: str, since: datetime | None) -> list[SentNudge]:
        """Return the nudges that the person got after `since`, the earliest first."""
        query = select(Message.moment, Message.tour_id, Message.subject_id, Message.settled_at).where(
            Message.team_id == self._team_id,
            Message.recipient_id == user_id,
            Message.settled_at.is_not(None),
            Message.state == MessageState.SENT,
            Message.urgency == Urgency.NUDGE,
        )
        if since is not None:
            query = query.where(Message.settled_at > since)
        rows = self._session.execute(query.order_by(Message.settled_at))
        return [
            SentNudge(Moment(moment), tour, subject, at)
            for moment, tour, subject, at in rows
            if tour is not None and at is not None
        ]

    def is_on_the_way(self, user_id: str, besides: Collection[str]) -> bool:
        """Tell whether a nudge DM to the person is being posted at this moment, `besides` these messages (ids)."""
        query = select(Message.id).where(
            Message.team_id == self._team_id,
            literal_column("messages.state = 'pending'"),
            Message.recipient_id == user_id,
            Message.urgency == Urgency.NUDGE,
            Message.bundle_id.is_not(None),
            Message.id.not_in(besides),
        )
        return self._session.scalar(query.limit(1)) is not None

    def addressed(self, message_id: str) -> tuple[str, str] | None:
        """Return to whom a message was to go and of which moment it is, or None for one that is not there."""
        query = select(Message.recipient_id, Message.moment)
        row = self._session.execute(query.where(Message.team_id == self._team_id, Message.id == message_id))
        found = row.one_or_none()
        return None if found is None else (found.recipient_id, found.moment)

    def given_up_since(self, since: datetime, limit: int = 500) -> list[Undelivered]:
        """Return what was given up after `since`, the latest first."""
        query = select(Message.recipient_id, Message.urgency, Message.reason).where(
            Message.team_id == self._team_id, Message.state == MessageState.GIVEN_UP, Message.settled_at > since
        )
        rows = self._session.execute(query.order_by(Message.settled_at.desc(), Message.id).limit(limit))
        return [Undelivered(*row) for row in rows]

    def last_sent(self, user_id: str, moment: str) -> datetime | None:
        """Return when the person last got a message of this moment, or None."""
        query = select(func.max(Message.settled_at)).where(
            Message.team_id == self._team_id,
            Message.recipient_id == user_id,
            Message.settled_at.is_not(None),
            Message.state == MessageState.SENT,
            Message.moment == moment,
        )
        return self._session.scalar(query)

    def state_of(self, dedupe_key: str) -> MessageState | None:
        """Return how the message with this key stands, or None where there is none."""
        query = select(Message.state).where(Message.team_id == self._team_id, Message.dedupe_key == dedupe_key)
        return self._session.scalar(query)

    def last_of_kind(self, user_id: str, tour_id: int, moment: str, left_out: str) -> LastNudge | None:
        """Return the latest nudge of a kind that was sent, or left out for the reason `left_out`."""
        query = (
            select(Message.state, Message.prompt, Message.reason)
            .where(
                Message.team_id == self._team_id,
                Message.recipient_id == user_id,
                Message.settled_at.is_not(None),
                Message.tour_id == tour_id,
                Message.moment == moment,
                or_(Message.state == MessageState.SENT, Message.reason == left_out),
            )
            .order_by(Message.settled_at.desc())
            .limit(1)
        )
        row = self._session.execute(query).one_or_none()
        return None if row is None else LastNudge(*row)
