"""The main job, as Maya and Tomas live it: agree, write goals, be reminded, go first, talk, record, go on."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.stage import Stage

MISSION = "Bring the new clinic's intake from paper to one shared list."
WIDER = "Bring the new clinic's intake and discharge from paper to one shared list."
PROMISE = "An introduction to the finance team"
CARD = "My first ward sister. She brought bad news herself, and early."
PRIVATE = "Ask about the night shifts, gently."
AGREED = "Tomas leads the weekly meeting from May."


def noon(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def test_from_the_first_proposal_to_the_talk_that_was_recorded(either_stage: Stage) -> None:
    stage = either_stage
    propose(stage)
    change(stage)
    sign(stage)
    write_goals(stage)
    go_first(stage)
    prepare(stage)
    record(stage)
    no_message_carries_what_somebody_wrote(stage)


def propose(stage: Stage) -> None:
    """Maya proposes a tour; its defaults follow the kind while the form is open."""
    maya = stage.person("manager")
    stage.person("holder")
    maya.types("/tour start @holder")
    maya.sees("Start a tour", "Visible to: you and the person it is with", where="modal")
    maya.fills("Mission", MISSION)
    maya.chooses("Kind of tour", "Rotational")
    assert maya.value_of("Planned end") == "2027-01-05"
    maya.chooses("Kind of tour", "Transformational")
    assert maya.value_of("Planned end") == "2028-07-05"
    assert maya.value_of("Mission") == MISSION
    maya.fills("Result", "   ")
    maya.fills("Gain", "Led a change across three wards.")
    maya.fills("Promise of the company", PROMISE)
    maya.submits()
    maya.sees("Please fill this in", MISSION, where="modal")
    maya.fills("Result", "Every patient is booked within a day.")
    maya.submits()
    maya.sees("Proposed")
    maya.closes_all()


def change(stage: Stage) -> None:
    """Tomas reads it in a modal and proposes a change, with a reason."""
    tomas = stage.person("holder")
    stage.delivers()
    tomas.presses("Read the proposal")
    tomas.sees(MISSION, "signed by @manager", "no contract", where="modal")
    tomas.presses("Propose a change")
    tomas.fills("Mission", WIDER)
    tomas.fills("Why this change?", "Discharge is where the time is lost.")
    tomas.submits()
    tomas.sees("It waits for @manager", where="modal")
    tomas.closes_all()


def sign(stage: Stage) -> None:
    """Maya sees what changed and why, and signs the same version: the tour is active for both."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    stage.delivers()
    maya.presses("Read the proposal")
    maya.sees("Discharge is where the time is lost.", "and discharge", where="modal")
    maya.submits()
    maya.sees("Both of you have signed", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.sees("Both of you have signed", "Tuesday, 7 April")


def write_goals(stage: Stage) -> None:
    """Tomas writes two goals in one form, and Maya says later how one stands."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    tomas.types("/tour goals @manager")
    tomas.presses("Add goals")
    tomas.presses("Add another goal")
    tomas.sees("Goal 2", where="modal")
    tomas.fills("Goal 1: what?", "Run the weekly intake meeting alone by May")
    tomas.fills("Goal 1: how will we both know?", "Four meetings in a row without Maya in the room")
    tomas.picks_date("Goal 1: by when?", "2026-05-29")
    tomas.fills("Goal 2: what?", "Book every patient within a day by September")
    tomas.fills("Goal 2: how will we both know?", "The booking list of September")
    tomas.picks_date("Goal 2: by when?", "2026-09-30")
    tomas.submits()
    tomas.closes_all()
    stage.delivers()
    maya.types("/tour goals @holder")
    maya.sees("Run the weekly intake meeting alone by May", "Four meetings in a row", where="modal")
    maya.presses("Update")
    maya.chooses("How it stands", "On track", within="Run the weekly")
    maya.submits()
    maya.sees("Saved", "On track", where="modal")
    maya.closes_all()


def go_first(stage: Stage) -> None:
    """Two working days before the review Maya is asked to go first, writes her card and shares it."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    stage.forward(to=datetime(2026, 3, 31, 23, tzinfo=UTC))
    maya.does_not_see("Earn the right of first conversation")
    stage.forward(to=noon(4, 1))
    maya.sees("Earn the right of first conversation", "Tuesday, 7 April")
    maya.presses("Write my three lines")
    maya.fills("Three people", CARD)
    maya.submits()
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read it")
    tomas.sees(CARD, where="modal")
    tomas.closes_all()


def prepare(stage: Stage) -> None:
    """Tomas is reminded the day before, and prepares alone."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    stage.forward(to=noon(4, 2))
    tomas.presses("Prepare the talk")
    tomas.fills("What do you want to bring up?", PRIVATE)
    tomas.submits()
    tomas.closes_all()
    maya.types("/tour checkin @holder")
    maya.does_not_see(PRIVATE)
    maya.closes_all()


def record(stage: Stage) -> None:
    """The day after, Maya records the talk in two presses; Tomas hears of it, and the next nudge climbs a rung."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    stage.forward(to=noon(4, 8))
    maya.presses("Record the talk")
    maya.fills("What we agreed", AGREED)
    maya.submits()
    maya.sees("Recorded", "6 July", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.types("/tour checkin @manager")
    tomas.sees(AGREED, where="modal")
    tomas.closes_all()
    stage.forward(to=noon(4, 30))
    maya.does_not_see("that is late")
    stage.forward(to=noon(7, 3))
    newest = maya.messages[-1]
    assert "Earn the right of first conversation" in str(newest.blocks)
    assert "Take one question along" in str(newest.blocks)


def no_message_carries_what_somebody_wrote(stage: Stage) -> None:
    words = (MISSION, WIDER, PROMISE, CARD, PRIVATE, AGREED, "Discharge is where", "weekly intake meeting")
    for person in (stage.person("manager"), stage.person("holder")):
        said = str([(message.text, message.blocks) for message in person.messages])
        assert not [word for word in words if word in said]
