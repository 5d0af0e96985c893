"""Queries of check-ins and reviews, inside one workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from bot.domain.check_ins import CheckIn, CheckInState, Note, Purpose, Review, Visibility, next_talk
from bot.domain.refusals import Reason, Refused


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One talk in a list, without any words."""

    id: int
    tour_id: int
    review: Review
    state: CheckInState
    due_on: date
    held_on: date | None
    recorded_by_id: str | None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What one side wrote about one talk."""

    check_in_id: int
    author_id: str
    purpose: Purpose
    visibility: Visibility
    words: str
    written_at: datetime


def planned_in(talks: Iterable[CheckInLine]) -> dict[int, list[CheckInLine]]:
    """Return those talks that are still to be held, by their tour and in the order given."""
    planned: defaultdict[int, list[CheckInLine]] = defaultdict(list)
    for talk in talks:
        if talk.state is CheckInState.PLANNED:
            planned[talk.tour_id].append(talk)
    return planned


_LINE = [getattr(CheckIn, name) for name in CheckInLine.__dataclass_fields__]
_NOTE = [getattr(Note, name) for name in NoteLine.__dataclass_fields__]


class CheckInQueries:
    """The talks of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def add(self, check_in: CheckIn) -> CheckIn:
        """Keep a new talk and return it with its id."""
        self._session.add(check_in)
        self._session.flush()
        return check_in

    def get(self, check_in_id: int) -> CheckIn:
        """Return one talk with all notes loaded (also those its reader may not see). Raises Refused(NOT_FOUND)."""
        query = select(CheckIn).where(CheckIn.team_id == self._team_id, CheckIn.id == check_in_id)
        check_in = self._session.scalar(query.options(selectinload(CheckIn.notes)))
        if check_in is None:
            raise Refused(Reason.NOT_FOUND)
        return check_in

    def planned(self, tour_id: int) -> list[CheckIn]:
        """Return the talks of a tour that are still to be held, the earliest first. Their notes are not loaded."""
        query = select(CheckIn).where(
            CheckIn.team_id == self._team_id, CheckIn.tour_id == tour_id, CheckIn.state == CheckInState.PLANNED
        )
        return list(self._session.scalars(query.order_by(CheckIn.due_on, CheckIn.id)))

    def of_tour(self, tour_id: int, *states: CheckInState) -> list[CheckInLine]:
        """Return the talks of a tour by their day, all of them or those in `states`."""
        return self.of_tours([tour_id], *states)

    def of_tours(self, tour_ids: Collection[int], *states: CheckInState) -> list[CheckInLine]:
        """Return the talks of several tours by their day, all of them or those in `states`."""
        query = select(*_LINE).where(CheckIn.team_id == self._team_id, CheckIn.tour_id.in_(tour_ids))
        if states:
            query = query.where(CheckIn.state.in_(states))
        return [CheckInLine(*row) for row in self._session.execute(query.order_by(CheckIn.due_on, CheckIn.id))]

    def next_of(self, tour_ids: Collection[int], today: date) -> dict[int, CheckInLine]:
        """Return which planned talk comes next in each of these tours (`next_talk`); tours with none are left out."""
        place = func.row_number().over(partition_by=CheckIn.tour_id, order_by=(CheckIn.due_on, CheckIn.id))
        planned = (
            select(*_LINE, place.label("place"))
            .where(
                CheckIn.team_id == self._team_id,
                CheckIn.tour_id.in_(tour_ids),
                CheckIn.state == CheckInState.PLANNED,
            )
            .subquery()
        )
        columns = [planned.c[name] for name in CheckInLine.__dataclass_fields__]
        may_come_next = or_(planned.c.place == 1, planned.c.due_on <= today)
        rows = self._session.execute(select(*columns).where(may_come_next).order_by(planned.c.due_on, planned.c.id))
        lines: dict[int, list[CheckInLine]] = {}
        for row in rows:
            lines.setdefault(row.tour_id, []).append(CheckInLine(*row))
        return {tour_id: talk for tour_id, some in lines.items() if (talk := next_talk(some, today))}

    def next_talks_held(self, tour_ids: Collection[int]) -> set[int]:
        """Return those of these tours of which a talk about the next tour was held."""
        query = select(CheckIn.tour_id).where(
            CheckIn.team_id == self._team_id,
            CheckIn.tour_id.in_(tour_ids),
            CheckIn.review == Review.NEXT_TOUR_TALK,
            CheckIn.state == CheckInState.HELD,
        )
        return set(self._session.scalars(query))

    def prepared(self, check_in_ids: Collection[int], author_id: str) -> set[int]:
        """Return those of these talks for which `author_id` has written a preparation; no words are opened."""
        query = select(Note.check_in_id).where(
            Note.team_id == self._team_id,
            Note.check_in_id.in_(check_in_ids),
            Note.author_id == author_id,
            Note.purpose == Purpose.PREPARATION,
        )
        return set(self._session.scalars(query))

    def notes_for(self, check_in_ids: Collection[int], user_id: str) -> list[NoteLine]:
        """Return what `user_id`, one side of the tour, may read: their own notes and what the other shared."""
        query = select(*_NOTE).where(
            Note.team_id == self._team_id,
            Note.check_in_id.in_(check_in_ids),
            or_(Note.author_id == user_id, Note.visibility == Visibility.BOTH_SIDES),
        )
        return [NoteLine(*row) for row in self._session.execute(query.order_by(Note.check_in_id, Note.id))]
