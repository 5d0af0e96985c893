"""A year of a tour, led by nothing but its nudges: each review coaches one rung, until all five are climbed."""

from __future__ import annotations

from datetime import timedelta

from tests.stories.stage import Stage
from tests.stories.test_the_ladder import CARD, begin_tour

YEAR = timedelta(days=365)
RUNGS = ("Write my three lines", "Take one question along", "Read the pledge", "How to ask", "What was promised")


def test_from_nothing_to_all_five_rungs_over_a_year(stage: Stage) -> None:
    maya = stage.person("manager")
    begin_tour(stage)
    end = stage.clock.now() + YEAR
    climbed: list[str] = []
    while (due := stage.program.next_due()) is not None and due < end:
        stage.clock.move_to(max(due, stage.clock.now()))
        stage.delivers()
        newest = str(maya.messages[-1].blocks)
        if "Earn the right of first conversation" in newest:
            climbed.append(climb(stage, newest))
        if "Record the talk" in newest:
            record(stage)
    assert climbed[:5] == list(RUNGS)
    assert set(climbed[5:]) == {"What was promised"}
    maya.types("/tour show @holder")
    maya.presses("My next step")
    maya.sees("Keep", where="modal")


def climb(stage: Stage, newest: str) -> str:
    """Take the step that the newest nudge leads to, and return the button that led there."""
    maya = stage.person("manager")
    (step,) = [label for label in RUNGS if label in newest]
    maya.presses(step)
    match step:
        case "Write my three lines":
            maya.fills("What I hope to do", CARD)
            maya.submits()
        case "Read the pledge":
            maya.presses("I make this pledge")
            maya.presses("I make it")
        case "What was promised":
            pass
        case _:
            maya.presses("We did this in person")
    maya.closes_all()
    stage.delivers()
    return step


def record(stage: Stage) -> None:
    """Record the talk of the newest nudge, on its day."""
    maya = stage.person("manager")
    maya.opens_messages()
    maya.presses("Record the talk")
    maya.fills("What we agreed", "Tomas leads the weekly meeting.")
    maya.submits()
    maya.closes_all()
    stage.delivers()
