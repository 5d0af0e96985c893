"""Hard talks as Maya lives them: an offer from elsewhere, and a promise that cannot be kept."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.stage import Stage
from tests.stories.test_the_ladder import begin_tour

PROMISE = "An introduction to the finance team"


def test_a_counter_offer_comes_after_the_first_talk_and_is_practised(stage: Stage) -> None:
    maya = stage.person("manager")
    begin_tour(stage)
    maya.says("@holder just told me that he has an offer")
    maya.sees("Somebody tells you they are looking", "thank you")
    maya.presses("Later: a counter-offer")
    maya.sees("counter-offer", "How to open", where="modal")
    maya.closes_all()
    maya.says("should we match what the others pay him?")
    assert "How to open" in str(maya.messages[-1].blocks)
    assert "looking" not in maya.messages[-1].text
    maya.types("/tour coach")
    maya.presses("Practise a hard talk instead")
    maya.presses("Practise", within="twenty per cent more")
    for _ in range(5):
        maya.presses("Say a")
    maya.sees("You said", where="modal")
    maya.closes_all()


def test_somebody_who_leaves_may_be_called_by_their_name(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    maya.says("I think Tomas is leaving")
    assert maya.messages[-1].text == "Somebody tells you they are looking"
    tomas.says("I think I am leaving")
    assert tomas.messages[-1].text == "Asking for a talk"
    tomas.says("a recruiter wrote to me")
    assert tomas.messages[-1].text == "Asking for a talk"


def test_a_promise_that_cannot_be_kept_is_moved_before_its_day(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin_tour(stage)
    stage.forward(to=datetime(2026, 1, 20, 12, tzinfo=UTC))
    maya.says("I promised @holder an introduction and cannot keep it")
    assert "promise" in maya.messages[-1].text.lower()
    assert "How to open" in str(maya.messages[-1].blocks)
    maya.types("/tour coach @holder keep")
    maya.closes_all()
    maya.types("/tour show @holder")
    maya.presses("Name a new date")
    maya.picks_date("The new date", "2026-11-02")
    maya.submits()
    maya.closes_all()
    tomas.types("/tour show @manager")
    tomas.sees(PROMISE, "moved in time", where="modal")
    tomas.closes_all()
    for person in (maya, tomas):
        assert PROMISE not in str([(message.text, message.blocks) for message in person.messages])
