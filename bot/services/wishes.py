"""An answer to what would make a holder stay becomes a promise: they ask, the manager words it, both sign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.db.work import Database, Work
from bot.domain.drafting import FIRST_ROWS, PromiseWish
from bot.domain.lifecycle import AMENDABLE
from bot.domain.permissions import Action, require
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Tour
from bot.domain.turns import Turn
from bot.services.amendments import Amendments
from bot.services.people import Actor
from bot.services.timetable import tell
from bot.services.tour_detail import TourDetail, detail
from bot.services.tours import ChangeTour
from bot.services.turns import ReceivedTurn, received


@dataclass(frozen=True)
class WishSheet:
    """What a holder asks for, as their manager reads it before they promise it."""

    turn_id: int
    holder_id: str
    words: str
    tour: TourDetail

    @property
    def row(self) -> int:
        """Which row of the terms the promise would be."""
        return max(FIRST_ROWS, *(promise.row + 1 for promise in self.tour.base.wish.promises))


@dataclass(frozen=True)
class AnswerWish:
    """The promise as the manager words it: who keeps it (without one, they do), and until when.

    It is row `row` of a change written on version `base_number`, for the `reason` that both read.
    """

    turn_id: int
    base_number: int
    row: int
    words: str | None
    owner_id: str | None
    due_on: date | None
    reason: str


class Wishes:
    """The verbs of answers that become promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._amendments = Amendments(database)

    def wish(self, actor: Actor, turn_id: int, now: datetime) -> ReceivedTurn:
        """Ask for one's shared answer as a promise; the manager is told once.

        Raises Refused NOT_YOURS for anybody but the holder, NOT_FOUND for an answer that is not shared, and WRONG_STATE
        where there is no tour whose terms could hold it.
        """
        with self._database.work(actor.team_id) as work:
            turn = work.coach.turn(turn_id)
            require(actor.user_id, Action.WISH_PROMISE, turn)
            tour = _tour_of(work, turn)
            if turn.wish(now):
                key = f"promise_wished:{turn.id}"
                tell(
                    work,
                    to=turn.manager_id,
                    moment="promise_wished",
                    tour_id=tour.id,
                    now=now,
                    subject_id=turn.id,
                    key=key,
                )
            return received(turn)

    def read(self, actor: Actor, turn_id: int, now: datetime) -> WishSheet:
        """Return what the holder asks for. Raises Refused as `answer` does."""
        with self._database.reading(actor.team_id) as work:
            turn = _wished(work, actor, turn_id)
            tour = _tour_of(work, turn)
            return WishSheet(turn.id, turn.holder_id, turn.shared_words or "", detail(work, tour, actor, now))

    def answer(self, actor: Actor, command: AnswerWish, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Propose the promise as a change of the terms, signed by the manager; it counts once the holder has signed.

        Raises Refused NOT_YOURS, NOT_FOUND where the holder has taken the answer back, WRONG_STATE, and SeveralRefused
        with what is wrong, at the fields of its row.
        """
        sheet = self.read(actor, command.turn_id, now)
        own = PromiseWish(command.row, Side.COMPANY, command.words, command.owner_id or actor.user_id, command.due_on)
        wish = replace(sheet.tour.base.wish, promises=(*sheet.tour.base.wish.promises, own))
        change = ChangeTour(sheet.tour.id, command.base_number, command.reason, wish, amends=True)
        return self._amendments.propose_change(actor, change, now, delivery=delivery)


def _wished(work: Work, actor: Actor, turn_id: int) -> Turn:
    turn = work.coach.turn(turn_id)
    require(actor.user_id, Action.ANSWER_WISH, turn)
    if not turn.is_wished:
        raise Refused(Reason.NOT_FOUND)
    return turn


def _tour_of(work: Work, turn: Turn) -> Tour:
    """Return the running tour between the two whose terms can be changed. Raises Refused(WRONG_STATE) without one."""
    for line in work.tours.of(turn.holder_id):
        if line.manager_id == turn.manager_id and line.state in AMENDABLE:
            return work.tours.get(line.id)
    raise Refused(Reason.WRONG_STATE)
