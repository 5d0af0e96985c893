"""Two people changed the same terms at once: what the second typed stays, and what only the first changed comes in."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import zip_longest

from bot.domain.drafting import PromiseWish, TermsWish

PROMISES = "promises"
_ROW = ("side", "words", "owner_id", "due_on")


@dataclass(frozen=True)
class Merged:
    """What a form shows then. `taken` names its fields that hold what the first wrote; `differing` both changed."""

    wish: TermsWish
    taken: frozenset[str]
    differing: frozenset[str]


def merge(base: TermsWish, theirs: TermsWish, mine: TermsWish) -> Merged:
    """Return `mine` with what `theirs` alone changed; both started from `base`. No word of `mine` is lost."""
    names = [field.name for field in fields(TermsWish) if field.name != PROMISES]
    changed = {name for name in names if getattr(theirs, name) != getattr(base, name)}
    taken = {name for name in changed if getattr(mine, name) == getattr(base, name)}
    same = {name for name in changed if getattr(mine, name) == getattr(theirs, name)}
    promises, rows = _promises(base, theirs, mine)
    wish = replace(mine, promises=promises, **{name: getattr(theirs, name) for name in taken})
    return Merged(wish, frozenset(taken | rows), frozenset(changed - taken - same))


def _promises(base: TermsWish, theirs: TermsWish, mine: TermsWish) -> tuple[tuple[PromiseWish, ...], set[str]]:
    """Return the rows of promises, and the names of the fields that hold what the first wrote."""
    found: list[PromiseWish] = []
    taken: set[str] = set()
    for row, (was, other, own) in enumerate(zip_longest(base.promises, theirs.promises, mine.promises)):
        untouched = own is None or own == was or own.is_empty
        if not untouched or other == was:
            found += [own] if own is not None else []
            continue
        # Where the first took a promise out, an empty row stands in its place: the rows keep their numbers.
        found.append(other or PromiseWish(row, own.side if own is not None else was.side))
        taken |= {f"promise.{row}.{name}" for name in _ROW}
    return tuple(found), taken
