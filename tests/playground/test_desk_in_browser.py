"""Around the screens of the demo: the authors' prompts, whoever sits here, and the time line on a phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.playground.run import RunningDemo
from bot.program import PROMPTS
from tests.playground.browsing import MARKS, Side, keep, tab

pytestmark = MARKS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(PROMPTS, tmp_path_factory.mktemp("authors") / "prompts"))


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[RunningDemo]:
    running = RunningDemo(0, [folder])
    running.begin("proposal")
    yield running
    running.stop()


def test_a_prompt_is_read_while_it_is_written(browser: Any, demo: RunningDemo, folder: Path) -> None:
    path = folder / "en" / "nudges" / "goal_due" / "where_it_stands.md"
    shipped = path.read_text(encoding="utf-8")
    front = shipped[: shipped.index("---\n", 4)] + "---\n"
    variants = len(list(path.parent.glob("*.md")))
    with tab(browser, demo.url) as page:
        page.get_by_role("button", name="Prompts").click()
        drawer = page.get_by_role("complementary", name="Prompts")
        path.write_text(shipped + "\nBring it to the talk.\n", encoding="utf-8")
        drawer.get_by_text("Bring it to the talk.").first.wait_for()
        assert drawer.get_by_role("heading", level=3).count() == variants
        keep(page, "prompt-saved")
        path.write_text(shipped + "\nGreat job.\n", encoding="utf-8")
        drawer.get_by_text(re.compile('says "great job", which is not how we speak')).wait_for()
        line = shipped.count("\n") + 2
        assert drawer.get_by_text(f"{path.as_posix()}:{line}").count() == 1
        assert drawer.get_by_text("Bring it to the talk.").count() > 0, "the last text without a fault stays"
        keep(page, "prompt-at-fault")
        path.write_text(f"{front}Ask {{{{ other }}}}.\n\nIt is due.\n", encoding="utf-8")
        drawer.get_by_text(re.compile("without using it")).first.wait_for()
        path.write_text(shipped, encoding="utf-8")
        drawer.get_by_text("Bring it to the talk.").first.wait_for(state="detached")
        drawer.get_by_label("Prompt").select_option("guides/check_in")
        drawer.get_by_text("guides/holder/check_in.md").wait_for()
        page.get_by_role("button", name="Behind the glass").click()
        assert not drawer.is_visible(), "one drawer at a time"


def test_whoever_sits_here_is_somebody_too_with_their_own_zone(browser: Any, demo: RunningDemo) -> None:
    with tab(browser, f"{demo.url}#yourself+manager", timezone_id="Asia/Tokyo") as page:
        you = Side(page, "You")
        you.screen.get_by_text(re.compile("Yourself · .* in Tokyo")).wait_for()
        you.sends("/tour start @steward")
        chosen = you.dialog.get_by_label("With whom?")
        assert chosen.evaluate("field => field.selectedOptions[0].textContent") == "Ines Lindqvist"
        you.puts_away()


def test_on_a_phone_the_time_line_is_pressed_too(browser: Any, demo: RunningDemo) -> None:
    demo.begin("proposal")
    with tab(browser, f"{demo.url}#manager", "phone", has_touch=True) as page:
        line = page.get_by_role("region", name="Messages to Maya Okafor, sent and to come")
        line.get_by_text("now").wait_for()
        line.get_by_role("button", name=re.compile("a proposal waits")).first.tap()
        line.locator("li.sent", has_text="a proposal waits").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        keep(page, "phone-time-line")
