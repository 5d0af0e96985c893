"""Taking turns: the card first, one question at a time, and no way to tell unread, private and passed apart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.refusals import Refused
from bot.domain.rungs import Rung
from bot.domain.turns import Choice, Question
from bot.services.coach import Coach
from bot.services.turns import AnswerTurn, AskTurn, Turns
from tests.given import HOLDER, MANAGER, a_tour
from tests.services.leading import STRANGER, told, write

MINE = "The week in the harbour, when nobody called."


class Pair:
    """A manager and a holder with a tour, and the services between them."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.coach = Coach(database)
        self.turns = Turns(database)
        self.now = now
        self.tour_id = a_tour(database, now)

    def share_card(self) -> None:
        self.coach.write_card(MANAGER, write(self.coach.card(MANAGER).version, "UHOLDER"), self.now)

    def ask(self, question: Question = Question.VALUES, words: str | None = MINE) -> int:
        self.turns.ask(MANAGER, AskTurn(self.tour_id, question, words), self.now)
        return self.turns.received(HOLDER, self.tour_id)[0].id

    def answer(self, turn_id: int, choice: Choice, words: str | None = "Silence.") -> None:
        self.turns.answer(HOLDER, AnswerTurn(turn_id, choice, words), self.now)

    def seen_by_manager(self) -> object:
        """Everything that the manager can get to see: the turns, the rungs, the messages."""
        sheet = self.turns.sheet(MANAGER, self.tour_id, self.now)
        return sheet, self.coach.rung(MANAGER, self.tour_id), told(self.database, "UMANAGER")


@pytest.fixture
def pair(database: Database, now: datetime) -> Pair:
    ready = Pair(database, now)
    ready.share_card()
    return ready


def test_no_question_goes_out_before_the_card(database: Database, now: datetime) -> None:
    bare = Pair(database, now)
    with pytest.raises(Refused, match="card_first"):
        bare.turns.ask(MANAGER, AskTurn(bare.tour_id, Question.VALUES, MINE), now)
    with pytest.raises(Refused, match="card_first"):
        bare.turns.sheet(MANAGER, bare.tour_id, now)
    assert told(database, "UHOLDER") == []


def test_a_question_comes_with_the_managers_answer_and_climbs_the_rung(pair: Pair) -> None:
    pair.ask()
    (turn,) = pair.turns.received(HOLDER, pair.tour_id)
    assert (turn.question, turn.theirs, turn.mine) == (Question.VALUES, MINE, None)
    assert told(pair.database, "UHOLDER") == ["card_shared", "turn_asked"]
    assert pair.coach.rung(MANAGER, pair.tour_id).rung is Rung.PLEDGE


@pytest.mark.parametrize("words", [None, "", "x" * 3001])
def test_without_an_own_answer_nothing_is_asked(pair: Pair, words: str | None) -> None:
    with pytest.raises(Refused) as refused:
        pair.ask(words=words)
    assert refused.value.field == "mine"
    assert pair.turns.received(HOLDER, pair.tour_id) == []


def test_one_question_at_a_time(pair: Pair) -> None:
    pair.ask()
    with pytest.raises(Refused, match="one_at_a_time"):
        pair.ask(Question.DO_MORE)
    pair.now += timedelta(days=7)
    with pytest.raises(Refused, match="asked_before"):
        pair.ask(Question.VALUES)
    pair.ask(Question.DO_MORE)
    assert len(pair.turns.received(HOLDER, pair.tour_id)) == 2


def test_a_shared_answer_is_read_told_once_and_lets_the_next_question_go(pair: Pair) -> None:
    turn = pair.ask()
    pair.answer(turn, Choice.SHARED, "Silence.")
    pair.answer(turn, Choice.KEPT, "Silence.")
    pair.answer(turn, Choice.SHARED, "Silence, and time.")
    (asked,) = pair.turns.sheet(MANAGER, pair.tour_id, pair.now).asked
    assert asked.theirs == "Silence, and time."
    assert told(pair.database, "UMANAGER") == ["turn_answered"]
    pair.ask(Question.DO_MORE)


def test_what_was_shared_can_be_taken_back(pair: Pair) -> None:
    turn = pair.ask()
    pair.answer(turn, Choice.SHARED)
    pair.answer(turn, Choice.KEPT)
    assert pair.turns.sheet(MANAGER, pair.tour_id, pair.now).asked[0].theirs is None
    assert pair.turns.open(HOLDER, turn).mine == "Silence."


def test_a_pass_leaves_nothing_behind(pair: Pair) -> None:
    turn = pair.ask()
    pair.answer(turn, Choice.KEPT)
    pair.answer(turn, Choice.PASSED)
    assert pair.turns.open(HOLDER, turn).mine is None


def test_unread_kept_and_passed_look_the_same_to_the_manager(pair: Pair) -> None:
    turn = pair.ask()
    unread = pair.seen_by_manager()
    pair.answer(turn, Choice.KEPT)
    assert pair.seen_by_manager() == unread
    pair.answer(turn, Choice.PASSED)
    assert pair.seen_by_manager() == unread


@pytest.mark.parametrize("choice", [Choice.SHARED, Choice.KEPT])
def test_an_empty_answer_can_only_be_a_pass(pair: Pair, choice: Choice) -> None:
    turn = pair.ask()
    with pytest.raises(Refused) as refused:
        pair.answer(turn, choice, None)
    assert refused.value.field == "yours"


def test_nobody_else_opens_or_answers_a_question(pair: Pair) -> None:
    turn = pair.ask()
    for actor in (MANAGER, STRANGER):
        with pytest.raises(Refused, match="not_yours"):
            pair.turns.open(actor, turn)
        with pytest.raises(Refused, match="not_yours"):
            pair.turns.answer(actor, AnswerTurn(turn, Choice.SHARED, "x"), pair.now)
    with pytest.raises(Refused, match="not_yours"):
        pair.turns.ask(HOLDER, AskTurn(pair.tour_id, Question.DO_MORE, "x"), pair.now)
    with pytest.raises(Refused, match="not_found"):
        pair.turns.open(HOLDER, turn + 1)


def test_a_repeated_submission_asks_nothing_twice(pair: Pair) -> None:
    command = AskTurn(pair.tour_id, Question.VALUES, MINE)
    pair.turns.ask(MANAGER, command, pair.now, "V1:h")
    with pytest.raises(AlreadyDealt):
        pair.turns.ask(MANAGER, command, pair.now, "V1:h")
    assert len(pair.turns.received(HOLDER, pair.tour_id)) == 1


def test_words_of_both_lie_sealed(pair: Pair) -> None:
    pair.answer(pair.ask(), Choice.KEPT)
    with pair.database.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT manager_words, holder_words FROM turns").one()
    assert b"harbour" not in row[0]
    assert b"Silence" not in row[1]


def test_after_two_years_question_and_answers_are_erased(pair: Pair) -> None:
    pair.answer(pair.ask(), Choice.KEPT)
    with pair.database.work("T1") as work:
        assert work.retention.erase_over(pair.now.date() + timedelta(days=700), 10) == 0
        assert work.retention.erase_over(pair.now.date() + timedelta(days=800), 10) == 1
    assert pair.turns.received(HOLDER, pair.tour_id) == []
