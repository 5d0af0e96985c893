"""What changed between two texts and two lists of promises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.diff import Change, Run, pairs, word_diff
from bot.domain.promises import PromiseDraft, Side

KEPT, ADDED, REMOVED = Change.KEPT, Change.ADDED, Change.REMOVED
WORDS = st.lists(st.sampled_from(["a", "ab", " ", "\n", "، ", "שלום", "日本", "é", "👩‍💻", "."])).map("".join)


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("same words", "same words", [Run(KEPT, "same words")]),
        (
            "Lead the branch.",
            "Lead the new branch.",
            [Run(KEPT, "Lead the "), Run(ADDED, "new "), Run(KEPT, "branch.")],
        ),
        ("ten people", "two people", [Run(REMOVED, "ten"), Run(ADDED, "two"), Run(KEPT, " people")]),
        ("夜勤を減らす", "日勤を減らす", [Run(REMOVED, "夜"), Run(ADDED, "日"), Run(KEPT, "勤を減らす")]),
        ("", "all new", [Run(ADDED, "all new")]),
        ("all gone", "", [Run(REMOVED, "all gone")]),
        ("", "", []),
    ],
)
def test_words_are_kept_added_or_removed(before: str, after: str, runs: list[Run]) -> None:
    assert word_diff(before, after) == runs


@given(WORDS | st.text(), WORDS | st.text())
def test_the_runs_make_up_both_texts_exactly(before: str, after: str) -> None:
    runs = word_diff(before, after)
    assert "".join(run.words for run in runs if run.change is not ADDED) == before
    assert "".join(run.words for run in runs if run.change is not REMOVED) == after


def test_the_longest_texts_are_compared_word_by_word() -> None:
    before = " ".join(f"word{number % 300}" for number in range(420))
    runs = word_diff(before, before.replace("word7 ", "other "))
    assert {run.words for run in runs if run.change is REMOVED} == {"word7"}


def promise(words: str, side: Side = Side.COMPANY, day: int = 1) -> PromiseDraft:
    return PromiseDraft(side, words, "U1", date(2026, 5, day))


def test_a_promise_stands_beside_what_it_was() -> None:
    before = [promise("a course"), promise("a mentor"), promise("a guide", Side.HOLDER)]
    after = [promise("a course", day=2), promise("two mentors"), promise("an introduction")]
    assert list(pairs(before, after, Side.COMPANY)) == [
        (promise("a course"), promise("a course", day=2)),
        (promise("a mentor"), promise("two mentors")),
        (None, promise("an introduction")),
    ]
    assert list(pairs(before, after, Side.HOLDER)) == [(promise("a guide", Side.HOLDER), None)]
