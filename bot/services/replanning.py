"""What becomes of the timetable of a tour that runs when its terms change, or while it stands still.

Each function acts inside the caller's unit of work, as those of bot/services/timetable.py do.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final, Protocol, TypeVar

from bot.db.work import Work
from bot.domain import cadence
from bot.domain.calendar import shared_working_day
from bot.domain.check_ins import CheckIn, CheckInState, Review
from bot.domain.nudges import AMENDMENT_MOMENTS, PROMISE_MOMENTS, REVIEW_MOMENTS
from bot.domain.outbox import Planned
from bot.domain.retiming import Dated, Retimed, retimed
from bot.domain.terms import Terms
from bot.domain.tours import Tour
from bot.services import timetable

SETTLING_IN: Final = 10  # working days after a return, before a halfway review or a talk about the next tour [ours]


def amendment_made(work: Work, tour: Tour, now: datetime, *news: Planned) -> None:
    """Remind whoever an amendment waits for, after some working days and before it lapses; `news` goes out at once."""
    amendment_settled(work, tour, now)
    if tour.waits_for_id is not None:
        plans = timetable.reminders_to_answer(work, tour, tour.waits_for_id, AMENDMENT_MOMENTS, now)
        work.outbox.replan([*news, *plans], now)


def amendment_settled(work: Work, tour: Tour, now: datetime) -> None:
    """Cancel the reminders of an amendment that is signed, dropped or replaced."""
    work.outbox.cancel("settled", now, tour_id=tour.id, moments=AMENDMENT_MOMENTS)


def terms_changed(work: Work, tour: Tour, before: Terms, now: datetime) -> None:
    """Bring talks and reminders from the terms `before` to those in force; what was sent stays sent.

    Talks that were held, or should have been held by now, stay. Those to come move only where the dates of the terms
    did: then each goes to its new day with what was prepared for it; new ones are planned, spare ones struck out.
    None is planned for a day whose talk was held early or put on another day by hand.
    """
    for promise in before.promises:
        work.outbox.cancel("changed", now, tour_id=tour.id, subject_id=promise.id, moments=PROMISE_MOMENTS)
    terms = tour.in_force
    if terms is not None and _dates(terms) != _dates(before):
        _move_talks(work, tour, before, terms, now)
        timetable.keep_next_talk(work, tour, now)
    timetable.promises_changed(work, tour, now)


def stand_still(work: Work, tour: Tour, now: datetime) -> None:
    """Send no nudge of a tour that is paused, or that waits for its new manager."""
    timetable.be_silent(work, tour, "tour_paused", now)


def go_on(work: Work, tour: Tour, now: datetime, *, since: date) -> None:
    """Take up the timetable again after a tour has stood still from the day `since` on.

    Regular check-ins that fell into that time are struck out; greater talks wait until both are back at work. Of a
    halfway review and a talk about the next tour that would meet, only the talk stays.
    """
    sides = timetable.Sides.load(work, tour)
    today = sides.manager.day_of(now)
    back = shared_working_day(sides.manager.working_days_after(today, SETTLING_IN), sides.manager, sides.holder)
    planned = work.check_ins.planned(tour.id)
    struck = {Review.CHECK_IN}
    if any(talk.review is Review.NEXT_TOUR_TALK and since <= talk.due_on <= back for talk in planned):
        struck.add(Review.HALFWAY)
    for talk in planned:
        if not since <= talk.due_on <= today:
            continue
        if talk.review in struck:
            talk.cancel()
        else:
            talk.move(back)
    timetable.keep_next_talk(work, tour, now)
    timetable.plan_again(work, tour, now)
    if tour.is_amending:
        amendment_made(work, tour, now)


def talks_under(work: Work, tour: Tour, terms: Terms, today: date) -> list[cadence.Talk]:
    """Return the talks to come if `terms` were to hold from `today` on instead of those in force, by day."""
    planned = work.check_ins.of_tour(tour.id, CheckInState.PLANNED)
    found = [cadence.Talk(line.due_on, line.review) for line in planned]
    before = tour.in_force
    if before is None or _dates(terms) == _dates(before):
        return found
    late = [talk for talk in found if talk.due_on <= today]
    coming = _retimed(
        [talk for talk in found if talk.due_on > today], before, terms, today, timetable.Sides.load(work, tour)
    )
    return sorted([*late, *(cadence.Talk(day, review) for review, each in coming.items() for day in each.days)])


def _dates(terms: Terms) -> tuple[object, ...]:
    return terms.kind, terms.start_on, terms.end_on, terms.rhythm, terms.halfway_on, terms.next_talk_on


class _Planned(Dated, Protocol):
    @property
    def review(self) -> Review: ...


AnyPlanned = TypeVar("AnyPlanned", bound=_Planned)


def _retimed(
    planned: Collection[AnyPlanned], before: Terms, terms: Terms, today: date, sides: timetable.Sides
) -> dict[Review, Retimed[AnyPlanned]]:
    """Return what becomes of the talks that are planned after `today`, by their kind."""
    were, wanted = (cadence.talks(dates, today, sides.manager, sides.holder) for dates in (before, terms))
    return {
        review: retimed(
            [talk for talk in planned if talk.review is review],
            [talk.due_on for talk in were if talk.review is review],
            [talk.due_on for talk in wanted if talk.review is review],
            terms.end_on,
        )
        for review in Review
    }


def _move_talks(work: Work, tour: Tour, before: Terms, terms: Terms, now: datetime) -> None:
    sides = timetable.Sides.load(work, tour)
    today = sides.manager.day_of(now)
    planned = [talk for talk in work.check_ins.planned(tour.id) if talk.due_on > today]
    for review, found in _retimed(planned, before, terms, today, sides).items():
        for talk, day in found.moved:
            talk.move(day)
            timetable.moved(work, tour, talk, now)
        for spare in found.spare:
            spare.cancel()
            work.outbox.cancel("terms_changed", now, tour_id=tour.id, subject_id=spare.id, moments=REVIEW_MOMENTS)
        for day in found.new:
            plan = CheckIn.plan(team_id=tour.team_id, tour_id=tour.id, review=review, due_on=day)
            timetable.moved(work, tour, work.check_ins.add(plan), now)
