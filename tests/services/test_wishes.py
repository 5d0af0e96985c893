"""An answer to what would make somebody stay becomes a promise, by one press of the holder's and two signatures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.db.work import Database
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.turns import Choice, Question, Turn
from bot.services.amendments import Amendments
from bot.services.signing import SignTerms
from bot.services.tours import Tours
from bot.services.turns import AnswerTurn, Turns
from bot.services.wishes import AnswerWish, Wishes
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, ended, told, under_way

WORDS = "Two days a month in the laboratory"


@pytest.fixture
def wishes(database: Database) -> Wishes:
    return Wishes(database)


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    return under_way(database, now)


@pytest.fixture
def turn_id(database: Database, tour_id: int, now: datetime) -> int:
    """The question what would make the holder stay, with an answer that is shared."""
    return asked(database, now, Question.STAY)


def asked(database: Database, now: datetime, question: Question, choice: Choice = Choice.SHARED) -> int:
    with database.work(MANAGER.team_id) as work:
        turn = Turn.ask(
            team_id=MANAGER.team_id,
            manager_id=MANAGER.user_id,
            holder_id=HOLDER.user_id,
            question=question,
            words="More time at the press",
            now=now,
        )
        work.coach.add_turn(turn)
        turn.answer(choice, WORDS, now)
        return turn.id


def why(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reason


def command(wishes: Wishes, turn_id: int, now: datetime) -> AnswerWish:
    sheet = wishes.read(MANAGER, turn_id, now)
    base = sheet.tour.base.number
    return AnswerWish(turn_id, base, sheet.row, "One day a month there", None, date(2026, 5, 4), "From an answer")


def test_one_press_asks_and_two_signatures_make_the_promise(
    wishes: Wishes, database: Database, tour_id: int, turn_id: int, now: datetime
) -> None:
    for _ in range(2):
        assert wishes.wish(HOLDER, turn_id, now).is_wished
    assert told(database, MANAGER.user_id).count("promise_wished") == 1
    assert wishes.read(MANAGER, turn_id, now).words == WORDS
    changed = wishes.answer(MANAGER, command(wishes, turn_id, now), now)
    assert [p.words for p in changed.shown.promises if p.side is Side.COMPANY] == ["An introduction to the paper mill"]
    latest = changed.latest
    Amendments(database).sign(HOLDER, SignTerms(tour_id, latest.number, latest.text_hash), now)
    (promise,) = [p for p in Tours(database).read(HOLDER, tour_id, now).shown.promises if p.words.startswith("One day")]
    assert (promise.side, promise.owner_id, promise.due_on) == (Side.COMPANY, MANAGER.user_id, date(2026, 5, 4))


def test_only_the_holder_asks_and_only_the_manager_answers(
    wishes: Wishes, database: Database, turn_id: int, now: datetime
) -> None:
    for actor in (MANAGER, STRANGER):
        assert why(lambda: wishes.wish(actor, turn_id, now)) is Reason.NOT_YOURS  # noqa: B023
    assert why(lambda: wishes.wish(ELSEWHERE, turn_id, now)) is Reason.NOT_FOUND
    assert why(lambda: wishes.read(MANAGER, turn_id, now)) is Reason.NOT_FOUND
    wishes.wish(HOLDER, turn_id, now)
    for actor in (HOLDER, STRANGER):
        assert why(lambda: wishes.read(actor, turn_id, now)) is Reason.NOT_YOURS  # noqa: B023


@pytest.mark.parametrize(
    ("question", "choice"),
    [(Question.STAY, Choice.KEPT), (Question.STAY, Choice.PASSED), (Question.DO_MORE, Choice.SHARED)],
)
def test_what_is_not_shared_or_not_about_staying_becomes_no_promise(
    wishes: Wishes, database: Database, tour_id: int, now: datetime, question: Question, choice: Choice
) -> None:
    turn_id = asked(database, now, question, choice)
    assert why(lambda: wishes.wish(HOLDER, turn_id, now)) is Reason.NOT_FOUND
    assert told(database, MANAGER.user_id).count("promise_wished") == 0


def test_an_answer_taken_back_takes_the_wish_back(
    wishes: Wishes, database: Database, turn_id: int, now: datetime
) -> None:
    wishes.wish(HOLDER, turn_id, now)
    ready = command(wishes, turn_id, now)
    Turns(database).answer(HOLDER, AnswerTurn(turn_id, Choice.KEPT, WORDS), now)
    assert why(lambda: wishes.read(MANAGER, turn_id, now)) is Reason.NOT_FOUND
    assert why(lambda: wishes.answer(MANAGER, ready, now)) is Reason.NOT_FOUND


def test_what_is_wrong_stands_at_its_field_and_another_change_is_not_overwritten(
    wishes: Wishes, turn_id: int, now: datetime
) -> None:
    wishes.wish(HOLDER, turn_id, now)
    good = command(wishes, turn_id, now)
    wrong = replace(good, words=None, owner_id=HOLDER.user_id, due_on=date(2020, 1, 1))
    with pytest.raises(SeveralRefused) as refused:
        wishes.answer(MANAGER, wrong, now)
    at = f"promise.{good.row}"
    assert {each.field for each in refused.value.refusals} == {f"{at}.words", f"{at}.owner_id", f"{at}.due_on"}
    wishes.answer(MANAGER, good, now)
    assert why(lambda: wishes.answer(MANAGER, good, now)) is Reason.CHANGED_MEANWHILE


def test_where_no_tour_runs_there_is_nothing_to_promise_in(
    wishes: Wishes, database: Database, tour_id: int, turn_id: int, now: datetime
) -> None:
    ended(database, tour_id, now)
    assert why(lambda: wishes.wish(HOLDER, turn_id, now)) is Reason.WRONG_STATE
