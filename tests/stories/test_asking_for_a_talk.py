"""Tomas asks Maya for a talk: nobody knows for ten minutes, and no message tells what it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.stories.stage import Stage
from tests.stories.test_the_ladder import CARD, begin_tour

ASKS = "would like to talk with you"


def pledge(stage: Stage) -> None:
    """Maya shows her card and pledges."""
    maya = stage.person("manager")
    maya.types("/tour coach @holder")
    maya.fills("What I hope to do", CARD)
    maya.submits()
    maya.presses("Take one question along")
    maya.presses("We did this in person")
    maya.presses("Read the pledge")
    maya.presses("I make this pledge")
    maya.presses("I make it")
    maya.closes_all()
    stage.delivers()


def minutes(stage: Stage, count: int) -> None:
    stage.forward(to=stage.clock.now() + timedelta(minutes=count))


def test_somebody_is_looking(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    pledge(stage)
    maya.opens_home()
    tomas.types("/tour signal")
    tomas.chooses("What is it about?", "A first conversation")
    tomas.submits()
    tomas.sees("It leaves at", "Take it back", where="modal")
    tomas.does_not_see("first conversation")
    tomas.closes_all()
    tomas.opens_home()
    tomas.sees("You asked for a talk on 5 Jan 2026", where="home")
    minutes(stage, 9)
    maya.does_not_see(ASKS)
    maya.opens_home()
    maya.does_not_see(ASKS, where="home")
    minutes(stage, 1)
    maya.sees(ASKS)
    said = str(maya.messages[-1].blocks)
    assert "conversation" not in said
    maya.opens_home()
    maya.sees(ASKS, where="home")
    maya.presses("Answer")
    maya.sees("They take you at your pledge", "Thank you for telling me", where="modal")
    maya.presses("The whole guide")
    maya.sees("Somebody tells you they are looking", where="modal")
    maya.closes_all()
    maya.presses("Answer")
    maya.submits()
    maya.sees("Please choose a day.", where="modal")
    maya.picks_date("The day of the talk", "2026-01-06")
    maya.submits()
    maya.sees("Tuesday, 6 January", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.sees("names a day for your talk: Tuesday, 6 January")
    tomas.opens_home()
    tomas.sees("You asked for a talk on 5 Jan 2026. @manager names 6 Jan 2026 for it.", where="home")
    stage.forward(to=datetime(2026, 1, 12, 12, tzinfo=UTC))
    assert "waits" not in str(maya.messages[-1].blocks)
    for person in (maya, tomas):
        every = str([(message.text, message.blocks) for message in person.messages])
        assert "first conversation about" not in every


def test_taken_back_in_time_it_never_was(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    before = len(maya.messages)
    tomas.opens_home()
    tomas.presses("Ask for a talk")
    tomas.does_not_see("A first conversation", where="modal")
    tomas.submits()
    tomas.presses("Take it back")
    tomas.sees("It is taken back", where="modal")
    tomas.presses("Ask for a talk")
    tomas.sees("What is it about?", where="modal")
    tomas.closes_all()
    stage.forward(days=4)
    assert len(maya.messages) == before


def test_who_waits_is_spoken_for_once_and_told_whom_else_to_ask(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    tomas.says("I would like to talk to my manager")
    tomas.presses("Ask for a talk")
    tomas.submits()
    tomas.closes_all()
    stage.forward(days=1)
    came = len(maya.messages)
    stage.forward(days=6)
    assert len(maya.messages) == came + 1
    tomas.types("/tour signal")
    tomas.sees("Two working days have passed", "People", where="modal")
    tomas.presses("Take it back")
    tomas.presses("Take it back")
    tomas.closes_all()
    maya.presses("Answer")
    maya.sees("Nothing is asked of you", where="modal")
