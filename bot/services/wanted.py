"""Whether a nudge is still wanted, by today's facts and by what the person wishes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.db.check_ins import planned_in
from bot.db.work import Work
from bot.domain import rungs
from bot.domain.calendar import Calendar
from bot.domain.check_ins import CheckInState, passed_over
from bot.domain.doors import NOTHING_LEFT, standing
from bot.domain.lifecycle import NEGOTIATING, UNDER_WAY, State
from bot.domain.nudges import (
    AFTERWARDS,
    ANSWER_MOMENTS,
    PROMISE_MOMENTS,
    REVIEW_MOMENTS,
    STOPPED_AFTER,
    Moment,
    Pace,
    Quiet,
    about,
    effective_pace,
)
from bot.domain.outbox import MessageState
from bot.domain.people import Person
from bot.domain.promises import PromiseState
from bot.domain.rungs import Rung
from bot.domain.tours import Tour
from bot.services import attention
from bot.services.coach import climbed
from bot.services.say import Asked, Drop, NotWanted, Say, Wait, about_tour

STOP_NOTICE = "stopped"  # recorded in place of a prompt when a DM says that a kind of nudge has stopped
LESS_OFTEN = "less_often"


class NudgeDesk:
    """Decides about the nudges of one person, having loaded all tours that they are about at once."""

    def __init__(self, work: Work, person: Person, now: datetime, tour_ids: Collection[int]) -> None:
        self._work = work
        self._person = person
        self._now = now
        self._calendar = person.calendar()
        self._today = self._calendar.day_of(now)
        self._tours = work.tours.many(tour_ids)
        sides = {user_id for tour in self._tours.values() for user_id in (tour.manager_id, tour.holder_id)}
        self._gone = {user_id for user_id, side in work.people.many(sides).items() if side.is_deactivated}
        talks = work.check_ins.of_tours(tour_ids)
        self._talks = {line.id: line for line in talks}
        self._passed_over = {
            line.id for planned in planned_in(talks).values() for line in passed_over(planned, self._today)
        }
        self._wishes = work.nudges.wishes(person.user_id)
        self._quiets = work.nudges.quiets(person.user_id)
        self._ignored = attention.ignored_in_row(work, person, now)

    def say(self, message: Asked) -> Say:
        """Return what to say, or raise NotWanted."""
        tour = self._tour(message.tour_id)
        moment = Moment(message.moment)
        say = about_tour(tour, message, self._today)
        _require(say.other_id not in self._gone, "person_left")
        if moment in REVIEW_MOMENTS:
            say = self._review(tour, say, moment)
        elif moment in PROMISE_MOMENTS:
            say = self._promise(tour, say)
        elif moment in ANSWER_MOMENTS:
            say = self._proposal(tour, say)
        elif moment is Moment.TALK_WAITING:
            say = self._signal(tour, say)
        elif moment is Moment.DOOR_TO_CHOOSE:
            say = self._door(tour, say)
        else:
            say = self._goal(tour, say)
        self._require_wished(say)
        return self._at_their_pace(say, moment)

    def _tour(self, tour_id: int | None) -> Tour:
        tour = self._tours.get(tour_id) if tour_id is not None else None
        if tour is None:
            raise NotWanted(Drop("erased"))
        return tour

    def _review(self, tour: Tour, say: Say, moment: Moment) -> Say:
        _require_speaking(tour)
        line = self._talks.get(say.subject_id or 0)
        if line is None or line.tour_id != tour.id or line.state is not CheckInState.PLANNED:
            raise NotWanted(Drop("done"))
        is_ahead = moment not in AFTERWARDS
        _require(is_ahead == (self._today <= line.due_on), "over")
        _require(line.id not in self._passed_over, "passed_over")
        rung = self._next_rung(tour) if moment is Moment.REVIEW_DUE else None
        days = 0 if is_ahead else self._calendar.working_days_between(line.due_on, self._today)
        return replace(say, review=line.review, due_on=line.due_on, rung=rung, days=max(days, 1))

    def _next_rung(self, tour: Tour) -> Rung:
        return rungs.next_rung(climbed(self._work, tour.manager_id, tour.holder_id))

    def _promise(self, tour: Tour, say: Say) -> Say:
        _require_speaking(tour)
        promises = tour.in_force.promises if tour.in_force else []
        promise = next((p for p in promises if p.id == say.subject_id), None)
        if promise is None or promise.state is not PromiseState.OPEN:
            raise NotWanted(Drop("done"))
        _require(self._today <= promise.due_on, "over")
        return replace(say, due_on=promise.due_on)

    def _goal(self, tour: Tour, say: Say) -> Say:
        _require_speaking(tour)
        goal = next((g for g in self._work.goals.open_of([tour.id]) if g.id == say.subject_id), None)
        if goal is None:
            raise NotWanted(Drop("done"))
        _require(self._today <= goal.due_on, "over")
        return replace(say, due_on=goal.due_on)

    def _proposal(self, tour: Tour, say: Say) -> Say:
        _require(tour.awaits_id == say.to_id and tour.latest_number == say.subject_id, "done")
        _require(tour.state is not State.PAUSED, "tour_paused")
        if say.moment == Moment.HANDOVER_TO_PROPOSE:
            _require(self._work.tours.held_by(tour.holder_id, NEGOTIATING, say.to_id) is None, "done")
        written_at = tour.asked_at
        days = self._calendar.working_days_between(self._calendar.day_of(written_at), self._today)
        lapses_on = self._calendar.day_of(written_at + self._work.periods.book().at(written_at).lapse)
        return replace(say, days=max(days, 1), due_on=lapses_on)

    def _signal(self, tour: Tour, say: Say) -> Say:
        signal = self._work.signals.get(say.subject_id or 0)
        if signal is None or not signal.is_waiting:
            raise NotWanted(Drop("done"))
        _require(tour.manager_id == signal.manager_id == say.to_id, "handed_over")
        asked_on = self._calendar.day_of(signal.leaves_at)
        return replace(say, days=max(self._calendar.working_days_between(asked_on, self._today), 1))

    def _door(self, tour: Tour, say: Say) -> Say:
        _require_speaking(tour)
        stands, _agreed = standing(self._work.endings.doors(tour.id), say.to_id, say.other_id)
        _require(stands not in NOTHING_LEFT, "done")
        return say

    def _require_wished(self, say: Say) -> None:
        quiet = self._quiets.get((say.tour_id or 0, about(say.moment), say.subject_id or 0))
        if quiet is None or not quiet.covers(self._today):
            return
        raise NotWanted(_quieted(quiet, self._calendar))

    def _at_their_pace(self, say: Say, moment: Moment) -> Say:
        tour_id = say.tour_id or 0
        wish = self._wishes.get((tour_id, moment))
        wished = wish.pace if wish else Pace.EVERY
        ignored = self._ignored.get((tour_id, moment), 0)
        pace = effective_pace(wished, ignored)
        if pace is Pace.EVERY:
            return say
        last = self._work.nudges.last_of_kind(say.to_id, tour_id, moment, LESS_OFTEN)
        if wished is Pace.NONE:
            raise NotWanted(Drop("stopped"))
        if pace is Pace.NONE:
            _require(last is None or last.prompt != STOP_NOTICE, "ignored")
            return replace(say, stopping=True)
        _require(last is None or last.state is not MessageState.SENT, LESS_OFTEN)
        return replace(say, slowed=ignored >= STOPPED_AFTER - 1)


def _require_speaking(tour: Tour) -> None:
    """Raise NotWanted for a tour that is over, on leave or between two managers: it is planned anew when it goes on."""
    _require(tour.state in UNDER_WAY, "tour_over")
    _require(tour.state not in {State.PAUSED, State.HANDING_OVER}, "tour_paused")


def _require(wanted: bool, why: str) -> None:  # noqa: FBT001 - reads as "require that ..."
    if not wanted:
        raise NotWanted(Drop(why))


def _quieted(quiet: Quiet, calendar: Calendar) -> Wait | Drop:
    if quiet.until is None:
        return Drop("skipped")
    return Wait(calendar.next_opening(calendar.opens_at(quiet.until)), "snoozed")
