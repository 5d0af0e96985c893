"""Changed terms as a side writes them, and what is still to be sent about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.db.work import Database
from bot.services.tour_detail import TourDetail
from bot.services.tours import ChangeTour


def change(detail: TourDetail, reason: str | None = "The press came late", **changes: object) -> ChangeTour:
    wish = replace(detail.base.wish, **changes)  # type: ignore[arg-type]
    return ChangeTour(detail.id, detail.base.number, reason, wish, amends=True)


def waiting(database: Database, moments: tuple[str, ...]) -> list[tuple[str, date]]:
    with database.reading("T1") as work:
        return [(x.recipient_id, x.due_at.date()) for x in work.outbox.waiting() if x.moment in moments]
