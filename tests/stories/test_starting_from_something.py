"""A first tour is started from an example, and the kind is found by three questions; nothing that was typed is lost."""

from __future__ import annotations

from tests.stories.stage import Stage


def test_from_an_empty_home_over_an_example_to_a_proposal(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    for _ in range(2):
        maya.opens_home()
    maya.presses("Show me an example")
    maya.sees("Made up by us", "A charity: opening a region", "Promises of the company", where="modal")
    maya.chooses("Which one?", "Sales: a first territory of your own")
    maya.sees("Take over the 40 workshops", where="modal")
    maya.presses("Start from this one")
    maya.chooses("With whom?", "@holder")
    assert maya.value_of("Kind of tour") == "rotational"
    maya.submits()
    maya.sees("Proposed.", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read the proposal")
    tomas.sees("their orders reach 400,000", "rides along on the first ten visits", where="modal")


def test_what_was_typed_stays_beside_a_pattern_and_three_answers(stage: Stage) -> None:
    maya = stage.person("manager")
    stage.person("holder")
    maya.types("/tour start @holder")
    maya.fills("Mission", "Open the second kitchen")
    maya.presses("Show me an example")
    maya.sees("To use it, go back", where="modal")
    maya.closes()
    maya.chooses("Start from", "A restaurant: from second to head of the kitchen")
    assert maya.value_of("Mission") == "Open the second kitchen"
    assert str(maya.value_of("Gain")).startswith("Head of a kitchen of nine")
    maya.fills("Gain", "Ran an opening")
    maya.chooses("Start from", "A newsroom: a year at the courts")
    assert (maya.value_of("Mission"), maya.value_of("Gain")) == ("Open the second kitchen", "Ran an opening")
    assert str(maya.value_of("Result")).startswith("Two reports a week")
    maya.presses("Which kind fits?")
    maya.sees("Once all three have an answer, the kind that fits is chosen below", where="modal")
    maya.chooses("Do several people do this work", "No, or not sure")
    maya.chooses("Is something to change", "Yes")
    maya.chooses("Do both of you mean to stay", "No, or not sure")
    maya.sees("Transformational tour fits", "one mission between the two of you", where="modal")
    assert maya.value_of("Kind of tour") == "transformational"
    assert maya.value_of("Planned end") == "2028-07-05"
    assert (maya.value_of("Mission"), maya.value_of("Gain")) == ("Open the second kitchen", "Ran an opening")


def test_what_a_steward_sets_stands_beside_the_form(stage: Stage) -> None:
    rosa, maya = stage.person("steward"), stage.person("manager")
    stage.person("holder")
    with stage.program.database.work(stage.workspace.team.id) as work:
        work.stewards.name([rosa.id], None, stage.clock.now())
    rosa.types("/tour settings")
    rosa.presses("Change these")
    rosa.chooses("People contact", "@steward")
    rosa.fills("What the company is for", "Bread for the whole valley")
    rosa.submits()
    rosa.sees("Saved.", "People contact: @steward", "Bread for the whole valley", where="modal")
    rosa.presses("Standard tours")
    rosa.sees("There is none here yet", where="modal")
    rosa.presses("Write one")
    rosa.fills("Name", "First year at the counter")
    rosa.chooses("Kind of tour", "Rotational tour")
    rosa.fills("Mission", "Serve the counter on every day of the week")
    rosa.fills("Result", "Nobody waits longer than four minutes")
    rosa.fills("Gain", "Led a morning alone")
    rosa.fills("Promises of the company", "A day a month in the bakehouse\nA talk in March about what comes next")
    rosa.submits()
    rosa.sees("Saved.", "First year at the counter", "12 months", where="modal")

    maya.types("/tour start")
    maya.sees("What the company is for", "Bread for the whole valley", where="modal")
    maya.chooses("Start from", "First year at the counter")
    assert maya.value_of("Mission") == "Serve the counter on every day of the week"
    assert maya.value_of("Promise of the company") == "A day a month in the bakehouse"
    assert maya.value_of("Promise 3") == "A talk in March about what comes next"
    maya.closes_all()
    maya.types("/tour settings")
    maya.presses("Standard tours")
    maya.presses("Read")
    maya.presses("Start from this one")
    maya.sees("With whom?", where="modal")
    assert maya.value_of("Result") == "Nobody waits longer than four minutes"
    maya.chooses("With whom?", "@holder")
    maya.submits()
    maya.sees("Sharpen it", where="modal")
    maya.submits()
    maya.sees("Proposed.", where="modal")
    maya.closes_all()
    stands_beside_every_change(stage)


def stands_beside_every_change(stage: Stage) -> None:
    """What the company is for is read by Tomas beside a change of the proposal, and by Maya beside changed terms."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    stage.delivers()
    tomas.presses("Read the proposal")
    tomas.presses("Propose a change")
    tomas.sees("What the company is for", "Bread for the whole valley", where="modal")
    tomas.presses("Add a promise")
    tomas.sees("Bread for the whole valley", where="modal")
    tomas.closes()
    tomas.submits()
    tomas.closes_all()
    maya.types("/tour show @holder")
    maya.presses("Change the terms")
    maya.sees("What the company is for", "Bread for the whole valley", where="modal")
