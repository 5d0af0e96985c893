"""The engine of the prompts. Its checks are tried in test_prompts_checks.py, its words in test_prompts_shipped.py."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.prompts import PromptError, Prompts, mention
from bot.prompts.mrkdwn import Text, blocks, text_of
from tests.shipped import NUDGE, PROMPTS, SHIPPED, lay


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


PIECES = st.text(alphabet="aB1 .,:;!?-+=()'\"/@#~|$%^é\t\u00a0\u2028", min_size=1, max_size=30)
FACTS = st.sampled_from(["", "{{ due }}", "{{ due }}{{ other }} ", "{{due}}", "{% if due %}so{% endif %}"])
LINES = st.tuples(st.sampled_from(["", "# ", "## ", "#", "- ", "She ", "a"]), FACTS, PIECES, FACTS).map("".join)
PAGES = st.lists(LINES, min_size=1, max_size=4).flatmap(
    lambda lines: st.sampled_from(["\n\n", "\n\n\n", "\n", "\n \n"]).map(lambda between: between.join(lines))
)


@given(PAGES)
@example("# She ##\n\nAnd")
@example("\t1")
@example("## {{ due }} #1\n\n{{ other }}")
def test_a_plain_text_is_read_as_the_whole_of_markdown_reads_it(page: str) -> None:
    try:
        with_emphasis = blocks(page + "\n\n# *so*")  # with emphasis, nothing is taken for plain
    except PromptError:
        with pytest.raises(PromptError):
            blocks(page)
    else:
        assert blocks(page) == with_emphasis[:-1]


@given(FACTS, PIECES, FACTS)
def test_a_text_of_facts_is_filled_in_as_jinja_fills_it_in(before: str, words: str, after: str) -> None:
    facts = {"due": "<now>", "other": mention("U1")}
    text = f"{before}{words}{after}"
    assert Text(text).render(facts).strip() == Text(f"{text}{{% if due %}}{{% endif %}}").render(facts)


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


def test_a_fact_that_is_not_declared_is_not_at_hand(tmp_path: Path) -> None:
    folder = lay(tmp_path, "en/nudges/goal_due/mine", NUDGE.replace("[due]", "[]"))
    with pytest.raises(PromptError, match="fact missing: due"):
        Prompts.read(SHIPPED, folder).render("nudges/goal_due/mine", {"due": "Monday"})


def test_an_unknown_name_is_refused() -> None:
    for ask in (lambda: PROMPTS.render("nudges/none", {}), lambda: PROMPTS.guide("none")):
        with pytest.raises(PromptError, match="none"):
            ask()
    with pytest.raises(PromptError, match="no kind of tour"):
        PROMPTS.render_sample("guides/check_in", "secret")
    with pytest.raises(PromptError, match="no rehearsal"):
        PROMPTS.rehearsal("guides/check_in")


def test_a_later_folder_lies_over_an_earlier_one(tmp_path: Path) -> None:
    shipped = PROMPTS.variants("goal_due")
    folder = lay(tmp_path, f"en/{shipped[0]}", NUDGE)
    lay(tmp_path, "en/nudges/goal_due/an_own_one", NUDGE)
    lay(tmp_path, "en/README", "not a prompt")
    prompts = Prompts.load(SHIPPED, folder)
    assert prompts.render(shipped[0], {"due": "Friday"}) == ("Do it by Friday.", "It is due.")
    assert prompts.variants("goal_due") == sorted([*shipped, "nudges/goal_due/an_own_one"])


def test_another_language_falls_back_to_english(tmp_path: Path) -> None:
    folder = lay(
        tmp_path, "de/messages/card_shared", "---\nkind: message\nmoment: card_shared\n---\nLies es.\n\nEs ist neu.\n"
    )
    german = Prompts.load(SHIPPED, folder, language="de-AT")
    assert german.render("messages/card_shared", {}).heading == "Lies es."
    assert german.guide("check_in") == PROMPTS.guide("check_in")
    assert Prompts.load(SHIPPED, language="../de").by_name.keys() == PROMPTS.by_name.keys()


def test_a_folder_without_prompts_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="has no folder en"):
        Prompts.load(SHIPPED, tmp_path)
