"""A fault is named with its file and the line in which an author mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.prompts import Prompts
from bot.prompts.places import line_of, placed
from tests.shipped import NUDGE, SHIPPED, lay
from tests.test_prompts_checks import GUIDE, REHEARSAL

# NUDGE: 1 ---, 2 kind, 3 moment, 4 facts, 5 ---, 6 what to do, 7 empty, 8 why now.
LINES = [
    ("the front matter cannot be read as YAML", NUDGE.replace("moment: goal_due", "moment: a: b"), 3),
    ("kind must be one of message, nudge", NUDGE, 2),
    ('unknown front matter "mood"', NUDGE.replace("facts:", "mood: calm\nfacts:") + "A mood.\n", 4),
    ('the front matter needs "moment"', NUDGE.replace("moment: goal_due\n", ""), 5),
    ('uses the fact "due" without declaring it', NUDGE, 6),
    ('declares the fact "count" without using it', NUDGE.replace("[due]", "[due, count]"), 4),
    ('no nudge has the moment "goal_due"', NUDGE + "The moment goal_due.\n", 3),
    ("the expressions cannot be read: unexpected '}'", NUDGE.replace("It is due.", "It is {{ due }."), 8),
    ("prompts have no for expressions", NUDGE.replace("It is due.", "{% for a in b %}{% endfor %}"), 8),
    ("Slack cannot show this Markdown: fence", NUDGE + "\n> ```\n> code\n> ```\n", 10),
    ("has an exclamation mark", NUDGE.replace("It is due.", "It is due!"), 8),
    ('says "leverage", which is not how we speak', NUDGE.replace("It is due.", "Leverage it."), 8),
    ("61 words; 60 is the most", NUDGE, 6),
    ("it must begin with front matter between two lines of ---", "no front matter", 1),
    ("a guide has these sections, in this order", GUIDE, 7),
    ('"c" needs 2 replies to choose from', REHEARSAL, 1 + REHEARSAL[: REHEARSAL.index("## c\n")].count("\n")),
    ('it starts at "a", which is no step', REHEARSAL, 4),
]


@pytest.mark.parametrize(("fault", "source", "line"), LINES, ids=[fault for fault, _, _ in LINES])
def test_each_fault_has_its_line(fault: str, source: str, line: int) -> None:
    assert line_of(fault, source) == line


def test_a_fault_stands_in_the_file_that_lies_on_top_and_one_of_the_library_in_none(tmp_path: Path) -> None:
    name = "en/messages/card_shared"
    own = lay(tmp_path, name, "---\nkind: message\nmoment: card_shared\n---\nRead it.\n\nYay, a card.\n")
    folders = [SHIPPED, own]
    found = placed([*Prompts.read(*folders).check(), "nudges/goal_due: has 2 variants; 3 is the least"], folders)
    assert [str(fault) for fault in found] == [
        f'{own / name}.md:7: says "yay", which is not how we speak',
        "nudges/goal_due: has 2 variants; 3 is the least",
    ]
