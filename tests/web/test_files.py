"""Files that people ask for: into their messages, or behind a link of the bot's own for ten minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.db.work import Database
from bot.domain.refusals import Reason, Refused
from bot.playground.manifest import Manifest
from bot.playground.persons import Person
from bot.playground.workspace import Workspace, serve_slack
from bot.services.files import LASTING, File, Files, Handed, Wanted, Way
from bot.services.people import Actor
from bot.slack.files import send_file
from bot.slack.postman import post_client
from bot.web.files import FileDesk
from tests.given import HOLDER, MANAGER, a_person
from tests.stories.stage import Stage

WANTED = Wanted("letter", 7)
LETTER = File("letter.txt", "text/plain", b"Dear you")


def letter(actor: Actor, subject_id: int, now: datetime) -> File:
    """A maker that serves the manager alone."""
    if actor.user_id != MANAGER.user_id or subject_id != 7:
        raise Refused(Reason.NOT_YOURS)
    return LETTER


@pytest.fixture
def files(database: Database, now: datetime) -> Files:
    a_person(database, MANAGER, now)
    return Files(database, {"letter": letter}, "https://tour.example")


def follow(files: Files, link: str, clock: MovableClock) -> tuple[str, dict[str, str], bytes]:
    """Follow a link as a browser does; return status, headers and body."""
    seen: list[tuple[str, list[tuple[str, str]]]] = []
    environ = {"QUERY_STRING": link.partition("?")[2]}
    body = FileDesk(files, clock)(environ, lambda status, headers: seen.append((status, headers)))
    return seen[0][0], dict(seen[0][1]), b"".join(body)


def test_a_link_leads_to_the_file_for_ten_minutes(files: Files, now: datetime) -> None:
    link = files.link(MANAGER, WANTED, now)
    assert link is not None
    assert link.startswith("https://tour.example/file?")
    assert not [word for word in ("letter", MANAGER.user_id, MANAGER.team_id) if word in link]
    status, headers, body = follow(files, link, MovableClock(now + LASTING))
    assert (status, body) == ("200 OK", b"Dear you")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"] == 'attachment; filename="letter.txt"'
    assert follow(files, link, MovableClock(now + LASTING + timedelta(seconds=1)))[0] == "410 Gone"


def test_a_link_gives_what_its_owner_may_have_when_it_is_followed(files: Files, now: datetime) -> None:
    for wanted, actor in ((Wanted("letter", 8), MANAGER), (Wanted("poem", 7), MANAGER), (WANTED, HOLDER)):
        link = files.link(actor, wanted, now)
        assert link is not None
        assert follow(files, link, MovableClock(now))[0] == "404 Not Found"


def test_a_stranger_without_a_link_gets_nothing(files: Files, now: datetime) -> None:
    for forged in ("/file", "/file?", "/file?letter", "/file?%00=1"):
        assert follow(files, forged, MovableClock(now))[0] == "410 Gone"


def test_without_a_web_address_there_is_no_link(database: Database, now: datetime) -> None:
    assert Files(database, {"letter": letter}, None).link(MANAGER, WANTED, now) is None


def test_the_web_server_leads_to_the_desk(stage: Stage) -> None:
    seen: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/file", "QUERY_STRING": "forged"}
    body = b"".join(stage.program.router()(environ, lambda status, _headers: seen.append(status)))
    assert seen == ["410 Gone"]
    assert b"ten minutes" in body


@dataclass
class Desk:
    """A workspace, and a client of the bot in it."""

    workspace: Workspace
    client: WebClient

    @property
    def maya(self) -> Person:
        return self.workspace.person("manager")

    def sends(self, link: str | None = None) -> Handed:
        actor = Actor(self.workspace.team.id, self.maya.id, "Europe/London", "en-US")
        return send_file(self.client, actor, LETTER, link)


@pytest.fixture(params=[("files:write", "im:write"), ("im:write",)], ids=["granted", "not granted"])
def desk(request: pytest.FixtureRequest, now: datetime) -> Iterator[Desk]:
    manifest = Manifest.of(
        {
            "oauth_config": {"scopes": {"bot": list(request.param)}},
            "features": {"app_home": {"messages_tab_enabled": True}},
        }
    )
    workspace = Workspace(MovableClock(now), "shh", manifest=manifest)
    slack = serve_slack(workspace)
    yield Desk(workspace, post_client(workspace.app.bot_token, slack.api_url))
    slack.stop()


def test_a_file_goes_into_the_messages_of_whoever_asked_where_slack_allows_it(desk: Desk) -> None:
    outcome = desk.sends("https://tour.example/file?x")
    if "files:write" in (desk.workspace.team.manifest.scopes or ()):
        assert outcome == Handed(Way.SENT)
        (stored,) = desk.maya.messages[-1].files
        assert (stored.title, stored.content) == ("letter.txt", b"Dear you")
    else:
        assert outcome == Handed(Way.LINK, "https://tour.example/file?x")
        assert desk.sends() == Handed(Way.NO_WAY)
        assert desk.maya.messages == []


def test_trouble_of_slacks_is_said_and_the_link_takes_its_place(desk: Desk) -> None:
    desk.workspace.faults.add("error", times=2)
    assert desk.sends() == Handed(Way.TROUBLE)
    assert desk.sends("https://tour.example/file?x").way is Way.LINK
