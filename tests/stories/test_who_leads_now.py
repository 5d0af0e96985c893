"""Leave, and a new manager, as Maya, Tomas and Priya live them; and three years of a tour without an end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.playground.persons import Person
from tests.stories.stage import Stage
from tests.stories.test_first_conversation import PROMISE, WIDER, change, propose, sign

GOAL = "Run the weekly intake meeting alone by May"
AGREED = "Tomas leads the weekly meeting from May."
PRIVATE = "I think he is bored."


def test_a_leave_ends_by_itself_and_the_dates_are_offered_to_both(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    agreed(stage)
    goes_on_leave(stage)
    maya.sees("they have paused it", "Monday, 1 June")
    maya.opens_home()
    maya.sees("paused until 1 Jun 2026", where="home")
    maya.opens_messages()
    maya.types("/tour list")
    maya.sees("you lead it · paused until 1 Jun 2026")
    said = len(maya.messages)
    stage.forward(to=datetime(2026, 5, 31, 12, tzinfo=UTC))
    assert len(maya.messages) == said
    comes_back(stage)
    maya.sees("goes on")
    maya.presses("Move the dates")
    assert maya.value_of("Why this change?") == "The dates move by the 147 days of the pause."
    maya.submits()
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read the changes")
    tomas.sees("5 Jul 2028", "29 Nov 2028", where="modal")
    tomas.submits()
    tomas.sees("These terms are in force now", where="modal")


def test_both_move_the_dates_at_once_and_the_second_is_led_to_sign_what_the_first_wrote(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    agreed(stage)
    goes_on_leave(stage)
    comes_back(stage)
    maya.presses("Move the dates")
    tomas.presses("Move the dates")
    maya.submits()
    maya.sees("Version 3 is proposed", where="modal")
    tomas.submits()
    tomas.sees("@manager proposed the very same terms while you wrote", "29 Nov 2028", where="modal")
    tomas.does_not_see("Not proposed yet")
    tomas.submits()
    tomas.sees("These terms are in force now", where="modal")


def test_whoever_would_move_the_dates_later_reads_what_the_other_side_proposed(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    agreed(stage)
    goes_on_leave(stage)
    comes_back(stage)
    maya.presses("Move the dates")
    maya.submits()
    maya.closes_all()
    maya.presses("Move the dates")
    maya.sees("You have proposed changed terms", "They wait for @holder", where="modal")
    tomas.presses("Move the dates")
    tomas.sees("@manager has proposed changed terms", "29 Nov 2028", where="modal")
    tomas.submits()
    tomas.sees("These terms are in force now", where="modal")
    tomas.closes_all()
    tomas.presses("Move the dates")
    tomas.sees("Nothing is left to move", where="modal")


@pytest.mark.parametrize(
    ("choice", "reads", "does_not_read"),
    [
        ("The terms", [WIDER, PROMISE], [GOAL, AGREED]),
        ("Terms and goals", [WIDER, GOAL], [AGREED]),
        ("All shared notes", [WIDER, GOAL, AGREED], []),
    ],
)
def test_the_new_manager_reads_what_the_holder_chose(
    stage: Stage, choice: str, reads: list[str], does_not_read: list[str]
) -> None:
    maya, tomas, priya = stage.person("manager"), stage.person("holder"), stage.person("priya")
    lived_in(stage)
    maya.types("/tour show @holder")
    maya.presses("A new manager")
    maya.chooses("Who leads the tour from now on?", "priya")
    maya.submits()
    maya.sees("The tour stands still", "waits for @holder to choose", where="modal")
    maya.closes_all()
    stage.delivers()
    tomas.presses("Choose what passes")
    tomas.chooses("What does the new manager get?", choice)
    tomas.submits()
    tomas.sees("has the terms to read and sign", where="modal")
    tomas.closes_all()
    stage.delivers()
    priya.presses("Read the proposal")
    priya.sees(WIDER, where="modal")
    priya.does_not_see(GOAL)
    priya.submits()
    priya.sees("Both of you have signed", where="modal")
    priya.closes_all()
    stage.delivers()
    maya.sees("its new manager has signed")
    seen = everything_of(priya)
    assert [words for words in reads if words not in seen] == []
    assert [words for words in (*does_not_read, PRIVATE) if words in seen] == []


def test_a_new_manager_may_begin_with_an_empty_page(stage: Stage) -> None:
    maya, tomas, priya = stage.person("manager"), stage.person("holder"), stage.person("priya")
    lived_in(stage)
    tomas.types("/tour show @manager")
    tomas.presses("A new manager")
    tomas.chooses("Who leads the tour from now on?", "priya")
    tomas.chooses("What does the new manager get?", "Nothing")
    tomas.submits()
    tomas.sees("is asked to propose terms of their own", where="modal")
    tomas.closes_all()
    stage.delivers()
    maya.sees("a new manager is named for your tour")
    priya.presses("Propose a tour")
    priya.chooses("Kind of tour", "Rotational")
    priya.fills("Mission", "Keep both clinics on one list.")
    priya.fills("Result", "No list on paper.")
    priya.fills("Gain", "Led two clinics.")
    priya.fills("Promise of the company", "A seat at the planning table")
    priya.submits()
    if priya.modal is not None and "Keep as is" in priya.screen:
        priya.submits()
    priya.closes_all()
    stage.delivers()
    tomas.presses("Read the proposal", within="proposes to you")
    tomas.submits()
    tomas.sees("Both of you have signed", where="modal")
    assert [words for words in (WIDER, PROMISE, GOAL, AGREED, PRIVATE) if words in everything_of(priya)] == []


def test_a_tour_without_an_end_is_reaffirmed_each_year(stage: Stage) -> None:
    maya, tomas = stage.person("manager"), stage.person("holder")
    maya.types("/tour start @holder")
    maya.chooses("Kind of tour", "Foundational")
    maya.fills("Mission", "Keep the oldest clinic the one that others learn from.")
    maya.fills("Result", "Two clinics a year copy a way of working from ours by December.")
    maya.fills("Gain", "Known for it beyond the company by 2029.")
    maya.fills("Promise of the company", PROMISE)
    maya.submits()
    maya.closes_all()
    stage.delivers()
    tomas.presses("Read the proposal")
    tomas.submits()
    tomas.closes_all()
    for half_year in range(6):
        year, in_january = 2026 + (half_year + 1) // 2, half_year % 2 == 1
        stage.forward(to=datetime(year, 1 if in_january else 7, 14, 12, tzinfo=UTC))
        maya.types("/tour checkin @holder")
        maya.sees("*Yearly reaffirmation*" if in_january else "*Check-in*", where="modal")
        maya.presses("Record")
        maya.fills("What we agreed", f"We both still want this in {year}.")
        maya.submits()
        maya.sees("Recorded", "Next:", where="modal")
        maya.closes_all()
    tomas.types("/tour checkin @manager")
    tomas.sees("We both still want this in 2029.", "7 Jan 2030", where="modal")


def test_a_steward_who_names_a_new_manager_reads_that_it_is_done(stage: Stage) -> None:
    ines, tomas = stage.person("ines"), stage.person("holder")
    stage.person("priya")
    agreed(stage)
    with stage.program.database.work(stage.workspace.team.id) as work:
        work.stewards.name([ines.id], None, stage.clock.now())
    ines.types("/tour settings")
    ines.presses("Stewards")
    ines.presses("Name a new manager")
    ines.chooses("Whose tour?", "holder")
    ines.chooses("Who leads it from now on?", "priya")
    ines.submits()
    ines.sees("@priya is named.", "@holder is asked what passes", where="modal")
    ines.does_not_see(WIDER)
    ines.closes_all()
    stage.delivers()
    tomas.sees("Choose what your new manager may read")


def test_whoever_has_left_is_asked_for_nothing(stage: Stage) -> None:
    tomas = stage.person("holder")
    agreed(stage)
    stage.workspace.change_person("manager", deleted=True)
    tomas.opens_home()
    tomas.sees("Decide what becomes of your tour", where="home")
    tomas.does_not_see("[Ask for a talk]", where="home")
    tomas.presses("Open the tour")
    tomas.sees("has left", "Name a new manager", "End it early", where="modal")
    tomas.does_not_see("[Ask for a talk]", "[Change the terms]", "[Pause]", "[A new manager]", where="modal")
    tomas.closes_all()
    tomas.types("/tour signal")
    tomas.sees("nobody would read it")


def agreed(stage: Stage) -> None:
    propose(stage)
    change(stage)
    sign(stage)


def goes_on_leave(stage: Stage) -> None:
    """Tomas pauses the tour until 1 June."""
    tomas = stage.person("holder")
    tomas.types("/tour show @manager")
    tomas.presses("Pause")
    tomas.picks_date("First day back", "2026-06-01")
    tomas.submits()
    tomas.sees("Paused until 1 Jun 2026", "Go on now", where="modal")
    tomas.closes_all()
    stage.delivers()


def comes_back(stage: Stage) -> None:
    stage.clock.move_to(datetime(2026, 6, 1, 9, tzinfo=UTC))
    stage.program.scheduler.run_once()
    stage.delivers()


def lived_in(stage: Stage) -> None:
    """A tour with a goal, and a talk of which Maya shared something and kept something."""
    stage.person("priya")
    agreed(stage)
    maya, tomas = stage.person("manager"), stage.person("holder")
    tomas.types("/tour goals @manager")
    tomas.presses("Add goals")
    tomas.fills("What?", GOAL)
    tomas.fills("How will we both know?", "Four meetings in a row without Maya in the room")
    tomas.picks_date("By when?", "2026-05-29")
    tomas.submits()
    tomas.closes_all()
    stage.forward(to=datetime(2026, 4, 8, 12, tzinfo=UTC))
    maya.presses("Record the talk")
    maya.fills("What we agreed", AGREED)
    maya.fills("Private note", PRIVATE)
    maya.submits()
    maya.closes_all()
    stage.delivers()


def everything_of(priya: Person) -> str:
    """Return all that the new manager finds when she looks at everything there is."""
    found = []
    for words, more in (("/tour show @holder", None), ("/tour goals @holder", None), ("/tour checkin @holder", "Read")):
        priya.types(words)
        if more is not None and more in priya.screen:
            found.append(priya.screen)
            if "[Read]" in priya.screen:
                priya.presses(more)
        found.append(priya.screen)
        priya.closes_all()
    return "\n".join(found)
