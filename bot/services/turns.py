"""Taking turns, from both sides. What the holder keeps or passes never reaches the manager in any form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.db.work import Database, Work
from bot.domain.calendar import local_day
from bot.domain.lifecycle import OVER
from bot.domain.permissions import Action, require
from bot.domain.refusals import Reason, Refused
from bot.domain.rungs import Rung, require_card
from bot.domain.tours import Tour
from bot.domain.turns import Choice, Question, Turn
from bot.services.coach import climb, climbed
from bot.services.people import Actor
from bot.services.timetable import tell


@dataclass(frozen=True)
class AskedTurn:
    """A question as its manager sees it: `theirs` is what was shared, or None for everything else.

    `is_wished` says that the holder asks for it as a promise.
    """

    question: Question
    mine: str
    asked_on: date
    theirs: str | None
    id: int = 0
    is_wished: bool = False


@dataclass(frozen=True)
class TurnsSheet:
    """All questions to one holder, the newest first, and what may be asked next: at once, or from the day `from_on`."""

    tour_id: int
    holder_id: str
    asked: tuple[AskedTurn, ...]
    left: tuple[Question, ...]
    from_on: date | None

    @property
    def stay(self) -> AskedTurn | None:
        """The question what would make the holder stay, if it was asked."""
        return next((turn for turn in self.asked if turn.question is Question.STAY), None)


@dataclass(frozen=True)
class ReceivedTurn:
    """A question as its holder sees it, with their own words, shared or not."""

    id: int
    manager_id: str
    question: Question
    theirs: str
    mine: str | None
    is_shared: bool
    is_wished: bool = False

    @property
    def can_be_wished(self) -> bool:
        """Whether the holder may ask for their answer as a promise of the company."""
        return self.question is Question.STAY and self.is_shared and not self.is_wished


@dataclass(frozen=True)
class AskTurn:
    """Ask the holder of this tour one question, with one's own answer."""

    tour_id: int
    question: Question
    words: str | None


@dataclass(frozen=True)
class AnswerTurn:
    """Share an answer, keep it, or pass."""

    turn_id: int
    choice: Choice
    words: str | None


class Turns:
    """The verbs of taking turns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sheet(self, actor: Actor, tour_id: int, now: datetime) -> TurnsSheet:
        """Return what the manager asked and may ask. Raises Refused(CARD_FIRST) before the card is shared."""
        with self._database.reading(actor.team_id) as work:
            tour = _of_manager(work, actor, tour_id)
            turns = work.coach.turns(tour.manager_id, tour.holder_id)
            return _sheet(actor, tour, turns, now)

    def ask(self, actor: Actor, command: AskTurn, now: datetime, delivery: str | None = None) -> str:
        """Ask one question and tell the holder, whose id is returned. Asking climbs the rung, whatever is answered.

        Raises Refused: CARD_FIRST before the card is shared, ONE_AT_A_TIME while the last question stands alone (or for
        one that was asked before), REQUIRED or TOO_LONG at "mine".
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _of_manager(work, actor, command.tour_id)
            _require_next(actor, command, work.coach.turns(tour.manager_id, tour.holder_id), now)
            turn = work.coach.add_turn(
                Turn.ask(
                    team_id=work.team_id,
                    manager_id=tour.manager_id,
                    holder_id=tour.holder_id,
                    question=command.question,
                    words=command.words,
                    now=now,
                    kept=work.periods.book().now.notes,
                )
            )
            rung = Rung.ASK if command.question is Question.STAY else Rung.TAKE_TURNS
            climb(work, tour, rung, in_person=False, now=now)
            key = f"turn_asked:{turn.id}"
            tell(work, to=tour.holder_id, moment="turn_asked", tour_id=tour.id, now=now, subject_id=turn.id, key=key)
            return tour.holder_id

    def received(self, actor: Actor, tour_id: int) -> list[ReceivedTurn]:
        """Return every question to the actor, who holds this tour, the newest first."""
        with self._database.reading(actor.team_id) as work:
            tour = work.tours.get(tour_id)
            require(actor.user_id, Action.ANSWER_TURN, tour)
            return [received(turn) for turn in work.coach.turns(tour.manager_id, tour.holder_id)]

    def open(self, actor: Actor, turn_id: int) -> ReceivedTurn:
        """Return one question to the actor. Raises Refused as `require` does for anybody else, the manager included."""
        with self._database.reading(actor.team_id) as work:
            turn = work.coach.turn(turn_id)
            require(actor.user_id, Action.ANSWER_TURN, turn)
            return received(turn)

    def answer(self, actor: Actor, command: AnswerTurn, now: datetime, delivery: str | None = None) -> ReceivedTurn:
        """Do what the holder chose, and return the question as it stands now.

        The manager hears of a newly shared answer once, and of nothing else. Raises Refused at "yours" for an answer
        that is missing or too long.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            turn = work.coach.turn(command.turn_id)
            require(actor.user_id, Action.ANSWER_TURN, turn)
            if turn.answer(command.choice, command.words, now):
                tour_id = _tour_between(work, turn)
                key = f"turn_answered:{turn.id}"
                tell(work, to=turn.manager_id, moment="turn_answered", tour_id=tour_id, now=now, key=key)
            return received(turn)


def _of_manager(work: Work, actor: Actor, tour_id: int) -> Tour:
    tour = work.tours.get(tour_id)
    require(actor.user_id, Action.ASK_TURN, tour)
    if tour.state in OVER:
        raise Refused(Reason.TOUR_OVER)
    require_card(Rung.TAKE_TURNS, climbed(work, tour.manager_id, tour.holder_id))
    return tour


def _tour_between(work: Work, turn: Turn) -> int | None:
    lines = work.tours.of(turn.holder_id)
    return max((line.id for line in lines if line.manager_id == turn.manager_id), default=None)


def _require_next(actor: Actor, command: AskTurn, turns: Sequence[Turn], now: datetime) -> None:
    if turns and turns[0].next_from > now:
        raise Refused(Reason.ONE_AT_A_TIME, limit=local_day(turns[0].next_from, actor.time_zone))
    if any(turn.question is command.question for turn in turns):
        raise Refused(Reason.ASKED_BEFORE)


def _sheet(actor: Actor, tour: Tour, turns: Sequence[Turn], now: datetime) -> TurnsSheet:
    asked = {turn.question for turn in turns}
    waits = bool(turns) and turns[0].next_from > now
    return TurnsSheet(
        tour_id=tour.id,
        holder_id=tour.holder_id,
        asked=tuple(
            AskedTurn(
                turn.question,
                turn.manager_words,
                local_day(turn.asked_at, actor.time_zone),
                turn.shared_words,
                turn.id,
                turn.is_wished,
            )
            for turn in turns
        ),
        left=tuple(question for question in Question if question not in {*asked, Question.STAY}),
        from_on=local_day(turns[0].next_from, actor.time_zone) if waits else None,
    )


def received(turn: Turn) -> ReceivedTurn:
    return ReceivedTurn(
        turn.id,
        turn.manager_id,
        turn.question,
        turn.manager_words,
        turn.holder_words,
        is_shared=turn.is_shared,
        is_wished=turn.is_wished,
    )
