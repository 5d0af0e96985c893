"""What changed between two texts, word by word. The runs, put together again, give both texts exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from bot.domain.promises import PromiseDraft, Side

Pair = tuple[PromiseDraft | None, PromiseDraft | None]

# Chinese, Japanese and Korean are written without spaces: there each character is a piece of its own.
_UNSPACED: Final = r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_WORDS: Final = re.compile(rf"\s+|{_UNSPACED}|(?:(?!{_UNSPACED})\w)+|[^\w\s]")


class Change(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Run:
    """Words next to each other to which the same happened."""

    change: Change
    words: str


def word_diff(before: str, after: str) -> list[Run]:
    """Return how `before` became `after`: kept and removed runs make up the one, kept and added runs the other."""
    # SequenceMatcher's own heuristic for long texts stays on: without it two texts of few different words could keep it
    # busy for a minute, with it the longest that a form takes are compared in a fraction of a second.
    return _runs(_WORDS.findall(before), _WORDS.findall(after))


def _runs(old: list[str], new: list[str]) -> list[Run]:
    from difflib import SequenceMatcher  # here, because every start would wait for it

    found: list[Run] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found.append(Run(Change.KEPT, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Run(Change.REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Run(Change.ADDED, "".join(new[new_from:new_to])))
    return found


def pairs(before: Sequence[PromiseDraft], after: Sequence[PromiseDraft], side: Side) -> Iterator[Pair]:
    """Return each promise of one side beside what it was: (None, new), (old, None), or both."""
    from difflib import SequenceMatcher

    before, after = [p for p in before if p.side is side], [p for p in after if p.side is side]
    matcher = SequenceMatcher(None, [p.words for p in before], [p.words for p in after], autojunk=False)
    for _, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        yield from zip_longest(before[old_from:old_to], after[new_from:new_to])
