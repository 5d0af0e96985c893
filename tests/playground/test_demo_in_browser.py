"""The demo as somebody meets it, in a browser: the first steps by mouse and by keyboard, and a scene."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from bot.playground.run import RunningDemo
from tests.playground.browsing import MARKS, Keys, Page, Side, keep, tab

pytestmark = MARKS
TERMS = {
    "Mission": "Bring the billing service to one release a day",
    "Result for the company": "Releases weekly by June, and no rollback for a quarter",
    "Gain for the career": "Leads a release train, and speaks about it outside",
    "Promise of the company": "An introduction to the finance team",
}


@pytest.fixture
def demo() -> Iterator[RunningDemo]:
    running = RunningDemo(0)
    yield running
    running.stop()


@pytest.fixture
def page(demo: RunningDemo, browser: Any) -> Iterator[Page]:
    with tab(browser, demo.url) as opened:
        yield opened


@pytest.mark.parametrize("hands", [Side, Keys], ids=["by mouse", "by keyboard alone"])
def test_the_seven_steps(page: Page, demo: RunningDemo, hands: type[Side]) -> None:
    manager, holder = hands(page, "Maya Okafor"), hands(page, "Tomas Reyes")
    steps = page.get_by_role("region", name="First steps")
    steps.get_by_text("Type /tour start @holder").wait_for()
    propose(manager)
    steps.get_by_text("1 of 7 done").wait_for()
    keep(page, "1-proposed")
    change_and_sign(manager, holder)
    steps.get_by_text("3 of 7 done").wait_for()
    keep(page, "2-signed")
    add_a_goal(manager, demo.stage.clock.now().date() + timedelta(days=120))
    steps.get_by_text("4 of 7 done").wait_for()
    keep(page, "3-goals")
    clock = page.get_by_role("group", name="The playground's clock")
    manager.presses_on(clock.get_by_role("button", name="Next nudge"))
    manager.sees("Earn the right of first conversation")
    steps.get_by_text("5 of 7 done").wait_for()
    keep(page, "4-nudge")
    go_first(manager)
    steps.get_by_text("6 of 7 done").wait_for()
    record_the_talk(manager, clock)
    steps.get_by_text("You have seen the whole circle.").wait_for()
    keep(page, "5-recorded")
    assert demo.stage.workspace.exchanges.problems() == []


def test_the_first_steps_close_and_open_again_by_keyboard_and_stay_closed(page: Page) -> None:
    steps = page.get_by_role("region", name="First steps")
    steps.get_by_role("button", name="Close the first steps").focus()
    page.keyboard.press("Enter")
    steps.wait_for(state="hidden")
    toggle = page.get_by_role("button", name="First steps")
    assert toggle.evaluate("(node) => node === document.activeElement && node.ariaExpanded") == "false"
    page.reload()
    toggle.wait_for()
    assert steps.count() == 0
    toggle.press("Enter")
    assert steps.get_by_role("heading").evaluate("(node) => node === document.activeElement")
    assert steps.get_by_role("listitem").count() == 7


def test_a_scene_is_begun_from_the_page(page: Page, demo: RunningDemo) -> None:
    manager = Side(page, "Maya Okafor")
    manager.sends("/tour")
    manager.sees("Only visible to you")
    page.get_by_role("button", name="Start from").click()
    menu = page.get_by_role("dialog", name="Start from")
    keep(page, "scenes")
    menu.get_by_role("button", name="A year in").click()
    manager.sees("goals: 2 open")
    assert manager.screen.get_by_text("Only visible to you").count() == 0
    Side(page, "Tomas Reyes").screen.get_by_role("tab", name="Messages").click()
    Side(page, "Tomas Reyes").sees("should you ever think of leaving")
    keep(page, "scene-year")
    line = page.get_by_role("region", name="Messages to Maya Okafor, sent and to come")
    line.get_by_text(re.compile("go first")).first.wait_for()
    assert line.get_by_text("(sent)").count() >= 5
    clock = page.get_by_role("group", name="The playground's clock")
    to_come = line.get_by_role("button", name=re.compile("a talk to record")).first
    day = re.search(r"\d+ \w{3}", to_come.inner_text())  # the playground begins in the week of whoever opens it
    assert day is not None
    to_come.press("Enter")
    clock.get_by_text(re.compile(rf"\w+day,? {day[0]}")).wait_for()
    manager.screen.get_by_role("tab", name="Messages").click()
    manager.sees("Record the talk")
    line.get_by_role("button", name=re.compile(f"{day[0]} .*a talk to record")).wait_for(state="detached")
    keep(page, "time-line")


def propose(manager: Side) -> None:
    """The manager fills in the form; the other side gets one message."""
    manager.sends("/tour start @holder")
    manager.chooses("Transformational")
    for label, text in TERMS.items():
        manager.fills(label, text)
    manager.presses("Propose")
    manager.sees("Proposed\\.")
    manager.puts_away()


def change_and_sign(manager: Side, holder: Side) -> None:
    """The holder changes one line and says why; the manager signs the same version."""
    holder.presses("Read the proposal")
    holder.sees(TERMS["Mission"])
    holder.presses("Propose a change")
    holder.fills("Mission", "Bring the billing service to two releases a day")
    holder.fills("Why this change?", "One a day is what we have.")
    holder.submits()
    holder.sees("It waits for @Maya Okafor")
    holder.puts_away()
    manager.presses("Read the proposal")
    manager.sees("One a day is what we have.")
    manager.presses("Sign")
    manager.sees("Both of you have signed")
    manager.puts_away()


def add_a_goal(manager: Side, due_on: date) -> None:
    """A goal with evidence and a day."""
    manager.sends("/tour goals @holder")
    manager.presses("Add goals")
    manager.fills("What?", "Run the release meeting alone")
    manager.fills("How will we both know?", "Four meetings in a row")
    manager.dates("By when?", due_on)
    manager.submits()
    manager.sees("Run the release meeting alone")
    manager.puts_away()


def go_first(manager: Side) -> None:
    """One line on the opening card is enough."""
    manager.presses("Write my three lines")
    manager.fills("What I hope to do", "A small boatyard that teaches.")
    manager.submits()
    manager.sees("Your card is saved")
    manager.puts_away()


def record_the_talk(manager: Side, clock: Any) -> None:
    """Nudges follow each other until the talk is to be recorded; the record plans what follows."""
    for _ in range(4):
        if manager.screen.locator("button", has_text="Record the talk").count():
            break
        manager.presses_on(clock.get_by_role("button", name="Next nudge"))
        manager.page.wait_for_timeout(700)
    manager.presses("Record the talk")
    manager.fills("What we agreed", "Tomas leads the weekly meeting from May.")
    manager.submits()
    manager.sees("Recorded")
