"""The page in a real browser: a form there and back, two screens, the clock, phone width, keyboard, no complaint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.playground.persons import Person
from bot.playground.server import RunningPage, serve_page
from bot.playground.time_travel import Hooks
from bot.playground.workspace import Workspace
from tests.playground import showcase
from tests.playground.browsing import MARKS, Page, tab
from tests.playground.browsing import screen_of as screen

pytestmark = MARKS


@pytest.fixture
def served(
    workspace: Workspace, bot: App, client: WebClient, clock: MovableClock, manager: Person, holder: Person
) -> Iterator[RunningPage]:
    showcase.teach(bot, clock.now())
    dues = [clock.now() + timedelta(days=30 * number) for number in range(1, 6)]

    def moved(now: datetime) -> None:
        while dues and dues[0] <= now:
            due = dues.pop(0)
            client.chat_postMessage(channel=manager.id, text=f"Nudge of {due:%d %B}")

    running = serve_page(workspace, clock, Hooks(moved, lambda: dues[0] if dues else None))
    yield running
    running.stop()
    assert holder.id in workspace.team.users


@pytest.fixture
def page(browser: Any, served: RunningPage) -> Iterator[Page]:
    with tab(browser, served.url) as opened:
        screen(opened, "Maya Okafor").wait_for()
        yield opened


def send(page: Page, name: str, text: str) -> None:
    box = screen(page, name).get_by_role("textbox", name="Message to Tourguide")
    box.fill(text)
    box.press("Enter")


def test_two_screens_stand_side_by_side_and_a_message_reaches_the_other(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel="U02HOLDER", text="Only for *Tomas*")
    screen(page, "Tomas Reyes").get_by_text("Only for Tomas").wait_for()
    assert screen(page, "Maya Okafor").get_by_text("Only for Tomas").count() == 0


def test_a_form_is_filled_refused_at_its_field_pushed_upon_and_cleared(page: Page) -> None:
    send(page, "Maya Okafor", "/tour start @holder")
    form = page.get_by_role("dialog", name="Start a tour")
    form.get_by_label("Mission").fill("gain valuable experience")
    form.get_by_label("Kind of tour").select_option("transformational")
    form.get_by_label("Why this one").wait_for()
    assert form.get_by_label("Mission").input_value() == "gain valuable experience"
    form.get_by_role("button", name="Propose").click()
    form.get_by_text("Please complete this required field.").wait_for()
    form.get_by_label("With whom").select_option(label="Tomas Reyes")
    form.get_by_role("button", name="Propose").click()
    form.get_by_text("This could be said of any job.").wait_for()
    form.get_by_label("Mission").fill("run the release meeting alone by March")
    form.get_by_label("Training").check()
    form.get_by_role("button", name="Propose").click()
    note = page.get_by_role("dialog", name="Before it goes")
    note.get_by_role("button", name="Send").click()
    note.wait_for(state="detached")
    assert page.get_by_role("dialog").count() == 0


def test_a_button_that_asks_first_asks_first(page: Page) -> None:
    send(page, "Maya Okafor", "/tour propose")
    mine = screen(page, "Maya Okafor")
    mine.get_by_role("button", name="Withdraw").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Keep it").click()
    mine.get_by_role("button", name="Withdraw").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Withdraw it").click()
    mine.get_by_text("Withdrawn.").wait_for()


def test_a_menu_entry_and_words_get_their_answers(page: Page) -> None:
    send(page, "Maya Okafor", "/tour propose")
    mine = screen(page, "Maya Okafor")
    mine.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Snooze").click()
    mine.get_by_text("Snooze: noted.").wait_for()
    send(page, "Maya Okafor", "hello <there>")
    mine.get_by_text("You wrote: hello <there>").wait_for()


def test_home_is_published_and_leads_on(page: Page) -> None:
    theirs = screen(page, "Tomas Reyes")
    theirs.get_by_role("tab", name="Home").click()
    theirs.get_by_text("In your own words: <b>bold</b> & *stars*").wait_for()
    theirs.get_by_role("button", name="Write them").click()
    page.get_by_role("dialog", name="Start a tour").get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").wait_for(state="detached")


def test_the_clock_stops_at_every_nudge_on_its_way(page: Page) -> None:
    bar = page.get_by_role("group", name="The playground's clock")
    bar.get_by_role("button", name="Next nudge").click()
    bar.get_by_text(re.compile("Wednesday,? 4 February 2026")).wait_for()
    screen(page, "Maya Okafor").get_by_text("Nudge of 04 February").wait_for()
    for _ in range(2):
        bar.get_by_role("button", name="+1 month").click()
        page.wait_for_function("() => !document.querySelector('#clock button[data-focus=\"clock/halt\"]')")
    screen(page, "Maya Okafor").get_by_text("Nudge of 06 March").wait_for()
    assert screen(page, "Maya Okafor").get_by_text(re.compile("Friday,? 6 March 2026")).count() == 1


def test_a_command_is_completed_and_sent_with_the_keyboard_alone(page: Page) -> None:
    screen(page, "Maya Okafor").get_by_role("textbox", name="Message to Tourguide").focus()
    page.keyboard.type("/to")
    page.get_by_role("option", name="/tour").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("start @hol")
    page.get_by_role("option", name="Tomas Reyes").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Start a tour")
    form.wait_for()
    assert form.get_by_label("With whom").evaluate("(node) => node === document.activeElement")
    page.keyboard.press("Escape")
    form.wait_for(state="detached")


def test_a_bot_that_is_late_is_said_to_be_late(page: Page) -> None:
    send(page, "Maya Okafor", "/tour late")
    screen(page, "Maya Okafor").get_by_text('/tour failed with the error "operation_timeout"').wait_for()


def test_behind_the_glass_stands_what_went_over_the_wire(page: Page) -> None:
    send(page, "Maya Okafor", "/tour propose")
    page.get_by_role("button", name="Behind the glass").click()
    drawer = page.get_by_role("complementary", name="Behind the glass")
    drawer.get_by_text("chat.postMessage").click()
    drawer.get_by_text('"A tour is proposed"').first.wait_for()


def test_the_page_fits_a_phone_and_turns_dark(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("button", name="Dark").click()
    send(page, "Maya Okafor", "/tour propose")
    screen(page, "Maya Okafor").get_by_role("button", name="Sign").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(18, 23, 24)"
    send(page, "Maya Okafor", "/tour start @holder")
    form = page.get_by_role("dialog", name="Start a tour")
    form.wait_for()
    box = form.bounding_box()
    assert box["width"] <= 390
    assert box["height"] <= 800
