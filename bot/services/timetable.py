"""The timetable of a tour: which talks are planned, and which reminders wait in the outbox for their hour.

Each function acts inside the caller's unit of work, so that the tour and what is planned for it are kept together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from dateutil.relativedelta import relativedelta

from bot.db.work import Work
from bot.domain import cadence
from bot.domain.calendar import Calendar, shared_working_day
from bot.domain.check_ins import CheckIn, CheckInState, Review
from bot.domain.doors import NOTHING_LEFT, Standing, standing
from bot.domain.goals import CLOSED, Goal
from bot.domain.lifecycle import RUNNING
from bot.domain.nudges import PROMISE_MOMENTS, PROPOSAL_MOMENTS, REVIEW_MOMENTS, Moment
from bot.domain.outbox import Planned, Urgency
from bot.domain.people import Person
from bot.domain.permissions import Role
from bot.domain.promises import PromiseState
from bot.domain.tours import Tour
from bot.services.reminders import (
    Sides,
    calendar_of,
    cancel_reminders,
    remind_of_door,
    remind_of_goal,
    remind_of_promise,
    remind_of_talk,
)

__all__ = ["Sides", "calendar_of"]

LONELY_FOR: Final = relativedelta(months=1)  # a talk is planned where none was left [ours]


def plan_tour(work: Work, tour: Tour, people: Mapping[str, Person], now: datetime) -> list[CheckIn]:
    """Plan all talks of the terms in force and every reminder of the tour; return the talks, by day.

    Talks still planned by earlier terms are struck out. Nothing is planned in the past.
    """
    sides = Sides.of(tour, people) if people else Sides.load(work, tour)
    for stale in work.check_ins.planned(tour.id):
        stale.cancel()
    work.outbox.cancel("terms_changed", now, tour_id=tour.id, urgency=Urgency.NUDGE)
    planned = [*_add_talks(work, tour, sides, now), *keep_next_talk(work, tour, now)]
    promises_changed(work, tour, now)
    _remind_of_goals(work, tour, sides, now)
    doors_to_choose(work, tour, now)
    return planned


def plan_again(work: Work, tour: Tour, now: datetime) -> None:
    """Put the reminders of a running tour back in place, as when somebody returns; no talk is moved."""
    sides = Sides.load(work, tour)
    for check_in in work.check_ins.planned(tour.id):
        remind_of_talk(work, tour, check_in, sides, now)
    promises_changed(work, tour, now)
    _remind_of_goals(work, tour, sides, now)
    doors_to_choose(work, tour, now)


def _remind_of_goals(work: Work, tour: Tour, sides: Sides, now: datetime) -> None:
    for goal in work.goals.open_of([tour.id]):
        remind_of_goal(work, tour, goal.id, goal.author_id, goal.due_on, sides, now)


def replan_after_check_in(work: Work, tour: Tour, check_in: CheckIn, now: datetime) -> None:
    """Cancel what would still have reminded of a recorded talk, and remind of those to come.

    A tour without an end is planned further ahead.
    """
    cancel_reminders(work, tour, check_in.id, REVIEW_MOMENTS, "recorded", now)
    if tour.in_force is None or tour.state not in RUNNING:
        return
    sides = Sides.load(work, tour)
    if tour.in_force.end_on is None:
        known = max((line.due_on for line in work.check_ins.of_tour(tour.id)), default=None)
        _add_talks(work, tour, sides, now, after=known and known + cadence.GIVES_WAY)
    keep_next_talk(work, tour, now)
    for planned in work.check_ins.planned(tour.id):
        if planned.due_on >= sides.manager.day_of(now):
            remind_of_talk(work, tour, planned, sides, now)


def keep_next_talk(work: Work, tour: Tour, now: datetime) -> list[CheckIn]:
    """Plan a talk where a tour that runs has none left, and return it. No tour runs out of talks.

    It is a month from now, or on the planned end where that comes first and is not as near as talks that give way.
    """
    if tour.in_force is None or work.check_ins.planned(tour.id):
        return []
    sides = Sides.load(work, tour)
    today, end_on = sides.manager.day_of(now), tour.in_force.end_on
    wanted = today + LONELY_FOR
    if end_on is not None and end_on >= today + cadence.GIVES_WAY:
        wanted = min(wanted, end_on)
    due_on = shared_working_day(wanted, sides.manager, sides.holder)
    _stands, agreed = standing(work.endings.doors(tour.id), tour.manager_id, tour.holder_id)
    review = Review.NEXT_TOUR_TALK if end_on and agreed is None else Review.CHECK_IN
    talk = work.check_ins.add(CheckIn.plan(team_id=tour.team_id, tour_id=tour.id, review=review, due_on=due_on))
    remind_of_talk(work, tour, talk, sides, now)
    return [talk]


def moved(work: Work, tour: Tour, check_in: CheckIn, now: datetime) -> None:
    """Remind of a talk by its new day, whether it was moved or has just been planned by hand."""
    cancel_reminders(work, tour, check_in.id, REVIEW_MOMENTS, "moved", now)
    remind_of_talk(work, tour, check_in, Sides.load(work, tour), now)


def goals_changed(work: Work, tour: Tour, goals: Iterable[Goal], now: datetime) -> None:
    """Remind the authors of these goals by their due dates as they stand; done and dropped goals need none."""
    sides = Sides.load(work, tour)
    for goal in goals:
        cancel_reminders(work, tour, goal.id, [Moment.GOAL_DUE], "changed", now)
        if goal.state not in CLOSED:
            remind_of_goal(work, tour, goal.id, goal.author_id, goal.due_on, sides, now)


def promises_changed(work: Work, tour: Tour, now: datetime) -> None:
    """Remind of every open promise of the terms in force by its date as it stands.

    Of what the company promised the manager is reminded, who speaks for it: whoever else owns such a promise is no
    side of the tour and would learn of it.
    """
    sides = Sides.load(work, tour)
    for promise in tour.in_force.promises if tour.in_force else ():
        cancel_reminders(work, tour, promise.id, PROMISE_MOMENTS, "changed", now)
        if promise.state is PromiseState.OPEN:
            remind_of_promise(work, tour, promise, sides, now)


def doors_to_choose(work: Work, tour: Tour, now: datetime) -> None:
    """Remind each side of the door to choose, again and again until they have confirmed one.

    Counted from the last talk about the next tour that was held; before that there is nothing to choose. Whoever has
    confirmed is not reminded any more, unless the other side then confirms another door: both are to talk again, and
    it is counted from the day on which they learnt so.
    """
    talks = work.check_ins.of_tour(tour.id, CheckInState.HELD)
    held = [line.held_on for line in talks if line.review is Review.NEXT_TOUR_TALK and line.held_on]
    choices, sides = work.endings.doors(tour.id), Sides.load(work, tour)
    for role, to in ((Role.MANAGER, tour.manager_id), (Role.HOLDER, tour.holder_id)):
        stands, _agreed = standing(choices, to, tour.other_side(to))
        if stands in NOTHING_LEFT:
            work.outbox.cancel("done", now, tour_id=tour.id, recipient_id=to, moments=[Moment.DOOR_TO_CHOOSE])
        elif held:
            since = max(held)
            if stands is Standing.DIFFER:
                work.outbox.cancel("talk_again", now, tour_id=tour.id, recipient_id=to, moments=[Moment.DOOR_TO_CHOOSE])
                since = max(since, *(sides[role].day_of(x.confirmed_at) for x in choices if x.confirmed_at))
            remind_of_door(work, tour, to, since, sides[role], now)


def proposal_made(
    work: Work, tour: Tour, now: datetime, *news: Planned, people: Mapping[str, Person] | None = None
) -> None:
    """Remind whoever the newest version waits for, after some working days, and before it lapses.

    `news` goes into the outbox with the reminders, in one statement. `people` are the two sides where the caller has
    read them.
    """
    if tour.latest_number > 1:
        proposal_settled(work, tour)
    if tour.awaits_id is not None:
        plans = reminders_to_answer(work, tour, tour.awaits_id, PROPOSAL_MOMENTS, now, people)
        work.outbox.replan([*news, *plans], now)


def reminders_to_answer(
    work: Work,
    tour: Tour,
    to: str,
    moments: Sequence[Moment],
    now: datetime,
    people: Mapping[str, Person] | None = None,
) -> list[Planned]:
    """Return what reminds `to` of the newest version: that it waits (the first moment), and that it will lapse.

    `people` are the two sides where the caller has read them.
    """
    calendar = calendar_of((people or work.people).get(to))
    today, lapses_on = calendar.day_of(now), calendar.day_of(now + work.periods.book().at(now).lapse)
    waits, *lapses = moments
    last = calendar.working_days_before(lapses_on, cadence.BEFORE_LAPSE)
    waiting = [calendar.working_days_after(today, n) for n in cadence.PROPOSAL_WAITS]
    days = [(waits, day) for day in waiting if not lapses or day < last]  # a short wait leaves no room for all of them
    days += [(moment, last) for moment in lapses]
    return [
        Planned(
            recipient_id=to,
            moment=moment,
            due_at=cadence.hour_of(day, calendar, now),
            dedupe_key=f"{moment}:{tour.id}:{tour.latest_number}:{day}",
            tour_id=tour.id,
            subject_id=tour.latest_number,
        )
        for moment, day in days
    ]


def proposal_settled(work: Work, tour: Tour) -> None:
    """Cancel the reminders of a proposal that is signed, declined, taken back, lapsed or replaced."""
    work.outbox.cancel("settled", tour.changed_at, tour_id=tour.id, moments=PROPOSAL_MOMENTS)


def stop_tour(work: Work, tour: Tour, reason: str) -> None:
    """Strike out every talk and every reminder still to come. `reason` is a code, never words."""
    for check_in in work.check_ins.planned(tour.id):
        check_in.cancel()
    be_silent(work, tour, reason, tour.changed_at)


def be_silent(work: Work, tour: Tour, reason: str, now: datetime) -> None:
    """Cancel every nudge of a tour, and the word that it goes on, which may still wait for the end of a free day."""
    work.outbox.cancel(reason, now, tour_id=tour.id, urgency=Urgency.NUDGE)
    work.outbox.cancel(reason, now, tour_id=tour.id, moments=["tour_resumed"])


def tell(
    work: Work, *, to: str, moment: str, tour_id: int | None, now: datetime, subject_id: int | None = None, key: str
) -> None:
    """Write to somebody at once about what another person has done. The same `key` is told once."""
    work.outbox.put(news(to=to, moment=moment, tour_id=tour_id, now=now, subject_id=subject_id, key=key), now)


def news(
    *, to: str, moment: str, tour_id: int | None, now: datetime, subject_id: int | None = None, key: str
) -> Planned:
    """Return the message that tells somebody at once what another person has done."""
    return Planned(
        recipient_id=to,
        moment=moment,
        due_at=now,
        dedupe_key=key,
        urgency=Urgency.NOW,
        tour_id=tour_id,
        subject_id=subject_id,
    )


def rehour(work: Work, person: Person, before: Calendar, now: datetime) -> None:
    """Move what waits for a person from the hours of their old calendar to those of the new one.

    What can be planned anew is; the rest (what was snoozed, a proposal that waits) keeps its local day.
    """
    after = person.calendar()
    moves: dict[datetime, list[str]] = {}
    for line in work.outbox.waiting(recipient_id=person.user_id, limit=5000):
        if line.urgency is Urgency.NUDGE:
            due_at = cadence.hour_of(before.day_of(line.due_at), after, now)
            if due_at != line.due_at:
                moves.setdefault(due_at, []).append(line.id)
    for due_at, ids in moves.items():
        work.outbox.move(due_at, "hours_changed", ids=ids)
    for tour in work.tours.of(person.user_id):
        if tour.state in RUNNING:
            plan_again(work, work.tours.get(tour.id), now)


def _add_talks(work: Work, tour: Tour, sides: Sides, now: datetime, after: date | None = None) -> list[CheckIn]:
    terms = tour.in_force
    if terms is None:
        return []
    found = cadence.talks(terms, sides.manager.day_of(now), sides.manager, sides.holder)
    added = []
    for talk in found:
        if after is None or talk.due_on > after:
            plan = CheckIn.plan(team_id=tour.team_id, tour_id=tour.id, review=talk.review, due_on=talk.due_on)
            added.append(work.check_ins.add(plan))
    for check_in in added:
        remind_of_talk(work, tour, check_in, sides, now)
    return added
