"""The ledger: the maker of a promise says what became of it, and its receiver says whether they see it the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.db.work import Database, Work
from bot.domain.ledger import MarkRead, PromiseMark, Standing
from bot.domain.lifecycle import RUNNING
from bot.domain.permissions import Action, Role, require
from bot.domain.promises import Promise, PromiseState, Side
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Tour
from bot.services import timetable
from bot.services.people import Actor
from bot.services.tour_detail import PromiseRead, TourDetail, detail, promise_read


@dataclass(frozen=True)
class PromiseSheet:
    """One promise with its history. `is_maker` is about the reader; `may_say` what they can say of it now."""

    tour: TourDetail
    promise: PromiseRead
    history: tuple[MarkRead, ...]
    is_maker: bool
    may_say: bool

    @property
    def standing(self) -> Standing:
        """What both say became of it."""
        return self.promise.standing


class Ledger:
    """The verbs of the ledger. Days are those of the actor's own calendar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, actor: Actor, promise_id: int, now: datetime) -> PromiseSheet:
        """Return one promise with its history. Raises Refused NOT_FOUND or NOT_YOURS."""
        with self._database.reading(actor.team_id) as work:
            tour, promise, role = promise_in_force(work, actor, promise_id)
            return _sheet(work, tour, promise, role, actor, now)

    def mark(
        self, actor: Actor, promise_id: int, state: PromiseState, now: datetime, *, delivery: str | None = None
    ) -> PromiseSheet:
        """Say what became of a promise, as its maker or as its receiver. The other side hears once that it was said.

        Each side may say something else later, until both say the same. The receiver may speak first once the day has
        passed. Raises Refused PROMISE_SETTLED when both say the same, PROMISE_SAID when the actor said just that,
        PROMISE_NOT_DUE to a receiver who is too early, WRONG_STATE for a tour that is over or a promise that stands in
        no terms in force, NOT_FOUND and NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour, promise, role = promise_in_force(work, actor, promise_id)
            sheet = _sheet(work, tour, promise, role, actor, now)
            _require_say(sheet, state)
            if sheet.is_maker:
                promise.say(state, by=actor.user_id, now=now)
                timetable.promises_changed(work, tour, now)
            else:
                promise.seen_as = state
            note_and_tell(work, tour, promise, actor, state, now)
            return _sheet(work, tour, promise, role, actor, now)


def note(work: Work, tour: Tour, promise: Promise, actor: Actor, state: PromiseState, now: datetime) -> None:
    """Note what the actor says became of a promise, in its history alone."""
    work.ledger.add(PromiseMark.of(promise, _side(tour, actor), by=actor.user_id, state=state, now=now))


def note_and_tell(work: Work, tour: Tour, promise: Promise, actor: Actor, state: PromiseState, now: datetime) -> None:
    """Note it, and tell the other side the first time; what is said later, they read there.

    They are asked how they see it, unless they have said so already: then they hear whether it is the same.
    """
    note(work, tour, promise, actor, state, now)
    other, key = tour.other_side(actor.user_id), f"promise_marked:{promise.id}:{_side(tour, actor)}"
    stands = promise_read(promise).standing
    moment = "promise_agreed" if stands.is_confirmed else "promise_differs" if stands.differs else "promise_marked"
    timetable.tell(work, to=other, moment=moment, tour_id=tour.id, now=now, subject_id=promise.id, key=key)


def _side(tour: Tour, actor: Actor) -> Side:
    return Side.COMPANY if actor.user_id == tour.manager_id else Side.HOLDER


def note_move(work: Work, promise: Promise, actor: Actor, before: date, now: datetime) -> None:
    """Note that its maker moved a promise from the day `before`."""
    work.ledger.add(PromiseMark.of_move(promise, by=actor.user_id, before=before, now=now))


def promise_in_force(work: Work, actor: Actor, promise_id: int) -> tuple[Tour, Promise, Role]:
    """Return a promise of the terms in force, its tour, and what the actor is to it.

    A button of an older message may name the promise as it stood in an earlier version. Raises Refused WRONG_STATE for
    one that stands in no terms in force any more, NOT_FOUND and NOT_YOURS.
    """
    tour = work.tours.get(work.tours.tour_of_promise(promise_id))
    role = require(actor.user_id, Action.MARK_PROMISE, tour)
    origin, terms = work.tours.origin_of(promise_id), tour.in_force
    found = next((p for p in terms.promises if p.first_id == origin), None) if terms else None
    if found is None:
        raise Refused(Reason.WRONG_STATE, state=tour.state)
    return tour, found, role


def _sheet(work: Work, tour: Tour, promise: Promise, role: Role, actor: Actor, now: datetime) -> PromiseSheet:
    read, history = promise_read(promise), work.ledger.of([promise.first_id]).get(promise.first_id, ())
    is_maker = (promise.side is Side.COMPANY) is (role is Role.MANAGER)
    in_turn = is_maker or promise.state is not PromiseState.OPEN or promise.due_on < actor.today(now)
    return PromiseSheet(
        tour=detail(work, tour, actor, now),
        promise=read,
        history=history,
        is_maker=is_maker,
        may_say=tour.state in RUNNING and in_turn and not read.standing.is_confirmed,
    )


def _require_say(sheet: PromiseSheet, state: PromiseState) -> None:
    if not sheet.tour.is_running:
        raise Refused(Reason.WRONG_STATE, state=sheet.tour.state)
    said = sheet.standing.maker if sheet.is_maker else sheet.standing.receiver
    if sheet.standing.is_confirmed or said is state:
        raise Refused(Reason.PROMISE_SETTLED if sheet.standing.is_confirmed else Reason.PROMISE_SAID)
    if not sheet.may_say:
        raise Refused(Reason.PROMISE_NOT_DUE)
