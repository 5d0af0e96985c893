"""How Maya and Tomas come to terms, and change them later: three rounds, two forms at once, a new end."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.stage import Stage
from tests.stories.test_first_conversation import MISSION, WIDER, change, propose, sign

NARROWER = "Bring the new clinic's intake and discharge from paper to one shared list, ward by ward."
REASON = "The second clinic opens only in autumn."
GAIN = "Led a change across four wards."
RESULT = "Every patient is booked within four hours."


def test_three_rounds_until_both_have_signed_one_text(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    propose(stage)
    change(stage)
    stage.delivers()
    maya.presses("Read the proposal")
    maya.sees("and discharge", "Against version 1, which you wrote", where="modal")
    maya.presses("Propose a change")
    maya.fills("Mission", NARROWER)
    maya.fills("Why this change?", "All wards at once is too much.")
    maya.submits()
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read the proposal", within="changed")
    tomas.sees("All wards at once is too much.", "Against version 2, which you wrote", where="modal")
    tomas.submits()
    tomas.sees("Both of you have signed", NARROWER, "Version 3", "Discharge is where the time is lost.", where="modal")


def test_changed_terms_hold_once_both_have_signed_them(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    propose(stage)
    change(stage)
    sign(stage)
    stage.forward(to=datetime(2026, 2, 2, 12, tzinfo=UTC))
    opens_the_change(stage)
    maya.picks_date("Planned end", "2029-01-05")
    maya.fills("Why this change?", REASON)
    maya.submits()
    maya.sees("Changed terms", "Until both of you have signed it, version 2 stays in force", where="modal")
    maya.closes_all()
    maya.types("/tour list")
    maya.sees("you lead it · under way, changed terms wait for the other side")
    tomas.types("/tour list")
    tomas.sees("you serve it · under way, changed terms wait for your answer")
    maya.opens_home()
    maya.sees("changed terms wait for the other side", where="home")
    maya.opens_messages()
    stage.delivers()
    tomas.presses("Read the changes")
    tomas.sees(REASON, "5 Jul 2028", "5 Jan 2029", "which is in force", where="modal")
    tomas.closes_all()
    tomas.types("/tour show @manager")
    tomas.sees("Changed terms wait for your answer", "Planned end: 5 Jul 2028", where="modal")
    tomas.sees("Version 3, not yet in force", "Version 2, in force", where="modal")
    tomas.presses("Read the changed terms")
    tomas.submits()
    tomas.sees("the talks follow their dates", "5 Jan 2029", where="modal")
    tomas.sees("Version 3, in force", "Version 2, in force before", where="modal")
    tomas.closes_all()
    stage.delivers()
    maya.sees("have both signed the changed terms")
    assert REASON not in str([message.blocks for message in tomas.messages])


def test_who_is_second_sees_what_the_first_did_and_loses_no_word(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    propose(stage)
    change(stage)
    sign(stage)
    opens_the_change(stage)
    maya.fills("Mission", NARROWER)
    maya.fills("Gain", GAIN)
    maya.fills("Why this change?", REASON)
    tomas.types("/tour show @manager")
    tomas.presses("Change the terms")
    tomas.fills("Mission", MISSION)
    tomas.fills("Result", RESULT)
    tomas.fills("Why this change?", "Discharge can wait.")
    tomas.submits()
    tomas.closes_all()
    maya.submits()
    maya.sees("proposed version 3 while you wrote", "Theirs", MISSION, where="modal")
    kept = [maya.value_of(label) for label in ("Mission", "Gain", "Result", "Why this change?")]
    assert kept == [NARROWER, GAIN, RESULT, REASON]
    maya.submits()
    maya.sees("Version 4 is proposed", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read the changes")
    tomas.sees("ward by ward", "Against version 3, which you wrote", where="modal")
    tomas.closes_all()
    tomas.opens_home()
    tomas.sees("Read what @manager would change in your tour", where="home")
    tomas.presses("Read and answer")
    tomas.presses("Decline")
    tomas.presses("Decline", within="Decline these changes?")
    tomas.sees("Declined", WIDER, where="modal")
    tomas.sees("Version 4, never in force", "Version 2, in force", "Version 1, never in force", where="modal")


def opens_the_change(stage: Stage) -> None:
    """Maya opens the form for changed terms from the tour's screen."""
    maya = stage.person("manager")
    maya.types("/tour show @holder")
    maya.presses("Change the terms")
