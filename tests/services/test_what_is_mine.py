"""What is mine: the file holds what one wrote or can read and no more, and the erasure takes just what one wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.db.keeping import ERASED
from bot.db.work import AlreadyDealt, Database
from bot.domain.check_ins import Purpose, Visibility
from bot.domain.goals import GoalState
from bot.domain.lifecycle import State
from bot.domain.outbox import MessageState
from bot.domain.signals import Topic
from bot.domain.turns import Choice, Question, Turn
from bot.services.access import Access
from bot.services.keeping import Keeping
from bot.services.people import Actor
from bot.services.signal_sheets import AskForTalk
from bot.services.signals import Signals
from tests.given import HOLDER, MANAGER, TEAM, a_card, a_draft, a_goal, a_person, a_talk, a_tour

PRIVATE = "I fear the next reorganisation."
SHARED = "We swap the Friday shift."
ANSWER = "A mountain hut, honestly."


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    """A signed tour with a goal of each, notes of the manager, a card and two questions, one answered in private."""
    for actor in (MANAGER, HOLDER):
        a_person(database, actor, now)
    tour_id = a_tour(database, now)
    for actor in (MANAGER, HOLDER):
        a_goal(database, tour_id, now, now.date(), actor.user_id)
    talk_id = a_talk(database, tour_id, now.date())
    a_card(database, now, HOLDER.user_id)
    with database.work(TEAM) as work:
        talk = work.check_ins.get(talk_id)
        talk.note(Purpose.PRIVATE, Visibility.AUTHOR, by=MANAGER.user_id, words=PRIVATE, now=now)
        talk.note(Purpose.AGREEMENT, Visibility.BOTH_SIDES, by=MANAGER.user_id, words=SHARED, now=now)
        for question, choice in ((Question.VALUES, Choice.KEPT), (Question.GIVE_AWAY, Choice.PASSED)):
            turn = Turn.ask(
                team_id=TEAM,
                manager_id=MANAGER.user_id,
                holder_id=HOLDER.user_id,
                question=question,
                words="Mine first.",
                now=now,
            )
            turn.answer(choice, ANSWER, now)
            work.coach.add_turn(turn)
    return tour_id


def file_of(database: Database, actor: Actor, now: datetime) -> str:
    return Keeping(database).as_json(actor, 0, now).content.decode()


def kept(database: Database, actor: Actor, now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file_of(database, actor, now))["kept"]
    return found


def test_the_author_finds_all_of_it(database: Database, tour_id: int, now: datetime) -> None:
    file = file_of(database, MANAGER, now)
    for words in ("Run the front desk", "A course in Lyon", "Answer every call", PRIVATE, SHARED, "A year at sea"):
        assert words in file


def test_the_other_side_finds_what_is_shared_and_nothing_private(
    database: Database, tour_id: int, now: datetime
) -> None:
    file = file_of(database, HOLDER, now)
    assert all(words in file for words in ("Run the front desk", SHARED, ANSWER, "Mine first."))
    assert PRIVATE not in file
    assert ANSWER not in file_of(database, MANAGER, now)


def test_a_stranger_finds_nothing(database: Database, tour_id: int, now: datetime) -> None:
    assert kept(database, Actor(TEAM, "USTRANGER", "UTC", "en-US"), now) == {}


def test_what_hangs_on_a_tour_stands_beneath_it(database: Database, tour_id: int, now: datetime) -> None:
    (tour,) = kept(database, HOLDER, now)["Tours"]
    (terms,) = tour["Terms"]
    assert {promise["words"] for promise in terms["Promises"]} == {"A course in Lyon", "Write the guide"}
    assert [note["words"] for talk in tour["Talks"] for note in talk["Notes"]] == [SHARED]


def test_the_page_says_the_same_and_obeys_nothing(database: Database, tour_id: int, now: datetime) -> None:
    with database.work(TEAM) as work:
        talk = work.check_ins.get(1)
        talk.note(Purpose.PREPARATION, Visibility.AUTHOR, by=HOLDER.user_id, words="<script>x</script>", now=now)
    page = Keeping(database).as_html(HOLDER, 0, now).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<dt>Manager</dt>" in page
    assert "Umanager" in page  # the name, in place of the id
    assert "5 January 2026" in page


def test_erasing_takes_what_i_wrote_and_leaves_what_both_signed(
    database: Database, tour_id: int, now: datetime
) -> None:
    expected = Keeping(database).what_goes(MANAGER)
    assert expected.takes == {
        "Goals": 1,
        "Notes": 2,
        "Opening cards": 1,
        "Who was shown an opening card": 1,
        "Questions": 2,
    }
    result = Keeping(database).erase(MANAGER, now)
    assert (result.count, result.proposals) == (7, 0)
    file = file_of(database, HOLDER, now)
    assert all(words in file for words in ("Run the front desk", "A course in Lyon", ANSWER, "Answer every call"))
    for words in (PRIVATE, SHARED, "A year at sea", "Mine first."):
        assert words not in file
        assert words not in file_of(database, MANAGER, now)


def test_a_second_erasure_finds_nothing_and_a_repeated_press_does_nothing(
    database: Database, tour_id: int, now: datetime
) -> None:
    Keeping(database).erase(HOLDER, now, "V1:hash")
    assert Keeping(database).what_goes(HOLDER).is_empty
    assert Keeping(database).erase(HOLDER, now).count == 0
    with pytest.raises(AlreadyDealt):
        Keeping(database).erase(HOLDER, now, "V1:hash")


def test_an_answer_goes_and_its_question_stays_with_whoever_asked(
    database: Database, tour_id: int, now: datetime
) -> None:
    Keeping(database).erase(HOLDER, now)
    assert ANSWER not in file_of(database, HOLDER, now)
    assert len(kept(database, MANAGER, now)["Questions"]) == 2


def test_a_goal_that_the_other_wrote_about_stays_for_their_words(
    database: Database, tour_id: int, now: datetime
) -> None:
    with database.work(TEAM) as work:
        goal = work.goals.get(1)
        goal.report(GoalState.AT_RISK, by=HOLDER.user_id, words="Two calls were missed.", now=now)
        version = goal.version
    Keeping(database).erase(MANAGER, now)
    with database.reading(TEAM) as work:
        left = work.goals.get(1)
        assert (left.what, left.evidence, left.state) == (ERASED, ERASED, GoalState.DROPPED)
        assert left.version > version  # a form that has it open is told
    assert "Two calls were missed." in file_of(database, HOLDER, now)


def test_a_proposal_that_waits_is_withdrawn_and_the_other_side_is_told(database: Database, now: datetime) -> None:
    tour_id = a_tour(database, now, signed=False)
    assert Keeping(database).what_goes(MANAGER).proposals == 1
    assert Keeping(database).erase(MANAGER, now).proposals == 1
    with database.reading(TEAM) as work:
        tour = work.tours.get(tour_id)
        (message,) = work.outbox.waiting(recipient_id=HOLDER.user_id)
    assert (tour.state, tour.latest.mission, tour.latest.uncertainties) == (State.WITHDRAWN, ERASED, None)
    assert {promise.words for promise in tour.latest.promises} == {ERASED}
    assert (message.moment, message.state) == ("proposal_withdrawn", MessageState.PENDING)


def test_changed_terms_of_mine_that_wait_are_taken_back_and_those_in_force_stay(
    database: Database, tour_id: int, now: datetime
) -> None:
    with database.work(TEAM) as work:
        tour = work.tours.get(tour_id)
        tour.amend(by=MANAGER.user_id, draft=replace(a_draft(), mission="Run both desks"), reason="More trade", now=now)
    assert Keeping(database).what_goes(MANAGER).proposals == 1
    assert Keeping(database).what_goes(HOLDER).proposals == 0
    Keeping(database).erase(MANAGER, now)
    with database.reading(TEAM) as work:
        tour = work.tours.get(tour_id)
        told = [message.moment for message in work.outbox.waiting(recipient_id=HOLDER.user_id)]
    assert (tour.is_amending, tour.latest.mission, tour.latest.reason) == (False, ERASED, None)
    assert tour.in_force is not None
    assert tour.in_force.mission == "Run the front desk"
    assert "amendment_withdrawn" in told


def test_a_proposal_that_waits_for_me_is_the_others_and_stays(database: Database, now: datetime) -> None:
    tour_id = a_tour(database, now, signed=False)
    assert Keeping(database).erase(HOLDER, now).count == 0
    with database.reading(TEAM) as work:
        assert work.tours.get(tour_id).latest.mission == "Run the front desk"


def test_a_talk_that_i_asked_for_is_mine_alone_and_goes_before_anybody_hears_of_it(
    database: Database, tour_id: int, now: datetime
) -> None:
    Signals(database).ask(HOLDER, AskForTalk(tour_id, Topic.PROMISE), now)
    assert "Talks that I asked for" in file_of(database, HOLDER, now)
    assert "Talks that I asked for" not in file_of(database, MANAGER, now)
    Keeping(database).erase(HOLDER, now)
    with database.reading(TEAM) as work:
        assert work.signals.latest(MANAGER.user_id, HOLDER.user_id) is None
        assert work.outbox.waiting(recipient_id=MANAGER.user_id) == []
        assert work.outbox.settled(MANAGER.user_id, since=now) == []


def test_what_the_operator_takes_is_written_down_for_both_sides(
    database: Database, tour_id: int, now: datetime
) -> None:
    gathered = Keeping(database).for_operator(TEAM, HOLDER.user_id, now)
    assert gathered["people"][HOLDER.user_id] == "Uholder"
    (mine,), (theirs,) = (Access(database).receipts(actor).newest for actor in (HOLDER, MANAGER))
    assert (mine.thing.value, mine.by_id, theirs.thing.value) == ("everything", None, "shared_notes")
