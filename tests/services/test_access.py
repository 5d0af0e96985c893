"""Access receipts: whoever opens something from outside the pair leaves one, and only whom it concerns reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.db.work import Database
from bot.domain.access import KEEP_RECEIPTS, Opening, Thing, Why
from bot.services.access import SHOWN, Access, ReceiptLine
from tests.given import HOLDER, MANAGER, TEAM

HAND_OVER = Opening(Thing.TERMS_AND_GOALS, Why.HAND_OVER, by_id="UNEXT", tour_id=7)


def opened(database: Database, opening: Opening, now: datetime, *about: str) -> None:
    with database.work(TEAM) as work:
        work.access.note(opening, about, now)


def test_each_whom_it_concerns_reads_who_when_what_and_why(database: Database, now: datetime) -> None:
    opened(database, HAND_OVER, now, MANAGER.user_id, HOLDER.user_id)
    for actor in (MANAGER, HOLDER):
        sheet = Access(database).receipts(actor)
        assert sheet.newest == (ReceiptLine(now.date(), "UNEXT", Thing.TERMS_AND_GOALS, Why.HAND_OVER),)


def test_nobody_else_reads_it(database: Database, now: datetime) -> None:
    opened(database, HAND_OVER, now, HOLDER.user_id)
    assert Access(database).receipts(MANAGER).count == 0


def test_whoever_opened_it_needs_no_receipt(database: Database, now: datetime) -> None:
    opened(database, Opening(Thing.WHO_TOURS, Why.WORKSPACE_EXPORT, MANAGER.user_id), now, MANAGER.user_id, "U2")
    assert Access(database).receipts(MANAGER).count == 0


def test_the_day_is_the_readers_own(database: Database, now: datetime) -> None:
    opened(database, Opening(Thing.EVERYTHING, Why.OPERATOR_EXPORT, None), now.replace(hour=2), HOLDER.user_id)
    (line,) = Access(database).receipts(HOLDER).newest
    assert (line.on, line.by_id) == (date(2026, 1, 4), None)  # still Sunday in New York


def test_the_newest_come_first_and_all_are_counted(database: Database, now: datetime) -> None:
    for day in range(SHOWN + 3):
        opened(database, HAND_OVER, now + timedelta(days=day), HOLDER.user_id)
    sheet = Access(database).receipts(HOLDER)
    assert (len(sheet.newest), sheet.count) == (SHOWN, SHOWN + 3)
    assert sheet.newest[0].on == (now + timedelta(days=SHOWN + 2)).date()


def test_a_receipt_goes_when_its_time_is_over(database: Database, now: datetime) -> None:
    opened(database, HAND_OVER, now, HOLDER.user_id)
    last = (now + KEEP_RECEIPTS).date()
    with database.work(TEAM) as work:
        assert work.retention.erase_over(last, 100) == 0
        assert work.retention.erase_over(last + timedelta(days=1), 100) == 1
