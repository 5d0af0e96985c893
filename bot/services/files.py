"""Files that people ask for themselves: made when they are wanted, never kept; as a file, or behind a link that ends.

A story adds what it can make to `makers`: a name, and a function that makes the file for whoever asks, or refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.db.work import Database
from bot.domain.refusals import Reason, Refused
from bot.domain.tickets import Tickets
from bot.services.people import Actor

FILE_PATH: Final = "/file"
LASTING: Final = timedelta(minutes=10)  # [ours] of a link


@dataclass(frozen=True)
class File:
    """A file as it is handed over. `name` has plain letters only; `media_type` is without the character set."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: the name of a maker, and the id of what the file is about (0 for themselves)."""

    kind: str
    subject_id: int = 0


class Way(StrEnum):
    """What became of a file."""

    SENT = "sent"
    LINK = "link"
    NO_WAY = "no_way"  # the workspace allows no files, and the bot has no web address
    TROUBLE = "trouble"  # Slack did not take it this time


@dataclass(frozen=True)
class Handed:
    """How a file went; `link` leads to it for ten minutes where it could not be sent."""

    way: Way
    link: str | None = None


Maker = Callable[[Actor, int, datetime], File]
"""Makes the file about a subject for an actor, as things stand now. Raises Refused when they may not have it."""


class Files:
    """Makes files, and the links behind which they can be had for ten minutes."""

    def __init__(self, database: Database, makers: Mapping[str, Maker], public_url: str | None) -> None:
        self._database = database
        self._makers = makers
        self._public_url = public_url
        self._tickets = Tickets("file", LASTING)

    def make(self, actor: Actor, wanted: Wanted, now: datetime) -> File:
        """Return the file. Raises Refused LINK_EXPIRED for an unknown kind, and what its maker raises."""
        maker = self._makers.get(wanted.kind)
        if maker is None:
            raise Refused(Reason.LINK_EXPIRED)
        return maker(actor, wanted.subject_id, now)

    def link(self, actor: Actor, wanted: Wanted, now: datetime) -> str | None:
        """Return a link to the file for whoever has it within ten minutes; None where the bot has no web address."""
        if self._public_url is None:
            return None
        whose = {"team": actor.team_id, "user": actor.user_id}
        claims = {**whose, "kind": wanted.kind, "subject": wanted.subject_id}
        return f"{self._public_url}{FILE_PATH}?{self._tickets.issue(claims, now)}"

    def behind(self, ticket: str, now: datetime) -> File:
        """Return the file behind a link, made now. Raises Refused TICKET_EXPIRED, and what `make` raises."""
        claims = self._tickets.read(ticket, now)
        actor = self._actor(str(claims["team"]), str(claims["user"]))
        return self.make(actor, Wanted(str(claims["kind"]), int(claims["subject"])), now)

    def _actor(self, team_id: str, user_id: str) -> Actor:
        with self._database.reading(team_id) as work:
            glance = work.people.glance(user_id)
        if glance is None:
            raise Refused(Reason.NOT_FOUND)
        return Actor(team_id, user_id, glance.time_zone, glance.locale)
