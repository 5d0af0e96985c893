"""Workspaces come by a link, live beside each other, leave, and come back or are erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select, text

from bot.db.schema import METADATA
from bot.playground.workspace import Workspace
from tests.stories.many import Browser, Town, town

MISSION = "Bring the new clinic's intake from paper to one shared list."


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as ready:
        yield ready


def propose(workspace: Workspace, mission: str = MISSION) -> None:
    """The workspace's manager proposes a tour to its holder."""
    manager = workspace.person("manager")
    workspace.person("holder")
    manager.types("/tour start @holder")
    manager.chooses("Kind of tour", "Transformational")
    manager.fills("Mission", mission)
    manager.fills("Result", "Every patient is booked within a day.")
    manager.fills("Gain", "Led a change across three wards.")
    manager.fills("Promise of the company", "A course")
    manager.submits()
    manager.closes_all()


def rows(place: Town, workspace: Workspace) -> dict[str, int]:
    """Return table -> how many rows of the workspace it holds, where there are any."""
    return rows_of(place, workspace.team.id)


def rows_of(place: Town, tenant: str) -> dict[str, int]:
    """Return the same of a workspace or an organisation, by its id."""
    tables = [table for table in METADATA.sorted_tables if "team_id" in table.c]
    with place.program.database.engine.connect() as connection:
        counts = {
            table.name: connection.scalar(select(func.count()).select_from(table).where(table.c.team_id == tenant))
            for table in tables
        }
    return {name: count for name, count in counts.items() if count}


def posts(workspace: Workspace) -> int:
    return sum("chat.postMessage" in exchange.title for exchange in workspace.exchanges.since())


def test_a_second_workspace_installs_while_the_first_goes_on(place: Town) -> None:
    page = place.install(place.first)
    assert page.status == 200
    assert "Tourguide is now in your workspace" in page.body
    propose(place.first)
    assert place.install(place.second).status == 200
    place.delivers()
    place.first.person("holder").presses("Read the proposal")
    place.first.person("holder").sees(MISSION, where="modal")
    propose(place.second, "Another mission")
    place.delivers()
    place.second.person("holder").presses("Read the proposal")
    place.second.person("holder").sees("Another mission", where="modal")


def test_nobody_hears_of_an_installation_who_did_not_ask(place: Town) -> None:
    place.first.person("holder")
    place.install(place.first)
    place.later(days=3)
    assert posts(place.first) == 0


def test_the_same_person_id_in_two_workspaces_is_two_people(place: Town) -> None:
    for workspace in (place.first, place.second):
        workspace.add_person("manager", id="U01SAME")
        place.install(workspace)
    propose(place.first)
    place.second.person("manager").types("/tour list")
    assert MISSION not in place.second.person("manager").screen
    place.delivers()
    assert place.second.person("manager").messages[-1].only_for == "U01SAME"
    assert "tours" not in rows(place, place.second)


def test_before_the_installation_and_after_it_ended_the_bot_says_so(place: Town) -> None:
    manager = place.first.person("manager")
    manager.types("/tour list")
    manager.sees("Tourguide is not installed in this workspace")
    place.install(place.first)
    manager.types("/tour list")
    place.first.remove_app()
    manager.types("/tour list")
    assert manager.messages[-1].text.startswith("Tourguide is not installed")


@pytest.mark.parametrize("tokens_first", [False, True])
def test_nothing_is_sent_after_leaving_and_all_is_there_after_returning(place: Town, tokens_first: bool) -> None:
    place.install(place.first)
    propose(place.first)
    for _ in range(2):
        place.first.remove_app(tokens_first=tokens_first)
    place.later(days=5)
    assert posts(place.first) == 0
    page = place.install(place.first)
    assert "Tourguide is back in your workspace" in page.body
    place.delivers()
    place.first.person("holder").presses("Read the proposal")
    place.first.person("holder").sees(MISSION, where="modal")


def test_removed_between_claim_and_post_the_message_is_not_sent_and_not_lost(place: Town) -> None:
    place.install(place.first)
    propose(place.first)
    place.first.team.installed = False  # Slack refuses the token before it tells us so
    place.delivers()
    place.first.remove_app()
    place.install(place.first)
    place.delivers()
    place.first.person("holder").sees("Read the proposal")
    assert len(place.first.person("holder").messages) == 1


def test_after_thirteen_days_nothing_is_left_and_the_neighbour_keeps_all(place: Town) -> None:
    for workspace in (place.first, place.second):
        place.install(workspace)
        propose(workspace)
    kept = rows(place, place.second)
    place.first.remove_app()
    place.later(days=12, hours=23)
    assert rows(place, place.first)
    place.later(hours=2)
    assert rows(place, place.first) == {}
    assert rows(place, place.second).keys() >= kept.keys() - {"dealt"}
    with place.program.database.engine.connect() as connection:
        assert connection.scalars(text("SELECT id FROM installations")).all() == [place.second.team.id]


