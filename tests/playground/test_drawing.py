"""Every screen of the bot, drawn by the page on a phone: where people wrote very much, and where they wrote a word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.types import vault
from bot.playground.run import RunningDemo
from tests.given import KEY
from tests.playground.browsing import MARKS, tab
from tests.slack.cases.case import Case
from tests.slack.cases.world import WORDS, bare, full
from tests.slack.test_every_screen import stories

pytestmark = MARKS
DRAWING = Path(__file__).with_name("drawing.js")


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningDemo]:
    running = RunningDemo(0)
    vault.use_keys([KEY])  # the words of the cases are sealed with the tests' key
    yield running
    running.stop()


@pytest.fixture(params=["bare", "longest"])
def cases(request: pytest.FixtureRequest, tmp_path: Path) -> list[Case]:
    """One screen of each function that shows any: the largest of its kind."""
    world = bare(tmp_path) if request.param == "bare" else full(tmp_path, WORDS[request.param])
    found: dict[Any, Case] = {}
    for case in (case for story in stories() for case in (*story.fixed(), *story.cases(world))):
        known = found.get(case.shows)
        if known is None or len(json.dumps(case.screen)) > len(json.dumps(known.screen)):
            found[case.shows] = case
    return list(found.values())


def test_nothing_sticks_out_of_any_screen(browser: Any, demo: RunningDemo, cases: list[Case]) -> None:
    with tab(browser, demo.url, "phone") as page:
        page.get_by_role("region", name="Maya Okafor’s screen").wait_for()
        faults = page.evaluate(DRAWING.read_text(encoding="utf-8"), [case.screen for case in cases])
    said = [f"{cases[number].shows.__name__} ({cases[number].name}): {fault}" for number, fault in faults]
    assert not said, "\n".join(said)
