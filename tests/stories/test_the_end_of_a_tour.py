"""How tours end, as Maya and Tomas live it: the three doors, an early end, the close, the record."""

from __future__ import annotations

import pytest

from tests.stories.leaving import (
    GAIN,
    MISSION,
    OUTCOME,
    THANKS,
    at,
    confirms,
    confirms_again,
    doors_of,
    keeps_the_record,
    said_to,
    talk_about_what_comes_next,
)
from tests.stories.stage import Stage


@pytest.fixture
def agreed(stage: Stage) -> Stage:
    """A tour from January to Easter that both have signed; its first talk is that about the next tour, in February."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    maya.types("/tour start @holder")
    maya.chooses("Kind of tour", "Rotational")
    maya.picks_date("Planned end", "2026-04-06")
    maya.presses("More")
    maya.picks_date("Promise of the company: by when?", "2026-02-19")
    maya.picks_date("Halfway review", "")
    maya.picks_date("Talk about the next tour", "2026-02-05")
    maya.fills("Mission", MISSION)
    maya.fills("Result", "No paper forms by October")
    maya.fills("Gain", GAIN)
    maya.fills("Promise of the company", "An introduction to the finance team")
    maya.fills("Promise of the holder", "Write the handbook")
    maya.submits()
    maya.closes_all()
    tomas.types("/tour show @manager")
    tomas.submits()
    tomas.closes_all()
    return stage


def test_a_leaning_is_its_owners_alone_and_is_gone_after_the_talk(agreed: Stage) -> None:
    maya, tomas = agreed.person("manager"), agreed.person("holder")
    doors_of(tomas, "manager")
    tomas.sees("Prepare the talk about the next tour", "@manager speaks first", where="modal")
    tomas.presses("Note my leaning")
    tomas.sees("Visible to you alone", where="modal")
    tomas.chooses("To which door do you lean?", "Leave well")
    tomas.submits()
    tomas.sees("Noted, for you alone", "Change my leaning", where="modal")
    tomas.closes_all()
    agreed.delivers()
    doors_of(maya, "holder")
    maya.sees("you speak first", "Note my leaning", where="modal")
    maya.does_not_see("Change my leaning")
    maya.closes_all()
    assert "lean" not in said_to(maya)
    talk_about_what_comes_next(agreed)
    with agreed.program.database.reading(agreed.workspace.team.id) as work:
        assert [choice.leaning for choice in work.endings.doors(1)] == [None]


def test_renewed_the_second_tour_is_signed_while_the_first_runs_and_begins_when_it_makes_room(agreed: Stage) -> None:
    maya, tomas = agreed.person("manager"), agreed.person("holder")
    talk_about_what_comes_next(agreed)
    confirms(maya, "holder", "Renew")
    maya.sees("has not confirmed a door yet", where="modal")
    maya.closes_all()
    maya.opens_home()
    maya.sees("you confirmed a door, the other side has not yet", where="home")
    maya.opens_messages()
    agreed.delivers()
    tomas.sees("Confirm the door that you and @manager agreed on")
    confirms(tomas, "manager", "Renew")
    tomas.sees("Propose the tour that follows", "Read its guide", where="modal")
    tomas.closes_all()
    agreed.delivers()
    maya.presses("The three doors", within="you have both confirmed the same door")
    maya.presses("Fill in the proposal")
    assert maya.value_of("Mission") == MISSION
    assert maya.value_of("Start") == "2026-04-07"
    assert maya.value_of("With whom?") == tomas.id
    maya.submits()
    maya.closes_all()
    agreed.delivers()
    tomas.presses("Read the proposal")
    tomas.submits()
    tomas.sees("Both of you have signed. Until it begins, the earlier tour and its promises hold.", where="modal")
    tomas.does_not_see("write a goal")
    tomas.sees("It begins when its first day has come", where="modal")
    tomas.closes_all()
    tomas.types("/tour list")
    tomas.sees("agreed, to begin on 7 Apr 2026", "under way")
    tomas.opens_home()
    tomas.sees("agreed, to begin on 7 Apr 2026", where="home")
    tomas.opens_messages()
    at(agreed, 4, 7)
    maya.sees("It has begun: its first day has come")
    tomas.sees("Close your tour with @manager")
    tomas.types("/tour list")
    tomas.sees("closing", "Your career line here: rotational tour since 2026 · rotational tour since 2026")


def test_a_new_tour_here_leads_into_a_form_with_fresh_words(agreed: Stage) -> None:
    maya, tomas = agreed.person("manager"), agreed.person("holder")
    talk_about_what_comes_next(agreed)
    for person, other in ((maya, "holder"), (tomas, "manager")):
        confirms(person, other, "A new tour here")
        person.closes_all()
    doors_of(tomas, "manager")
    tomas.presses("Fill in the proposal")
    assert not tomas.value_of("Mission")
    assert tomas.value_of("Start") == "2026-04-07"
    assert tomas.value_of("Who is the manager?") == "them"


def test_different_doors_are_not_the_same_yet_and_neither_learns_which(agreed: Stage) -> None:
    maya, tomas = agreed.person("manager"), agreed.person("holder")
    talk_about_what_comes_next(agreed)
    confirms(maya, "holder", "Renew")
    maya.closes_all()
    confirms(tomas, "manager", "Leave well")
    tomas.sees("Not the same yet", where="modal")
    tomas.presses("Read how to begin")
    tomas.sees("When you chose different doors", where="modal")
    tomas.closes_all()
    agreed.delivers()
    maya.sees("they are not the same yet")
    assert "Leave well" not in said_to(maya)
    at(agreed, 2, 10)
    maya.sees("decide which door it is")
    confirms_again(maya, "holder", "Leave well")
    maya.sees("Close the tour in good order", where="modal")
    maya.closes_all()
    nudges = said_to(maya)
    at(agreed, 3, 12)
    assert said_to(maya).count("door") == nudges.count("door")


def test_leaving_well_closes_with_outcomes_promises_thanks_and_a_record_to_keep(agreed: Stage) -> None:
    maya, tomas = agreed.person("manager"), agreed.person("holder")
    talk_about_what_comes_next(agreed)
    for person, other in ((maya, "holder"), (tomas, "manager")):
        confirms(person, other, "Leave well")
        person.closes_all()
    doors_of(tomas, "manager")
    tomas.presses("Open the close")
    tomas.presses("Open it")
    tomas.sees("The close is open", where="modal")
    tomas.presses("Say how it ended")
    tomas.sees("Agreed: result for the company", "No paper forms by October", where="modal")
    tomas.submits()
    tomas.sees("Please complete this required field", where="modal")
    tomas.fills("What came of it?", OUTCOME)
    tomas.chooses("What became of this promise of yours?", "Kept")
    tomas.fills("One sentence of thanks", THANKS)
    tomas.submits()
    tomas.sees("their answer is still to come", "not confirmed", where="modal")
    tomas.closes_all()
    agreed.delivers()
    maya.presses("Say how it ended")
    maya.fills("What came of it?", "Two clinics, one list.")
    maya.chooses("What became of this promise of yours?", "Agreed anew")
    maya.submits()
    maya.sees("the tour is complete", OUTCOME, THANKS, "agreed anew", where="modal")
    maya.does_not_see("Your tour record")
    maya.closes_all()
    agreed.delivers()
    keeps_the_record(tomas)


def test_who_does_not_answer_a_close_holds_it_up_for_two_weeks_and_no_longer(agreed: Stage) -> None:
    maya, tomas = agreed.person("manager"), agreed.person("holder")
    at(agreed, 4, 7)
    tomas.types("/tour list")
    tomas.sees("Its planned end has passed")
    tomas.opens_home()
    tomas.sees("Open the close of your tour with @manager", "its planned end has passed", where="home")
    tomas.presses("Open the close")
    tomas.sees("From then on no reminders")
    tomas.presses("Open it")
    tomas.presses("Say how it ended")
    tomas.fills("What came of it?", OUTCOME)
    tomas.chooses("What became of this promise of yours?", "Missed")
    tomas.submits()
    tomas.closes_all()
    at(agreed, 4, 22)
    tomas.types("/tour list")
    tomas.sees("completed")
    tomas.types("/tour show @manager")
    tomas.sees("Completed on", "signed on 7 Apr 2026 by you, not confirmed by @manager", where="modal")
    tomas.closes_all()
    maya.types("/tour show @holder")
    maya.presses("Say how it ended")
    maya.fills("What came of it?", "Two clinics, one list.")
    maya.chooses("What became of this promise of yours?", "Kept")
    maya.submits()
    maya.sees("the tour is complete", "signed on 22 Apr 2026 by you", where="modal")


@pytest.mark.parametrize(("ends", "hears"), [("manager", "holder"), ("holder", "manager")])
def test_either_side_ends_a_tour_early_and_the_other_hears_of_it_at_once_without_the_reason(
    agreed: Stage, ends: str, hears: str
) -> None:
    one, other = agreed.person(ends), agreed.person(hears)
    at(agreed, 1, 20)
    one.types(f"/tour show @{hears}")
    one.presses("End it early")
    one.sees("which says that it ended, and not why", "nobody else, stewards neither", where="modal")
    one.submits()
    one.sees("Please", where="modal")
    one.chooses("What kind of reason is it?", "Reorganised")
    one.submits()
    one.sees("The tour has ended", "Ended early on", where="modal")
    one.closes_all()
    agreed.delivers()
    other.sees(f"@{ends} has ended your tour, from today")
    assert "eorganised" not in said_to(other)
    other.types(f"/tour show @{ends}")
    other.sees("Kind of reason: Reorganised", "Visible to the two of you alone", "not confirmed", where="modal")
    other.closes_all()
    other.types("/tour list")
    other.sees(f"you {'served' if ends == 'manager' else 'led'} it · ended early, 20 Jan 2026", where="messages")
    other.opens_home()
    other.sees("Say what came of your tour", "ended early on", "Over: 1 tour,", where="home")
    assert other.screen.count("[Start a tour]") == 1
    before = len(other.messages), len(one.messages)
    agreed.forward(days=30)
    assert (len(other.messages), len(one.messages)) == before
    one.types(f"/tour start @{hears}")
    one.sees("Start a tour", where="modal")


def test_a_talk_goes_into_the_calendar_with_no_words_but_the_others_name(agreed: Stage) -> None:
    tomas = agreed.person("holder")
    tomas.types("/tour checkin @manager")
    tomas.presses("For my calendar")
    tomas.presses("Send it")
    (stored,) = tomas.messages[-1].files
    assert stored.content is not None
    lines = stored.content.decode().split("\r\n")
    assert "SUMMARY:Talk about the next tour with Manager" in lines
    assert "DTSTART;VALUE=DATE:20260205" in lines
    assert not [line for line in lines if "clinic" in line]


def test_all_goals_done_early_offers_the_talk(agreed: Stage) -> None:
    tomas = agreed.person("holder")
    tomas.types("/tour goals @manager")
    tomas.presses("Add goals")
    tomas.fills("What?", "Run the weekly meeting alone by March")
    tomas.fills("How will we both know?", "Four meetings in a row")
    tomas.picks_date("By when?", "2026-03-20")
    tomas.submits()
    tomas.presses("Update")
    tomas.chooses("How it stands", "Done")
    tomas.submits()
    tomas.presses("Plan the talk")
    tomas.sees("Talk about the next tour", "Planned for Thursday, 5 February", where="modal")
