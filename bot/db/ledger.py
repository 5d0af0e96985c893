"""Queries of the ledger of promises, inside one workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.ledger import MarkRead, PromiseMark

_LINE = [getattr(PromiseMark, name) for name in MarkRead.__dataclass_fields__]


class LedgerQueries:
    """What was said of the promises of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def add(self, mark: PromiseMark) -> None:
        """Keep one more line."""
        self._session.add(mark)

    def of(self, promise_ids: Collection[int]) -> dict[int, tuple[MarkRead, ...]]:
        """Return the history of each of these promises that has one, the earliest line first."""
        query = select(PromiseMark.promise_id, *_LINE).where(
            PromiseMark.team_id == self._team_id, PromiseMark.promise_id.in_(promise_ids)
        )
        found = defaultdict(list)
        for promise_id, *line in self._session.execute(query.order_by(PromiseMark.marked_at, PromiseMark.id)):
            found[promise_id].append(MarkRead(*line))
        return {promise_id: tuple(lines) for promise_id, lines in found.items()}
