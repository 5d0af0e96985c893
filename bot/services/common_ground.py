"""Common ground: what a manager's card and a holder's own list have in common, once each side has shared its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.db.work import Database, Work
from bot.domain.common_ground import Meeting, ValueList, in_both
from bot.domain.lifecycle import OVER
from bot.domain.permissions import Action, Role, require
from bot.domain.refusals import Reason, Refused
from bot.domain.rungs import Rung, require_card
from bot.domain.tours import Tour
from bot.services.coach import climbed
from bot.services.people import Actor
from bot.services.timetable import tell


@dataclass(frozen=True)
class Ground:
    """What the reader may see of it. `theirs` is None alike for a list that is unwritten and for one that is kept.

    `both` is empty while one of the lists is not shared. `version` is what a change of the reader's own list starts
    from; it stays 0 for a manager, whose list stands on the opening card.
    """

    tour_id: int
    reader: Role
    other_id: str
    mine: str | None
    theirs: str | None
    is_shared: bool
    version: int
    company: str | None
    both: tuple[Meeting, ...]


@dataclass(frozen=True)
class WriteValues:
    """Word what matters to oneself, and share it or keep it."""

    tour_id: int
    words: str | None
    share: bool
    version: int


class CommonGround:
    """The verbs of common ground."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, actor: Actor, tour_id: int) -> Ground:
        """Return the common ground of a tour as the actor may see it.

        Raises Refused: NOT_YOURS; before the manager's card is shared CARD_FIRST to them, NOT_FOUND to the holder.
        """
        with self._database.reading(actor.team_id) as work:
            tour, reader = _between(work, actor, tour_id, Action.READ_COMMON_GROUND)
            return _ground(work, tour, reader)

    def write(self, actor: Actor, command: WriteValues, now: datetime, delivery: str | None = None) -> Ground:
        """Keep the holder's list; the manager hears of it once it is newly shared, and of nothing else.

        Raises Refused as `read` does, CHANGED_MEANWHILE, and REQUIRED or TOO_LONG at "values".
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour, reader = _between(work, actor, command.tour_id, Action.WRITE_VALUES)
            kept = work.periods.book().now.notes
            found = work.coach.value_list(tour.manager_id, tour.holder_id)
            if (found.version if found else 0) != command.version:
                raise Refused(Reason.CHANGED_MEANWHILE)
            if found is None:
                found = ValueList.begin(team_id=work.team_id, manager_id=tour.manager_id, holder_id=tour.holder_id)
                work.coach.add(found)
            if found.write(command.words, share=command.share, now=now, kept=kept):
                key = f"values_shared:{tour.manager_id}:{tour.holder_id}:{now:%Y-%m-%d}"
                tell(work, to=tour.manager_id, moment="values_shared", tour_id=tour.id, now=now, key=key)
            return _ground(work, tour, reader)


def _between(work: Work, actor: Actor, tour_id: int, action: Action) -> tuple[Tour, Role]:
    tour = work.tours.get(tour_id)
    reader = require(actor.user_id, action, tour)
    if tour.state in OVER:
        raise Refused(Reason.TOUR_OVER)
    try:
        require_card(Rung.ASK, climbed(work, tour.manager_id, tour.holder_id))
    except Refused:
        raise Refused(Reason.CARD_FIRST if reader is Role.MANAGER else Reason.NOT_FOUND) from None
    return tour, reader


def _ground(work: Work, tour: Tour, reader: Role) -> Ground:
    card = work.coach.card(tour.manager_id)
    of_manager = card.values if card else None
    found = work.coach.value_list(tour.manager_id, tour.holder_id)
    shared = found.shared_words if found else None
    leads = reader is Role.MANAGER
    company = work.company.get()
    return Ground(
        tour_id=tour.id,
        reader=reader,
        other_id=tour.holder_id if leads else tour.manager_id,
        mine=of_manager if leads else (found.words if found else None),
        theirs=shared if leads else of_manager,
        is_shared=leads or shared is not None,
        version=0 if leads or found is None else found.version,
        company=company.values if company else None,
        both=tuple(in_both(of_manager, shared)),
    )
