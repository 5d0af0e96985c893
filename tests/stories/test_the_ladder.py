"""From nothing to all five rungs, as Maya and Tomas live it; and plain words in a DM."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.stage import Stage

CARD = "A small bakery by the sea."


def begin_tour(stage: Stage) -> None:
    """Maya proposes a tour, and Tomas signs."""
    begin_proposal(stage)
    tomas = stage.person("holder")
    tomas.presses("Read the proposal")
    tomas.submits()
    tomas.closes_all()
    stage.delivers()


def begin_proposal(stage: Stage) -> None:
    """Maya proposes a tour."""
    maya = stage.person("manager")
    stage.person("holder")
    maya.types("/tour start @holder")
    maya.fills("Mission", "One shared list for the intake.")
    maya.chooses("Kind of tour", "Rotational")
    maya.fills("Result", "Every patient is booked within a day.")
    maya.fills("Gain", "Led a change across three wards.")
    maya.fills("Promise of the company", "An introduction to the finance team")
    maya.submits()
    maya.closes_all()
    stage.delivers()


def test_from_nothing_to_all_five_rungs(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)

    maya.types("/tour coach @holder")
    maya.sees("My opening card", "Visible to you", where="modal")
    maya.submits()
    maya.sees("One line in any of the three is enough", where="modal")
    maya.fills("What I hope to do", CARD)
    maya.submits()
    maya.sees("Your card is saved", where="modal")
    stage.delivers()
    tomas.presses("Read it")
    tomas.sees(CARD, "Nothing is asked of you", where="modal")
    tomas.closes_all()

    maya.presses("Take one question along")
    maya.sees("Take turns", "Earn the right of first conversation", where="modal")
    maya.presses("Another question")
    maya.presses("We did this in person")
    maya.sees("Noted", where="modal")

    maya.presses("Read the pledge")
    maya.presses("I make this pledge")
    maya.presses("I make it")
    maya.sees("Your pledge is made", where="modal")
    stage.delivers()
    tomas.presses("Read it")
    tomas.sees("made this pledge to you", "not protection", where="modal")
    tomas.closes_all()

    tomas.types("/tour show @manager")
    tomas.presses("The pledge")
    tomas.sees("I will thank you first", where="modal")
    tomas.closes_all()
    tomas.types("/tour show @manager")
    tomas.presses("Their opening card")
    tomas.sees(CARD, where="modal")
    tomas.closes_all()

    maya.presses("How to ask")
    maya.sees("What job would you like after this one?", where="modal")
    maya.presses("We did this in person")
    maya.presses("What was promised")
    maya.sees("An introduction to the finance team", where="modal")
    maya.closes_all()

    stage.forward(to=datetime(2026, 2, 4, 12, tzinfo=UTC))
    assert "What was promised" in str(maya.messages[-1].blocks)


def test_one_question_answered_first_then_shared(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    maya.types("/tour coach @holder")
    maya.fills("What I hope to do", CARD)
    maya.submits()
    maya.presses("Take one question along")
    maya.presses("Ask it here")
    maya.fills("My own answer", "The night the lift stood still.")
    maya.submits()
    maya.sees("Now leave it alone", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read it")
    tomas.sees("The night the lift stood still.", "Nobody is told which", where="modal")
    tomas.fills("My answer", "Setting up the ward on my own.")
    tomas.chooses("What to do with it", "Keep it to myself")
    tomas.submits()
    tomas.closes_all()
    maya.types("/tour coach @holder take turns")
    maya.closes_all()
    stage.delivers()
    assert "Setting up" not in maya.screen
    tomas.types("/tour show @manager")
    tomas.presses("Their questions")
    tomas.presses("Open")
    assert tomas.value_of("My answer") == "Setting up the ward on my own."
    tomas.chooses("What to do with it", "Share it")
    tomas.submits()
    tomas.closes_all()
    stage.delivers()
    maya.presses("Read it")
    maya.sees("Setting up the ward on my own.", where="modal")
    for person in (maya, tomas):
        said = str([(message.text, message.blocks) for message in person.messages])
        assert "Setting up" not in said
        assert "lift stood still" not in said


def test_plain_words_about_somebody_lead_to_the_next_step_with_them(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    maya.types("/tour coach @holder")
    maya.fills("What I hope to do", CARD)
    maya.submits()
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read it")
    tomas.sees(CARD, where="modal")
    tomas.closes_all()
    maya.types("/tour coach")
    maya.closes_all()
    maya.says("help me prepare for my talk with @holder")
    maya.presses("My next step with them")
    maya.sees("Take turns", where="modal")
    maya.closes_all()


def test_the_shortcut_leads_to_the_words_for_a_talk(stage: Stage) -> None:
    maya = stage.person("manager")
    begin_tour(stage)
    maya.seat.shortcut("prepare_talk")
    maya.chooses("What is the talk about?", "The halfway review")
    maya.chooses("With whom?", "@holder")
    maya.submits()
    maya.sees("How to open", "Write down", where="modal")
    maya.presses("My next step with them")
    maya.sees("My opening card", where="modal")


def test_plain_words_get_an_answer(stage: Stage) -> None:
    maya = stage.person("manager")
    begin_tour(stage)
    for words, answer in {
        "what is a foundational tour?": "without an end",
        "he has an offer": "counter",
        "which tours do I have": "Your tours",
        "snooze until monday": "12 January",
        "hello": "",
        "banana": "one of these",
    }.items():
        before = len(maya.messages)
        maya.says(words)
        assert len(maya.messages) > before, words
        said = maya.messages[-1]
        assert answer.lower() in f"{said.text} {said.blocks}".lower(), (words, said)


def test_a_hard_talk_is_practised_and_taken_up_again(stage: Stage) -> None:
    maya = stage.person("manager")
    maya.types("/tour coach")
    maya.presses("Practise a hard talk instead")
    maya.presses("Practise", within="Going first")
    maya.sees("Going first", where="modal")
    maya.presses("Say a")
    maya.sees("You said", "It opens the talk", where="modal")
    maya.closes_all()
    maya.types("/tour coach")
    maya.presses("Practise a hard talk instead")
    maya.presses("Go on")
    maya.sees("Say b", where="modal")


def test_four_questions_before_the_first_tour_in_two_presses(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    maya.types("/tour start @holder")
    maya.closes_all()
    maya.opens_home()
    begin_proposal(stage)
    maya.opens_home()
    maya.presses("Answer four questions")
    maya.sees("Visible to you alone", where="modal")
    maya.submits()
    maya.opens_home()
    maya.does_not_see("Answer four questions", where="home")
    tomas.opens_home()
    tomas.does_not_see("Answer four questions", where="home")
