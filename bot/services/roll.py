"""The list of a workspace's tours, for its stewards: who tours with whom, kind, dates, active or not. No words."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.db.tours import TourLine
from bot.db.work import Database
from bot.domain.access import Opening, Thing, Why
from bot.domain.lifecycle import RUNNING
from bot.domain.refusals import Reason, Refused
from bot.services.files import File
from bot.services.people import Actor

HEADING: Final = (
    *("manager", "manager_id", "holder", "holder_id"),
    *("kind", "start", "planned_end", "active"),
)
CARRIED_OUT: Final = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes what begins so for a formula


class Roll:
    """Makes the list for a steward, and leaves a receipt with everybody who stands on it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def as_csv(self, actor: Actor, _subject_id: int, now: datetime) -> File:
        """Return every tour that both sides have ever signed; of proposals and refusals it says nothing.

        Raises Refused(STEWARDS_ONLY) for everybody else.
        """
        with self._database.work(actor.team_id) as work:
            if actor.user_id not in work.stewards.all():
                raise Refused(Reason.STEWARDS_ONLY)
            lines = work.tours.signed()
            people = {user_id for line in lines for user_id in (line.manager_id, line.holder_id)}
            work.access.note(Opening(Thing.WHO_TOURS, Why.WORKSPACE_EXPORT, actor.user_id), people, now)
            return File("tourguide-tours.csv", "text/csv", in_csv(lines, work.people.names(people)))


def in_csv(lines: list[TourLine], names: Mapping[str, str]) -> bytes:
    """Return the list for a spreadsheet: days in ISO 8601, UTF-8 with the mark by which spreadsheets know it."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(HEADING)
    rows.writerows([guarded(cell) for cell in _cells(line, names)] for line in lines)
    return written.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet carries out."""
    return f"'{cell}" if cell.startswith(CARRIED_OUT) else cell


def _cells(line: TourLine, names: Mapping[str, str]) -> list[str]:
    sides = [part for side in (line.manager_id, line.holder_id) for part in (names.get(side, ""), side)]
    end = line.end_on.isoformat() if line.end_on else ""
    return [*sides, line.kind.value, line.start_on.isoformat(), end, "yes" if line.state in RUNNING else "no"]
