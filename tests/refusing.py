"""What somebody was refused, and at which field."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.domain.refusals import Reason, Refused, SeveralRefused


def faults(act: Callable[[], object]) -> list[tuple[str | None, Reason]]:
    """Return field and reason of everything that is wrong with an act, which must be refused."""
    with pytest.raises((Refused, SeveralRefused)) as caught:
        act()
    error = caught.value
    refusals = error.refusals if isinstance(error, SeveralRefused) else [error]
    return [(each.field, each.reason) for each in refusals if isinstance(each, Refused)]
