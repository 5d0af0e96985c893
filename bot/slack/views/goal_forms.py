"""Forms of goals: add several in a row, say how they stand, word one anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.db.goals import GoalLine
from bot.domain.goals import MOST_ROWS, GoalEntry, GoalState
from bot.domain.promises import Side
from bot.services.goals import GoalInFull, GoalsOfTour
from bot.services.sharpening import NOTHING, Sharpening
from bot.slack.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    date_input,
    divider,
    field,
    modal,
    option,
    quoted,
    section,
    select,
    shorten,
    text_input,
)
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.views.goals import GLIMPSE, both_sides, page_of, said_last, side_name, state_name, status
from bot.slack.views.sharpening import Stage, invitation, questions, way_back
from bot.slack.words import _

REFILLED_BYTES: Final = 150_000  # what was typed survives in Slack anyway; a view takes 250 KB


@dataclass(frozen=True)
class Standing:
    """How a form of goals stands open: rows, unfolded or not, what was typed so far, and what is asked about it."""

    rows: int = 1
    more: bool = False
    typed: Sequence[GoalEntry] = ()
    stage: Stage = Stage.FRESH
    found: Sharpening = NOTHING


AS_OPENED: Final = Standing()


def add(goals: GoalsOfTour, standing: Standing = AS_OPENED) -> View:
    """The form for new goals, as it stands."""
    rows, stage = min(standing.rows, MOST_ROWS), standing.stage
    typed = _fitting(standing.typed)
    blocks = [
        section(_("New goals with <@{other}>").format(other=goals.other_id)),
        both_sides(goals),
        *(invitation(standing.found) if stage is Stage.ASKING else []),
        *[part for row in range(rows) for part in _asked_row(row, typed.get(row), standing)],
        *([divider(), way_back()] if stage is Stage.ASKING else _growth(rows, more=standing.more)),
    ]
    memory = json.dumps({"tour": goals.tour_id, "rows": rows, "more": standing.more, "stage": stage.value})
    return modal(
        ViewId.ADD_GOALS, _("Add goals"), blocks, submit=stage.submit, close=_("Cancel"), private_metadata=memory
    )


def edit(goal: GoalInFull, standing: Standing = AS_OPENED) -> View:
    """The form in which its author words a goal anew."""
    line, stage = goal.goal, standing.stage
    kept = GoalEntry(line.side, line.what, line.evidence, line.due_on, line.if_then, line.profile_line)
    entry = standing.typed[0] if standing.typed else kept
    blocks = [
        both_sides(goal.tour),
        *(invitation(standing.found) if stage is Stage.ASKING else []),
        *_asked_row(0, entry, replace(standing, more=True)),
        *([way_back()] if stage is Stage.ASKING else []),
    ]
    memory = json.dumps({"goal": line.id, "rows": 1, "more": True, "tour": line.tour_id, "stage": stage.value})
    return modal(
        ViewId.EDIT_GOAL, _("Word it anew"), blocks, submit=stage.submit, close=_("Cancel"), private_metadata=memory
    )


def update(goals: GoalsOfTour, page: int = 0) -> View:
    """The form that says how the goals of one page stand."""
    number, shown = page_of(goals, page)
    blocks = [
        section(_("How do the goals with <@{other}> stand?").format(other=goals.other_id)),
        both_sides(goals),
        *[part for goal in shown for part in _standing(goal, goals)],
    ]
    memory = json.dumps({"tour": goals.tour_id, "page": number})
    return modal(
        ViewId.UPDATE_GOALS, _("Update goals"), blocks, submit=_("Save"), close=_("Cancel"), private_metadata=memory
    )


def _fitting(typed: Sequence[GoalEntry]) -> dict[int, GoalEntry]:
    size = sum(len((words or "").encode()) for entry in typed for words in _texts(entry))
    return dict(enumerate(typed)) if size <= REFILLED_BYTES else {}


def _texts(entry: GoalEntry) -> tuple[str | None, ...]:
    return entry.what, entry.evidence, entry.if_then, entry.profile_line


def _asked_row(row: int, typed: GoalEntry | None, standing: Standing) -> list[Block]:
    """The fields of one goal, and below its words what is asked about them."""
    entry = typed or GoalEntry(Side.COMPANY if row % 2 == 0 else Side.HOLDER, None, None, None)
    number = None if standing.rows == 1 else row + 1
    findings = standing.found.rows.get(row, ())
    focus = standing.stage is Stage.ASKED and row == min(standing.found.rows, default=None)
    what, *rest = _row(row, number, entry, focus=focus)
    return [
        *([divider()] if number else []),
        what,
        *([questions(findings)] if findings else []),
        *rest,
        *(_folded(row, number, entry) if standing.more else []),
    ]


def _row(row: int, number: int | None, entry: GoalEntry, *, focus: bool) -> list[Block]:
    """Only the first row is required: an empty further one is left out."""
    spare = row > 0
    side = select(Action.INPUT, [option(side_name(side), side.value) for side in Side], initial=entry.side.value)
    what = text_input(Action.INPUT, initial=entry.what, multiline=True, focus=focus)
    evidence = text_input(Action.INPUT, initial=entry.evidence, multiline=True)
    due_on = date_input(Action.INPUT, initial=entry.due_on)
    return [
        field(f"goal.{row}.what", _label(number, _("what?")), what, optional=spare),
        field(f"goal.{row}.evidence", _label(number, _("how will we both know?")), evidence, optional=spare),
        field(f"goal.{row}.due_on", _label(number, _("by when?")), due_on, optional=spare),
        field(f"goal.{row}.side", _label(number, _("whose gain?")), side),
    ]


def _label(number: int | None, question: str) -> str:
    """Say which goal a field belongs to: a screen reader reads one label at a time."""
    if number is None:
        return question[:1].upper() + question[1:]
    return _("Goal {number}: {question}").format(number=number, question=question)


def _folded(row: int, number: int | None, entry: GoalEntry) -> list[Block]:
    if_then = text_input(Action.INPUT, initial=entry.if_then, multiline=True)
    profile = text_input(Action.INPUT, initial=entry.profile_line)
    return [
        field(
            f"goal.{row}.if_then",
            _label(number, _("if something gets in the way, then what?")),
            if_then,
            hint=_('For instance: "If the order book is full, then I take the first Friday of the month for it."'),
            optional=True,
        ),
        field(
            f"goal.{row}.profile_line",
            _label(number, _("which line of a public profile becomes stronger?")),
            profile,
            hint=_("How it would read to somebody who does not know this company."),
            optional=True,
        ),
    ]


def _growth(rows: int, *, more: bool) -> list[Block]:
    another = [button(_("Add another goal"), Action.ADD_ANOTHER_GOAL)] if rows < MOST_ROWS else []
    unfold = [] if more else [button(_("More"), Action.MORE_ABOUT_GOALS, described_as=_("Show the optional fields"))]
    buttons = [actions(*another, *unfold)] if another or unfold else []
    full = [context(_("Ten goals at a time. Save these; then you can add more."))] if rows == MOST_ROWS else []
    return [divider(), *full, *buttons]


def _standing(goal: GoalLine, goals: GoalsOfTour) -> list[Block]:
    states = [option(state_name(state), state.value) for state in GoalState]
    chosen = select(Action.INPUT, states, initial=goal.state.value)
    words = text_input(Action.INPUT)
    return [
        divider(),
        quoted(shorten(goal.what, GLIMPSE)),
        context(status(goal, goals)),
        *said_last(goal, goals),
        field(block(f"state.{goal.id}", goal.state.value), _("How it stands"), chosen),
        field(f"words.{goal.id}", _("A few words about it"), words, optional=True),
    ]
