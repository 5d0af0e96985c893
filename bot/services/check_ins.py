"""Talks of a tour: prepare on one's own, record what was agreed, move."""

from __future__ import annotations

from datetime import date, datetime

from bot.db.goals import GoalLine
from bot.db.work import Database, Work
from bot.domain.check_ins import CheckIn, CheckInState, Purpose, Review, Visibility, talk_after
from bot.domain.goals import CLOSED
from bot.domain.lifecycle import RUNNING
from bot.domain.nudges import REVIEW_MOMENTS
from bot.domain.permissions import Action, require
from bot.domain.promises import PromiseState
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.terms import FARTHEST, require_by_end
from bot.domain.tours import Terms, Tour
from bot.services import doors, timetable
from bot.services.check_in_sheets import (
    MoveTalk,
    PrepareTalk,
    PromiseLine,
    Recorded,
    RecordTalk,
    Sides,
    Talk,
    TalksOfTour,
)
from bot.services.choosing import TourChoice, require_running, running_tours
from bot.services.people import Actor


class CheckIns:
    """The use cases of check-ins and reviews. Days are those of the actor's own calendar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def choices(self, actor: Actor, with_id: str | None = None) -> list[TourChoice]:
        """Return the actor's tours that are under way, all of them or those with one person."""
        with self._database.reading(actor.team_id) as work:
            return running_tours(work, actor.user_id, with_id)

    def of_tour(self, actor: Actor, tour_id: int, now: datetime) -> TalksOfTour:
        """Return all talks of a tour. Raises Refused NOT_FOUND or NOT_YOURS."""
        with self._database.reading(actor.team_id) as work:
            tour = work.tours.get(tour_id)
            require(actor.user_id, Action.READ_TOUR, tour)
            talks = work.check_ins.of_tour(tour_id)
            notes = work.check_ins.notes_for([talk.id for talk in talks], actor.user_id)
            return TalksOfTour(_sides(tour, actor, now), tuple(talks), tuple(notes))

    def get(self, actor: Actor, check_in_id: int, now: datetime) -> Talk:
        """Return one talk as the actor may see it. Raises Refused NOT_FOUND or NOT_YOURS."""
        with self._database.reading(actor.team_id) as work:
            return _read(work, actor, check_in_id, now)

    def prepare(self, actor: Actor, command: PrepareTalk, now: datetime, *, delivery: str | None = None) -> Talk:
        """Keep what the actor prepared; the other side is not told, and reads it only when it is shared.

        Raises Refused NOT_FOUND, NOT_YOURS or WRONG_STATE.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            check_in, _tour = _open_talk(work, actor, command.check_in_id, Action.PREPARE_REVIEW)
            visibility = Visibility.BOTH_SIDES if command.share else Visibility.AUTHOR
            kept = work.periods.book().now.notes
            by, words = actor.user_id, command.words
            check_in.note(Purpose.PREPARATION, visibility, by=by, words=words, now=now, kept=kept)
        return self.get(actor, command.check_in_id, now)

    def record(self, actor: Actor, command: RecordTalk, now: datetime, *, delivery: str | None = None) -> Recorded:
        """Say that a talk was held, keep the actor's notes, plan what follows and tell the other side.

        When it was recorded before, the notes are kept beside those of the other side and nothing else is changed.
        Raises SeveralRefused for days that cannot be, and Refused NOT_FOUND, NOT_YOURS or WRONG_STATE.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            check_in, tour = _open_talk(work, actor, command.check_in_id, Action.RECORD_REVIEW)
            before_by = check_in.recorded_by_id
            _keep_notes(work, check_in, actor, command, now)
            if before_by is None:
                before = _held_before(work, check_in)
                held_on = _require_days(command, require_running(tour), actor.today(now), before)
                check_in.record(by=actor.user_id, held_on=held_on, now=now)
                _plan_next(work, tour, check_in, actor, command, now)
                timetable.replan_after_check_in(work, tour, check_in, now)
                doors.talk_held(work, tour, check_in, now)
                _tell(work, tour, check_in, actor, "check_in_recorded", now)
        return Recorded(self.get(actor, command.check_in_id, now), before_by)

    def move(self, actor: Actor, command: MoveTalk, now: datetime, *, delivery: str | None = None) -> Talk:
        """Plan a talk for another day and tell the other side; the day it has already changes nothing.

        A check-in whose day has passed stands for the check-ins before it that nobody recorded: they are struck out.
        Raises Refused at "to" for a day that cannot be, and NOT_FOUND, NOT_YOURS, WRONG_STATE or ALREADY_RECORDED.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            check_in, tour = _open_talk(work, actor, command.check_in_id, Action.MOVE_REVIEW)
            today = actor.today(now)
            _require_day_to_come(command.to, require_running(tour), today, "to")
            if command.to != check_in.due_on:
                if check_in.review is Review.CHECK_IN and check_in.due_on < today:
                    _pass_over(work, tour, check_in, now)
                check_in.move(command.to)
                timetable.moved(work, tour, check_in, now)
                _tell(work, tour, check_in, actor, "check_in_moved", now)
        return self.get(actor, command.check_in_id, now)


def _open_talk(work: Work, actor: Actor, check_in_id: int, action: Action) -> tuple[CheckIn, Tour]:
    check_in = work.check_ins.get(check_in_id)
    tour = work.tours.get(check_in.tour_id)
    require(actor.user_id, action, tour)
    require_running(tour)
    if check_in.state is CheckInState.CANCELLED:
        raise Refused(Reason.WRONG_STATE)
    return check_in, tour


def _sides(tour: Tour, actor: Actor, now: datetime) -> Sides:
    return Sides(
        tour_id=tour.id,
        kind=(tour.in_force or tour.latest).kind,
        manager_id=tour.manager_id,
        holder_id=tour.holder_id,
        reader_id=actor.user_id,
        today=actor.today(now),
        may_change=tour.state in RUNNING,
    )


def _read(work: Work, actor: Actor, check_in_id: int, now: datetime) -> Talk:
    check_in = work.check_ins.get(check_in_id)
    tour = work.tours.get(check_in.tour_id)
    require(actor.user_id, Action.READ_TOUR, tour)
    lines, sides = work.check_ins.of_tour(tour.id), _sides(tour, actor, now)
    planned = [line for line in lines if line.state is CheckInState.PLANNED]
    return Talk(
        sides=sides,
        line=next(line for line in lines if line.id == check_in_id),
        is_first=not any(line.state is CheckInState.HELD for line in lines if line.id != check_in_id),
        notes=tuple(work.check_ins.notes_for([check_in_id], actor.user_id)),
        goals=_open_goals(work, tour),
        promises=_open_promises(tour),
        following=talk_after(planned, check_in, sides.today),
        missed=tuple(x for x in planned if x.id != check_in_id and check_in.stands_for(x, if_held_on=sides.today)),
    )


def _open_goals(work: Work, tour: Tour) -> tuple[GoalLine, ...]:
    goals = [goal for goal in work.goals.of_tour(tour.id) if goal.state not in CLOSED]
    return tuple(sorted(goals, key=lambda goal: (goal.due_on, goal.id)))


def _open_promises(tour: Tour) -> tuple[PromiseLine, ...]:
    promises = [p for p in tour.in_force.promises if p.state is PromiseState.OPEN] if tour.in_force else []
    lines = [PromiseLine(p.id, p.side, p.words, p.owner_id, p.due_on) for p in promises]
    return tuple(sorted(lines, key=lambda line: (line.due_on, line.id)))


def _held_before(work: Work, check_in: CheckIn) -> date | None:
    """Return on which day the last talk was held that was due before this one."""
    held = work.check_ins.of_tour(check_in.tour_id, CheckInState.HELD)
    return max((line.held_on for line in held if line.held_on and line.due_on < check_in.due_on), default=None)


def _require_days(command: RecordTalk, terms: Terms, today: date, before: date | None) -> date:
    """Return the day on which the talk was held, or raise SeveralRefused for days that cannot be.

    `before` is the day of the talk before it: a slip of the year would else stand there for good.
    """
    refusals: list[Refused] = []
    if command.held_on is None:
        refusals.append(Refused(Reason.REQUIRED, field="held_on"))
    elif command.held_on > today:
        refusals.append(Refused(Reason.DATE_IN_FUTURE, field="held_on"))
    elif command.held_on < terms.start_on:
        refusals.append(Refused(Reason.REVIEW_OUTSIDE_TOUR, field="held_on"))
    elif before is not None and command.held_on < before:
        refusals.append(Refused(Reason.HELD_BEFORE, field="held_on", limit=before))
    if command.next_on is not None and command.next_on != command.next_seen:
        try:
            _require_day_to_come(command.next_on, terms, today, "next_on")
        except Refused as refused:
            refusals.append(refused)
    if refusals or command.held_on is None:
        raise SeveralRefused(refusals)
    return command.held_on


def _require_day_to_come(day: date, terms: Terms, today: date, field: str) -> None:
    if day < today:
        raise Refused(Reason.DATE_IN_PAST, field=field)
    if day < terms.start_on:
        raise Refused(Reason.REVIEW_OUTSIDE_TOUR, field=field)
    require_by_end(day, end_on=terms.end_on, today=today, field=field, outside=Reason.REVIEW_OUTSIDE_TOUR)
    limit = today + FARTHEST
    if terms.end_on is None and day >= limit:
        raise Refused(Reason.DATE_TOO_FAR, field=field, limit=limit)


def _keep_notes(work: Work, check_in: CheckIn, actor: Actor, command: RecordTalk, now: datetime) -> None:
    by, kept = actor.user_id, work.periods.book().now.notes
    if command.agreed:
        check_in.note(Purpose.AGREEMENT, Visibility.BOTH_SIDES, by=by, words=command.agreed, now=now, kept=kept)
    if command.private:
        check_in.note(Purpose.PRIVATE, Visibility.AUTHOR, by=by, words=command.private, now=now, kept=kept)


def _plan_next(work: Work, tour: Tour, held: CheckIn, actor: Actor, command: RecordTalk, now: datetime) -> None:
    """Move the next talk where the form asked for another day, or plan one where none was left."""
    _pass_over(work, tour, held, now)
    if command.next_on is None or command.next_on == command.next_seen:
        return
    following = talk_after(work.check_ins.planned(tour.id), held, actor.today(now))
    if following is None:
        plan = CheckIn.plan(team_id=tour.team_id, tour_id=tour.id, review=Review.CHECK_IN, due_on=command.next_on)
        following = work.check_ins.add(plan)
    following.move(command.next_on)
    timetable.moved(work, tour, following, now)


def _pass_over(work: Work, tour: Tour, talk: CheckIn, now: datetime) -> None:
    """Strike out the check-ins that a talk stands for, which was held, or is late and moved."""
    for missed in work.check_ins.planned(tour.id):
        if talk.stands_for(missed):
            missed.cancel()
            work.outbox.cancel("passed_over", now, tour_id=tour.id, subject_id=missed.id, moments=REVIEW_MOMENTS)


def _tell(work: Work, tour: Tour, check_in: CheckIn, actor: Actor, moment: str, now: datetime) -> None:
    timetable.tell(
        work,
        to=tour.other_side(actor.user_id),
        moment=moment,
        tour_id=tour.id,
        now=now,
        subject_id=check_in.id,
        key=f"{moment}:{check_in.id}:{now.isoformat()}",
    )
