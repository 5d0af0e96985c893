"""What people wrote stays text in the Markdown that they keep: read again, it is the same."""

from __future__ import annotations

import html

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.services.writing import as_markdown, quoted_markdown

SIGNS = st.text(alphabet=list("ab1 .)#-+=*_`~<>&;:|\\!?[](){}\"'\n\tamplt/@é"), max_size=14)


def one_line(words: str) -> str:
    return " ".join(words.split())


@settings(max_examples=200)
@given(SIGNS.filter(one_line))
def test_words_in_a_list_read_as_they_were_written(words: str) -> None:
    item = MarkdownIt("commonmark").render(f"- {as_markdown(words)}")
    inner = item.removeprefix("<ul>\n<li>").removesuffix("</li>\n</ul>\n")
    assert "<" not in inner
    assert html.unescape(inner) == one_line(words)


@settings(max_examples=200)
@given(st.lists(SIGNS.map(one_line), min_size=1, max_size=4).map("\n".join).filter(one_line))
def test_a_quotation_never_leaves_its_quotation(words: str) -> None:
    quotation = MarkdownIt("commonmark").render(quoted_markdown(words) + "\n\nnext")
    assert quotation.count("<blockquote>") == 1
    assert quotation.endswith("</blockquote>\n<p>next</p>\n")
    assert not [tag for tag in ("<h", "<ul", "<ol", "<code", "<em", "<a", "<hr") if tag in quotation]
