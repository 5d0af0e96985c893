"""Who opened something of mine from outside: each person reads the receipts about their own things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.db.work import Database
from bot.domain.access import Thing, Why
from bot.domain.calendar import local_day
from bot.services.people import Actor

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt as its reader sees it: `on` is a day of theirs, `by_id` None for whoever runs the server."""

    on: date
    by_id: str | None
    thing: Thing
    why: Why


@dataclass(frozen=True)
class AccessSheet:
    """The newest receipts about one person's things, and how many there are in all."""

    newest: tuple[ReceiptLine, ...] = ()
    count: int = 0


class Access:
    """Reads access receipts. They are written by whatever opens something: `work.access.note` in its transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receipts(self, actor: Actor) -> AccessSheet:
        """Return the receipts about the actor's own things."""
        with self._database.reading(actor.team_id) as work:
            found = work.access.of(actor.user_id, SHOWN)
            count = work.access.count(actor.user_id)
        lines = (
            ReceiptLine(local_day(each.opened_at, actor.time_zone), each.by_id, each.thing, each.why) for each in found
        )
        return AccessSheet(tuple(lines), count)
