"""Goals and talks: lists, one in full, and their forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.check_ins import CheckInState
from bot.domain.goals import MOST_ROWS, GoalEntry
from bot.domain.promises import Side
from bot.domain.vagueness import Finding, Rule
from bot.prompts import PromptError
from bot.services.check_in_sheets import Talk
from bot.services.sharpening import MOST_ASKED, Sharpening
from bot.slack.views import check_in_forms, check_ins, goal_forms, goals, sharpening
from bot.slack.views.goal_forms import Standing
from bot.slack.views.sharpening import Stage
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, in_modal
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World

NOTICE = "Saved, and the other side is told about it in one message of a few words. " * 3


def cases(world: World) -> Iterator[Case]:
    """Yield every screen of these two stories."""
    for actor in (MANAGER, HOLDER):
        yield from _goals(world, actor.user_id)
        yield from _talks(world, actor.user_id)


def fixed() -> Iterator[Case]:
    """Yield the one part here that shows nothing of what people wrote."""
    asked = sharpening.invitation(Sharpening({}, Finding(Rule.ONE_SIDED, "", "One side only.", "What else?", "Both.")))
    yield Case(sharpening.invitation, "one side", in_modal(asked))


def _goals(world: World, reader_id: str) -> Iterator[Case]:
    actor = MANAGER if reader_id == MANAGER.user_id else HOLDER
    board = world.services.goals.of_tour(actor, world.running, NOW)
    over = replace(board, may_change=False)
    for page in (0, 1, 2, 99):
        yield Case(goals.board, f"{reader_id}, {page}", goals.board(board, page, NOTICE))
        yield Case(goals.board, f"{reader_id}, {page}, over", goals.board(over, page))
        yield Case(goal_forms.update, f"{reader_id}, {page}", goal_forms.update(board, page))
    for goal in board.goals:
        yield Case(goals.said_last, f"{goal.id}", in_modal(goals.said_last(goal, board)))
    for goal in board.goals[:1]:
        found = world.services.goals.in_full(actor, goal.id, NOW)
        for page in (0, 1):
            yield Case(goals.in_full, f"{goal.id}, {page}", goals.in_full(found, page))
        yield Case(goal_forms.edit, f"{goal.id}", goal_forms.edit(found))
        for standing in _standings(world):
            yield Case(goal_forms.edit, standing.stage, goal_forms.edit(found, standing))
    yield Case(goal_forms.add, "empty", goal_forms.add(board))
    for standing in _standings(world):
        yield Case(goal_forms.add, f"{standing.rows}, {standing.stage}", goal_forms.add(board, standing))


def _standings(world: World) -> Iterator[Standing]:
    """Yield the ways a form of goals stands open: few rows and many, folded or not, before and after its questions."""
    entry = GoalEntry(Side.HOLDER, world.words, world.words, TODAY, world.words, world.words)
    finding = Finding(
        Rule.EMPTY, world.words, "It says little. " * 10, "What would be seen? " * 10, "For instance. " * 10
    )
    found = Sharpening(dict.fromkeys(range(MOST_ROWS), (finding,) * MOST_ASKED), finding)
    for rows in (1, MOST_ROWS + 5):
        for stage in Stage:
            yield Standing(rows, more=True, typed=(entry,) * rows, stage=stage, found=found)
            yield Standing(rows, stage=stage, found=found)


def _talks(world: World, reader_id: str) -> Iterator[Case]:
    actor = MANAGER if reader_id == MANAGER.user_id else HOLDER
    talks = world.services.check_ins.of_tour(actor, world.running, NOW)
    for page in (0, 1, 99):
        yield Case(check_ins.all_talks, f"{reader_id}, {page}", check_ins.all_talks(talks, page))
    ended = replace(talks, sides=replace(talks.sides, may_change=False))
    yield Case(check_ins.all_talks, "over", check_ins.all_talks(ended))
    for talk_id in world.talks()[12:14]:
        talk = world.services.check_ins.get(actor, talk_id, NOW)
        yield from _talk(talk)
        yield from _talk(replace(talk, notes=(), goals=(), promises=(), following=None))
        yield from _talk(replace(talk, line=replace(talk.line, state=CheckInState.CANCELLED, held_on=None)))


def _talk(talk: Talk) -> Iterator[Case]:
    name = f"{talk.line.id}, {talk.line.state}, {len(talk.notes)}"
    try:
        guide = PROMPTS.guide(talk.line.review.value, talk.sides.role.value, talk.sides.kind.value)
    except PromptError:
        guide = None
    yield Case(check_ins.in_full, name, check_ins.in_full(talk))
    yield Case(check_ins.in_full, f"{name}, said", check_ins.in_full(talk, NOTICE))
    yield Case(check_in_forms.prepare, name, check_in_forms.prepare(talk, guide))
    yield Case(check_in_forms.record, name, check_in_forms.record(talk))
    yield Case(check_in_forms.move, name, check_in_forms.move(talk))
    for note in talk.notes:
        yield Case(check_ins.note_in_full, name, in_modal(check_ins.note_in_full(note, talk.sides)))
