"""Each check of the prompts finds its fault, and nothing where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.prompts import PromptError, Prompts
from bot.prompts.catalogue import SECTIONS
from bot.prompts.files import read_folder
from tests.shipped import NUDGE, PROMPTS, SHIPPED, lay


def laid_over(folder: Path) -> Prompts:
    """Return the shipped prompts with `folder` over them, as Prompts.read does, without reading the shipped again."""
    problems: list[str] = []
    return Prompts({**PROMPTS.by_name, **read_folder(folder, "en", problems)}, problems)


def _front(**changes: str) -> str:
    lines = {"kind": "guide", "topic": "ours", "title": "Ours", "for": "both"} | changes
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value) + "---\n"


GUIDE = _front() + "".join(f"## {title}\n\n- One?\n- Two?\n- Three?\n\n" for title in SECTIONS)
STEPS = ("a", "b", "c", "d", "e")
REHEARSAL = (
    "---\nkind: rehearsal\ntitle: Ours\nstart: a\n---\nIt is late.\n\n"
    + "".join(
        f"## {step}\nShe waits.\n- Well?\n  opens: Yes.\n  next: {after}\n- No.\n  shuts: No.\n  next: {after}\n"
        for step, after in zip(STEPS, [*STEPS[1:], "end"], strict=True)
    )
    + "## end\nIt is over.\n"
)
NUDGE_FILE, GUIDE_FILE, REHEARSAL_FILE = "nudges/goal_due/ours", "guides/ours", "rehearsals/ours"
FAULTS = [
    (NUDGE_FILE, "no front matter", "must begin with front matter"),
    (NUDGE_FILE, "---\n- a\n---\n", "lines of `key: value`"),
    (NUDGE_FILE, "---\nkind: a: b\n---\n", "cannot be read as YAML"),
    (NUDGE_FILE, NUDGE.replace("kind: nudge", "kind: poem"), "kind must be one of"),
    (NUDGE_FILE, NUDGE.replace("facts:", "mood: calm\nfacts:"), 'unknown front matter "mood"'),
    (NUDGE_FILE, NUDGE.replace("moment: goal_due\n", ""), 'the front matter needs "moment"'),
    (NUDGE_FILE, NUDGE.replace("[due]", "due"), '"facts" must be a list'),
    (NUDGE_FILE, NUDGE.replace("[due]", "[]"), 'uses the fact "due" without declaring it'),
    (NUDGE_FILE, NUDGE.replace("[due]", "[due, count]"), 'declares the fact "count" without using it'),
    (NUDGE_FILE, NUDGE.replace("[due]", "[due, days]"), 'has no fact "days"'),
    (NUDGE_FILE, NUDGE.replace("{{ due }}", "{{ due }"), "expressions cannot be read"),
    (NUDGE_FILE, NUDGE.replace("goal_due", "goal_set"), 'no nudge has the moment "goal_set"'),
    (NUDGE_FILE, NUDGE.replace("goal_due", "card_shared"), 'no nudge has the moment "card_shared"'),
    (NUDGE_FILE, NUDGE.replace("facts:", "rung: ask\nfacts:"), "this moment has no rungs"),
    (NUDGE_FILE, NUDGE.replace("\n\nIt is due.", ""), "why now in its second"),
    (NUDGE_FILE, NUDGE.replace("It is due.", "word " * 60), "60 is the most"),
    (NUDGE_FILE, NUDGE.replace("It is due.", "It is due!"), "exclamation mark"),
    (NUDGE_FILE, NUDGE.replace("It is due.", "Leverage it."), 'says "leverage"'),
    (NUDGE_FILE, NUDGE.replace("It is due.", "We are a family."), 'says "we are a family"'),
    (NUDGE_FILE, NUDGE.replace("It is due.", "Studies say so."), 'speaks of "studies" without naming sources'),
    (NUDGE_FILE, "---\nkind: nudge\nmoment: goal_due\n---\n", "why now in its second"),
    ("guides/x", NUDGE, "belongs into the folder nudges"),
    ("nudges/elsewhere/ours", NUDGE, "belongs into the folder nudges/goal_due"),
    ("nudges/review_due/keep/ours", NUDGE.replace("goal_due", "review_due"), "the rung must be one of"),
    ("nudges/review_due/keep/ours", NUDGE.replace("goal_due", "review_due\nrung: keep"), "begin with the same heading"),
    ("messages/ours", "---\nkind: message\nmoment: card_shared\n---\nRead.\n", "is the file messages/card_shared.md"),
    ("guides/rungs/ours", "---\nkind: rung\nrung: jump\ntitle: Jump\n---\nJump.\n", "the rung must be one of"),
    (GUIDE_FILE, GUIDE.replace("Why this talk", "Why"), "a guide has these sections"),
    (GUIDE_FILE, _front() + "Hello.\n", "begins with its first section"),
    (GUIDE_FILE, GUIDE.replace("- Three?\n", ""), "3 or 4 questions"),
    (GUIDE_FILE, GUIDE.replace("One?", "one " * 40), "220 is the most"),
    (GUIDE_FILE, GUIDE.replace("title: Ours", f"title: {'o' * 76}"), "the title has 76 characters; 75 is the most"),
    (GUIDE_FILE, GUIDE.replace("for: both", "for: everybody"), "for must be one of"),
    (GUIDE_FILE, GUIDE.replace("topic: ours", "topic: check_in\nfacts: []").replace("both", "holder"), "told twice"),
    (REHEARSAL_FILE, REHEARSAL.replace("next: c", "next: nowhere"), '"b" leads to "nowhere", which is no step'),
    (REHEARSAL_FILE, REHEARSAL + "## attic\nDust.\n", 'nothing leads to "attic"'),
    (REHEARSAL_FILE, REHEARSAL.replace("next: end", "next: a"), 'no way leads from "a" to an ending'),
    (REHEARSAL_FILE, REHEARSAL.replace("next: c", "next: d"), "its shortest way has 4 turns"),
    (REHEARSAL_FILE, REHEARSAL.replace("start: a", "start: z"), 'it starts at "z", which is no step'),
    (REHEARSAL_FILE, REHEARSAL.replace("opens:", "shuts:", 1), '"a" has no reply that opens'),
    (REHEARSAL_FILE, REHEARSAL.replace("- No.\n  shuts: No.\n  next: b\n", ""), '"a" needs 2 replies'),
    (REHEARSAL_FILE, REHEARSAL.replace("  opens: Yes.\n", "", 1), 'a reply in "a" needs a line'),
    (REHEARSAL_FILE, REHEARSAL + "## a\nAgain.\n", "two steps have the same name"),
    (REHEARSAL_FILE, REHEARSAL.replace("She waits.", "Great job."), 'says "great job"'),
]


@pytest.mark.parametrize(("name", "text", "fault"), FAULTS, ids=[fault for _, _, fault in FAULTS])
def test_each_check_finds_its_fault(tmp_path: Path, name: str, text: str, fault: str) -> None:
    problems = laid_over(lay(tmp_path, f"en/{name}", text)).check()
    assert any(fault in problem for problem in problems), problems


def test_a_library_with_faults_is_not_loaded_and_all_are_named(tmp_path: Path) -> None:
    lay(tmp_path, f"en/{NUDGE_FILE}", NUDGE.replace("[due]", "[]"))
    folder = lay(tmp_path, f"en/{GUIDE_FILE}", GUIDE.replace("- Three?\n", ""))
    with pytest.raises(PromptError) as raised:
        Prompts.load(SHIPPED, folder)
    assert raised.value.problems == tuple(Prompts.read(SHIPPED, folder).check())
    assert [problem.split(":")[0] for problem in raised.value.problems] == [GUIDE_FILE, NUDGE_FILE, NUDGE_FILE]


@pytest.mark.parametrize(("name", "text"), [(NUDGE_FILE, NUDGE), (GUIDE_FILE, GUIDE), (REHEARSAL_FILE, REHEARSAL)])
def test_the_prompts_that_the_faults_are_made_from_have_none(tmp_path: Path, name: str, text: str) -> None:
    assert laid_over(lay(tmp_path, f"en/{name}", text)).check() == []


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    folder = lay(tmp_path, f"en/{NUDGE_FILE}", NUDGE)
    (folder / f"en/{NUDGE_FILE}.md").write_bytes(NUDGE.encode() + b"\xff")
    assert laid_over(folder).check() == [f"{NUDGE_FILE}: the file is not UTF-8"]


@pytest.mark.parametrize(
    ("without", "fault"),
    [
        ("nudges/review_due/keep/", "nudges/review_due/keep: has 0 variants; 3 is the least"),
        ("nudges/goal_due/", "nudges/goal_due: has 0 variants; 3 is the least"),
        ("messages/card_shared", 'the moment "card_shared" has no message'),
        ("guides/holder/check_in", 'guides: "check_in" has no telling for holder'),
        ("guides/rungs/ask", "guides/rungs/ask: is missing"),
        ("wording/pledge", "wording/pledge: is missing"),
    ],
)
def test_what_the_library_lacks_is_named(without: str, fault: str) -> None:
    assert Prompts({name: p for name, p in PROMPTS.by_name.items() if not name.startswith(without)}).check() == [fault]


def test_bad_words_may_be_quoted_where_they_are_warned_of(tmp_path: Path) -> None:
    folder = lay(
        tmp_path,
        f"en/{GUIDE_FILE}",
        GUIDE.replace("Not this, but that\n\n- One?", 'Not this, but that\n\nNot "great job".'),
    )
    lay(tmp_path, f"en/{REHEARSAL_FILE}", REHEARSAL.replace("- No.", "- Great job."))
    assert laid_over(folder).check() == []
