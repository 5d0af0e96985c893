"""What a tour can be started from, a standard tour or an example, and how it fills a form without taking words away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from bot.domain.drafting import FIRST_ROWS, MOST_PROMISES, PromiseWish, TermsWish
from bot.domain.promises import Side
from bot.domain.tours import Kind, Rhythm

TEXTS: Final = ("mission", "result", "gain", "uncertainties")


@dataclass(frozen=True)
class Pattern:
    """Terms without people and dates. `months` is the length, None without an end; promises are one text each."""

    key: str
    name: str
    kind: Kind
    mission: str
    result: str
    gain: str
    company: tuple[str, ...]
    holder: tuple[str, ...]
    months: int | None
    rhythm: Rhythm
    uncertainties: str | None = None

    @property
    def promises(self) -> list[tuple[Side, str]]:
        """Every promise with its side, in the order of a form's rows: one of each side, then the rest."""
        sides = [(Side.COMPANY, self.company), (Side.HOLDER, self.holder)]
        first = [(side, words[0]) for side, words in sides if words]
        return [*first, *((side, each) for side, words in sides for each in words[1:])]


def fill(wish: TermsWish, pattern: Pattern, before: Pattern | None, today: date) -> TermsWish:
    """Return what stands in a form once it starts from `pattern`. What the person typed or chose themselves stays.

    `before` is the pattern from which the form was filled earlier: what still stands as it said gives way.
    """
    own = _without(wish, before, today) if before else wish
    suited = own.of_kind(pattern.kind, today)
    start = own.start_on or today
    usual_end = start + relativedelta(months=pattern.months) if pattern.months else None
    return replace(
        suited,
        **{name: getattr(own, name) or getattr(pattern, name) for name in TEXTS},
        promises=_promises(suited.promises, pattern),
        end_on=suited.end_on or usual_end,
        rhythm=suited.rhythm or pattern.rhythm,
    )


def _without(wish: TermsWish, pattern: Pattern, today: date) -> TermsWish:
    """Return what is the person's own in a form that was filled from `pattern`."""
    end_on = (wish.start_on or today) + relativedelta(months=pattern.months) if pattern.months else None
    said = {words for _, words in pattern.promises}
    kept = [promise for promise in wish.promises if promise.row < FIRST_ROWS or promise.words not in said]
    first = [replace(p, words=None) if p.words in said and p.row < FIRST_ROWS else p for p in kept]
    return replace(
        wish,
        **{name: None for name in TEXTS if getattr(wish, name) == getattr(pattern, name)},
        promises=tuple(first),
        end_on=None if wish.end_on == end_on else wish.end_on,
        rhythm=None if wish.rhythm is pattern.rhythm else wish.rhythm,
    )


def _promises(typed: tuple[PromiseWish, ...], pattern: Pattern) -> tuple[PromiseWish, ...]:
    """Put the pattern's promises into the first two rows where those are free, and behind all that were typed."""
    rows = {p.row: p for p in typed if p.row < FIRST_ROWS}
    later = [p for p in typed if p.row >= FIRST_ROWS and not p.is_empty]
    for side, words in pattern.promises:
        row = 0 if side is Side.COMPANY else 1
        mine = rows.get(row, PromiseWish(row, side))
        if mine.words is None:
            rows[row] = replace(mine, words=words)
        else:
            later.append(PromiseWish(FIRST_ROWS, side, words))
    numbered = [replace(promise, row=row) for row, promise in enumerate(later, start=FIRST_ROWS)]
    return (*(rows[row] for row in sorted(rows)), *numbered)[:MOST_PROMISES]
