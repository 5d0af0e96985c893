"""Bringing in who leads whom, as the operator does it: told first, kept when asked, from a file or from profiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot import people_import
from bot.clock import MovableClock
from bot.db.work import Database
from bot.domain.people_file import FileUnreadable
from bot.playground.api_people import MANAGER_FIELD
from bot.playground.manifest import Manifest
from bot.playground.workspace import RunningSlack, Workspace, serve_slack
from bot.services.leads import Leads
from bot.services.people import Actor
from bot.slack import manifest, roster
from bot.slack.checkup import missed
from bot.slack.roster import Roster, RosterUnreadable
from bot.slack.scopes import OPTIONAL, left_out
from tests.stories.stage import MONDAY


@pytest.fixture
def slack() -> Iterator[tuple[Workspace, RunningSlack]]:
    """A workspace with Maya, who leads Tomas by his profile, and somebody whose name is not nice to a terminal."""
    workspace = Workspace(MovableClock(MONDAY), "secret")
    workspace.team.manifest = Manifest.read(manifest.MANIFEST)
    maya = workspace.add_person("maya", email="maya@x.org")
    workspace.add_person("tomas", email="tomas@x.org", fields={MANAGER_FIELD: maya.id})
    workspace.add_person("odd", real_name="\x1b[31mOdd", email="odd@x.org", is_restricted=True)
    running = serve_slack(workspace)
    yield workspace, running
    running.stop()


@pytest.fixture
def people(slack: tuple[Workspace, RunningSlack], monkeypatch: pytest.MonkeyPatch) -> Roster:
    monkeypatch.setattr(roster, "PAGE", 2)  # so that there is more than one page
    workspace, running = slack
    return Roster(WebClient(token=workspace.app.bot_token, base_url=running.api_url), workspace.team.id)


def without(workspace: Workspace, scope: str) -> None:
    scopes = (workspace.team.manifest.scopes or frozenset()) - {scope}
    workspace.team.manifest = replace(workspace.team.manifest, scopes=scopes)


def written(folder: Path, text: str) -> Path:
    file = folder / "people.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_is_told_line_by_line_and_kept_when_asked(
    slack: tuple[Workspace, RunningSlack], people: Roster, database: Database, tmp_path: Path
) -> None:
    workspace, _ = slack
    maya, tomas = workspace.person("maya"), workspace.person("tomas")
    text = "email,manager\nTomas@x.org,maya@x.org\nodd@x.org,maya@x.org\n=cmd|'/c calc'!A1,maya@x.org\n"
    leads, team = Leads(database), workspace.team.id
    plan, lines = people_import.look_over(leads, people, team, written(tmp_path, text), None)
    assert lines == [
        f"+ {tomas.user.real_name} ({tomas.id}): led by {maya.user.real_name} ({maya.id})",
        "? line 3, odd@x.org: one of the two is a guest, an app, or has left",
        "? line 4, =cmd|'/c calc'!A1: nobody in this workspace has this id or address",
        "New: 1. Changed: 0. As before: 0. Cannot be used: 2.",
    ]
    actor = Actor(team, maya.id, "UTC", "en-US")
    assert leads.offer(actor).only is None
    assert people_import.keep(leads, team, plan, MONDAY).startswith("Kept: 1.")
    assert leads.offer(actor).only == tomas.id


def test_profiles_say_the_same(slack: tuple[Workspace, RunningSlack], people: Roster, database: Database) -> None:
    plan, _ = people_import.look_over(Leads(database), people, slack[0].team.id, None, "manager")
    assert plan.new == {slack[0].person("tomas").id: slack[0].person("maya").id}


def test_a_field_that_is_not_there_is_answered_with_those_that_are(people: Roster, database: Database) -> None:
    with pytest.raises(RosterUnreadable, match="Those that do: Manager"):
        people_import.look_over(Leads(database), people, "T1", None, "Boss")


def test_without_the_optional_scopes_it_is_said_what_to_do(
    slack: tuple[Workspace, RunningSlack], people: Roster, database: Database, tmp_path: Path
) -> None:
    without(slack[0], "users:read.email")
    file = written(tmp_path, "email,manager\ntomas@x.org,maya@x.org\n")
    _, lines = people_import.look_over(Leads(database), people, slack[0].team.id, file, None)
    assert lines[-1] == people_import.NO_ADDRESSES
    without(slack[0], "users.profile:read")
    with pytest.raises(RosterUnreadable, match=r"users\.profile:read: add it"):
        people_import.look_over(Leads(database), people, slack[0].team.id, None, "Manager")


def test_a_file_that_is_not_there_is_named(people: Roster, database: Database, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="No such file"):
        people_import.look_over(Leads(database), people, "T1", tmp_path / "none.csv", None)


def test_nothing_moves_the_operators_cursor() -> None:
    assert people_import.plain("\x1b[31mOdd\r\u202e") == "?[31mOdd??"


def test_doctor_tells_what_an_optional_scope_would_bring(slack: tuple[Workspace, RunningSlack]) -> None:
    assert list(left_out(OPTIONAL)) == []
    assert len(list(left_out({"files:write"}))) == len(OPTIONAL) - 1
    client = WebClient(token=slack[0].app.bot_token, base_url=slack[1].api_url)
    assert missed(client) == []
    without(slack[0], "users:read.email")
    (note,) = missed(client)
    assert note.startswith("users:read.email is not granted, which is fine. It brings: a file of people")
