"""The engine of the prompts and each of its checks. What is shipped is judged in test_prompts_shipped.py."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.prompts import PromptError, Prompts, mention
from bot.prompts.catalogue import SECTIONS
from bot.prompts.files import read_folder
from bot.prompts.mrkdwn import blocks, text_of

SHIPPED = Path(__file__).parents[1] / "prompts"
PROMPTS = Prompts.load(SHIPPED)
NUDGE = "---\nkind: nudge\nmoment: goal_due\nfacts: [due]\n---\nDo it by {{ due }}.\n\nIt is due.\n"

Lay = Callable[[str, str], Path]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Write a prompt into a folder that can be laid over the shipped one, and return that folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def laid_over(folder: Path) -> Prompts:
    """Return the shipped prompts with `folder` over them, as Prompts.read does, without reading the shipped again."""
    problems: list[str] = []
    return Prompts({**PROMPTS.by_name, **read_folder(folder, "en", problems)}, problems)


def mrkdwn(markdown: str, **facts: object) -> str:
    return text_of(blocks(markdown)).render(facts)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**bold** and *italic* and _too_", "*bold* and _italic_ and _too_"),
        ("one\nline", "one line"),
        ("one  \ntwo", "one\ntwo"),
        ("first\n\nsecond", "first\n\nsecond"),
        ("- a\n- b\n  c\n- **d**", "• a\n• b c\n• *d*"),
        ("3. c\n4. d", "3. c\n4. d"),
        ("> said\n>\n> again", "> said\n> \n> again"),
        ("`x < y`", "`x &lt; y`"),
        ("## Title\n\ntext", "*Title*\n\ntext"),
        ("[here](https://example.org/a?b=1&c=2)", "<https://example.org/a?b=1&amp;c=2|here>"),
        ("<!channel> & <@U1> &lt;b&gt;", "&lt;!channel&gt; &amp; &lt;@U1&gt; &lt;b&gt;"),
        ("\"quoted\" and 'so'", "\"quoted\" and 'so'"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
    ],
)
def test_markdown_becomes_mrkdwn(markdown: str, expected: str) -> None:
    assert mrkdwn(markdown) == expected


@pytest.mark.parametrize("markdown", ["a\n\n---\n\nb", "```\ncode\n```"])
def test_what_slack_cannot_show_is_refused(markdown: str) -> None:
    with pytest.raises(PromptError, match="Slack cannot show"):
        mrkdwn(markdown)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("**{{ due }}** is *the {{ due }}*", "*now* is _the now_"),
        ('{% if due == "*a*" %}yes{% else %}no *{{ due }}*{% endif %}', "no _now_"),
        ('{{ "_a_" }} {{ "*b*" }}', "_a_ *b*"),
        ('{{ "}}" }}{# *never* #} and {{ due|upper }}', "}} and NOW"),
        ("- {% if due in ['now', 'then'] %}it is{% endif %}", "• it is"),
        ("a {% if due == 'then' %}gone{% endif %}\n\n{% if due == 'then' %}gone{% endif %}\n\nb", "a \n\nb"),
    ],
)
def test_expressions_pass_markdown_untouched(markdown: str, expected: str) -> None:
    assert mrkdwn(markdown, due="now") == expected


@pytest.mark.parametrize(
    "typed",
    [
        "<!channel>",
        "<@U0OTHER>",
        "<https://evil.example|your settings>",
        "&lt;!here&gt;",
        "&#34;",
        "{{ due }} {% raw %}",
        "\ue0000\ue001",
        '"It\'s"',
        "</b>\n# title",
    ],
)
def test_a_fact_that_somebody_typed_stays_text(typed: str) -> None:
    rendered = mrkdwn("You said: {{ due }}", due=typed)
    assert not re.search("[<>]", rendered)
    assert html.unescape(rendered) == f"You said: {html.unescape(html.escape(typed, quote=False))}"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"])))
def test_any_fact_comes_out_as_it_went_in(typed: str) -> None:
    rendered = mrkdwn("[{{ due }}]", due=typed)
    slack_reads = rendered.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert slack_reads == f"[{typed}]"
    assert "<" not in rendered


def test_a_mention_is_the_one_fact_that_slack_obeys() -> None:
    assert mrkdwn("Ask {{ other }}.", other=mention("U012AB3CD")) == "Ask <@U012AB3CD>."
    assert PROMPTS.mention("W1") == "<@W1>"


@pytest.mark.parametrize("user_id", ["", "channel", "U1>", "U1|x", "u1", "!here", "U1\n", "B012AB3CD"])
def test_what_is_no_user_id_is_not_mentioned(user_id: str) -> None:
    with pytest.raises(ValueError, match="not the id"):
        mention(user_id)


@pytest.mark.parametrize(
    "expression",
    [
        "{{ due|safe }}",
        "{% autoescape false %}{{ due }}{% endautoescape %}",
        "{{ due.__class__ }}",
        "{{ due['x'] }}",
        "{{ due.upper() }}",
        "{% for x in due %}{{ x }}{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% macro x() %}{% endmacro %}",
        "{{ range(9) }}",
        "{{ 'x' * 1000000 }}",
        "{{ due",
        "{% if due %}",
    ],
)
def test_expressions_beyond_facts_and_conditions_are_refused(expression: str) -> None:
    with pytest.raises(PromptError, match="expressions"):
        mrkdwn(expression, due="x")


def test_a_fact_cannot_make_up_an_address() -> None:
    with pytest.raises(PromptError, match="link"):
        mrkdwn("[here](https://example.org/{{ due }})", due="x")


def test_a_missing_fact_is_named_and_no_other_content() -> None:
    with pytest.raises(PromptError) as raised:
        PROMPTS.render("messages/check_in_moved", {"other": mention("U1"), "review": "secret words"})
    assert raised.value.problems == ("messages/check_in_moved: fact missing: due",)


def test_a_fact_that_is_not_declared_is_not_at_hand(lay: Lay) -> None:
    folder = lay("en/nudges/goal_due/mine", NUDGE.replace("[due]", "[]"))
    with pytest.raises(PromptError, match="fact missing: due"):
        Prompts.read(SHIPPED, folder).render("nudges/goal_due/mine", {"due": "Monday"})


def test_an_unknown_name_is_refused() -> None:
    for ask in (lambda: PROMPTS.render("nudges/none", {}), lambda: PROMPTS.guide("none")):
        with pytest.raises(PromptError, match="none"):
            ask()
    with pytest.raises(PromptError, match="no rehearsal"):
        PROMPTS.rehearsal("guides/check_in")


def test_a_later_folder_lies_over_an_earlier_one(lay: Lay) -> None:
    shipped = PROMPTS.variants("goal_due")
    folder = lay(f"en/{shipped[0]}", NUDGE)
    lay("en/nudges/goal_due/an_own_one", NUDGE)
    lay("en/README", "not a prompt")
    prompts = Prompts.load(SHIPPED, folder)
    assert prompts.render(shipped[0], {"due": "Friday"}) == ("Do it by Friday.", "It is due.")
    assert prompts.variants("goal_due") == sorted([*shipped, "nudges/goal_due/an_own_one"])


def test_another_language_falls_back_to_english(lay: Lay) -> None:
    folder = lay("de/messages/card_shared", "---\nkind: message\nmoment: card_shared\n---\nLies es.\n\nEs ist neu.\n")
    german = Prompts.load(SHIPPED, folder, language="de-AT")
    assert german.render("messages/card_shared", {}).heading == "Lies es."
    assert german.guide("check_in") == PROMPTS.guide("check_in")
    assert Prompts.load(SHIPPED, language="../de").by_name.keys() == PROMPTS.by_name.keys()


def test_a_folder_without_prompts_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="has no folder en"):
        Prompts.load(SHIPPED, tmp_path)


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
def test_each_check_finds_its_fault(lay: Lay, name: str, text: str, fault: str) -> None:
    problems = laid_over(lay(f"en/{name}", text)).check()
    assert any(fault in problem for problem in problems), problems


def test_a_library_with_faults_is_not_loaded_and_all_are_named(lay: Lay) -> None:
    lay(f"en/{NUDGE_FILE}", NUDGE.replace("[due]", "[]"))
    folder = lay(f"en/{GUIDE_FILE}", GUIDE.replace("- Three?\n", ""))
    with pytest.raises(PromptError) as raised:
        Prompts.load(SHIPPED, folder)
    assert raised.value.problems == tuple(Prompts.read(SHIPPED, folder).check())
    assert [problem.split(":")[0] for problem in raised.value.problems] == [GUIDE_FILE, NUDGE_FILE, NUDGE_FILE]


@pytest.mark.parametrize(("name", "text"), [(NUDGE_FILE, NUDGE), (GUIDE_FILE, GUIDE), (REHEARSAL_FILE, REHEARSAL)])
def test_the_prompts_that_the_faults_are_made_from_have_none(lay: Lay, name: str, text: str) -> None:
    assert laid_over(lay(f"en/{name}", text)).check() == []


def test_a_file_that_is_not_utf_8_is_named(lay: Lay) -> None:
    folder = lay(f"en/{NUDGE_FILE}", NUDGE)
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


def test_bad_words_may_be_quoted_where_they_are_warned_of(lay: Lay) -> None:
    folder = lay(
        f"en/{GUIDE_FILE}", GUIDE.replace("Not this, but that\n\n- One?", 'Not this, but that\n\nNot "great job".')
    )
    lay(f"en/{REHEARSAL_FILE}", REHEARSAL.replace("- No.", "- Great job."))
    assert laid_over(folder).check() == []
