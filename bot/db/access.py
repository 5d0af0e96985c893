"""Access receipts of one workspace: written for each person whom an opening concerns, read by that person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.access import AccessReceipt, Opening, Thing, Why


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt as its reader sees it. `by_id` is None for the operator."""

    by_id: str | None
    thing: Thing
    why: Why
    tour_id: int | None
    opened_at: datetime


_COLUMNS = [getattr(AccessReceipt, name) for name in Receipt.__dataclass_fields__]


class AccessQueries:
    """The receipts of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id

    def note(self, opening: Opening, about: Collection[str], now: datetime) -> None:
        """Write a receipt for each of `about` (user ids), but for whoever opened it: they know."""
        others = sorted(set(about) - {opening.by_id})
        self._session.add_all(AccessReceipt.of(opening, user_id, self._team_id, now) for user_id in others)

    def of(self, user_id: str, limit: int | None = None) -> list[Receipt]:
        """Return the receipts about this person's things, the newest first, all of them or up to `limit`."""
        mine = select(*_COLUMNS).where(AccessReceipt.team_id == self._team_id, AccessReceipt.about_id == user_id)
        rows = self._session.execute(
            mine.order_by(AccessReceipt.opened_at.desc(), AccessReceipt.id.desc()).limit(limit)
        )
        return [Receipt(*row) for row in rows]

    def count(self, user_id: str) -> int:
        """Return how many receipts there are about this person's things."""
        mine = select(func.count()).where(AccessReceipt.team_id == self._team_id, AccessReceipt.about_id == user_id)
        return self._session.scalar(mine) or 0