def test_a_late_word_of_the_leaving_before_does_not_end_the_new_installation(place: Town) -> None:
    place.install(place.first)
    wires = place.first._wires
    late = wires.payloads.event({"type": "app_uninstalled"})
    place.later(hours=1)
    place.install(place.first)
    wires.send_event(late)
    propose(place.first)
    place.delivers()
    assert posts(place.first) == 1


def test_an_organisation_installs_as_one(place: Town) -> None:
    page = place.install(place.first, enterprise_id="E0HOUSE")
    assert "Tourguide is now in your organisation" in page.body
    found = place.program._installations.find("T0ANY", "E0HOUSE")
    assert found is not None
    assert (found.id, found.bot_token) == ("E0HOUSE", place.first.app.bot_token)
    assert place.program._installations.find("T0ANY", None) is None


def test_a_tour_in_an_organisation_from_its_installation_to_its_leaving(place: Town) -> None:
    place.install(place.first, enterprise_id="E0HOUSE")
    propose(place.first)
    place.delivers()
    holder = place.first.person("holder")
    holder.presses("Read the proposal")
    holder.sees(MISSION, where="modal")
    holder.submits()
    holder.closes_all()
    holder.opens_home()
    holder.sees("Your own tour", where="home")
    assert rows_of(place, "E0HOUSE")["tours"] == 1
    assert rows(place, place.first) == {}
    place.second.person("manager").types("/tour list")
    place.second.person("manager").sees("Tourguide is not installed in this workspace")
    place.first.remove_app()
    sent = posts(place.first)
    place.later(days=12)
    assert posts(place.first) == sent
    place.later(days=2)
    assert rows_of(place, "E0HOUSE") == {}


def test_a_permission_that_was_not_granted_is_named(place: Town) -> None:
    page = place.install(place.first, without=("im:history",))
    assert page.status == 200
    assert "Slack did not grant im:history" in page.body


def test_who_cancels_reads_that_nothing_has_changed(place: Town) -> None:
    browser = Browser(place.port)
    page = browser.get(place.consents.deny(browser.get("/slack/install").location))
    assert (page.status, "Nothing was installed" in page.body) == (200, True)


def test_a_state_is_good_once_in_its_own_browser_and_for_ten_minutes(place: Town) -> None:
    browser, thief = Browser(place.port), Browser(place.port)
    asked = browser.get("/slack/install").location
    back = place.consents.allow(asked, place.first, place.first.person("manager").id)
    assert thief.get(back).status == 400
    thief.get("/slack/install")
    assert thief.get(back).status == 400
    kept = browser.cookie
    assert browser.get(back).status == 200
    browser.cookie = kept
    assert "no longer valid" in browser.get(back).body
    late = browser.get("/slack/install").location
    place.later(minutes=11)
    assert browser.get(place.consents.deny(late)).status == 400


@pytest.mark.parametrize("code", ["", "made-up", "<script>"])
def test_a_code_that_slack_does_not_know_installs_nothing(place: Town, code: str) -> None:
    browser = Browser(place.port)
    state = parse_qs(urlsplit(browser.get("/slack/install").location).query)["state"][0]
    page = browser.get(f"/slack/oauth_redirect?code={code}&state={state}")
    assert (page.status, "could not be installed" in page.body, "<script" in page.body) == (400, True, False)


def test_the_token_stands_nowhere_in_the_database_and_in_no_repr(place: Town) -> None:
    place.install(place.first)
    token = place.first.app.bot_token
    found = place.program._installations.find(place.first.team.id)
    assert found is not None
    assert token not in repr(found)
    with place.program.database.engine.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM installations")).all()
    assert token not in str(row)


def test_the_way_to_slacks_page_follows_slacks_address(place: Town) -> None:
    asked = Browser(place.port).get("/slack/install")
    assert asked.status == 302
    assert asked.location.startswith(place.program.settings.slack_api_url.removesuffix("api/") + "oauth/v2/authorize?")


def test_who_installed_is_steward_and_names_another(place: Town) -> None:
    place.install(place.first)
    manager, holder = place.first.person("manager"), place.first.person("holder")
    holder.types("/tour stewards")
    holder.sees("Stewards here: @manager")
    manager.types("/tour stewards")
    manager.sees("Stewards look after Tourguide here", where="modal")
    manager.chooses("Stewards", "@manager", "@holder")
    manager.submits()
    manager.sees("Saved.", "Stewards: @manager, @holder", where="modal")
    holder.types("/tour stewards")
    holder.sees("Stewards look after Tourguide here", where="modal")
