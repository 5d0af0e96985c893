"""Screens on which goals are read: the list of a tour, and one goal in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.db.goals import GoalLine, UpdateLine
from bot.domain.goals import CLOSED, GoalState
from bot.domain.promises import Side
from bot.services.goals import GoalInFull, GoalsOfTour
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    context,
    divider,
    header,
    labelled,
    modal,
    mrkdwn,
    plain,
    quoted,
    section,
    shorten,
    visible_to,
    written,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _, short_date

PAGE: Final = 10
GLIMPSE: Final = 300  # characters of a goal that a list shows
HISTORY_PAGE: Final = 10


def state_name(state: GoalState) -> str:
    """Return how a goal stands, in the reader's language."""
    names = {
        GoalState.NOT_STARTED: _("Not started"),
        GoalState.ON_TRACK: _("On track"),
        GoalState.AT_RISK: _("At risk"),
        GoalState.DONE: _("Done"),
        GoalState.DROPPED: _("Dropped"),
    }
    return names[state]


def side_name(side: Side) -> str:
    """Return whose gain a goal is, in the reader's language."""
    return _("Result for the company") if side is Side.COMPANY else _("Career gain")


def ordered(goals: Sequence[GoalLine]) -> list[GoalLine]:
    """Return goals in the order of every list: the company's first, of each side the open ones, by their day."""
    return sorted(goals, key=lambda goal: (goal.side is Side.HOLDER, goal.state in CLOSED, goal.due_on, goal.id))


def page_of(goals: GoalsOfTour, page: int) -> tuple[int, list[GoalLine]]:
    """Return the number of the page that exists closest to `page`, and its goals."""
    last = max(0, (len(goals.goals) - 1) // PAGE)
    number = min(max(page, 0), last)
    return number, ordered(goals.goals)[number * PAGE : (number + 1) * PAGE]


def both_sides(goals: GoalsOfTour) -> Block:
    """The line that says who can read the goals of this tour."""
    return visible_to(_("Visible to both sides: you and <@{other}>.").format(other=goals.other_id))


def board(goals: GoalsOfTour, page: int = 0, notice: str | None = None) -> View:
    """The goals of a tour, ten to a page; `notice` says what has just been done."""
    number, shown = page_of(goals, page)
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        section(_("Goals with <@{other}>").format(other=goals.other_id)),
        *_buttons(goals, number),
        *_all_closed(goals),
        *(_listed(goals, shown) if shown else [section(_empty(goals))]),
        *_pager(goals, number),
        both_sides(goals),
    ]
    return modal(ViewId.GOALS, _("Goals"), blocks, close=_("Close"))


def in_full(goal: GoalInFull, page: int = 0) -> View:
    """Everything written about one goal: its fields as they stand, and its history, the latest first."""
    line = goal.goal
    blocks = [
        section(f"*{side_name(line.side)}*"),
        context(status(line, goal.tour)),
        *labelled(_("What"), line.what),
        *labelled(_("How will we both know?"), line.evidence),
        *(labelled(_("If something gets in the way"), line.if_then) if line.if_then else []),
        *(labelled(_("Line for a public profile"), line.profile_line) if line.profile_line else []),
        actions(*_goal_buttons(goal)),
        *_history(goal, page),
        both_sides(goal.tour),
    ]
    return modal(ViewId.GOAL, _("Goal"), blocks, close=_("Close"))


def status(goal: GoalLine, tour: GoalsOfTour) -> str:
    """Return state, day and author of a goal in one line."""
    late = goal.state not in CLOSED and goal.due_on < tour.today
    due = _("was due {day}") if late else _("due {day}")
    by = _("written by you") if goal.author_id == tour.reader_id else _("written by <@{author}>")
    return f"*{state_name(goal.state)}* · {due} · {by}".format(day=short_date(goal.due_on), author=goal.author_id)


def said_last(goal: GoalLine, tour: GoalsOfTour) -> list[Block]:
    """What was said last about a goal, and by whom; nothing where nobody said anything."""
    last = tour.latest.get(goal.id)
    if last is None or not last.words:
        return []
    who = f"{short_date(last.written_at.date())} · <@{last.author_id}>"
    return [{"type": "context", "elements": [mrkdwn(who), plain(shorten(last.words, GLIMPSE))]}]


