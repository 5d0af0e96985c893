"""The screens about who can see what, and who has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.domain.access import Thing, Why
from bot.services.access import SHOWN, AccessSheet, ReceiptLine
from bot.services.period_sheets import OURS_HOLD
from bot.slack.views import privacy
from tests.slack.cases.case import Case, message
from tests.slack.cases.periods import DECIDED
from tests.slack.cases.world import World


def cases(world: World) -> Iterator[Case]:
    """Yield nothing: no screen here shows what people wrote."""
    yield from ()


def fixed() -> Iterator[Case]:
    """Yield every screen of this story."""
    for periods in (OURS_HOLD, DECIDED):
        yield Case(privacy.rules, f"{periods.number}", message(privacy.rules(periods)))
    for name, access, periods in (("nobody", AccessSheet(), OURS_HOLD), ("many", many(), DECIDED)):
        yield Case(privacy.blocks, name, message(privacy.blocks(access, periods)))
        yield Case(privacy.sheet, name, privacy.sheet(access, periods))
        yield Case(privacy.receipts, name, message(privacy.receipts(access)))


def many() -> AccessSheet:
    """Return as many receipts as a screen shows, each as long as it gets."""
    line = ReceiptLine(date(2026, 9, 30), "W" + "0" * 20, Thing.SHARED_NOTES, Why.WORKSPACE_EXPORT)
    return AccessSheet((line,) * SHOWN, 4000)
