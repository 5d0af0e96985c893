"""Every screen and every message, at its longest and at its emptiest, before the three judges.

A function of bot/slack/views or bot/slack/messages.py that returns a screen, and has no case in tests/slack/cases,
fails here: a new screen cannot be forgotten.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.slack import ids, messages, views
from bot.slack.listeners import register_all
from bot.slack.routes import Payload, Routes
from tests.slack import cases
from tests.slack.cases.case import Case
from tests.slack.cases.world import WORDS, bare, full
from tests.slack.judges import faults, surface_of

SCREENS = ("View", "list[Block]", "Iterator[Block]", "Reply", "Dm")
STORIES = (
    "amending",
    "coach",
    "company",
    "conversation",
    "endings",
    "goals_and_talks",
    "home",
    "ledger",
    "keeping",
    "nudges",
    "periods",
    "privacy",
    "starting",
    "signals",
    "standing",
    "tours",
)
NO_HARM = frozenset({ids.Action.INPUT})  # inputs that do not speak up while the form is open


def screen_functions() -> set[Callable[..., Any]]:
    """Return every public function of the views and of messages.py that makes a screen, or a part that is sent."""
    modules = [
        importlib.import_module(f"{views.__name__}.{found.name}") for found in pkgutil.iter_modules(views.__path__)
    ]
    return {
        function
        for module in (*modules, messages)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and _makes_a_screen(function)
    }


def _makes_a_screen(function: Callable[..., Any]) -> bool:
    return str(inspect.signature(function).return_annotation).removeprefix("blocks.") in SCREENS


def stories() -> list[ModuleType]:
    return [importlib.import_module(f"{cases.__name__}.{story}") for story in STORIES]


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """Every case there is, with everything that a screen can show, in the fewest words."""
    world = full(tmp_path_factory.mktemp("world"), WORDS["shortest"])
    return [case for story in stories() for case in (*story.fixed(), *story.cases(world))]


@pytest.fixture(scope="module", params=["complete", "bare", *(name for name in WORDS if name != "shortest")])
def screens(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """The cases of one world: people who wrote little, hardly anything, or very much."""
    if request.param == "complete":
        found: list[Case] = request.getfixturevalue("complete")
        return found
    folder = tmp_path_factory.mktemp("world")
    world = bare(folder) if request.param == "bare" else full(folder, WORDS[request.param])
    return [case for story in stories() for case in story.cases(world)]


def test_slack_would_take_every_screen(screens: list[Case]) -> None:
    distinct = {json.dumps(case.screen): case for case in screens}.values()
    found = {f"{case.shows.__module__}.{case.shows.__name__} ({case.name})": faults(case.screen) for case in distinct}
    wrong = [f"{name}: {fault}" for name, said in found.items() for fault in said]
    assert not wrong, "\n".join(wrong[:40])


def test_no_screen_is_forgotten(complete: list[Case]) -> None:
    missing = screen_functions() - {case.shows for case in complete}
    assert not missing, sorted(f"{each.__module__}.{each.__name__}" for each in missing)


@pytest.fixture(scope="module")
def routes() -> Routes:
    found = Routes()
    register_all(found)
    return found


def test_every_press_has_somebody_who_answers(complete: list[Case], routes: Routes) -> None:
    pressed = {action_id for case in complete for action_id in _actions(case.screen)} - NO_HARM
    unanswered = {action_id for action_id in pressed if routes.find(Payload.ACTION, action_id) is None}
    assert not unanswered


def test_every_form_has_somebody_who_takes_it(complete: list[Case], routes: Routes) -> None:
    forms = {case.screen["callback_id"] for case in complete if "submit" in case.screen}
    assert {form for form in forms if routes.find(Payload.SUBMISSION, form) is None} == set()


def test_nobody_waits_for_a_press_that_no_screen_offers(complete: list[Case], routes: Routes) -> None:
    pressed = {action_id.split(":")[0] for case in complete for action_id in _actions(case.screen)}
    assert set(routes.keys(Payload.ACTION)) - pressed == set()


def test_what_people_wrote_is_never_read_as_markup(screens: list[Case]) -> None:
    written = WORDS["markup"][:60]
    for case in screens:
        for words in _markup(case.screen):
            assert written not in words, f"{case.shows.__name__} ({case.name})"


def test_a_message_never_carries_what_somebody_wrote(screens: list[Case]) -> None:
    for case in screens:
        if case.shows.__module__ == messages.__name__:
            assert surface_of(case.screen) == "message"
            for words in WORDS.values():
                assert len(words) == 1 or words[:60] not in str(case.screen)


def _actions(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "action_id" in part:
            yield part["action_id"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _actions(each)


def _markup(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _markup(each)


def test_the_folder_of_cases_holds_no_story_that_is_not_judged() -> None:
    found = {path.stem for path in Path(next(iter(cases.__path__))).glob("*.py")} - {"case", "world", "__init__"}
    assert found == set(STORIES)
