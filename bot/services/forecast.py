"""Every nudge to come, for one person or for one tour, as the wishes and hours of today would have it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bot.db.check_ins import planned_in
from bot.db.outbox import OutboxLine
from bot.db.work import Work
from bot.domain import cadence
from bot.domain.calendar import Calendar
from bot.domain.check_ins import Review, passed_over
from bot.domain.nudges import (
    AFTERWARDS,
    ANSWER_MOMENTS,
    PROMISE_MOMENTS,
    REVIEW_MOMENTS,
    URGENCY,
    About,
    Moment,
    Pace,
    about,
    effective_pace,
)
from bot.domain.outbox import MessageState, Urgency
from bot.domain.people import Person
from bot.domain.permissions import Role
from bot.domain.promises import PromiseDraft, Side
from bot.domain.signals import UNDO
from bot.services import attention
from bot.services.due import closed_until
from bot.services.nudge_sheets import ForecastLine
from bot.services.timetable import calendar_of
from bot.services.wanted import LESS_OFTEN

LOOKED_AT = 2000  # nudges of one person: forty tours with all that is planned for them


def of_person(work: Work, user_id: str, now: datetime) -> list[ForecastLine]:
    """Return every nudge that this person will get as things stand, by day."""
    person = work.people.get(user_id) or work.people.unmet(user_id, now)
    # A process of a newer release may have planned a kind that this one does not know: what it is, that one says.
    due = work.outbox.waiting(recipient_id=user_id, limit=LOOKED_AT)
    waiting = [x for x in due if x.urgency is Urgency.NUDGE and x.moment in URGENCY]
    if person.is_deactivated or not waiting:
        return []
    others = others_in(work, user_id, {line.tour_id for line in waiting})
    gone = {other_id for other_id, other in work.people.many(others.values()).items() if other.is_deactivated}
    subjects = _Subjects(work, {line.tour_id for line in waiting if line.tour_id is not None}, now)
    outlook = _Outlook(work, person, now)
    found: dict[tuple[date, int, About, int], ForecastLine] = {}
    for waits in sorted(waiting, key=lambda x: URGENCY.index(Moment(x.moment))):
        on = outlook.day_of(waits, subjects)
        if on is not None and waits.tour_id in others and others[waits.tour_id] not in gone:
            thing = on, waits.tour_id, about(waits.moment), waits.subject_id or 0
            found.setdefault(thing, _line(waits, on, others[waits.tour_id], subjects))
    return sorted(found.values(), key=lambda line: (line.on, line.tour_id, line.moment))


def others_in(work: Work, user_id: str, tour_ids: Iterable[int | None]) -> dict[int, str]:
    """Return with whom somebody has each of their tours, by its id; of one that they are named to lead, its holder."""
    others = {line.id: line.other_side(user_id) for line in work.tours.of(user_id)}
    unknown = {tour_id for tour_id in tour_ids if tour_id is not None and tour_id not in others}
    named = [tour for tour in work.tours.many(unknown).values() if tour.incoming_id == user_id] if unknown else []
    return others | {tour.id: tour.holder_id for tour in named}


def of_tour(work: Work, tour_id: int, now: datetime) -> list[ForecastLine]:
    """Return every nudge to come of one running tour, to either side, by day."""
    recipients = {line.recipient_id for line in work.outbox.waiting(tour_id=tour_id)}
    lines = [line for user_id in recipients for line in of_person(work, user_id, now) if line.tour_id == tour_id]
    return sorted(lines, key=lambda line: (line.on, line.to_id, line.moment))


def of_terms(
    work: Work,
    dates: cadence.Dates,
    promises: Iterable[PromiseDraft],
    sides: tuple[str, str],
    now: datetime,
) -> list[ForecastLine]:
    """Return every nudge that terms would bring to `sides` (manager, holder) once they are signed, by day."""
    manager, holder = (calendar_of(work.people.get(user_id)) for user_id in sides)
    calendars = {Role.MANAGER: manager, Role.HOLDER: holder}
    ids = dict(zip((Role.MANAGER, Role.HOLDER), sides, strict=True))
    others = dict(zip((Role.MANAGER, Role.HOLDER), reversed(sides), strict=True))

    def line(role: Role, moment: Moment, day: date, due_on: date, review: Review | None = None) -> ForecastLine:
        on = calendars[role].day_of(cadence.hour_of(day, calendars[role], now, moment))
        return ForecastLine(on, moment, ids[role], others[role], 0, review, due_on)

    talks = cadence.talks(dates, manager.day_of(now), manager, holder)
    reminded = [
        (talk, line(reminder.to, reminder.moment, reminder.on, talk.due_on, talk.review))
        for talk in talks
        for reminder in cadence.reminders_of_talk(talk.due_on, manager, holder)
    ]
    found = [each for talk, each in reminded if talk not in passed_over(talks, each.on)]
    for promise in promises:
        is_company = promise.side is Side.COMPANY
        role = Role.MANAGER if is_company else Role.HOLDER
        if promise.due_on >= calendars[role].day_of(now):
            day = cadence.promise_reminder_on(promise.side, promise.due_on, calendars[role])
            moment = Moment.PROMISE_DUE_COMPANY if is_company else Moment.PROMISE_DUE_HOLDER
            found.append(line(role, moment, day, promise.due_on))
    return sorted(found, key=lambda each: (each.on, each.to_id, each.moment))


class _Outlook:
    """On which day a waiting nudge comes, if it does."""

    def __init__(self, work: Work, person: Person, now: datetime) -> None:
        self._work = work
        self._person = person
        self._calendar: Calendar = person.calendar()
        closed = closed_until(work, person, now)
        self._not_before = closed.until if closed else now
        self._wishes = work.nudges.wishes(person.user_id)
        self._quiets = work.nudges.quiets(person.user_id)
        self._ignored = attention.ignored_in_row(work, person, now)
        self._leave_out: dict[tuple[int, Moment], bool] = {}

    def day_of(self, line: OutboxLine, subjects: _Subjects) -> date | None:
        """Return the local day, or None for a nudge that will be left out."""
        tour_id, moment = line.tour_id or 0, Moment(line.moment)
        if not subjects.may_be_told(moment, line.subject_id or 0):
            return None
        at = self._calendar.next_opening(max(line.due_at, self._not_before))
        quiet = self._quiets.get((tour_id, about(moment), line.subject_id or 0))
        if quiet is not None and quiet.covers(self._calendar.day_of(at)):
            if quiet.until is None:
                return None
            at = self._calendar.next_opening(self._calendar.opens_at(quiet.until))
        on = self._calendar.day_of(at)
        _review, due_on = subjects.of(moment, line.subject_id or 0)
        if due_on is not None and on > due_on and moment not in AFTERWARDS:
            return None
        if moment in REVIEW_MOMENTS and subjects.is_passed_over(line.subject_id or 0, on):
            return None
        return None if self._is_left_out(tour_id, moment) else on

    def _is_left_out(self, tour_id: int, moment: Moment) -> bool:
        wish = self._wishes.get((tour_id, moment))
        pace = effective_pace(wish.pace if wish else Pace.EVERY, self._ignored.get((tour_id, moment), 0))
        if pace is not Pace.HALF:
            return pace is Pace.NONE
        kind = tour_id, moment
        if kind not in self._leave_out:
            last = self._work.nudges.last_of_kind(self._person.user_id, tour_id, moment, LESS_OFTEN)
            self._leave_out[kind] = last is not None and last.state is MessageState.SENT
        leave_out = self._leave_out[kind]
        self._leave_out[kind] = not leave_out
        return leave_out


class _Subjects:
    """The kind and day of talks, the days of promises and goals, and what is not to be told yet, of some tours."""

    def __init__(self, work: Work, tour_ids: set[int], now: datetime) -> None:
        talks = work.check_ins.of_tours(tour_ids)
        self._talks = {line.id: line for line in talks}
        self._planned = planned_in(talks)
        self._goals = {goal.id: goal.due_on for goal in work.goals.open_of(tour_ids)}
        self._silent = work.signals.asked_since(tour_ids, now - UNDO)
        self._promises = {promise.id: promise.due_on for promise in work.tours.open_promises(tour_ids)}

    def may_be_told(self, moment: Moment, subject_id: int) -> bool:
        """Tell whether the reader may know of it: a talk that was asked for may still be taken back unseen."""
        return moment is not Moment.TALK_WAITING or subject_id not in self._silent

    def is_passed_over(self, subject_id: int, on: date) -> bool:
        """Tell whether a later check-in stands for this talk by the day `on`, if neither is recorded until then."""
        talk = self._talks.get(subject_id)
        return talk is not None and talk in passed_over(self._planned.get(talk.tour_id, ()), on)

    def of(self, moment: Moment, subject_id: int) -> tuple[Review | None, date | None]:
        """Return the kind of talk, where it is one, and the day."""
        if moment in REVIEW_MOMENTS:
            talk = self._talks.get(subject_id)
            return (talk.review, talk.due_on) if talk else (None, None)
        if moment in ANSWER_MOMENTS or moment in {Moment.TALK_WAITING, Moment.DOOR_TO_CHOOSE}:
            return None, None
        days = self._promises if moment in PROMISE_MOMENTS else self._goals
        return None, days.get(subject_id)


def _line(line: OutboxLine, on: date, other_id: str, subjects: _Subjects) -> ForecastLine:
    moment = Moment(line.moment)
    subject_id = line.subject_id or 0
    review, due_on = subjects.of(moment, subject_id)
    return ForecastLine(on, moment, line.recipient_id, other_id, line.tour_id or 0, review, due_on, subject_id)
