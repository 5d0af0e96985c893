"""docs/playground.md says what is there: every method, every fault, and an example that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.playground.faults import Kind
from bot.playground.web_api import METHODS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "playground.md").read_text(encoding="utf-8")
LARGEST_PICTURE = 300_000  # bytes


@pytest.mark.parametrize("name", [*METHODS, *Kind])
def test_every_method_and_every_fault_is_named(name: str) -> None:
    assert f"`{name}`" in DOCUMENT


def test_the_faults_of_the_document_are_those_that_there_are() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", DOCUMENT, re.MULTILINE)
    assert sorted(rows) == sorted(Kind)


def test_the_example_runs(tmp_path: Path) -> None:
    example = re.search(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    assert example is not None
    names: dict[str, object] = {}
    exec(example[1], names)  # noqa: S102 - our own document
    play = names["play"]
    assert callable(play)
    play(tmp_path)


def test_the_readme_shows_the_page_and_says_what_is_on_it() -> None:
    shown = re.search(r"!\[(.{80,}?)\]\((docs/playground\.png)\)", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    picture = (ROOT / shown[2]).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < LARGEST_PICTURE
