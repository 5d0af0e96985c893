"""Goals of a tour: read, add, report how they stand, word anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.db.goals import GoalLine, UpdateLine
from bot.db.work import Database, Work
from bot.domain.goals import CLOSED, Goal, GoalDraft, GoalEntry, GoalState, require_due_in_tour
from bot.domain.lifecycle import RUNNING, State
from bot.domain.permissions import Action, require
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.tours import Terms, Tour
from bot.services import timetable
from bot.services.choosing import TourChoice, require_running, running_tours
from bot.services.people import Actor
from bot.services.sharpening import Sharpening, look_over


@dataclass(frozen=True)
class AddGoals:
    """New goals of one tour as they were typed, each under the number of its row in the form."""

    tour_id: int
    rows: Mapping[int, GoalEntry]


@dataclass(frozen=True)
class GoalReport:
    """How one goal stands. `seen` is the state that the form showed, `words` what is said about it, if anything."""

    goal_id: int
    seen: GoalState
    state: GoalState
    words: str | None


@dataclass(frozen=True)
class ReportGoals:
    """How several goals of one tour stand."""

    tour_id: int
    reports: tuple[GoalReport, ...]


@dataclass(frozen=True)
class EditGoal:
    """One goal, worded anew by its author."""

    goal_id: int
    entry: GoalEntry


@dataclass(frozen=True)
class GoalsOfTour:
    """What a list or a form of goals shows. `may_change` is False once the tour is over.

    `latest` holds what was said last about a goal, by its id.
    """

    tour_id: int
    manager_id: str
    holder_id: str
    reader_id: str
    start_on: date
    end_on: date | None
    today: date
    may_change: bool
    goals: tuple[GoalLine, ...]
    latest: Mapping[int, UpdateLine] = field(default_factory=dict)
    is_closing: bool = False

    @property
    def other_id(self) -> str:
        """The side that is not the reader."""
        return self.holder_id if self.reader_id == self.manager_id else self.manager_id

    @property
    def may_add(self) -> bool:
        """Whether new goals are taken: a tour that is closing takes none."""
        return self.may_change and not self.is_closing

    @property
    def all_closed(self) -> bool:
        """Whether there are goals, and none of them is open."""
        return bool(self.goals) and all(goal.state in CLOSED for goal in self.goals)


@dataclass(frozen=True)
class GoalInFull:
    """One goal with everything written about it, the latest first."""

    tour: GoalsOfTour
    goal: GoalLine
    history: tuple[UpdateLine, ...]

    @property
    def may_edit(self) -> bool:
        """Whether the reader wrote it, and the tour is under way."""
        return self.tour.may_change and self.goal.author_id == self.tour.reader_id


class Goals:
    """The use cases of goals. Days are those of the actor's own calendar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def choices(self, actor: Actor, with_id: str | None = None) -> list[TourChoice]:
        """Return the actor's tours that are under way, all of them or those with one person."""
        with self._database.reading(actor.team_id) as work:
            return running_tours(work, actor.user_id, with_id)

    def of_tour(self, actor: Actor, tour_id: int, now: datetime) -> GoalsOfTour:
        """Return the goals of one tour. Raises Refused NOT_FOUND or NOT_YOURS."""
        with self._database.reading(actor.team_id) as work:
            return _read(work, actor, tour_id, now)

    def in_full(self, actor: Actor, goal_id: int, now: datetime) -> GoalInFull:
        """Return one goal and its history. Raises Refused NOT_FOUND or NOT_YOURS."""
        with self._database.reading(actor.team_id) as work:
            tour = _read(work, actor, work.goals.get(goal_id).tour_id, now)
            goal = next(line for line in tour.goals if line.id == goal_id)
            return GoalInFull(tour, goal, tuple(work.goals.history([goal_id])))

    def review(self, actor: Actor, command: AddGoals, now: datetime) -> Sharpening:
        """Say what is vague about new goals, and keep nothing. Raises what `add` would raise."""
        with self._database.reading(actor.team_id) as work:
            tour = _growing_tour(work, actor, command.tour_id)
            _require_goals(command.rows, require_running(tour), actor.today(now))
            sides = [goal.side for goal in work.goals.of_tour(tour.id)]
        return look_over(command.rows, sides, actor.locale)

    def review_edit(self, actor: Actor, command: EditGoal, now: datetime) -> Sharpening:
        """Say what is vague about a new wording, and keep nothing; words left as they were are not judged.

        Raises what `edit` would raise.
        """
        with self._database.reading(actor.team_id) as work:
            goal = _editable(work, actor, command, now)
            is_reworded = (command.entry.what, command.entry.evidence) != (goal.what, goal.evidence)
        return look_over({0: command.entry} if is_reworded else {}, [], actor.locale)

    def add(self, actor: Actor, command: AddGoals, now: datetime, *, delivery: str | None = None) -> GoalsOfTour:
        """Add goals, plan their reminders and tell the other side; return all goals of the tour.

        Raises SeveralRefused with REQUIRED, TOO_LONG, DUE_OUTSIDE_TOUR or DATE_IN_PAST at "goal.ROW.FIELD", and Refused
        NOT_FOUND, NOT_YOURS, WRONG_STATE or TOUR_CLOSES.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _growing_tour(work, actor, command.tour_id)
            _require_goals(command.rows, require_running(tour), actor.today(now))
            added = [_add(work, actor, tour, entry.draft(), now) for entry in command.rows.values()]
            timetable.goals_changed(work, tour, added, now)
            _tell(work, tour, actor, added, now)
            return _read(work, actor, tour.id, now)

    def report(self, actor: Actor, command: ReportGoals, now: datetime, *, delivery: str | None = None) -> GoalsOfTour:
        """Say how goals stand; what was neither changed nor commented on is left alone. Return all goals of the tour.

        Raises Refused NOT_FOUND, NOT_YOURS or WRONG_STATE.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _open_tour(work, actor, command.tour_id, Action.UPDATE_GOAL)
            changed = [_report(work, actor, report, tour, now) for report in command.reports if _says_something(report)]
            timetable.goals_changed(work, tour, changed, now)
            return _read(work, actor, tour.id, now)

    def edit(self, actor: Actor, command: EditGoal, now: datetime, *, delivery: str | None = None) -> GoalInFull:
        """Word a goal anew. A day that was agreed before may have passed; another day must be to come.

        Raises Refused NOT_AUTHOR, NOT_FOUND, NOT_YOURS or WRONG_STATE, and SeveralRefused as `add` does.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            goal = _editable(work, actor, command, now)
            goal.edit(command.entry.draft(), by=actor.user_id, now=now)
            timetable.goals_changed(work, work.tours.get(goal.tour_id), [goal], now)
        return self.in_full(actor, command.goal_id, now)


def _read(work: Work, actor: Actor, tour_id: int, now: datetime) -> GoalsOfTour:
    tour = work.tours.get(tour_id)
    require(actor.user_id, Action.READ_TOUR, tour)
    terms = tour.in_force or tour.latest
    return GoalsOfTour(
        tour_id=tour.id,
        manager_id=tour.manager_id,
        holder_id=tour.holder_id,
        reader_id=actor.user_id,
        start_on=terms.start_on,
        end_on=terms.end_on,
        today=actor.today(now),
        may_change=tour.state in RUNNING,
        goals=tuple(work.goals.of_tour(tour.id)),
        latest=work.goals.latest_words(tour.id),
        is_closing=tour.state is State.CLOSING,
    )


def _open_tour(work: Work, actor: Actor, tour_id: int, action: Action) -> Tour:
    tour = work.tours.get(tour_id)
    require(actor.user_id, action, tour)
    require_running(tour)
    return tour


def _growing_tour(work: Work, actor: Actor, tour_id: int) -> Tour:
    tour = _open_tour(work, actor, tour_id, Action.ADD_GOALS)
    if tour.state is State.CLOSING:
        raise Refused(Reason.TOUR_CLOSES)
    return tour


def _editable(work: Work, actor: Actor, command: EditGoal, now: datetime) -> Goal:
    goal = work.goals.get(command.goal_id)
    tour = _open_tour(work, actor, goal.tour_id, Action.UPDATE_GOAL)
    goal.require_author(actor.user_id)
    is_moved = command.entry.due_on != goal.due_on
    _require_goals({0: command.entry}, require_running(tour), actor.today(now) if is_moved else goal.due_on)
    return goal


def _require_goals(rows: Mapping[int, GoalEntry], terms: Terms, today: date) -> None:
    refusals = [refused for row, entry in rows.items() for refused in entry.refusals(row)]
    for row, entry in rows.items():
        try:
            if entry.due_on is not None:
                _require_due(entry.due_on, terms, today, f"goal.{row}.due_on")
        except Refused as refused:
            refusals.append(refused)
    if refusals:
        raise SeveralRefused(refusals)


def _require_due(due_on: date, terms: Terms, today: date, field: str) -> None:
    require_due_in_tour(due_on, start_on=terms.start_on, end_on=terms.end_on, today=today, field=field)


def _add(work: Work, actor: Actor, tour: Tour, draft: GoalDraft, now: datetime) -> Goal:
    goal = Goal.write(team_id=actor.team_id, tour_id=tour.id, author_id=actor.user_id, draft=draft, now=now)
    return work.goals.add(goal)


def _tell(work: Work, tour: Tour, actor: Actor, added: Sequence[Goal], now: datetime) -> None:
    timetable.tell(
        work,
        to=tour.other_side(actor.user_id),
        moment="goals_added",
        tour_id=tour.id,
        now=now,
        key=f"goals_added:{added[0].id}",
    )


def _says_something(report: GoalReport) -> bool:
    return report.state is not report.seen or bool(report.words)


def _report(work: Work, actor: Actor, report: GoalReport, tour: Tour, now: datetime) -> Goal:
    goal = work.goals.get(report.goal_id)
    if goal.tour_id != tour.id:
        raise Refused(Reason.NOT_FOUND)
    # A comment alone does not undo what the other side reported while the form was open.
    state = report.state if report.state is not report.seen else goal.state
    goal.report(state, by=actor.user_id, words=report.words, now=now)
    return goal
