"""What two people do on their way out of a tour."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bot.playground.persons import Person
from tests.stories.stage import Stage

MISSION = "Bring the intake of the new clinic to one shared list."


OUTCOME = "Every patient is booked within a day, at both clinics."


THANKS = "For the Friday on which you took my shift."


GAIN = "Led a change across three wards."


def at(stage: Stage, month: int, day: int, year: int = 2026) -> None:
    stage.forward(to=datetime(year, month, day, 12, tzinfo=UTC))


def doors_of(person: Person, other: str) -> None:
    """Open the doors from the tour's screen."""
    person.types(f"/tour show @{other}")
    person.presses("The three doors")


def talk_about_what_comes_next(stage: Stage) -> None:
    """Maya records the talk about the next tour, on its day."""
    maya = stage.person("manager")
    at(stage, 2, 5)
    maya.types("/tour checkin @holder")
    maya.sees("Talk about the next tour", "due on Thursday, 5 February", where="modal")
    maya.presses("Record")
    maya.submits()
    maya.closes_all()
    stage.delivers()


def confirms(person: Person, other: str, door: str) -> None:
    doors_of(person, other)
    person.presses("Confirm a door")
    person.chooses("Which door did your talk lead to?", door)
    person.submits()


def said_to(person: Person) -> str:
    return str([(message.text, message.blocks) for message in person.messages])


def confirms_again(person: Person, other: str, door: str) -> None:
    doors_of(person, other)
    person.presses("Change mine")
    person.chooses("Which door did your talk lead to?", door)
    person.submits()


def keeps_the_record(tomas: Person) -> None:
    tomas.types("/tour show @manager")
    tomas.presses("Your tour record")
    for shape in ("Send me the page", "As plain text", "As data"):
        tomas.presses(shape)
        tomas.sees("The file then lies in your messages", "may be able to export it")
        tomas.presses("Send it")
        tomas.sees("Sent. It is in your messages", where="modal")
        tomas.closes()
    page, plain, data = (message.files[0].content for message in tomas.messages[-3:])
    assert page is not None
    assert plain is not None
    assert data is not None
    for text in (page.decode(), plain.decode().replace("\\", "")):
        assert [words for words in (OUTCOME, THANKS, GAIN, "Two clinics, one list.") if words not in text] == []
    assert "<svg" in page.decode()
    found = json.loads(data)
    assert [side["signed_on"] for side in found["said"]] == ["2026-02-05", "2026-02-05"]
    assert found["promises"][0]["state"] == "renegotiated"
