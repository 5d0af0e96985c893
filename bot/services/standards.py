"""Standard tours: stewards write them once, everybody reads them, and managers start from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.db.work import Database, Work
from bot.domain.patterns import Pattern
from bot.domain.refusals import Reason, Refused
from bot.domain.standards import MOST, StandardDraft, StandardTour
from bot.services.people import Actor
from bot.services.stewards import require_steward


@dataclass(frozen=True)
class StandardList:
    """Every standard tour of a workspace; `is_steward` is about the reader."""

    standards: tuple[Pattern, ...]
    is_steward: bool


@dataclass(frozen=True)
class StandardSheet:
    """One standard tour in the form of a steward. A new one has no `id`, and version 0."""

    id: int | None
    version: int
    draft: StandardDraft


NEW = StandardSheet(None, 0, StandardDraft())


class Standards:
    """The verbs of standard tours."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_of(self, actor: Actor) -> StandardList:
        """Return all of them, the oldest first."""
        with self._database.reading(actor.team_id) as work:
            return _list(work, actor)

    def sheet(self, actor: Actor, standard_id: int) -> StandardSheet:
        """Return one as its form needs it. Raises Refused STEWARDS_ONLY or NOT_FOUND."""
        with self._database.reading(actor.team_id) as work:
            require_steward(work, actor)
            found = work.standards.get(standard_id)
            return StandardSheet(found.id, found.version, found.draft())

    def save(self, actor: Actor, sheet: StandardSheet, now: datetime, delivery: str | None = None) -> StandardList:
        """Keep a standard tour as a steward wrote it, and return all.

        Raises Refused STEWARDS_ONLY, SETTINGS_CHANGED when another steward was faster, NOT_FOUND when it was taken out,
        TOO_MANY_STANDARDS, and SeveralRefused with everything that is wrong, each at its field.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            require_steward(work, actor)
            if sheet.id is None:
                if len(work.standards.all()) >= MOST:
                    raise Refused(Reason.TOO_MANY_STANDARDS, field="name", limit=MOST)
                work.standards.add(StandardTour.write(actor.team_id, sheet.draft))
            else:
                found = work.standards.get(sheet.id)
                if found.version != sheet.version:
                    raise Refused(Reason.SETTINGS_CHANGED)
                found.change(sheet.draft)
        return self.list_of(actor)

    def take_out(self, actor: Actor, standard_id: int) -> StandardList:
        """Take one out and return the rest; tours started from it stay. One that is gone already is no fault.

        Raises Refused(STEWARDS_ONLY).
        """
        with self._database.work(actor.team_id) as work:
            require_steward(work, actor)
            for standard in work.standards.all():
                if standard.id == standard_id:
                    work.standards.remove(standard)
        return self.list_of(actor)


def _list(work: Work, actor: Actor) -> StandardList:
    patterns = tuple(standard.pattern() for standard in work.standards.all())
    return StandardList(patterns, is_steward=actor.user_id in work.stewards.all())
