"""An example tour is read from its file, and whatever is wrong with the file is said."""

from __future__ import annotations

import pytest

from bot.prompts import PromptError
from bot.prompts.examples import read_example
from bot.prompts.files import read_prompt

FRONT = {"title": "A shop", "tour": "rotational", "rhythm": "monthly", "months": 12}
BODY = """## mission
Run the shop
by yourself.

In the second year too.

## result
Sales grow.

## gain
Led a shop.

## company
- A course,
  paid.
- A day off.
"""


def test_lines_that_a_file_breaks_are_one_paragraph_in_a_form() -> None:
    example = read_example("examples/shop", FRONT, BODY)
    assert example.mission == "Run the shop by yourself.\nIn the second year too."
    assert (example.company, example.holder, example.uncertainties) == (("A course, paid.", "A day off."), (), None)
    assert (example.tour, example.months, example.rhythm) == ("rotational", 12, "monthly")


@pytest.mark.parametrize(
    ("front", "body", "says"),
    [
        ({}, BODY.replace("## gain", "## gift"), 'needs a part "## gain"'),
        ({}, BODY.replace("## gain", "## gift"), '"## gift" is no part'),
        ({}, "Hello\n" + BODY, "begins with its first part"),
        ({}, BODY.replace("- ", ""), "the promises of the company are a list"),
        ({"rhythm": "weekly"}, BODY, "rhythm must be one of"),
        ({"months": None}, BODY, "says its months"),
        ({"tour": "foundational"}, BODY, "says its months"),
        ({"months": "twelve"}, BODY, "a whole number"),
    ],
)
def test_each_fault_of_its_shape_is_named(front: dict[str, object], body: str, says: str) -> None:
    with pytest.raises(PromptError) as error:
        read_example("examples/shop", {**FRONT, **front}, body)
    assert any(says in problem for problem in error.value.problems)


def test_a_part_said_twice_is_a_fault_and_not_a_crash() -> None:
    with pytest.raises(PromptError, match="twice"):
        read_example("examples/shop", FRONT, BODY + "\n## gain\nMore.\n")


def test_an_example_lies_in_its_folder() -> None:
    source = f"---\nkind: example\ntitle: A shop\ntour: rotational\nrhythm: monthly\nmonths: 12\n---\n{BODY}"
    assert read_prompt("examples/shop", source).example is not None
    with pytest.raises(PromptError, match="belongs into the folder examples"):
        read_prompt("guides/shop", source)
