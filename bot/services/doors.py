"""The three doors: lean in private before the talk about the next tour, confirm one after it, and go through it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.db.work import Database, Work
from bot.domain import cadence
from bot.domain.calendar import shared_working_day, shared_working_day_before
from bot.domain.check_ins import CheckIn, Review
from bot.domain.doors import LEADS_TO_PROPOSAL, Door, DoorChoice, Standing, standing
from bot.domain.drafting import TermsWish, wish_of
from bot.domain.lifecycle import State
from bot.domain.permissions import Action, require
from bot.domain.refusals import Reason, Refused
from bot.domain.terms import Terms
from bot.domain.tours import Tour
from bot.services import timetable
from bot.services.ending_sheets import way_out
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail, detail

TALK_IN: Final = 10  # working days from now: when a talk about the next tour is planned by hand [ours]
TOLD: Final = {Standing.MINE: "door_confirmed", Standing.SAME: "doors_agreed", Standing.DIFFER: "doors_differ"}
"""What the other side hears at once when somebody has confirmed a door; none of it names a door."""


@dataclass(frozen=True)
class ChooseDoor:
    """A door of one tour; None takes a leaning back."""

    tour_id: int
    door: Door | None


class Doors:
    """The use cases of the three doors. Days are those of the actor's own calendar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lean(self, actor: Actor, command: ChooseDoor, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Keep to which door the actor leans, or forget it. Nobody else learns of it, not even that there is one.

        Raises Refused WRONG_STATE (also after the talk: then a door is confirmed), NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _open(work, actor, command.tour_id)
            found = way_out(work, tour, actor.user_id, actor.today(now))
            if found.talk_was_held and found.talk is None:
                raise Refused(Reason.WRONG_STATE, state=tour.state)
            _own(work, tour, actor.user_id).lean(command.door)
            return detail(work, tour, actor, now)

    def confirm(self, actor: Actor, command: ChooseDoor, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Confirm the door to which the talk led, and tell the other side that it is done, not which one it is.

        Raises Refused REQUIRED at "door", TALK_FIRST before the talk was held, DOOR_AGREED when both have confirmed
        the same, WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _open(work, actor, command.tour_id)
            if command.door is None:
                raise Refused(Reason.REQUIRED, field="door")
            found = way_out(work, tour, actor.user_id, actor.today(now))
            if not found.talk_was_held:
                raise Refused(Reason.TALK_FIRST, field="door")
            if found.standing is Standing.SAME:
                raise Refused(Reason.DOOR_AGREED)
            _own(work, tour, actor.user_id).confirm(command.door, now)
            _settle(work, tour, actor, now)
            return detail(work, tour, actor, now)

    def plan_talk(self, actor: Actor, tour_id: int, now: datetime, *, delivery: str | None = None) -> int:
        """Return the talk about the next tour that is planned; where none is, plan one and tell the other side.

        Raises Refused WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _open(work, actor, tour_id)
            planned = way_out(work, tour, actor.user_id, actor.today(now)).talk
            if planned is not None:
                return planned.id
            day = _day_of_talk(work, tour, now)
            plan = CheckIn.plan(team_id=tour.team_id, tour_id=tour.id, review=Review.NEXT_TOUR_TALK, due_on=day)
            talk = work.check_ins.add(plan)
            timetable.moved(work, tour, talk, now)
            other, key = tour.other_side(actor.user_id), f"talk_planned:{talk.id}"
            timetable.tell(
                work, to=other, moment="check_in_planned", tour_id=tour.id, now=now, subject_id=talk.id, key=key
            )
            return talk.id

    def proposal(self, actor: Actor, tour_id: int, now: datetime) -> tuple[TourDetail, TermsWish]:
        """Return a tour and what its successor's form is filled with. Raises Refused WRONG_STATE, NOT_FOUND, NOT_YOURS.

        Renewed, the terms stay as they are, with fresh dates; for a new tour here only the kind and the start stay.
        """
        with self._database.reading(actor.team_id) as work:
            tour = work.tours.get(tour_id)
            require(actor.user_id, Action.CHOOSE_DOOR, tour)
            agreed = way_out(work, tour, actor.user_id, actor.today(now)).agreed
            if agreed not in LEADS_TO_PROPOSAL or tour.in_force is None:
                raise Refused(Reason.WRONG_STATE, state=tour.state)
            return detail(work, tour, actor, now), next_wish(tour.in_force, agreed, actor.today(now))


def talk_held(work: Work, tour: Tour, held: CheckIn, now: datetime) -> None:
    """Erase both leanings once the talk about the next tour is recorded, and remind of the door to choose."""
    if held.review is not Review.NEXT_TOUR_TALK:
        return
    for choice in work.endings.doors(tour.id):
        choice.lean(None)
    timetable.doors_to_choose(work, tour, now)


def next_wish(terms: Terms, door: Door | None, today: date) -> TermsWish:
    """Return the terms of the tour that follows `terms`, as far as they follow from it."""
    after_end = terms.end_on + timedelta(days=1) if terms.end_on else today
    start = min(max(after_end, today), cadence.latest_start(today))
    if door is Door.NEW_TOUR:
        return TermsWish(kind=terms.kind, start_on=start)
    wish = wish_of(terms)
    rows = tuple(replace(row, due_on=None) for row in wish.promises)
    fresh = replace(wish, start_on=start, end_on=None, halfway_on=None, next_talk_on=None, promises=rows)
    return replace(fresh, end_on=_same_length(terms, start))


def _same_length(terms: Terms, start: date) -> date | None:
    return start + (terms.end_on - terms.start_on) if terms.end_on else None


def _open(work: Work, actor: Actor, tour_id: int) -> Tour:
    tour = work.tours.get(tour_id)
    require(actor.user_id, Action.CHOOSE_DOOR, tour)
    if tour.state is not State.ACTIVE or tour.in_force is None:
        raise Refused(Reason.WRONG_STATE, state=tour.state)
    return tour


def _own(work: Work, tour: Tour, user_id: str) -> DoorChoice:
    found = next((choice for choice in work.endings.doors(tour.id) if choice.user_id == user_id), None)
    if found is None:
        found = DoorChoice.begin(tour.team_id, tour.id, user_id)
        work.endings.add(found)
    return found


def _settle(work: Work, tour: Tour, actor: Actor, now: datetime) -> None:
    """Tell the other side what the confirmation led to, and remind only those who still have a door to confirm."""
    tour.changed_at = now  # of two who confirm at one moment, the second sees what the first did
    other = tour.other_side(actor.user_id)
    stands, _agreed = standing(work.endings.doors(tour.id), actor.user_id, other)
    timetable.doors_to_choose(work, tour, now)
    if stands is Standing.SAME:
        _ask_no_more(work, tour, now)
    moment = TOLD[stands]
    timetable.tell(
        work, to=other, moment=moment, tour_id=tour.id, now=now, key=f"{moment}:{tour.id}:{other}:{now.isoformat()}"
    )


def _ask_no_more(work: Work, tour: Tour, now: datetime) -> None:
    """Make the talks about the next tour that are still planned check-ins: what they would ask is answered."""
    for talk in work.check_ins.planned(tour.id):
        if talk.review is Review.NEXT_TOUR_TALK:
            talk.become(Review.CHECK_IN)
            timetable.moved(work, tour, talk, now)


def _day_of_talk(work: Work, tour: Tour, now: datetime) -> date:
    sides = timetable.Sides.load(work, tour)
    wanted = sides.manager.working_days_after(sides.manager.day_of(now), TALK_IN)
    day = shared_working_day(wanted, sides.manager, sides.holder)
    end, today = tour.in_force.end_on if tour.in_force else None, sides.manager.day_of(now)
    if end is None or day <= end or end < today:
        return day
    return max(shared_working_day_before(end, sides.manager, sides.holder), today)
