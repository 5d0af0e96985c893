"""Two people change one text at once: no typed word is lost, and nobody undoes what they have not seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drafting import PromiseWish, TermsWish
from bot.domain.merging import merge
from bot.domain.promises import Side

ROWS = (
    PromiseWish(0, Side.COMPANY, "A course"),
    PromiseWish(1, Side.HOLDER, "A guide"),
    PromiseWish(2, Side.COMPANY, "A mentor"),
)
BASE = TermsWish(mission="One press", result="Two shifts", gain="Certified", promises=ROWS, end_on=date(2026, 12, 31))
TEXTS = st.sampled_from(["One press", "Two presses", "No press"])
WISHES = st.builds(
    TermsWish,
    mission=TEXTS,
    result=TEXTS,
    gain=TEXTS,
    promises=st.lists(TEXTS, max_size=4).map(
        lambda words: tuple(PromiseWish(row, Side.COMPANY, each) for row, each in enumerate(words))
    ),
)


def test_what_only_the_first_changed_comes_in() -> None:
    theirs = replace(BASE, result="Three shifts", end_on=date(2027, 3, 31))
    merged = merge(BASE, theirs, replace(BASE, mission="Two presses"))
    assert merged.wish == replace(theirs, mission="Two presses")
    assert merged.taken == {"result", "end_on"}
    assert merged.differing == frozenset()


def test_what_both_changed_stays_as_the_second_typed_it() -> None:
    merged = merge(BASE, replace(BASE, mission="No press"), replace(BASE, mission="Two presses"))
    assert merged.wish.mission == "Two presses"
    assert not merged.taken
    assert merged.differing == {"mission"}


def test_promises_are_merged_row_by_row() -> None:
    theirs = replace(BASE, promises=(ROWS[0], replace(ROWS[1], words="Two guides"), ROWS[2]))
    mine = replace(BASE, promises=(ROWS[0], ROWS[1], replace(ROWS[2], words="A coach")))
    merged = merge(BASE, theirs, mine)
    assert [promise.words for promise in merged.wish.promises] == ["A course", "Two guides", "A coach"]
    assert merged.taken == {f"promise.1.{name}" for name in ("side", "words", "owner_id", "due_on")}


def test_a_promise_that_the_first_took_out_leaves_an_empty_row() -> None:
    merged = merge(BASE, replace(BASE, promises=ROWS[:2]), BASE)
    assert merged.wish.promises == (*ROWS[:2], PromiseWish(2, Side.COMPANY))


def test_a_promise_that_the_first_added_comes_in() -> None:
    added = PromiseWish(3, Side.HOLDER, "A second guide")
    assert merge(BASE, replace(BASE, promises=(*ROWS, added)), BASE).wish.promises == (*ROWS, added)


@given(base=WISHES, theirs=WISHES, mine=WISHES)
def test_no_typed_word_is_lost(base: TermsWish, theirs: TermsWish, mine: TermsWish) -> None:
    merged = merge(base, theirs, mine).wish
    for name in ("mission", "result", "gain"):
        typed = getattr(mine, name)
        assert getattr(merged, name) == (typed if typed != getattr(base, name) else getattr(theirs, name))
    before = {promise.words for promise in base.promises}
    assert {p.words for p in mine.promises} - before <= {p.words for p in merged.promises}
