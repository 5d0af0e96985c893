"""Two people who begin a tour and what there is of them: one query, as five of their own took four times as long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from bot.db.coach import READERS
from bot.db.measures import HAS_BEGUN
from bot.db.periods import IS_DECIDED
from bot.db.rows import rows
from bot.db.tours import HANDING_OVER
from bot.domain.coach import CardShare
from bot.domain.lifecycle import NEXT
from bot.domain.measures import Occasion
from bot.domain.outbox import Lane
from bot.domain.people import Person
from bot.domain.tours import Tour


@dataclass(frozen=True)
class Beginning:
    """A manager and a holder who begin a tour, and what there is of them already.

    `people`: those of the two whom the bot has met, to read, without their names; what is changed in them is not kept.
    Where it has met neither, the rest is not known. `has_next`: a tour of the holder, with whomever, waits to be signed
    or to begin. `handing_over_id`: the tour of the holder that waits for this manager. `has_card`: the holder may read
    the manager's opening card. `knows_survey`: the manager was asked the four questions of before a first tour, or it
    is too late. `has_rulings`: stewards have decided about periods. `has_lane`: messages of this workspace
    have their lane.
    """

    manager_id: str
    holder_id: str
    people: Mapping[str, Person]
    has_next: bool = False
    handing_over_id: int | None = None
    has_card: bool = False
    knows_survey: bool = False
    has_rulings: bool = False
    has_lane: bool = False

    def __bool__(self) -> bool:
        """Tell whether the bot has met either of them, so that the rest is known."""
        return bool(self.people)

    @property
    def at_home(self) -> tuple[str, ...]:
        """Those of the two who have ever opened Home."""
        return tuple(user_id for user_id, person in self.people.items() if person.home_visited_at is not None)


_NEXT = select(Tour.id).where(
    Tour.team_id == bindparam("team"),
    Tour.holder_id == bindparam("holder"),
    or_(*(Tour.state == state for state in sorted(NEXT))),  # in_() would be written anew each time
)
_LANE = select(Lane.team_id).where(Lane.team_id == bindparam("team"))
_FACTS = [column.key for column in Person.__table__.c if column.key != "name"]
_BEGINNING = select(
    *(getattr(Person, name) for name in _FACTS),
    _NEXT.exists(),
    HANDING_OVER.scalar_subquery(),
    READERS.where(CardShare.holder_id == bindparam("holder")).exists(),
    HAS_BEGUN.scalar_subquery(),
    IS_DECIDED,
    _LANE.exists(),
).where(
    Person.team_id == bindparam("team"),
    Person.user_id.in_([bindparam("manager"), bindparam("holder")]),
)


class BeginningQueries:
    """What new tours meet in the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def of(self, manager_id: str, holder_id: str) -> Beginning:
        """Return who these two are and what a new tour of theirs meets."""
        sides = {"manager": manager_id, "author": manager_id, "incoming": manager_id, "holder": holder_id}
        asked = {"team": self._team_id, "occasion": Occasion.BASELINE, **sides}
        people: dict[str, Person] = {}
        beginning = Beginning(manager_id, holder_id, people)
        for row in rows(self._session, _BEGINNING, asked):
            *facts, has_next, handing_over_id, has_card, knows_survey, ruled, lane = row
            person = Person()
            vars(person).update(zip(_FACTS, facts, strict=True))  # only read, so that no history is kept of them
            people[person.user_id] = person
            found = bool(has_next), handing_over_id, bool(has_card), bool(knows_survey), bool(ruled), bool(lane)
            beginning = Beginning(manager_id, holder_id, people, *found)
        return beginning
