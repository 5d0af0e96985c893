"""Goals and talks as Maya and Tomas live them: a vague goal, a moved talk, one that both record, one missed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.stage import Stage
from tests.stories.test_first_conversation import change, propose, sign

LATE = "The new list was late by a week."


@pytest.fixture
def agreed(stage: Stage) -> Stage:
    """A tour that both have signed."""
    propose(stage)
    change(stage)
    sign(stage)
    return stage


def test_a_vague_goal_is_sharpened_before_it_is_saved(agreed: Stage) -> None:
    tomas = agreed.person("holder")
    tomas.types("/tour goals @manager")
    tomas.presses("Add goals")
    tomas.fills("What?", "gain valuable experience in leadership")
    tomas.fills("How will we both know?", "We will feel it")
    tomas.picks_date("By when?", "2026-05-29")
    tomas.submits()
    tomas.sees("gain valuable experience", "could be said of any job", "Sharpen it", "Keep as is", where="modal")
    tomas.presses("Sharpen it")
    assert tomas.value_of("What?") == "gain valuable experience in leadership"
    assert tomas.value_of("How will we both know?") == "We will feel it"
    tomas.fills("What?", "Run the weekly intake meeting alone by May")
    tomas.submits()
    tomas.sees("can read what is new", "Run the weekly intake meeting alone by May", where="modal")
    tomas.does_not_see("valuable experience", where="modal")


def test_what_was_typed_survives_another_row_more_fields_and_an_error(agreed: Stage) -> None:
    maya = agreed.person("manager")
    maya.types("/tour goals @holder")
    maya.presses("Add goals")
    maya.fills("What?", "Open the second clinic's list by July")
    maya.presses("Add another goal")
    maya.presses("More")
    assert maya.value_of("Goal 1: what?") == "Open the second clinic's list by July"
    maya.fills("Goal 2: which line", "Led intake at two clinics")
    maya.fills("Goal 1: how will we both know?", "Its first patient is booked on it")
    maya.picks_date("Goal 1: by when?", "2029-01-01")
    maya.submits()
    maya.sees("outside the tour", "Please fill this in", where="modal")
    assert maya.value_of("Goal 2: which line") == "Led intake at two clinics"
    assert maya.value_of("Goal 1: how will we both know?") == "Its first patient is booked on it"


def test_a_talk_is_moved_and_both_record_it(agreed: Stage) -> None:
    maya, tomas = agreed.person("manager"), agreed.person("holder")
    tomas.types("/tour checkin @manager")
    tomas.presses("Move")
    tomas.picks_date("New day", "2026-04-09")
    tomas.submits()
    tomas.sees("Moved to Thursday, 9 April 2026", where="modal")
    tomas.closes_all()
    agreed.delivers()
    maya.sees("Thursday, 9 April")
    agreed.forward(to=datetime(2026, 4, 9, 15, tzinfo=UTC))
    maya.types("/tour checkin @holder")
    maya.presses("Record")
    maya.fills("What we agreed", "Tomas leads the weekly meeting from May.")
    tomas.types("/tour checkin @manager")
    tomas.presses("Record")
    tomas.fills("What we agreed", LATE)
    tomas.fills("Private note", "I was nervous.")
    maya.submits()
    maya.sees("Recorded", where="modal")
    maya.closes_all()
    tomas.submits()
    tomas.sees("had recorded this talk already", LATE, "I was nervous.", "leads the weekly", where="modal")
    tomas.closes_all()
    maya.types("/tour checkin @holder")
    maya.presses("Read")
    maya.sees(LATE, where="modal")
    maya.does_not_see("I was nervous.")


def test_a_missed_talk_is_held_late_without_blame(agreed: Stage) -> None:
    maya = agreed.person("manager")
    agreed.forward(to=datetime(2026, 5, 20, 12, tzinfo=UTC))
    maya.types("/tour checkin @holder")
    maya.sees("was due on Tuesday, 7 April 2026", where="modal")
    maya.presses("Record")
    maya.picks_date("Held on", "2026-05-19")
    maya.submits()
    maya.sees("Recorded", "held on Tuesday, 19 May 2026", "Next: Check-in", where="modal")


def test_of_several_missed_talks_the_last_stands_for_all(agreed: Stage) -> None:
    maya, tomas = agreed.person("manager"), agreed.person("holder")
    agreed.forward(to=datetime(2026, 10, 20, 12, tzinfo=UTC))
    maya.opens_home()
    maya.sees("Record your talk with @holder", "due on Monday, 5 October 2026", where="Home")
    maya.types("/tour checkin @holder")
    maya.sees("was due on Monday, 5 October 2026", "nobody recorded, and for which a later one stands", where="modal")
    maya.chooses("Talks that nobody recorded", "Tuesday, 7 April 2026")
    maya.sees("was due on Tuesday, 7 April 2026", where="modal")
    maya.closes_all()
    maya.types("/tour checkin @holder")
    maya.presses("Move")
    maya.picks_date("New day", "2026-10-27")
    maya.submits()
    maya.sees("Moved to Tuesday, 27 October 2026", where="modal")
    maya.closes_all()
    maya.opens_home()
    maya.does_not_see("Record your talk", where="Home")
    tomas.types("/tour checkin @manager")
    tomas.sees("due on Tuesday, 27 October 2026", where="modal")
    tomas.does_not_see("nobody recorded", "7 April 2026", where="modal")
