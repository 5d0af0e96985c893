"""What became of a promise: its maker says one thing, its receiver another, and both words stand."""

from __future__ import annotations

from tests.stories.stage import Stage
from tests.stories.test_finding_ones_way import fill_the_form
from tests.stories.test_the_ladder import begin_tour


def test_two_people_see_one_promise_differently_and_then_the_same(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    maya.types("/tour start @holder")
    fill_the_form(maya, "holder")
    maya.submits()
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read the proposal")
    tomas.submits()
    tomas.closes_all()

    maya.types("/tour show @holder")
    maya.presses("It is done")
    maya.sees("Noted as kept. @holder reads it in the tour", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.sees("Say whether you see a promise as @manager sees it")
    tomas.presses("Look at it")
    tomas.sees("@manager says: kept", "Do you see it the same?", "A course in Lyon", where="modal")
    tomas.presses("It was missed")
    tomas.sees("Seen differently: you say missed, @manager says kept", where="modal")
    tomas.closes_all()
    stage.delivers()

    maya.sees("Talk with @holder about a promise that the two of you see differently")
    maya.presses("Look at it")
    maya.sees("Both stand as they are", "@holder says missed", where="modal")
    maya.presses("We agreed anew")
    maya.closes_all()
    tomas.types("/tour show @manager")
    tomas.sees("seen differently", where="modal")
    tomas.presses("Open", within="A course in Lyon")
    tomas.presses("I see it the same: agreed anew")
    tomas.sees("Both say: agreed anew", where="modal")
    tomas.does_not_see("It was missed", where="modal")


def test_what_would_make_somebody_stay_becomes_a_promise_that_both_sign(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    maya.types("/tour coach @holder")
    maya.fills("What I hope to do", "A small bakery by the sea.")
    maya.submits()
    maya.closes_all()
    maya.types("/tour coach @holder ask")
    maya.sees("What would make you want to stay", where="modal")
    maya.presses("Ask it here")
    maya.fills("My own answer", "Somebody to learn the budget from.")
    maya.submits()
    maya.closes_all()
    stage.delivers()

    tomas.presses("Read it")
    tomas.fills("My answer", "Every Friday at home.")
    tomas.chooses("What to do with it", "Share it")
    tomas.submits()
    tomas.presses("Ask for it as a promise")
    tomas.sees("You have asked for it as a promise", where="modal")
    tomas.closes_all()
    stage.delivers()

    maya.presses("Answer it")
    maya.sees("Every Friday at home.", "If you cannot promise it", where="modal")
    maya.fills("What you promise", "Every second Friday at home.")
    maya.submits()
    maya.closes_all()
    stage.delivers()

    tomas.presses("Read the changes")
    tomas.sees("A promise that came out of an answer.", "Every second Friday at home.", where="modal")
    tomas.submits()
    tomas.closes_all()
    maya.types("/tour show @holder")
    maya.sees("Every second Friday at home.", where="modal")
    for person in (maya, tomas):
        assert "Friday" not in str([(message.text, message.blocks) for message in person.messages])
