"""Days as the tests of Home count them."""

from __future__ import annotations

from datetime import date, timedelta

TODAY = date(2026, 1, 5)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)
