"""Scenes: played by their people through the real bot behind one address, and looked at in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from urllib.request import Request, urlopen

import pytest

from bot.playground.run import RunningDemo
from bot.playground.scenes import SCENES
from tests.playground.browsing import CHROMIUM, SIZES, expect_nothing_serious, keep, screen_of, tab


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningDemo]:
    running = RunningDemo(0)
    yield running
    running.stop()


Look = Callable[[str, str, str], None]


@pytest.fixture
def look(request: pytest.FixtureRequest, demo: RunningDemo) -> Look:
    """Open the scene in a browser, where there is one: dark and wide, then light on a phone, both without a fault."""
    if CHROMIUM is None:
        return lambda _scene, _name, _words: None
    browser = request.getfixturevalue("browser")

    def open_and_look(scene: str, name: str, words: str) -> None:
        shown = "+".join(SCENES[scene].shows)
        with tab(browser, f"{demo.url}#{shown}", bypass_csp=True) as page:
            side = screen_of(page, name)
            for size, theme in (("wide", "dark"), ("phone", "light")):
                page.set_viewport_size(SIZES[size])
                page.emulate_media(color_scheme=theme)
                if not side.count():
                    page.get_by_role("button", name=re.compile(name)).first.click()
                side.get_by_text(words).locator("visible=true").first.wait_for()
                expect_nothing_serious(page)
                assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
                keep(page, f"scene-{scene}-{size}")

    return open_and_look


def begin(demo: RunningDemo, name: str) -> dict[str, object]:
    body = json.dumps({"name": name}).encode()
    with urlopen(Request(f"{demo.url}page/scene", body, {"Content-Type": "application/json"})) as answer:  # noqa: S310
        said: dict[str, object] = json.load(answer)
    return said


def test_each_scene_takes_the_place_of_the_one_before(demo: RunningDemo, look: Look) -> None:
    begin(demo, "empty")
    look("empty", "Tomas Reyes", "/tour start @manager")
    begins = demo.stage.clock.now()
    assert begin(demo, "proposal") == {"ok": True, "shows": ["manager", "holder"]}
    look("proposal", "Maya Okafor", "Read the proposal")
    manager, holder = demo.stage.workspace.person("manager"), demo.stage.workspace.person("holder")
    manager.presses("Read the proposal")
    manager.sees("on-call included", "Half of the nights", where="modal")
    manager.submits()
    manager.sees("Both of you have signed")
    holder.sees("Both of you have signed")
    assert demo.stage.clock.now() == begins
    begin(demo, "empty")
    assert demo.stage.workspace.person("manager").messages == []


def test_a_year_in_the_talks_were_held_and_the_ladder_was_climbed(demo: RunningDemo, look: Look) -> None:
    begin(demo, "empty")
    today = demo.stage.clock.now()
    begin(demo, "year")
    look("year", "Maya Okafor", "Tours you lead")
    stage = demo.stage
    assert stage.clock.now() == today
    manager, holder = stage.workspace.person("manager"), stage.workspace.person("holder")
    manager.sees("goals: 2 open", "Check-in", where="home")
    manager.does_not_see("I am Tourguide")
    manager.does_not_see("that is late", where="messages")
    holder.sees("should you ever think of leaving", where="messages")
    assert stage.workspace.exchanges.problems() == []


def test_a_door_to_choose(demo: RunningDemo, look: Look) -> None:
    begin(demo, "door")
    look("door", "Tomas Reyes", "Your own tour")
    stage = demo.stage
    manager, holder = stage.workspace.person("manager"), stage.workspace.person("holder")
    holder.sees("Confirm the door that you and @manager agreed on")
    holder.presses("The three doors", within="you were in the talk")
    holder.presses("Confirm a door")
    holder.chooses("Which door did your talk lead to?", "Renew")
    holder.submits()
    holder.sees("Propose the tour that follows", where="modal")
    manager.does_not_see("late", where="messages")
    assert stage.workspace.exchanges.problems() == []


def test_someone_is_looking(demo: RunningDemo, look: Look) -> None:
    begin(demo, "looking")
    look("looking", "Maya Okafor", "would like to talk with you")
    manager = demo.stage.workspace.person("manager")
    manager.presses("Answer")
    manager.sees("They take you at your pledge", where="modal")
    assert demo.stage.workspace.exchanges.problems() == []


def test_a_steward_with_forty_tours(demo: RunningDemo, look: Look) -> None:
    begin(demo, "forty")
    look("forty", "Ines Lindqvist", "Page 1 of 3, 40 tours")
    steward = demo.stage.workspace.person("steward")
    steward.sees("Page 1 of 3, 40 tours", where="home")
    for _ in range(2):
        steward.presses("Next")
    steward.sees("waits for the other side", where="home")
    steward.types("/tour settings")
    steward.sees("across the bay", "Change these", where="modal")
    with urlopen(f"{demo.url}page/state") as answer:  # noqa: S310
        assert json.load(answer)["guide"] == [], "the first steps are about two others"


def test_the_menu_names_every_scene_and_no_other_can_be_begun(demo: RunningDemo) -> None:
    with urlopen(f"{demo.url}page/state") as answer:  # noqa: S310
        state = json.load(answer)
    assert [entry["name"] for entry in state["scenes"]] == list(SCENES)
    stage = demo.stage
    with pytest.raises(OSError, match="404"):
        begin(demo, "paradise")
    assert demo.stage is stage
