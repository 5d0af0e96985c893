"""Goals at their fullest and at their emptiest, for the judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from bot.db.goals import GoalLine, UpdateLine
from bot.domain.goals import GoalEntry, GoalState
from bot.domain.promises import Side
from bot.domain.vagueness import Finding, Rule
from bot.services.goals import GoalInFull, GoalsOfTour
from bot.services.sharpening import Sharpening

LONG: Final = "م 東京の工場で 🛠 <!channel> *bold* <@U0EVIL> " * 75
FULL: Final = (LONG[:600] + "😀" * 3000)[:3000]
STATES: Final = tuple(GoalState)

EMPTY: Final = GoalsOfTour(
    tour_id=1,
    manager_id="U0MANAGER",
    holder_id="U0HOLDER",
    reader_id="U0HOLDER",
    start_on=date(2026, 1, 5),
    end_on=None,
    today=date(2026, 3, 2),
    may_change=True,
    goals=(),
)


def goal(number: int) -> GoalLine:
    """Return a goal whose every field is as long as it may be."""
    return GoalLine(
        id=number,
        tour_id=1,
        author_id="U0HOLDER" if number % 2 else "U0MANAGER",
        side=Side.COMPANY if number % 2 else Side.HOLDER,
        what=FULL,
        evidence=FULL,
        if_then=FULL,
        profile_line=FULL,
        due_on=date(2026, 1 + number % 12, 28),
        state=STATES[number % len(STATES)],
        changed_at=datetime(2026, 1, 5, tzinfo=UTC),
    )


SAID: Final = UpdateLine(1, "U0HOLDER", GoalState.AT_RISK, FULL, datetime(2026, 2, 5, tzinfo=UTC))
FULLEST: Final = replace(
    EMPTY,
    reader_id="U0MANAGER",
    goals=tuple(goal(number) for number in range(1, 31)),
    latest=dict.fromkeys(range(1, 31), SAID),
)
HISTORY: Final = tuple(
    UpdateLine(1, "U0HOLDER", STATES[number % len(STATES)], FULL, datetime(2026, 2, 5, tzinfo=UTC))
    for number in range(45)
)
IN_FULL: Final = GoalInFull(replace(FULLEST, reader_id="U0HOLDER"), goal(1), HISTORY)
TYPED: Final = (GoalEntry(Side.HOLDER, FULL, FULL, date(2026, 4, 1), FULL, FULL),) * 10
VAGUE: Final = Finding(Rule.EMPTY, FULL, "could be said of any job.", "What could you do then?", "Run the meeting.")
LOPSIDED: Final = Finding(Rule.ONE_SIDED, "", "All of them are.", "What about the other side?", "Pass the exam.")
FOUND: Final = Sharpening(dict.fromkeys(range(10), (VAGUE, VAGUE)), LOPSIDED)
