"""How long things wait and are kept in a workspace, as somebody in it reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.db.work import Work
from bot.domain.calendar import local_day
from bot.domain.periods import OURS, Period, Periods
from bot.services.people import Actor


@dataclass(frozen=True)
class PeriodSheet:
    """What holds, which decision that is (0: none yet), who decided it when, and from when on a shorter period erases.

    Days are those of the reader.
    """

    periods: Periods
    number: int = 0
    decided_by_id: str | None = None
    decided_on: date | None = None
    shorter_from: tuple[tuple[Period, date], ...] = ()
    is_steward: bool = False

    def erases_from(self, period: Period) -> date | None:
        """Return the day from which what is older goes, or None where nothing was shortened lately."""
        return dict(self.shorter_from).get(period)


OURS_HOLD: Final = PeriodSheet(OURS)


def period_sheet(work: Work, actor: Actor, now: datetime) -> PeriodSheet:
    """Return what holds in the workspace of this unit of work, as the actor reads it."""
    book = work.periods.book()
    erasing = {period: book.shortened(period, now) for period in Period if period is not Period.LAPSE}
    return PeriodSheet(
        periods=book.now,
        number=book.number,
        decided_by_id=book.last.decided_by_id if book.last else None,
        decided_on=local_day(book.last.decided_at, actor.time_zone) if book.last else None,
        shorter_from=tuple((period, local_day(at, actor.time_zone)) for period, at in erasing.items() if at),
        is_steward=actor.user_id in work.stewards.all(),
    )
