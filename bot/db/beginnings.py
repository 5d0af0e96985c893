"""What there is already of two people who begin a tour: one query, as four of their own took three times as long."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from bot.db.coach import READERS
from bot.db.measures import HAS_BEGUN
from bot.db.rows import rows
from bot.db.tours import HANDING_OVER
from bot.domain.coach import CardShare
from bot.domain.lifecycle import NEXT
from bot.domain.measures import Occasion
from bot.domain.tours import Tour


@dataclass(frozen=True)
class Beginning:
    """What there is already of a manager and a holder who begin a tour.

    `has_next`: a tour of the holder, with whomever, waits to be signed or to begin. `handing_over_id`: the tour of the
    holder that waits for this manager. `has_card`: the holder may read the manager's opening card. `knows_survey`: the
    manager was asked the four questions of before a first tour, or it is too late for them.
    """

    manager_id: str
    holder_id: str
    has_next: bool
    handing_over_id: int | None
    has_card: bool
    knows_survey: bool

    def __bool__(self) -> bool:
        """Tell whether there is anything already."""
        return self.has_next or self.handing_over_id is not None or self.has_card or self.knows_survey


_NEXT = select(Tour.id).where(
    Tour.team_id == bindparam("team"),
    Tour.holder_id == bindparam("holder"),
    or_(*(Tour.state == state for state in sorted(NEXT))),  # in_() would be written anew each time
)
_BEGINNING = select(
    _NEXT.exists(),
    HANDING_OVER.scalar_subquery(),
    READERS.where(CardShare.holder_id == bindparam("holder")).exists(),
    HAS_BEGUN.scalar_subquery(),
)


class BeginningQueries:
    """What new tours meet in the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def of(self, manager_id: str, holder_id: str) -> Beginning:
        """Return what a new tour of these two meets."""
        people = {"manager": manager_id, "author": manager_id, "incoming": manager_id, "holder": holder_id}
        asked = {"team": self._team_id, "occasion": Occasion.BASELINE, **people}
        has_next, handing_over_id, has_card, knows_survey = rows(self._session, _BEGINNING, asked).one()
        return Beginning(manager_id, holder_id, bool(has_next), handing_over_id, bool(has_card), bool(knows_survey))
