"""How a tour ends: closed by both, or ended early by either; what was left unsaid waits no longer than is fair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.db.work import Database, Work
from bot.domain.doors import standing
from bot.domain.endings import THANKS_LIMIT, WORDS_LIMIT, ClosingWords, Ending, EndReason, closes_from
from bot.domain.lifecycle import State
from bot.domain.permissions import Action, require
from bot.domain.promises import Promise, PromiseState, Side
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.tours import Tour
from bot.services import handing_over, succession, timetable
from bot.services.ledger import note
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail, detail

ANSWERED_IN = frozenset({State.CLOSING, State.COMPLETED, State.ENDED_EARLY})
"""A side that was away may still answer while the tour is kept; the record then says so."""


@dataclass(frozen=True)
class EndEarly:
    """An end before its time, with a kind of reason."""

    tour_id: int
    reason: EndReason | None


@dataclass(frozen=True)
class AnswerClose:
    """What one side says at the end, and what became of its open promises, by their ids."""

    tour_id: int
    outcome: str | None
    thanks: str | None
    promises: Mapping[int, PromiseState | None]


class Endings:
    """The use cases of a tour's end. Days are those of the actor's own calendar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def end_early(self, actor: Actor, command: EndEarly, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """End a tour at once and tell the other side that it ended, not why.

        No nudge of it goes out any more, and what was asked of a new manager is withdrawn. Promises stay as they are.
        Raises Refused REQUIRED at "reason", WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _open(work, actor, command.tour_id, Action.END_EARLY)
            if command.reason is None:
                raise Refused(Reason.REQUIRED, field="reason")
            tour.end_early(now, work.periods.book().now.ended)
            work.tours.write(tour)
            _keep_reason(work, tour, actor.user_id, command.reason, now)
            timetable.stop_tour(work, tour, "tour_over")
            handing_over.ended(work, tour, actor.user_id, now)
            _tell(work, tour, actor.user_id, "tour_ended_early", now)
            return detail(work, tour, actor, now)

    def open_close(self, actor: Actor, tour_id: int, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Open the close of a tour and tell the other side: outcomes, promises and thanks are left to be said.

        Raises Refused CLOSES_LATER, CLOSE_BY_DOOR, WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _open(work, actor, tour_id, Action.CLOSE)
            _require_time_to_close(work, tour, actor, now)
            succession.open_close(work, tour, actor.user_id, now)
            return detail(work, tour, actor, now)

    def answer(self, actor: Actor, command: AnswerClose, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Keep what one side says at the end, which is their signature under the record; the second one completes it.

        Raises SeveralRefused with everything that is missing or too long, each at its field, and Refused WRONG_STATE,
        NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _open(work, actor, command.tour_id, Action.ANSWER_CLOSE)
            if tour.state not in ANSWERED_IN:
                raise Refused(Reason.WRONG_STATE, state=tour.state)
            _settle_promises(work, tour, actor, command, now)
            _keep_words(work, tour, actor, command, now)
            tour.changed_at = now  # of two who answer at one moment, the second sees what the first did
            if tour.state is State.CLOSING and len(work.endings.words(tour.id)) > 1:
                tour.complete(now, work.periods.book().now.ended)
                _tell(work, tour, actor.user_id, "tour_completed", now)
            return detail(work, tour, actor, now)

    def complete_waiting(self, team_id: str, now: datetime, limit: int) -> int:
        """Complete up to `limit` closes that waited long enough for both answers; return how many."""
        with self._database.work(team_id) as work:
            waiting = work.endings.waited_enough(now.date(), limit)
            for tour_id in waiting:
                tour = work.tours.get(tour_id)
                tour.complete(now, work.periods.book().now.ended)
                for side in (tour.manager_id, tour.holder_id):
                    _tell(work, tour, tour.other_side(side), "tour_completed", now)
            return len(waiting)

    def begin_agreed(self, team_id: str, now: datetime, limit: int) -> int:
        """Begin agreed tours whose first day has come and whose way is free; return how many began."""
        begun = 0
        with self._database.work(team_id) as work:
            for tour_id in work.endings.ready_to_begin(now.date())[:limit]:
                tour = work.tours.get(tour_id)
                if succession.begin_if_free(work, tour, now):
                    begun += 1
                    for side in (tour.manager_id, tour.holder_id):
                        _tell(work, tour, tour.other_side(side), "tour_begun", now)
        return begun


def _open(work: Work, actor: Actor, tour_id: int, action: Action) -> Tour:
    tour = work.tours.get(tour_id)
    require(actor.user_id, action, tour)
    return tour


def _require_time_to_close(work: Work, tour: Tour, actor: Actor, now: datetime) -> None:
    if tour.state is not State.ACTIVE or tour.in_force is None:
        raise Refused(Reason.WRONG_STATE, state=tour.state)
    _stands, agreed = standing(work.endings.doors(tour.id), tour.manager_id, tour.holder_id)
    opens = closes_from(tour.in_force.end_on, agreed)
    if opens is None:
        raise Refused(Reason.CLOSE_BY_DOOR)
    if actor.today(now) < opens:
        raise Refused(Reason.CLOSES_LATER, limit=opens)


def _keep_reason(work: Work, tour: Tour, by: str, reason: EndReason, now: datetime) -> None:
    ending = work.endings.of_tour(tour.id)
    if ending is None:
        work.endings.add(Ending.early(tour.team_id, tour.id, by, reason, now))
    else:  # it was closing already
        ending.end_early(by, reason)


def _settle_promises(work: Work, tour: Tour, actor: Actor, command: AnswerClose, now: datetime) -> None:
    faults: list[Refused] = []
    for promise in own_open_promises(tour, actor.user_id):
        state = command.promises.get(promise.id)
        if state is None:
            faults.append(Refused(Reason.REQUIRED, field=f"promise.{promise.id}"))
        else:
            promise.settle(state, by=actor.user_id, now=now)
            note(work, tour, promise, actor, state, now)
    if not command.outcome:
        faults.append(Refused(Reason.REQUIRED, field="outcome"))
    limits = {"outcome": (command.outcome, WORDS_LIMIT), "thanks": (command.thanks, THANKS_LIMIT)}
    faults += [
        Refused(Reason.TOO_LONG, field=field, limit=limit)
        for field, (words, limit) in limits.items()
        if len(words or "") > limit
    ]
    if faults:
        raise SeveralRefused(faults)


def own_open_promises(tour: Tour, user_id: str) -> list[Promise]:
    """Return the promises in force of this person's side of which nobody has said yet what became."""
    side = Side.COMPANY if user_id == tour.manager_id else Side.HOLDER
    promises = tour.in_force.promises if tour.in_force else []
    return [promise for promise in promises if promise.side is side and promise.state is PromiseState.OPEN]


def _keep_words(work: Work, tour: Tour, actor: Actor, command: AnswerClose, now: datetime) -> None:
    before = next((each for each in work.endings.words(tour.id) if each.author_id == actor.user_id), None)
    outcome = command.outcome or ""
    if before is not None:
        before.change(outcome, command.thanks, now)
        return
    by, thanks = actor.user_id, command.thanks
    work.endings.add(ClosingWords.write(tour.team_id, tour.id, by=by, outcome=outcome, thanks=thanks, now=now))


def _tell(work: Work, tour: Tour, by: str, moment: str, now: datetime) -> None:
    """Tell whoever is not `by`."""
    to = tour.other_side(by)
    timetable.tell(work, to=to, moment=moment, tour_id=tour.id, now=now, key=f"{moment}:{tour.id}:{to}")
