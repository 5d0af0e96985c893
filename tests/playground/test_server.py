"""The page's server: loopback only, this machine's own pages only, and everything a person can do by ids."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.playground.demo import start_demo
from bot.playground.http_server import Answer, RunningServer
from bot.playground.persons import Person
from bot.playground.server import STATIC, RunningPage, serve_page
from bot.playground.time_travel import Hooks
from bot.playground.workspace import Workspace
from tests.playground import showcase
from tests.playground.conftest import MANIFEST

Json = dict[str, Any]


@pytest.fixture
def page(workspace: Workspace, clock: MovableClock) -> Iterator[RunningPage]:
    running = serve_page(workspace, clock, Hooks(lambda _now: None))
    yield running
    running.stop()


def ask(page: RunningPage, path: str, body: Json | None = None, **headers: str) -> tuple[int, Any, dict[str, str]]:
    connection = HTTPConnection(urlsplit(page.url).netloc, timeout=5)
    try:
        if body is None:
            connection.request("GET", path, headers=headers)
        else:
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        content = answer.read().decode()
        is_json = answer.getheader("content-type", "").startswith("application/json")
        return answer.status, json.loads(content) if is_json else content, dict(answer.getheaders())
    finally:
        connection.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", ""])  # noqa: S104 - these must be refused
def test_nothing_but_loopback_is_served(host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        RunningServer(lambda _request: Answer(), host, 0)


def test_the_page_comes_with_a_policy_that_fetches_nothing_from_elsewhere(page: RunningPage) -> None:
    status, content, headers = ask(page, "/")
    assert status == 200
    assert "stand-in for Slack" in content
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_no_file_of_the_page_names_another_host() -> None:
    for file in STATIC.iterdir():
        words = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in words, file.name
        assert "https://" not in words, file.name


@pytest.mark.parametrize("path", ["/static/none.js", "/static/../server.py", "/static/%2e%2e/server.py", "/page/none"])
def test_what_is_not_there_is_not_found(page: RunningPage, path: str) -> None:
    assert ask(page, path)[0] == 404


def test_pages_of_elsewhere_may_not_ask(page: RunningPage) -> None:
    assert ask(page, "/page/state", Host="evil.example")[0] == 403
    assert ask(page, "/page/clock", {"step": "day"}, Origin="https://evil.example")[0] == 403
    assert ask(page, "/page/clock", {"step": "day"}, **{"Content-Type": "text/plain"})[0] == 403


def test_the_state_holds_what_people_have_before_them(
    page: RunningPage, client: WebClient, manager: Person, holder: Person
) -> None:
    client.chat_postMessage(channel=holder.id, text="For the holder")
    client.views_publish(user_id=manager.id, view=showcase.home(manager.id))
    _, state, _ = ask(page, "/page/state")
    mine, theirs = state["people"]
    assert (mine["real_name"], mine["home"]["blocks"][0]["type"]) == ("Maya Okafor", "header")
    assert theirs["messages"][0]["text"] == "For the holder"
    assert state["clock"]["now"] == "2026-01-05T09:00:00+00:00"


def test_a_person_acts_by_ids(page: RunningPage, bot: App, clock: MovableClock, manager: Person) -> None:
    showcase.teach(bot, clock.now())

    def do(verb: str, **args: Any) -> int:
        return ask(page, "/page/do", {"person": manager.id, "verb": verb, **args})[0]

    do("type", text="/tour start")
    assert manager.modal
    key = manager.modal.id
    assert do("put", key=key, block="mission", action="v", value="a mission") == 200
    assert manager.value_of("Mission") == "a mission"
    assert do("submit", key=key) == 200
    manager.sees("Please complete this required field.")
    assert do("close", key=key) == 200
    assert do("close", key=key) == 409
    do("shortcut", id="start_tour")
    do("close_all")
    manager.does_not_see("Start a tour", where="modal")
    do("look_at", tab="home")
    manager.sees("One next step", where="home")
    home = manager.seat.place(next(iter(manager._team.homes.values())).id)
    block = next(block for block in home.blocks if "accessory" in block)
    assert do("press", key=home.key, block=block["block_id"], action="open_start") == 200
    manager.sees("Start a tour", where="modal")
    assert do("dance") == 404
    assert do("press", key="V0", block="x", action="y") == 409


def test_the_clock_is_moved_and_refuses_what_is_no_step(page: RunningPage, clock: MovableClock) -> None:
    assert ask(page, "/page/clock", {"step": "day"})[1] == {"ok": True}
    while ask(page, "/page/state")[1]["clock"]["moving"]:
        pass
    assert ask(page, "/page/clock", {"halt": True})[1] == {"ok": True}
    assert clock.now().day == 6
    assert ask(page, "/page/clock", {"step": "sideways"})[0] == 400
    assert ask(page, "/page/clock", {"step": "2020-01-01"})[1] == {"ok": False}


def test_a_person_gets_another_name_and_zone(page: RunningPage, manager: Person) -> None:
    ask(page, "/page/person", {"person": manager.id, "real_name": "Maya O.", "tz": "Asia/Tokyo"})
    assert (manager.user.real_name, manager.user.tz) == ("Maya O.", "Asia/Tokyo")
    assert ask(page, "/page/person", {"person": "U0NOBODY"})[0] == 404
    assert ask(page, "/page/person", {"person": manager.id, "tz": "Mars/Base"})[0] == 400
    assert manager.user.tz == "Asia/Tokyo"


def test_exchanges_are_listed_from_a_number_on(page: RunningPage, client: WebClient) -> None:
    client.auth_test()
    client.api_test()
    exchanges = ask(page, "/page/exchanges?since=1")[1]
    assert [exchange["title"] for exchange in exchanges] == ["api.test"]


def test_changes_are_told_as_they_happen(page: RunningPage, client: WebClient, manager: Person) -> None:
    connection = HTTPConnection(urlsplit(page.url).netloc, timeout=5)
    try:
        connection.request("GET", "/page/events")
        stream = connection.getresponse()
        first = stream.readline()
        stream.readline()
        client.chat_postMessage(channel=manager.id, text="news")
        second = stream.readline()
        stream.close()
    finally:
        connection.close()
    assert first.startswith(b"data: ")
    assert second.startswith(b"data: ")
    assert first != second


def test_the_demo_has_three_people_at_work_and_whoever_sits_here(clock: MovableClock) -> None:
    demo = start_demo(clock, "shh", MANIFEST)
    try:
        roles = [person.user.role for person in demo.workspace.people]
        assert roles == ["Manager", "Tour holder", "Steward", "Yourself"]
        page = serve_page(demo.workspace, clock, Hooks(lambda _now: None))
        assert ask(page, "/")[0] == 200
        page.stop()
    finally:
        demo.stop()
