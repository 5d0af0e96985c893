"""Scenes: played by their people through the real bot, one after the other behind the same address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest

from bot.playground.run import RunningDemo
from bot.playground.scenes import SCENES


@pytest.fixture
def demo() -> Iterator[RunningDemo]:
    running = RunningDemo(0)
    yield running
    running.stop()


def begin(demo: RunningDemo, name: str) -> dict[str, object]:
    body = json.dumps({"name": name}).encode()
    with urlopen(Request(f"{demo.url}page/scene", body, {"Content-Type": "application/json"})) as answer:  # noqa: S310
        said: dict[str, object] = json.load(answer)
    return said


def test_each_scene_takes_the_place_of_the_one_before(demo: RunningDemo) -> None:
    begins = demo.stage.clock.now()
    assert begin(demo, "proposal") == {"ok": True, "shows": ["manager", "holder"]}
    manager, holder = demo.stage.workspace.person("manager"), demo.stage.workspace.person("holder")
    manager.presses("Read the proposal")
    manager.sees("on-call included", "Half of the nights", where="modal")
    manager.submits()
    manager.sees("Both of you have signed")
    holder.sees("Both of you have signed")
    assert demo.stage.clock.now() == begins
    begin(demo, "empty")
    assert demo.stage.workspace.person("manager").messages == []


def test_a_year_in_the_talks_were_held_and_the_ladder_was_climbed(demo: RunningDemo) -> None:
    today = demo.stage.clock.now()
    begin(demo, "year")
    stage = demo.stage
    assert stage.clock.now() == today
    manager, holder = stage.workspace.person("manager"), stage.workspace.person("holder")
    manager.sees("goals: 2 open", "Check-in", where="home")
    manager.does_not_see("I am Tourguide")
    manager.does_not_see("that is late", where="messages")
    holder.sees("should you ever think of leaving", where="messages")
    assert stage.workspace.exchanges.problems() == []


def test_forty_tours_of_one_manager(demo: RunningDemo) -> None:
    begin(demo, "forty")
    manager = demo.stage.workspace.person("manager")
    manager.sees("Page 1 of 3, 40 tours", where="home")
    for _ in range(2):
        manager.presses("Next")
    manager.sees("waits for the other side", where="home")


def test_the_menu_names_every_scene_and_no_other_can_be_begun(demo: RunningDemo) -> None:
    with urlopen(f"{demo.url}page/state") as answer:  # noqa: S310
        state = json.load(answer)
    assert [entry["name"] for entry in state["scenes"]] == list(SCENES)
    stage = demo.stage
    with pytest.raises(OSError, match="404"):
        begin(demo, "paradise")
    assert demo.stage is stage