def _empty(goals: GoalsOfTour) -> str:
    if not goals.may_add:
        return _("This tour has no goals.")
    return _(
        "No goals yet. Write one for the company and one for the career, each with a day and a way for both of you to "
        "see that it is reached. Two are enough to start with."
    )


def _buttons(goals: GoalsOfTour, page: int) -> list[Block]:
    if not goals.may_change:
        return [context(_("This tour is not under way, so its goals can be read but not changed."))]
    tour, found = str(goals.tour_id), []
    if goals.goals:
        found.append(button(_("Update"), Action.UPDATE_GOALS, f"{tour}:{page}", style="primary"))
    if goals.may_add:
        found.append(button(_("Add goals"), Action.ADD_GOALS, tour, style=None if goals.goals else "primary"))
        return [actions(*found)]
    closes = context(_("This tour is closing: what is still to come belongs in the next one."))
    return [*([actions(*found)] if found else []), closes]


def _all_closed(goals: GoalsOfTour) -> list[Block]:
    """All goals done early: the talk about what comes next need not wait for its day."""
    if not (goals.all_closed and goals.may_add):
        return []
    plan = button(_("Plan the talk"), Action.PLAN_NEXT_TALK, str(goals.tour_id))
    words = _("All goals are done or dropped. The talk about the next tour can come earlier than planned.")
    return [section(words, accessory=plan)]


def _listed(goals: GoalsOfTour, shown: Sequence[GoalLine]) -> list[Block]:
    blocks: list[Block] = []
    for side in Side:
        of_side = [goal for goal in shown if goal.side is side]
        if of_side:
            blocks.append(header(side_name(side)))
        for goal in of_side:
            blocks += _glimpse(goal, goals)
    return blocks


def _glimpse(goal: GoalLine, goals: GoalsOfTour) -> list[Block]:
    read = button(_("Read"), Action.OPEN_GOAL, str(goal.id), described_as=_("Read this goal in full"))
    evidence = _("How we know: {evidence}").format(evidence=shorten(goal.evidence, GLIMPSE))
    small = {"type": "context", "elements": [mrkdwn(status(goal, goals)), plain(evidence)]}
    return [quoted(shorten(goal.what, GLIMPSE), accessory=read), small, *said_last(goal, goals)]


def _pager(goals: GoalsOfTour, page: int) -> list[Block]:
    last = (len(goals.goals) - 1) // PAGE
    if last <= 0:
        return []
    turn: list[Element] = []
    if page > 0:
        turn.append(button(_("Earlier page"), f"{Action.OPEN_GOALS}:back", f"{goals.tour_id}:{page - 1}"))
    if page < last:
        turn.append(button(_("Next page"), f"{Action.OPEN_GOALS}:on", f"{goals.tour_id}:{page + 1}"))
    where = _("Page {page} of {pages}, {count} goals").format(page=page + 1, pages=last + 1, count=len(goals.goals))
    return [context(where), actions(*turn)]


def _goal_buttons(goal: GoalInFull) -> list[Element]:
    back = button(_("All goals"), Action.OPEN_GOALS, str(goal.tour.tour_id))
    edit = [button(_("Word it anew"), Action.EDIT_GOAL, str(goal.goal.id))] if goal.may_edit else []
    return [*edit, back]


def _history(goal: GoalInFull, page: int) -> list[Block]:
    first = max(page, 0) * HISTORY_PAGE
    shown = goal.history[first : first + HISTORY_PAGE]
    if not shown:
        return [divider(), context(_("Nothing has been reported yet."))]
    lines = [block for update in shown for block in _reported(update)]
    older = first + HISTORY_PAGE < len(goal.history)
    turn = button(_("Earlier reports"), f"{Action.OPEN_GOAL}:on", f"{goal.goal.id}:{page + 1}")
    return [divider(), *lines, *([actions(turn)] if older else [])]


def _reported(update: UpdateLine) -> list[Block]:
    line = f"{short_date(update.written_at.date())} · <@{update.author_id}> · *{state_name(update.state)}*"
    return [context(line), *(written(update.words) if update.words else [])]
