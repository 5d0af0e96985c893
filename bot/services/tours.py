"""Tours: proposed, changed, signed, declined, withdrawn, left to lapse; and what became of their promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.db.tours import PromiseDue, TourLine
from bot.db.work import Database
from bot.services.people import Actor


@dataclass(frozen=True)
class SignTerms:
    """One version of a tour, as its reader saw it."""

    tour_id: int
    number: int
    text_hash: str


class Tours:
    """The use cases of tours. Days are those of the actor's own calendar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_of(self, actor: Actor) -> list[TourLine]:
        """Return the actor's tours on either side, the newest first, without any words."""
        with self._database.reading(actor.team_id) as work:
            return work.tours.of(actor.user_id)

    def promises_due(self, actor: Actor, until: date) -> list[PromiseDue]:
        """Return the open promises of both sides in the actor's running tours that are due by `until`."""
        with self._database.reading(actor.team_id) as work:
            return work.tours.open_promises([line.id for line in work.tours.of(actor.user_id)], until=until)
