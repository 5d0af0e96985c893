"""What the tests in a real browser share: which one, its sizes, and how a screen is asked for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 800}}
PICTURES = Path(__file__).resolve().parents[2] / "build" / "screens"
SERIOUS = {"serious", "critical"}
Page = Any
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="install Chromium to test the page in a browser"),
]


@contextmanager
def tab(browser: Any, url: str, size: str = "wide", **context: Any) -> Iterator[Page]:
    """Open a page of its own; whatever it complains of in the console fails the test at the end."""
    complaints: list[str] = []
    own = browser.new_context(viewport=SIZES[size], reduced_motion="reduce", **context)
    page = own.new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    yield page
    own.close()
    assert complaints == []


def screen_of(page: Page, name: str) -> Any:
    """Return the screen of a person by their name."""
    return page.get_by_role("region", name=f"{name}’s screen")


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page, for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"))


class Side:
    """One person's screen on the page, used with the mouse."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.screen = screen_of(page, name)
        self.dialog = self.screen.get_by_role("dialog").last

    def sends(self, text: str) -> None:
        """Type into the message box and send it."""
        box = self.screen.get_by_role("textbox", name="Message to Tourguide")
        box.fill(text)
        box.press("Escape")
        box.press("Enter")

    def fills(self, label: str, text: str) -> None:
        """Fill in the field whose label begins so."""
        self.dialog.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}")).first.fill(text)

    def presses(self, label: str) -> None:
        """Press the newest button with these words on it: for screen readers it may be named more fully."""
        self.screen.locator("button:not([inert] *)", has_text=re.compile(f"^{label}$")).last.click()

    def presses_on(self, target: Any) -> None:
        """Press a button that stands anywhere on the page."""
        target.click()

    def chooses(self, label: str) -> None:
        """Choose one of the options of which one can be chosen."""
        self.dialog.get_by_role("radio", name=label).check()

    def dates(self, label: str, day: date) -> None:
        """Enter a day."""
        self.dialog.get_by_label(label).fill(day.isoformat())

    def submits(self) -> None:
        """Press the button that sends the form."""
        self.dialog.locator("[type=submit]").click()

    def sees(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        self.screen.get_by_text(re.compile(text)).last.wait_for()

    def puts_away(self) -> None:
        """Close what is open, if anything is."""
        if self.dialog.count():
            self.dialog.get_by_role("button", name=re.compile("^Close")).first.click()
            self.screen.get_by_role("dialog").first.wait_for(state="detached")


class Keys(Side):
    """The same screen, used by somebody without a mouse: Tab, Shift and Tab, arrows, Enter, Escape."""

    def sends(self, text: str) -> None:
        """Go to the message box, write and send."""
        reach(self.page, self.screen.get_by_role("textbox", name="Message to Tourguide"))
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Enter")
        self.screen.locator(".composer:not(.waiting)").wait_for()

    def fills(self, label: str, text: str) -> None:
        """Go to the field and write over what stands there."""
        reach(self.page, self.dialog.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}")).first)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def presses(self, label: str) -> None:
        """Go to the newest button with these words and press it."""
        self.presses_on(self.screen.locator("button:not([inert] *)", has_text=re.compile(f"^{label}$")).last)

    def presses_on(self, target: Any) -> None:
        """Go to a button and press it."""
        press(self.page, target)

    def chooses(self, label: str) -> None:
        """Go to the options of which one can be chosen, and down to this one."""
        wanted = self.dialog.get_by_role("radio", name=label)
        group = self.dialog.locator(f"input[type=radio][name='{wanted.get_attribute('name')}']")
        reach(self.page, group.first)
        for _ in range(wanted.evaluate("(node, all) => all.indexOf(node)", group.element_handles())):
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def dates(self, label: str, day: date) -> None:
        """Go to the field and type the day as its locale writes it."""
        entered = self.dialog.get_by_label(label)
        reach(self.page, entered)
        self.page.keyboard.type(f"{day:%m%d%Y}")
        assert entered.input_value() == day.isoformat()

    def submits(self) -> None:
        """Send the form."""
        press(self.page, self.dialog.locator("[type=submit]"))

    def puts_away(self) -> None:
        """Close one window after the other."""
        for _ in range(self.screen.get_by_role("dialog").count()):
            left = self.screen.locator(".modal").count() - 1
            self.page.keyboard.press("Escape")
            expect(self.screen.locator(".modal")).to_have_count(left)


def reach(page: Page, target: Any, most: int = 150) -> None:
    """Press Tab until the target has the focus; fail where Tab does not lead to it."""
    target.wait_for()
    back = target.evaluate(
        "(node) => Boolean(node.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
    )
    for _ in range(most):
        if target.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{'Shift+' if back else ''}Tab does not lead to {target}")


def press(page: Page, target: Any) -> None:
    """Go to a button by Tab and press it."""
    reach(page, target)
    page.keyboard.press("Enter")


def expect(found: Any) -> Any:
    """Return what waits until something is so, such as `.to_be_checked()`."""
    playwright = pytest.importorskip("playwright.sync_api", reason="install playwright to test in a browser")
    return playwright.expect(found)


def expect_nothing_serious(page: Page) -> None:
    """Fail with the rule and the places of whatever axe-core calls serious or critical.

    The page's own policy forbids anybody else's script: its context must have been made with `bypass_csp`.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="install axe-playwright-python")
    found = axe.Axe().run(page).response
    assert found["passes"]
    told = [
        (rule["id"], [(node["target"], node["failureSummary"]) for node in rule["nodes"][:3]])
        for rule in found["violations"]
        if rule["impact"] in SERIOUS
    ]
    assert told == []
