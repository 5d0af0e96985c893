"""Our defaults, and what stewards decided instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.domain.periods import BOUNDS, Period, Periods
from bot.services.period_sheets import OURS_HOLD, PeriodSheet
from bot.slack.views import periods
from tests.slack.cases.case import Case
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import World

DECIDED: Final = PeriodSheet(
    Periods(*(BOUNDS[period].most for period in Period)),
    10**9,
    LONG_ID,
    date(2026, 9, 30),
    tuple((period, date(2026, 10, 14)) for period in Period if period is not Period.LAPSE),
    is_steward=True,
)


def cases(world: World) -> Iterator[Case]:
    """Yield nothing: no screen here shows what people wrote."""
    yield from ()


def fixed() -> Iterator[Case]:
    """Yield every screen of this story."""
    for name, sheet in (("ours", OURS_HOLD), ("decided", DECIDED)):
        yield Case(periods.periods, name, periods.periods(sheet, "Saved."))
        yield Case(periods.form, name, periods.form(sheet))
