"""What one person has here: gathered for an export of their own, counted, and erased. By the table of shelves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, ForeignKey, Table, case, delete, null, select, tuple_, update
from sqlalchemy.orm import Session

from bot.db.rows import in_bites
from bot.db.shelves import SHELVES, Blanks, Deletes, Shelf

ERASED: Final = "(erased by its author)"  # in place of words that may not be missing
UNTOLD: Final = frozenset({"team_id", "version"})  # columns that say nothing about a person

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Piece:
    """One row of a shelf, and what hangs on it, by the title of its shelf."""

    facts: Mapping[str, Any]
    beneath: dict[str, list[Piece]] = field(default_factory=dict)


class KeepingQueries:
    """What the people of the workspace `team_id` have here, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def everything_of(self, user_id: str) -> dict[str, list[Piece]]:
        """Return what a person wrote or can read, by the title of each shelf that holds anything.

        What hangs on something stands beneath it: terms beneath their tour, promises beneath their terms.
        """
        found: dict[str, list[Piece]] = {}
        placed: dict[str, dict[Any, Piece]] = {}
        for shelf in SHELVES:
            hangs = _hangs_on(_table(shelf))
            parents = placed[hangs.column.table.name] if hangs else {}
            here = placed.setdefault(_table(shelf).name, {})
            for facts in self._read(shelf, user_id, hangs, list(parents)):
                above = parents[facts.pop(hangs.parent.name)].beneath if hangs else found
                piece = here[facts.get("id")] = Piece(facts)
                above.setdefault(shelf.title, []).append(piece)
        return found

    def wrote(self, user_id: str) -> dict[str, int]:
        """Return how much an erasure would take, by the title of each shelf that would lose anything."""
        return self._walk(user_id, takes=False)

    def erase(self, user_id: str) -> dict[str, int]:
        """Erase what a person wrote and return how much it was, by title. Asked for again, it finds nothing left."""
        return self._walk(user_id, takes=True)

    def _walk(self, user_id: str, *, takes: bool) -> dict[str, int]:
        counts: dict[str, int] = {}
        for shelf in reversed(SHELVES):  # what hangs on something goes before it
            gone: set[Key] = set()
            for step in shelf.erasing:
                keys = self._meant(shelf, step, user_id) - gone
                gone |= keys
                if takes:
                    self._take(shelf, step, sorted(keys))
            if gone:
                counts[shelf.title] = len(gone)
        return dict(reversed(counts.items()))

    def _meant(self, shelf: Shelf, step: Deletes | Blanks, user_id: str) -> set[Key]:
        """Return the keys of the rows that a step takes something of."""
        table = _table(shelf)
        words = [table.c[name] for name in step.words] if isinstance(step, Blanks) else []
        query = select(*table.primary_key, *words).where(table.c.team_id == self._team_id, step.rows(user_id))
        size = len(table.primary_key)
        return {
            tuple(row[:size])
            for row in self._session.execute(query)
            if not words or any(said not in (None, ERASED) for said in row[size:])
        }

    def _take(self, shelf: Shelf, step: Deletes | Blanks, keys: Sequence[Key]) -> None:
        table = _table(shelf)
        for some in in_bites(keys):
            rows = table.c.team_id == self._team_id, tuple_(*table.primary_key).in_(some)
            if isinstance(step, Deletes):
                self._session.execute(delete(table).where(*rows))
            else:
                blank = {name: None if table.c[name].nullable else ERASED for name in step.words}
                # Whoever has the row open in a form is told that it was changed meanwhile.
                newer = {"version": table.c.version + 1} if "version" in table.c else {}
                self._session.execute(update(table).where(*rows).values({**blank, **step.also, **newer}))

    def _read(
        self, shelf: Shelf, user_id: str, hangs: ForeignKey | None, parents: Sequence[Any]
    ) -> Iterator[dict[str, Any]]:
        table = _table(shelf)
        query = select(*_shown(shelf, table, user_id)).where(table.c.team_id == self._team_id)
        if shelf.mine is not None:
            query = query.where(shelf.mine(user_id))
        query = query.order_by(*table.primary_key)
        if hangs is None:
            yield from map(dict, self._session.execute(query).mappings())
        for some in in_bites(parents):
            beneath = query.where(hangs.parent.in_(some) if hangs else null())
            yield from map(dict, self._session.execute(beneath).mappings())


def _shown(shelf: Shelf, table: Table, user_id: str) -> Iterator[ColumnElement[Any]]:
    for column in table.c:
        if column.name not in UNTOLD:
            is_open = shelf.closed.get(column.name)
            yield case((is_open(user_id), column), else_=null()).label(column.name) if is_open else column


def _table(shelf: Shelf) -> Table:
    table = shelf.model.__table__
    assert isinstance(table, Table)  # noqa: S101 - for the type checker: no model here is a view
    return table


def _hangs_on(table: Table) -> ForeignKey | None:
    """Return the key by which this table hangs on another one, if it does; no table hangs on two."""
    return next(iter(table.foreign_keys), None)
