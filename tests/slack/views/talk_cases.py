"""Talks at their fullest and at their emptiest, for the judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.db.check_ins import CheckInLine, NoteLine
from bot.domain.check_ins import CheckInState, Purpose, Review, Visibility
from bot.domain.promises import Side
from bot.domain.tours import Kind
from bot.prompts import Guide
from bot.prompts import Section as GuideSection
from bot.services.check_in_sheets import PromiseLine, Sides, Talk, TalksOfTour
from tests.slack.views.goal_cases import FULL, FULLEST

SIDES: Final = Sides(1, Kind.ROTATIONAL, "U0MANAGER", "U0HOLDER", "U0MANAGER", date(2026, 3, 2), may_change=True)
PLANNED: Final = CheckInLine(1, 1, Review.CHECK_IN, CheckInState.PLANNED, date(2026, 3, 5), None, None)
HELD: Final = replace(
    PLANNED, id=2, state=CheckInState.HELD, held_on=date(2026, 2, 5), recorded_by_id="U0HOLDER", due_on=date(2026, 2, 5)
)
STRUCK_OUT: Final = replace(PLANNED, id=3, state=CheckInState.CANCELLED)


def note(author_id: str, purpose: Purpose, visibility: Visibility, check_in_id: int = 1) -> NoteLine:
    """Return a note as long as it may be."""
    return NoteLine(check_in_id, author_id, purpose, visibility, FULL, datetime(2026, 2, 5, tzinfo=UTC))


NOTES: Final = (
    note("U0MANAGER", Purpose.PREPARATION, Visibility.AUTHOR),
    note("U0HOLDER", Purpose.PREPARATION, Visibility.BOTH_SIDES),
    note("U0MANAGER", Purpose.AGREEMENT, Visibility.BOTH_SIDES),
    note("U0HOLDER", Purpose.AGREEMENT, Visibility.BOTH_SIDES),
    note("U0MANAGER", Purpose.PRIVATE, Visibility.AUTHOR),
)
PROMISES: Final = tuple(
    PromiseLine(n, Side.COMPANY if n % 2 else Side.HOLDER, FULL, "U0OTHER", date(2026, 2, 28)) for n in range(20)
)
EMPTY: Final = Talk(SIDES, PLANNED, is_first=True, notes=(), goals=(), promises=(), following=None)
FULLEST_TALK: Final = replace(
    EMPTY,
    is_first=False,
    notes=NOTES,
    goals=FULLEST.goals,
    promises=PROMISES,
    following=replace(PLANNED, id=9),
    missed=(PLANNED,) * 90,
)
NEXT_LATE: Final = replace(
    FULLEST_TALK, following=replace(PLANNED, id=9, review=Review.HALFWAY, due_on=date(2026, 3, 1))
)
HELD_TALK: Final = replace(FULLEST_TALK, line=HELD)
GUIDE: Final = Guide(
    "guides/check_in",
    "check_in",
    "Check-in",
    "manager",
    tuple(
        GuideSection(title, "Words of advice. " * 20) for title in ("Why this talk", "How to open", "Questions to ask")
    ),
)
NO_TALKS: Final = TalksOfTour(SIDES, (), ())
ALL_TALKS: Final = TalksOfTour(
    SIDES,
    tuple(
        replace(HELD if number < 72 else PLANNED, id=number, due_on=date(2020 + number // 12, 1 + number % 12, 5))
        for number in range(84)
    ),
    tuple(
        note(author, Purpose.AGREEMENT, Visibility.BOTH_SIDES, number)
        for number in range(72)
        for author in ("U0MANAGER", "U0HOLDER")
    ),
)
MISSED: Final = replace(
    ALL_TALKS,
    talks=tuple(
        replace(PLANNED, id=number, due_on=SIDES.today + timedelta(days=30 * number - 80)) for number in range(12)
    ),
)
