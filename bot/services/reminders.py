"""One reminder of one thing, put into the outbox for whoever it is meant for, by their own calendar.

Each function acts inside the caller's unit of work. What was sent already under the same key is not sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.db.work import Work
from bot.domain import cadence
from bot.domain.calendar import Calendar
from bot.domain.check_ins import CheckIn
from bot.domain.lifecycle import UNDER_WAY
from bot.domain.nudges import Moment
from bot.domain.outbox import Planned
from bot.domain.people import Person
from bot.domain.permissions import Role
from bot.domain.promises import Promise, Side
from bot.domain.tours import Tour


@dataclass(frozen=True)
class Sides:
    """The calendars of the two sides of a tour."""

    manager: Calendar
    holder: Calendar

    @classmethod
    def of(cls, tour: Tour, people: Mapping[str, Person]) -> Sides:
        """Return both calendars; somebody the bot has not met yet works by our default hours, in UTC."""
        return cls(calendar_of(people.get(tour.manager_id)), calendar_of(people.get(tour.holder_id)))

    @classmethod
    def load(cls, work: Work, tour: Tour) -> Sides:
        """Return both calendars as they stand in the database."""
        return cls.of(tour, work.people.many([tour.manager_id, tour.holder_id]))

    def __getitem__(self, role: Role) -> Calendar:
        return self.manager if role is Role.MANAGER else self.holder


def calendar_of(person: Person | None) -> Calendar:
    """Return when a person works, by our defaults in UTC where nothing is known of them."""
    return Calendar() if person is None else person.calendar()


def remind_of_talk(work: Work, tour: Tour, check_in: CheckIn, sides: Sides, now: datetime) -> None:
    """Remind both sides of a talk by its day: before it, and to record it."""
    recipients = {Role.MANAGER: tour.manager_id, Role.HOLDER: tour.holder_id}
    plans = [
        Planned(
            recipient_id=recipients[reminder.to],
            moment=reminder.moment,
            due_at=cadence.hour_of(reminder.on, sides[reminder.to], now, reminder.moment),
            dedupe_key=f"{reminder.moment}:{check_in.id}:{check_in.due_on}:{recipients[reminder.to]}",
            tour_id=tour.id,
            subject_id=check_in.id,
        )
        for reminder in cadence.reminders_of_talk(check_in.due_on, sides.manager, sides.holder)
    ]
    work.outbox.replan(plans, now)


def remind_of_promise(work: Work, tour: Tour, promise: Promise, sides: Sides, now: datetime) -> None:
    """Remind the side that made a promise of its day."""
    is_company = promise.side is Side.COMPANY
    role = Role.MANAGER if is_company else Role.HOLDER
    moment = Moment.PROMISE_DUE_COMPANY if is_company else Moment.PROMISE_DUE_HOLDER
    day = cadence.promise_reminder_on(promise.side, promise.due_on, sides[role])
    to = tour.manager_id if is_company else tour.holder_id
    # A newer version that repeats a promise reminds of it under the same key: what was sent is not sent again.
    _remind_by(work, tour, moment, to, (promise.id, promise.due_on, day), sides[role], now, promise.first_id)


def remind_of_goal(
    work: Work, tour: Tour, goal_id: int, author_id: str, due_on: date, sides: Sides, now: datetime
) -> None:
    """Remind the author of a goal of its day."""
    calendar = sides.manager if author_id == tour.manager_id else sides.holder
    day = cadence.goal_reminder_on(due_on, calendar)
    _remind_by(work, tour, Moment.GOAL_DUE, author_id, (goal_id, due_on, day), calendar, now)


def remind_of_door(work: Work, tour: Tour, to: str, since: date, calendar: Calendar, now: datetime) -> None:
    """Remind somebody, again and again, of the door to choose, counted from the day `since`."""
    if tour.in_force is None or tour.state not in UNDER_WAY:
        return
    plans = [
        Planned(
            recipient_id=to,
            moment=Moment.DOOR_TO_CHOOSE,
            due_at=cadence.hour_of(day, calendar, now),
            dedupe_key=f"{Moment.DOOR_TO_CHOOSE}:{tour.id}:{day}:{to}",
            tour_id=tour.id,
            subject_id=tour.id,
        )
        for day in cadence.door_reminders(since, tour.in_force.end_on, calendar)
        if day >= calendar.day_of(now)
    ]
    work.outbox.replan(plans, now)


def _remind_by(
    work: Work,
    tour: Tour,
    moment: Moment,
    to: str,
    what: tuple[int, date, date],
    calendar: Calendar,
    now: datetime,
    key_id: int | None = None,
) -> None:
    subject_id, due_on, day = what
    if due_on < calendar.day_of(now) or tour.state not in UNDER_WAY:
        return
    plan = Planned(
        recipient_id=to,
        moment=moment,
        due_at=cadence.hour_of(day, calendar, now),
        dedupe_key=f"{moment}:{key_id or subject_id}:{due_on}:{to}",
        tour_id=tour.id,
        subject_id=subject_id,
    )
    work.outbox.replan([plan], now)


def cancel_reminders(
    work: Work, tour: Tour, subject_id: int, moments: Collection[Moment], reason: str, now: datetime
) -> None:
    """Cancel what would still remind of one thing. `reason` is a code, never words."""
    work.outbox.cancel(reason, now, tour_id=tour.id, subject_id=subject_id, moments=list(moments))
