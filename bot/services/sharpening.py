"""What could be sharper about goals, or about the text of a tour, before it is saved. It asks, and never blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.drafting import TermsWish
from bot.domain.goals import GoalEntry
from bot.domain.promises import Side
from bot.domain.vagueness import Finding, Language, language

MOST_ASKED: Final = 2  # questions about one goal [ours]
MOST_ASKED_OF_TERMS: Final = 1  # questions about each text of a tour, whose form is long already [ours]


@dataclass(frozen=True)
class Sharpening:
    """What was found in each row of a form, and whether all goals of the tour are for one side."""

    rows: Mapping[int, tuple[Finding, ...]]
    one_sided: Finding | None

    def __bool__(self) -> bool:
        return bool(self.rows) or self.one_sided is not None


NOTHING: Final = Sharpening({}, None)


def look_over(rows: Mapping[int, GoalEntry], sides: Sequence[Side], locale: str) -> Sharpening:
    """Look over goals as they were typed, beside those of the tour that are for `sides`.

    That all are for one side is asked once, as soon as there are two. `locale` is the writer's; where its language has
    no words of its own, nothing is found.
    """
    known = language(locale)
    if known is None or not rows:
        return NOTHING
    found = {row: _ask(known, entry) for row, entry in rows.items()}
    together = [*sides, *(entry.side for entry in rows.values())]
    one_sided = known.one_sided(together) if len(sides) <= 1 else None
    return Sharpening({row: findings for row, findings in found.items() if findings}, one_sided)


def look_over_terms(wish: TermsWish, locale: str) -> Mapping[str, tuple[Finding, ...]]:
    """Look over mission, result and gain of a tour as they were typed, by field; a tour has its days, so none is asked.

    `locale` is the writer's, as in `look_over`.
    """
    known = language(locale)
    if known is None:
        return {}
    texts = {"mission": wish.mission, "result": wish.result, "gain": wish.gain}
    found = {field: known.check(words or "", has_day=True)[:MOST_ASKED_OF_TERMS] for field, words in texts.items()}
    return {field: tuple(findings) for field, findings in found.items() if findings}


def _ask(known: Language, entry: GoalEntry) -> tuple[Finding, ...]:
    found = known.check(entry.what or "", evidence=entry.evidence, has_day=entry.due_on is not None)
    return tuple(found[:MOST_ASKED])
