"""From the form of a workspace's periods to a steward's decision."""

from __future__ import annotations

from typing import Final

from bot.domain.periods import BOUNDS, Period, Periods
from bot.domain.refusals import Reason
from bot.services.periods import DecidePeriods
from bot.slack.forms.state import Faults, View, memo, number_in, text

MOST_DIGITS: Final = 4


def decide_periods(view: View) -> DecidePeriods:
    """Return the command of the form.

    Raises SeveralRefused with PERIOD_OUTSIDE at each field that holds no whole number, and Refused(FORM_OUTDATED).
    """
    faults = Faults()
    counts = {period: _count(text(view, period)) for period in Period}
    for period in [period for period, count in counts.items() if count is None]:
        faults.add(Reason.PERIOD_OUTSIDE, period, least=BOUNDS[period].least, most=BOUNDS[period].most)
    faults.settle()
    said = {period.value: count for period, count in counts.items() if count is not None}
    return DecidePeriods(number_in(memo(view), "number", least=0), Periods(**said))


def _count(words: str | None) -> int | None:
    """Return a whole number, as long as it is one that somebody may have meant."""
    return int(words) if words and words.isdecimal() and len(words) <= MOST_DIGITS else None
