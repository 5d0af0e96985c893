"""axe-core looks at the demo in Chromium: each screen of the page, in both themes, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.playground.run import RunningDemo
from tests.playground.browsing import MARKS, SIZES, Page, expect_nothing_serious

pytestmark = MARKS


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningDemo]:
    running = RunningDemo(0)
    running.begin("year")
    yield running
    running.stop()


def test_nothing_serious_is_found(browser: Any, demo: RunningDemo) -> None:
    # axe asks for a place to stand in the page, which the page's own policy forbids to anybody else's script.
    context = browser.new_context(viewport=SIZES["wide"], bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{demo.url}#manager+holder")
    maya = page.get_by_role("region", name="Maya Okafor’s screen")
    maya.get_by_role("tab", name="Home").click()
    maya.get_by_text("Tours you lead").wait_for()
    expect_nothing_serious_whichever_way_it_is_looked_at(page)
    maya.get_by_role("tab", name="Messages").click()
    maya.get_by_role("button", name="Prepare the talk").last.click()
    maya.get_by_role("dialog").wait_for()
    expect_nothing_serious_whichever_way_it_is_looked_at(page)
    maya.get_by_role("dialog").get_by_role("button", name="Close").click()
    maya.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("button", name="Start from").click()
    expect_nothing_serious_whichever_way_it_is_looked_at(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Behind the glass").click()
    page.get_by_role("complementary", name="Behind the glass").get_by_text("views.open").first.click()
    expect_nothing_serious_whichever_way_it_is_looked_at(page)
    context.close()


def expect_nothing_serious_whichever_way_it_is_looked_at(page: Page) -> None:
    """Look at the same page in each size, the wide one last, and in each theme."""
    for size in ("phone", "wide"):
        page.set_viewport_size(SIZES[size])
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            expect_nothing_serious(page)
