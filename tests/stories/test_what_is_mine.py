"""What is mine, as persons live it: two presses to a file of everything, and two to have it gone."""

from __future__ import annotations

import json

import pytest

from tests.stories.stage import Stage
from tests.stories.test_first_conversation import change, propose, sign

EVIDENCE = "The board shows it"


def agreed(stage: Stage) -> None:
    propose(stage)
    change(stage)
    sign(stage)
    tomas = stage.person("holder")
    tomas.types("/tour goals @manager")
    tomas.presses("Add goals")
    tomas.fills("What?", "Run the weekly intake meeting alone by May")
    tomas.fills("How will we both know?", EVIDENCE)
    tomas.picks_date("By when?", "2026-05-29")
    tomas.submits()
    tomas.closes_all()


def test_two_presses_on_home_bring_the_file_and_it_lies_in_my_messages(stage: Stage) -> None:
    agreed(stage)
    tomas = stage.person("holder")
    tomas.opens_home()
    tomas.presses("Export mine")
    tomas.sees("Everything of yours, in a file", where="modal")
    tomas.presses("Send me the JSON")
    tomas.presses("Send it")
    tomas.sees("Sent. It is in your messages", where="modal")
    (file,) = tomas.messages[-1].files
    found = json.loads(file.content or b"")["kept"]
    assert EVIDENCE in str(found["Tours"])


def test_two_presses_on_home_erase_what_i_wrote_and_the_terms_stay_with_the_other(stage: Stage) -> None:
    agreed(stage)
    maya, tomas = stage.person("manager"), stage.person("holder")
    tomas.opens_home()
    tomas.presses("Erase mine")
    tomas.sees("This cannot be undone", "Goals: 1", "Tours under way: 1", "Terms that both signed", where="modal")
    tomas.submits()
    tomas.sees("Erased:", where="modal")
    tomas.closes_all()
    maya.types("/tour goals @holder")
    maya.does_not_see(EVIDENCE)
    maya.closes_all()
    maya.types("/tour show @holder")
    maya.sees("Mission", where="modal")
    tomas.presses("Erase mine")
    tomas.sees("There is nothing here that you wrote", where="modal")


@pytest.mark.parametrize(
    "way",
    [
        ("Who can see what", "Export mine", "Send me the page"),
        ("Who can see what", "Erase mine", "Export mine first", "Send me the JSON"),
    ],
)
def test_it_is_sent_however_many_screens_are_open(stage: Stage, way: tuple[str, ...]) -> None:
    agreed(stage)
    tomas = stage.person("holder")
    tomas.types("/tour")
    tomas.presses("Help")
    for words in (*way, "Send it"):
        tomas.presses(words)
    tomas.sees("Sent. It is in your messages", where="modal")
    (file,) = tomas.messages[-1].files
    assert EVIDENCE.encode() in (file.content or b"")


def test_a_steward_takes_the_list_and_whoever_is_on_it_reads_that(stage: Stage) -> None:
    agreed(stage)
    vera, tomas = stage.person("vera"), stage.person("holder")
    with stage.program.database.work(stage.workspace.team.id) as work:
        work.stewards.name([vera.id], None, stage.clock.now())
    vera.types("/tour settings")
    vera.presses("Send me the list")
    vera.presses("Send it")
    vera.sees("Sent. It is in your messages", where="modal")
    (file,) = vera.messages[-1].files
    assert b"transformational" in (file.content or b"")
    assert EVIDENCE.encode() not in (file.content or b"")
    tomas.types("/tour privacy")
    tomas.sees("@vera opened with whom you tour", "a steward's list of all tours")


def test_whom_the_company_names_is_offered_when_a_tour_is_started(stage: Stage) -> None:
    maya, tomas, ana = stage.person("manager"), stage.person("holder"), stage.person("ana")
    with stage.program.database.work(stage.workspace.team.id) as work:
        work.leads.remember({tomas.id: maya.id}, stage.clock.now())
    maya.types("/tour start")
    assert maya.value_of("With whom?") == tomas.id
    tomas.types("/tour start")
    assert tomas.value_of("With whom?") == maya.id
    assert tomas.value_of("Who is the manager?") == "them"
    with stage.program.database.work(stage.workspace.team.id) as work:
        work.leads.remember({ana.id: maya.id}, stage.clock.now())
    maya.closes_all()
    maya.types("/tour start")
    assert maya.value_of("With whom?") is None
    maya.sees("People you lead, who have no tour with you:", where="modal")


def test_the_screen_about_privacy_and_a_plain_question_lead_there_too(stage: Stage) -> None:
    tomas = stage.person("holder")
    tomas.types("/tour privacy")
    tomas.presses("Erase mine")
    tomas.sees("There is nothing here that you wrote", where="modal")
    tomas.closes_all()
    tomas.says("I want a copy of everything you have about me")
    tomas.sees("You can take everything of yours as a file")
    tomas.says("delete everything about me")
    assert "Erase mine" in str(tomas.messages[-1].blocks)
    tomas.presses("Erase mine")
    tomas.sees("There is nothing here that you wrote", where="modal")
