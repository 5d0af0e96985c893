"""Finding one's way: Home from the first visit on, commands, words that are no command, and plain words in a DM."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.playground.persons import Person
from tests.stories.stage import Stage


def test_home_leads_from_one_step_to_the_next(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    maya.opens_home()
    maya.sees("I am Tourguide", "Only you see this page", where="home")
    maya.presses("Start a tour")
    fill_the_form(maya, "holder")
    maya.submits()
    maya.closes_all()
    maya.opens_home()
    maya.sees("Nothing waits for you", "Tours you lead", "waits for the other side", where="home")

    tomas.opens_home()
    tomas.sees("I am Tourguide", "Read the tour that @manager proposes", where="home")
    tomas.presses("Read and answer")
    tomas.submits()
    tomas.closes_all()
    tomas.sees("Your own tour", "Write two goals", where="home")
    maya.sees("no goals yet", "Nudges to come", "words for your check-in", where="home")

    stage.forward(to=datetime(2026, 1, 29, 12, tzinfo=UTC))
    maya.opens_home()
    maya.sees("Write three lines about yourself before you talk with @holder", where="home")
    tomas.opens_home()
    tomas.sees("Prepare your talk with @manager", where="home")


def fill_the_form(person: Person, other: str) -> None:
    person.chooses("With whom?", f"@{other}")
    person.chooses("Kind of tour", "Rotational")
    person.fills("Mission", "Open the second site")
    person.fills("Result", "It runs without help")
    person.fills("Gain", "Led an opening")
    person.fills("Promise of the company", "A course in Lyon")


def test_commands_answer_in_the_persons_own_window(stage: Stage) -> None:
    maya = stage.person("manager")
    stage.person("holder")
    maya.types("/tour")
    maya.sees("Agree on a tour of duty with somebody", "Only you can see this")
    maya.types("/tour help")
    maya.sees("What you can ask me", "/tour checkin @person")
    maya.types("/tour help foundational")
    maya.sees("A tour without an end")
    for word in ("show", "start", "goals", "checkin"):
        maya.types(f"/tour {word} tomas")
        maya.sees("Nothing was opened: these words mention nobody")
    maya.types("/tour privacy")
    maya.sees("My direct messages name people and dates")
    maya.types("/tour strat @holder")
    maya.sees("The nearest is /tour start")
    maya.types("/tour @holder")
    maya.sees("You have no tour under way with @holder")
    maya.types("/tour settings")
    maya.sees("People contact: nobody is set", "Stewards: nobody yet", where="modal")
    maya.presses("My nudges and hours")
    maya.sees("Your nudges", where="modal")


def test_the_buttons_of_home_open_and_close_again(stage: Stage) -> None:
    maya = stage.person("manager")
    for _ in range(2):
        maya.opens_home()
    for label, title in (("Help", "What you can ask me"), ("Who can see what", "Where it lies")):
        maya.presses(label)
        maya.sees(title, where="modal")
        maya.closes_all()
    maya.presses("Prepare a talk")
    maya.sees("What is the talk about?", where="modal")


def test_plain_words_get_one_reply_each(stage: Stage) -> None:
    maya = stage.person("manager")
    stage.person("holder")
    asked = {
        "what is a foundational tour?": "A tour without an end",
        "he has an offer": "offer",
        "my tours": "You have no tour under way",
        "snooze until 14 January": "Quiet until Wednesday, 14 January",
        "qwrtz plmk": "I do not know what you mean by that",
        "": "I read text only",
    }
    for number, (words, answer) in enumerate(asked.items(), start=1):
        maya.says(words, files=None if words else [{"id": "F1", "name": "plan.pdf"}])
        maya.sees(answer, where="messages")
        replies = [message for message in maya.messages if message.user_id != maya.id]
        assert len(replies) == number, words
    maya.says("qwrtz plmk")
    maya.presses("Help")
    maya.sees("What you can ask me")
