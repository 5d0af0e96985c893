"""Draws docs/playground.png, the picture of the real page in the README: `make picture`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from bot.playground.run import RunningDemo

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "playground.png"
SIZE = ViewportSize(width=1440, height=880)


def draw(path: Path) -> None:
    """Play a year, open the page as both sides see it the day before their talk, and write its picture."""
    demo = RunningDemo(0)
    try:
        demo.begin("year")
        demo.stage.workspace.person("manager").opens_messages()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
            page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
            page.goto(f"{demo.url}#manager+holder")
            page.get_by_role("button", name="Close the first steps").click()
            _wait_for_what_matters(page)
            page.screenshot(path=str(path))
            browser.close()
    finally:
        demo.stop()


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise SystemExit("The picture is taken in Chromium, which is not installed here.")


def _wait_for_what_matters(page: Page) -> None:
    maya, tomas = (page.get_by_role("region", name=f"{name}’s screen") for name in ("Maya Okafor", "Tomas Reyes"))
    maya.get_by_text("Earn the right of first conversation").last.wait_for()
    tomas.get_by_role("button", name="Prepare the talk").first.wait_for()
    page.locator("body").click(position={"x": 5, "y": 5})  # no button looks pressed
    page.wait_for_timeout(400)


if __name__ == "__main__":
    draw(PICTURE)
