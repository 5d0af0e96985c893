"""From the forms of goals to commands, or to an error at each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.goals import MOST_ROWS, WORDS_LIMIT, GoalEntry, GoalState
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.services.goals import AddGoals, EditGoal, GoalReport, ReportGoals
from bot.slack.forms.state import chosen, day, memo, number_in, text
from bot.slack.ids import field_of

STATE = "state."
FRESH = "fresh"


@dataclass(frozen=True)
class Shape:
    """How the form for new goals stands open: rows, whether the optional fields are shown, and whether it has asked."""

    tour_id: int
    rows: int
    more: bool
    has_asked: bool


def shape(view: Mapping[str, Any]) -> Shape:
    """Return how the form for new goals stands open."""
    remembered = memo(view)
    rows = number_in(remembered, "rows", most=MOST_ROWS)
    has_asked = remembered.get("stage", FRESH) != FRESH
    return Shape(number_in(remembered, "tour"), rows, more=bool(remembered.get("more")), has_asked=has_asked)


def page(view: Mapping[str, Any]) -> int:
    """Return which page of the list the form was opened from."""
    return number_in(memo(view), "page", least=0)


def entry(view: Mapping[str, Any], row: int) -> GoalEntry:
    """Return one row as far as it was filled in."""
    at = f"goal.{row}"
    return GoalEntry(
        side=Side(chosen(view, f"{at}.side") or Side.COMPANY),
        what=text(view, f"{at}.what"),
        evidence=text(view, f"{at}.evidence"),
        due_on=day(view, f"{at}.due_on"),
        if_then=text(view, f"{at}.if_then"),
        profile_line=text(view, f"{at}.profile_line"),
    )


def entries(view: Mapping[str, Any]) -> list[GoalEntry]:
    """Return all rows, the empty ones too."""
    return [entry(view, row) for row in range(shape(view).rows)]


def filled(view: Mapping[str, Any]) -> dict[int, GoalEntry]:
    """Return the rows by their number; empty ones after the first are left out."""
    return {row: typed for row, typed in enumerate(entries(view)) if row == 0 or not typed.is_empty}


def add_goals(view: Mapping[str, Any]) -> AddGoals:
    """Return the command of the form for new goals."""
    return AddGoals(tour_id=shape(view).tour_id, rows=filled(view))


def edit_goal(view: Mapping[str, Any]) -> EditGoal:
    """Return the command of the form for one goal."""
    return EditGoal(goal_id=number_in(memo(view), "goal"), entry=entry(view, 0))


def report_goals(view: Mapping[str, Any]) -> ReportGoals:
    """Return the command of the form that says how goals stand. Raises SeveralRefused for words that are too long."""
    found = [block["block_id"] for block in view["blocks"] if str(block.get("block_id")).startswith(STATE)]
    reports = tuple(_report(view, block_id) for block_id in found)
    long = [report.goal_id for report in reports if len(report.words or "") > WORDS_LIMIT]
    if long:
        raise SeveralRefused([Refused(Reason.TOO_LONG, field=f"words.{at}", limit=WORDS_LIMIT) for at in long])
    return ReportGoals(tour_id=number_in(memo(view), "tour"), reports=reports)


def _report(view: Mapping[str, Any], block_id: str) -> GoalReport:
    """The block's id says which goal it is and which state the form showed: "state.12:on_track"."""
    field, seen = field_of(block_id), GoalState(block_id.split(":", 1)[1])
    goal_id = int(field.removeprefix(STATE))
    return GoalReport(goal_id, seen, GoalState(chosen(view, field) or seen), text(view, f"words.{goal_id}"))
