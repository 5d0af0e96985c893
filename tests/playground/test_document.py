"""docs/playground.md says what is there: every method, every fault, and an example that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.playground.faults import Kind
from bot.playground.web_api import METHODS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "playground.md").read_text(encoding="utf-8")


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
