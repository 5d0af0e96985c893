"""Stewards name each other. The first is whoever installed the bot, or whom the operator named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.db.work import Database, Work
from bot.domain.people import Person
from bot.domain.refusals import Reason, Refused
from bot.domain.stewards import MOST
from bot.services.people import Actor, People

FIELD = "stewards"


class Stewards:
    """Who looks after the bot in a workspace."""

    def __init__(self, database: Database, people: People) -> None:
        self._database = database
        self._people = people

    def of(self, actor: Actor) -> list[str]:
        """Return the user ids of the stewards, those of longest standing first. Anybody may know who they are."""
        with self._database.reading(actor.team_id) as work:
            return work.stewards.all()

    def name(self, actor: Actor, user_ids: Sequence[str], now: datetime, delivery: str | None = None) -> None:
        """Have exactly these people as stewards.

        Raises Refused at the field "stewards" for nobody, too many, and whoever is no full member, and
        Refused(STEWARDS_ONLY) for an actor who is no steward (any more).
        """
        if not user_ids:
            raise Refused(Reason.REQUIRED, field=FIELD)
        if len(user_ids) > MOST:
            raise Refused(Reason.TOO_MANY_STEWARDS, field=FIELD, most=MOST)
        known = self.of(actor)
        for user_id in [user_id for user_id in user_ids if user_id not in known]:
            require_full_member(self._people.find(actor.team_id, user_id, now), field=FIELD)
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            require_steward(work, actor)
            work.stewards.name(user_ids, actor.user_id, now)


def require_steward(work: Work, actor: Actor) -> None:
    """Raise Refused(STEWARDS_ONLY) for whoever is no steward (any more)."""
    if actor.user_id not in work.stewards.all():
        raise Refused(Reason.STEWARDS_ONLY)


def require_full_member(person: Person | None, *, field: str) -> None:
    """Raise Refused(NOT_A_MEMBER) at `field` for guests, apps, people of elsewhere and those who have left."""
    if person is None or person.is_bot or person.is_guest or person.is_stranger or person.is_deactivated:
        raise Refused(Reason.NOT_A_MEMBER, field=field)
