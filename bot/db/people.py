"""Queries about the people of one workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.rows import in_bites, rows
from bot.domain.outbox import Message
from bot.domain.people import LOOK_UP_AGAIN_AFTER, Person, Profile


@dataclass(frozen=True)
class Glance:
    """The little that most requests need to know about a person."""

    time_zone: str
    locale: str
    looked_up_at: datetime
    last_seen_at: datetime | None
    last_sent_at: datetime | None

    def is_stale(self, now: datetime) -> bool:
        """Tell whether Slack should be asked again."""
        return now - self.looked_up_at > LOOK_UP_AGAIN_AFTER

    @property
    def has_unseen(self) -> bool:
        """Tell whether a message was sent since this person was last seen."""
        return self.last_sent_at is not None and (self.last_seen_at is None or self.last_seen_at < self.last_sent_at)


# Built once: every request asks it, and building a statement takes longer than running this one.
_LAST_SENT = (
    select(Message.settled_at)
    .where(
        Message.team_id == bindparam("team"),
        Message.recipient_id == bindparam("user"),
        Message.settled_at.is_not(None),  # so that the partial index serves
        literal_column("messages.state = 'sent'"),
    )
    .order_by(Message.settled_at.desc())
    .limit(1)
    .scalar_subquery()
)
_GLANCE = select(
    Person.time_zone,
    Person.locale,
    Person.looked_up_at,
    Person.last_seen_at,
    _LAST_SENT,
).where(Person.team_id == bindparam("team"), Person.user_id == bindparam("user"))
_MANY = select(Person).where(
    Person.team_id == bindparam("team"), Person.user_id.in_(bindparam("users", expanding=True))
)
_NAMES = select(Person.user_id, Person.name).where(
    Person.team_id == bindparam("team"), Person.user_id.in_(bindparam("users", expanding=True))
)
_VISITORS = select(Person.user_id, Person.time_zone, Person.locale).where(
    Person.team_id == bindparam("team"),
    Person.user_id.in_(bindparam("users", expanding=True)),
    Person.home_visited_at.is_not(None),
)


class PeopleQueries:
    """The people of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id
        self._met: dict[str, Person] = {}  # the session itself forgets whom nobody holds, and would ask again

    def get(self, user_id: str) -> Person | None:
        """Return the person, or None when the bot has not met them."""
        if user_id in self._met:
            return self._met[user_id]
        person = self._session.get(Person, (self._team_id, user_id))
        if person is not None:
            self._met[user_id] = person
        return person

    def get_or_meet(self, user_id: str, now: datetime) -> Person:
        """Return the person, new ones with our default hours until Slack tells more."""
        if (person := self.get(user_id)) is not None:
            return person
        person = self.unmet(user_id, now)
        try:
            with self._session.begin_nested():
                self._session.add(person)
        except IntegrityError:  # another request met them at this very moment
            return self._session.get_one(Person, (self._team_id, user_id))
        return person

    def unmet(self, user_id: str, now: datetime) -> Person:
        """Return what is assumed of somebody whom the bot has not met: our default hours, in UTC. It is not kept."""
        person = Person.meet(self._team_id, user_id)
        person.learn(Profile(name=""), now)
        return person

    def many(self, user_ids: Iterable[str]) -> dict[str, Person]:
        """Return those of `user_ids` whom the bot has met, by id."""
        wanted = set(user_ids)
        if unread := sorted(wanted - self._met.keys()):
            found = self._session.scalars(_MANY, {"team": self._team_id, "users": unread})
            self._met.update((person.user_id, person) for person in found)
        return {user_id: self._met[user_id] for user_id in sorted(wanted) if user_id in self._met}

    def names(self, user_ids: Iterable[str]) -> dict[str, str]:
        """Return what those of `user_ids` are called whom the bot has met and Slack gave a name, by id."""
        found = (
            rows(self._session, _NAMES, {"team": self._team_id, "users": some})
            for some in in_bites(sorted(set(user_ids)))
        )
        return {user_id: name for some in found for user_id, name in some if name}

    def visitors(self, user_ids: Iterable[str]) -> list[tuple[str, str, str]]:
        """Return user id, time zone and locale of those of `user_ids` who have ever opened Home."""
        found = rows(self._session, _VISITORS, {"team": self._team_id, "users": sorted(user_ids)})
        return [(user_id, time_zone, locale) for user_id, time_zone, locale in found]

    def glance(self, user_id: str) -> Glance | None:
        """Return what every request needs to know about who asks, in one query of columns; None for a new face."""
        row = rows(self._session, _GLANCE, {"team": self._team_id, "user": user_id}).one_or_none()
        return None if row is None else Glance(*row)
