"""What both value, each shared by its own press; and a pledge that is taken back."""

from __future__ import annotations

from datetime import timedelta

from tests.stories.stage import Stage
from tests.stories.test_asking_for_a_talk import pledge
from tests.stories.test_the_ladder import begin_tour


def test_both_lists_lie_side_by_side_once_each_is_shared(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    tomas.types("/tour show @manager")
    tomas.does_not_see("What both of us value", where="modal")
    tomas.closes_all()
    maya.types("/tour coach @holder")
    maya.fills("What matters to me", "Honesty, craft")
    maya.submits()
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read it")
    tomas.presses("What both of us value")
    tomas.fills("What matters to me", "Honest words")
    tomas.submits()
    tomas.sees("Saved for you alone", where="modal")
    stage.delivers()
    maya.types("/tour show @holder")
    maya.presses("What both of us value")
    maya.sees("Their list is not shared here", where="modal")
    maya.does_not_see("Honest words", where="modal")
    maya.closes_all()
    tomas.presses("Change it")
    tomas.chooses("Share", "Share it with my manager")
    tomas.submits()
    tomas.sees("What stands in both lists", where="modal")
    tomas.closes_all()
    stage.delivers()
    maya.presses("Read it")
    maya.sees("What stands in both lists", "Honesty", "Honest words", where="modal")
    maya.closes_all()
    said = str([(message.text, message.blocks) for person in (maya, tomas) for message in person.messages])
    assert "Honest" not in said


def test_a_pledge_that_is_taken_back_is_told_and_stays_readable(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    pledge(stage)
    stage.forward(to=stage.clock.now() + timedelta(days=2))
    maya.types("/tour show @holder")
    maya.presses("The pledge")
    maya.presses("Take my pledge back")
    maya.presses("Take it back")
    maya.sees("It was taken back on 7 Jan 2026", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.sees("has taken the first-conversation pledge back")
    tomas.presses("Read it")
    tomas.sees("What was told before that day stays under it", "I will thank you first", where="modal")
    tomas.closes_all()
    tomas.types("/tour signal")
    tomas.does_not_see("A first conversation", where="modal")
