"""A steward changes how long things wait and are kept; everybody reads what holds, and it holds."""

from __future__ import annotations

import pytest

from tests.stories.stage import Stage
from tests.stories.test_the_ladder import begin_tour


@pytest.fixture
def steward(stage: Stage) -> str:
    rosa = stage.person("steward")
    with stage.program.database.work(stage.workspace.team.id) as work:
        work.stewards.name([rosa.id], None, stage.clock.now())
    return rosa.id


@pytest.mark.usefixtures("steward")
def test_a_shorter_wait_is_read_by_whoever_proposes_and_the_proposal_lapses_on_that_day(stage: Stage) -> None:
    rosa, maya, tomas = stage.person("steward"), stage.person("manager"), stage.person("holder")
    rosa.types("/tour settings")
    rosa.presses("Our defaults")
    rosa.sees("lapses after 30 days", "That is our default", "one active tour", where="modal")
    rosa.presses("Change these")
    rosa.fills("A proposal or a change without an answer", "13")
    rosa.submits()
    rosa.sees("Choose a whole number from 14 to 90", where="modal")
    rosa.fills("A proposal or a change without an answer", "20")
    rosa.submits()
    rosa.sees("Saved.", "lapses after 20 days", "Our default is 30", "@steward on 5 Jan 2026", where="modal")

    maya.types("/tour start @holder")
    maya.chooses("Start from", "Sales: a first territory of your own")
    maya.submits()
    maya.sees("after 20 days without one it lapses", where="modal")
    maya.closes_all()
    stage.forward(days=19)
    tomas.sees("before Sunday, 25 January")
    maya.does_not_see("has lapsed")
    stage.forward(days=1)
    maya.sees("has lapsed", "It waited 20 days without an answer")


@pytest.mark.usefixtures("steward")
def test_everybody_reads_what_holds_and_nobody_else_changes_it(stage: Stage) -> None:
    rosa, tomas = stage.person("steward"), stage.person("holder")
    tomas.types("/tour settings")
    tomas.presses("Our defaults")
    tomas.sees("Notes of a talk", "24 months", "That is our default", where="modal")
    tomas.does_not_see("Change these", where="modal")
    tomas.closes_all()
    rosa.types("/tour settings")
    rosa.presses("Our defaults")
    rosa.presses("Change these")
    rosa.fills("Notes of a talk", "6")
    rosa.submits()
    rosa.sees("6 months", "What is older goes from 19 Jan 2026 on", where="modal")
    rosa.closes_all()
    tomas.types("/tour privacy")
    tomas.sees("Notes of a talk, questions and answers: 6 months", "19 Jan 2026", "`/tour settings`")
    tomas.says("who can see this?")
    tomas.sees("That somebody asked for a talk: 90 days", "A steward chose these numbers")
    stage.forward(days=14)
    tomas.types("/tour settings")
    tomas.presses("Our defaults")
    tomas.sees("6 months", where="modal")
    tomas.does_not_see("19 Jan 2026", where="modal")


@pytest.mark.usefixtures("steward")
def test_a_tour_that_is_over_goes_by_the_shorter_time_once_its_notice_is_over(stage: Stage) -> None:
    rosa, tomas = stage.person("steward"), stage.person("holder")
    begin_tour(stage)
    tomas.types("/tour show @manager")
    tomas.presses("End it early")
    tomas.chooses("What kind of reason is it?", "Reorganised")
    tomas.submits()
    tomas.closes_all()
    stage.forward(days=100)
    rosa.types("/tour settings")
    rosa.presses("Our defaults")
    rosa.presses("Change these")
    rosa.fills("A tour that is over", "3")
    rosa.submits()
    rosa.closes_all()
    stage.forward(days=13)
    assert kept(stage) == 1
    stage.forward(days=2)
    assert kept(stage) == 0


def kept(stage: Stage) -> int:
    with stage.program.database.reading(stage.workspace.team.id) as work:
        return len(work.tours.signed())
