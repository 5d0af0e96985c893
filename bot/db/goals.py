"""Queries of goals, inside one workspace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from bot.domain.goals import CLOSED, Goal, GoalState, GoalUpdate
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal in a list, with its words. Both sides of the tour may read it, nobody else."""

    id: int
    tour_id: int
    author_id: str
    side: Side
    what: str
    evidence: str
    if_then: str | None
    profile_line: str | None
    due_on: date
    state: GoalState
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class GoalDue:
    """An open goal and its day, without its words: for timetables and for Home."""

    id: int
    tour_id: int
    author_id: str
    side: Side
    due_on: date
    state: GoalState


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """One line of a goal's history."""

    goal_id: int
    author_id: str
    state: GoalState
    words: str | None
    written_at: datetime


_LINE = [getattr(Goal, name) for name in GoalLine.__dataclass_fields__]
_DUE = [getattr(Goal, name) for name in GoalDue.__dataclass_fields__]
_UPDATE = [getattr(GoalUpdate, name) for name in UpdateLine.__dataclass_fields__]


class GoalQueries:
    """The goals of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def add(self, goal: Goal) -> Goal:
        """Keep a new goal and return it with its id."""
        self._session.add(goal)
        self._session.flush()
        return goal

    def get(self, goal_id: int) -> Goal:
        """Return one goal with its history loaded. Raises Refused(NOT_FOUND)."""
        query = select(Goal).where(Goal.team_id == self._team_id, Goal.id == goal_id)
        goal = self._session.scalar(query.options(selectinload(Goal.updates)))
        if goal is None:
            raise Refused(Reason.NOT_FOUND)
        return goal

    def of_tour(self, tour_id: int) -> list[GoalLine]:
        """Return all goals of a tour, the company's first, each side by its due date."""
        query = select(*_LINE).where(Goal.team_id == self._team_id, Goal.tour_id == tour_id)
        return [GoalLine(*row) for row in self._session.execute(query.order_by(Goal.side, Goal.due_on, Goal.id))]

    def open_of(self, tour_ids: Collection[int], *, until: date | None = None, limit: int = 500) -> list[GoalDue]:
        """Return the goals of these tours that are neither done nor dropped, the earliest first.

        `until` leaves out those due after that day.
        """
        query = select(*_DUE).where(
            Goal.team_id == self._team_id, Goal.tour_id.in_(tour_ids), Goal.state.not_in(CLOSED)
        )
        if until is not None:
            query = query.where(Goal.due_on <= until)
        return [GoalDue(*row) for row in self._session.execute(query.order_by(Goal.due_on, Goal.id).limit(limit))]

    def words(self, goal_ids: Collection[int]) -> dict[int, str]:
        """Return what each of these goals is, for a few that are shown."""
        query = select(Goal.id, Goal.what).where(Goal.team_id == self._team_id, Goal.id.in_(goal_ids))
        return {row.id: row.what for row in self._session.execute(query)}

    def counts(self, tour_ids: Collection[int]) -> dict[int, dict[GoalState, int]]:
        """Return how many goals of each state each of these tours has; tours without goals are left out."""
        query = (
            select(Goal.tour_id, Goal.state, func.count())
            .where(Goal.team_id == self._team_id, Goal.tour_id.in_(tour_ids))
            .group_by(Goal.tour_id, Goal.state)
        )
        found: dict[int, dict[GoalState, int]] = {}
        for tour_id, state, count in self._session.execute(query):
            found.setdefault(tour_id, {})[state] = count
        return found

    def latest_words(self, tour_id: int) -> dict[int, UpdateLine]:
        """Return the latest report of each goal of a tour about which something was said, by the goal's id."""
        newest = (
            select(func.max(GoalUpdate.id))
            .join(Goal, Goal.id == GoalUpdate.goal_id)
            .where(Goal.team_id == self._team_id, Goal.tour_id == tour_id, GoalUpdate.words.is_not(None))
            .group_by(GoalUpdate.goal_id)
        )
        query = select(*_UPDATE).where(GoalUpdate.team_id == self._team_id, GoalUpdate.id.in_(newest))
        return {row.goal_id: UpdateLine(*row) for row in self._session.execute(query)}

    def history(self, goal_ids: Sequence[int]) -> list[UpdateLine]:
        """Return what was reported about these goals, the latest first."""
        query = select(*_UPDATE).where(GoalUpdate.team_id == self._team_id, GoalUpdate.goal_id.in_(goal_ids))
        return [UpdateLine(*row) for row in self._session.execute(query.order_by(GoalUpdate.id.desc()))]
