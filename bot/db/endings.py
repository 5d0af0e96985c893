"""Queries of how tours end: doors, closes, and successors whose day has come, inside one workspace."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from bot.domain.doors import DoorChoice
from bot.domain.endings import ClosingWords, Ending
from bot.domain.lifecycle import UNDER_WAY, State
from bot.domain.tours import Terms, Tour


class EndingQueries:
    """How the tours of the workspace `team_id` end, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def add(self, row: Ending | ClosingWords | DoorChoice) -> None:
        """Keep something new about the end of a tour."""
        self._session.add(row)
        self._session.flush()

    def doors(self, tour_id: int) -> list[DoorChoice]:
        """Return what each side has said about the doors of a tour. One side must never be shown the other's."""
        query = select(DoorChoice).where(DoorChoice.team_id == self._team_id, DoorChoice.tour_id == tour_id)
        return list(self._session.scalars(query.order_by(DoorChoice.user_id)))

    def doors_of(self, tour_ids: Collection[int]) -> dict[int, list[DoorChoice]]:
        """Return the same for several tours, by the tour's id; those without any are left out."""
        query = select(DoorChoice).where(DoorChoice.team_id == self._team_id, DoorChoice.tour_id.in_(tour_ids))
        found: dict[int, list[DoorChoice]] = {}
        for choice in self._session.scalars(query):
            found.setdefault(choice.tour_id, []).append(choice)
        return found

    def of_tour(self, tour_id: int) -> Ending | None:
        """Return how a tour ended or closes, or None while it goes on."""
        query = select(Ending).where(Ending.team_id == self._team_id, Ending.tour_id == tour_id)
        return self._session.scalar(query)

    def words(self, tour_id: int) -> list[ClosingWords]:
        """Return what the sides said at the end of a tour."""
        query = select(ClosingWords).where(ClosingWords.team_id == self._team_id, ClosingWords.tour_id == tour_id)
        return list(self._session.scalars(query.order_by(ClosingWords.id)))

    def answered(self, tour_ids: Collection[int], author_id: str) -> set[int]:
        """Return those of these tours at whose end this person has said something; no words are opened."""
        query = select(ClosingWords.tour_id).where(
            ClosingWords.team_id == self._team_id,
            ClosingWords.tour_id.in_(tour_ids),
            ClosingWords.author_id == author_id,
        )
        return set(self._session.scalars(query))

    def waits(self, tour_ids: Collection[int]) -> dict[int, date | None]:
        """Return until which day each of these tours that close waits for both answers."""
        query = select(Ending.tour_id, Ending.waits_until).where(
            Ending.team_id == self._team_id, Ending.tour_id.in_(tour_ids)
        )
        return dict(self._session.execute(query).all())

    def waited_enough(self, today: date, limit: int) -> list[int]:
        """Return the ids of up to `limit` tours that are closing and have waited for answers until before `today`."""
        query = (
            select(Tour.id)
            .join(Ending, and_(Ending.tour_id == Tour.id, Ending.team_id == Tour.team_id))
            .where(Tour.team_id == self._team_id, Tour.state == State.CLOSING, Ending.waits_until < today)
        )
        return list(self._session.scalars(query.order_by(Tour.id).limit(limit)))

    def under_way(self, holder_id: str) -> int | None:
        """Return the id of the tour that this person holds and that is under way, or None."""
        query = select(Tour.id).where(
            Tour.team_id == self._team_id, Tour.holder_id == holder_id, Tour.state.in_(UNDER_WAY)
        )
        return self._session.scalar(query)

    def ready_to_begin(self, today: date) -> list[int]:
        """Return the ids of agreed tours whose first day is `today` or before, and whose way may be free.

        A holder's earlier tour that is on leave or between two managers keeps the next one waiting.
        """
        earlier = aliased(Tour)
        held_up = select(earlier.id).where(
            earlier.team_id == self._team_id,
            earlier.holder_id == Tour.holder_id,
            earlier.state.in_([State.PAUSED, State.HANDING_OVER]),
        )
        query = (
            select(Tour.id)
            .join(
                Terms,
                and_(Terms.tour_id == Tour.id, Terms.number == func.coalesce(Tour.in_force_number, Tour.latest_number)),
            )
            .where(
                Tour.team_id == self._team_id,
                Tour.state == State.AGREED,
                Terms.start_on <= today,
                ~held_up.exists(),
            )
        )
        return list(self._session.scalars(query.order_by(Tour.id)))
