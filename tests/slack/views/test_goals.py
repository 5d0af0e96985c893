"""Screens of goals: Slack takes them at their fullest and emptiest, and they say what one needs to know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.goals import GoalEntry, GoalState
from bot.domain.promises import Side
from bot.slack.blocks import View
from bot.slack.views import goal_forms, goals
from bot.slack.views.goal_forms import Standing
from bot.slack.views.sharpening import Stage
from tests.slack.judges import judge
from tests.slack.views.goal_cases import EMPTY, FOUND, FULL, FULLEST, IN_FULL, TYPED

BARE = replace(IN_FULL, goal=replace(IN_FULL.goal, if_then=None, profile_line=None), history=())
SCREENS = {
    "list, empty": goals.board(EMPTY),
    "list, empty, over": goals.board(replace(EMPTY, may_change=False)),
    "list, empty, closing": goals.board(replace(EMPTY, is_closing=True)),
    "list, closing": goals.board(replace(FULLEST, is_closing=True)),
    "list, first page": goals.board(FULLEST, notice="Saved."),
    "list, middle page": goals.board(FULLEST, 1),
    "list, beyond the last page": goals.board(FULLEST, 99),
    "goal": goals.in_full(IN_FULL),
    "goal, last page of its history": goals.in_full(IN_FULL, 4),
    "goal, bare": goals.in_full(BARE),
    "add, one row": goal_forms.add(EMPTY),
    "add, ten rows, unfolded": goal_forms.add(FULLEST, Standing(10, more=True)),
    "add, refilled": goal_forms.add(FULLEST, Standing(10, more=True, typed=TYPED[:3])),
    "add, too much to refill": goal_forms.add(FULLEST, Standing(10, more=True, typed=TYPED)),
    "add, asking about everything": goal_forms.add(
        FULLEST, Standing(10, more=True, typed=TYPED, stage=Stage.ASKING, found=FOUND)
    ),
    "add, asked about everything": goal_forms.add(FULLEST, Standing(10, more=True, stage=Stage.ASKED, found=FOUND)),
    "edit, asking": goal_forms.edit(IN_FULL, Standing(typed=TYPED[:1], stage=Stage.ASKING, found=FOUND)),
    "edit": goal_forms.edit(IN_FULL),
    "edit, bare": goal_forms.edit(BARE),
    "update": goal_forms.update(FULLEST, 2),
}


@pytest.mark.parametrize("name", SCREENS)
def test_slack_takes_every_screen(name: str) -> None:
    judge(SCREENS[name])


def required(view: View) -> list[str]:
    return [b["block_id"] for b in view["blocks"] if b["type"] == "input" and not b["optional"]]


def words_in_markup(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for value in part.values():
            yield from words_in_markup(value)
    elif isinstance(part, list):
        for value in part:
            yield from words_in_markup(value)


@pytest.mark.parametrize("name", SCREENS)
def test_what_people_wrote_is_never_markup(name: str) -> None:
    assert not [text for text in words_in_markup(SCREENS[name]["blocks"]) if "<!channel>" in text or "U0EVIL" in text]


def test_all_thirty_goals_can_be_reached_and_read_in_full() -> None:
    pages = [goals.board(FULLEST, page) for page in range(3)]
    values = [b["accessory"]["value"] for page in pages for b in page["blocks"] if "accessory" in b]
    assert sorted(map(int, values)) == list(range(1, 31))
    assert FULL in json.dumps(goals.in_full(IN_FULL), ensure_ascii=False)


def test_the_whole_history_can_be_read() -> None:
    shown = [json.dumps(goals.in_full(IN_FULL, page)).count("5 Feb 2026") for page in range(5)]
    assert sum(shown) == len(IN_FULL.history)


def test_an_empty_list_says_what_to_do() -> None:
    text = json.dumps(goals.board(EMPTY))
    assert "No goals yet" in text
    assert "add_goals" in text


def test_when_all_goals_are_closed_the_talk_about_the_next_tour_is_offered() -> None:
    done = replace(EMPTY, goals=(replace(IN_FULL.goal, state=GoalState.DONE),))
    assert "plan_next_talk" in json.dumps(goals.board(done))
    assert "open_talks" not in json.dumps(goals.board(replace(done, goals=(*done.goals, IN_FULL.goal))))
    assert "open_talks" not in json.dumps(goals.board(EMPTY))


def test_only_the_first_row_is_required() -> None:
    assert required(goal_forms.add(EMPTY, Standing(3, more=True))) == [
        "goal.0.what",
        "goal.0.evidence",
        "goal.0.due_on",
        "goal.0.side",
        "goal.1.side",
        "goal.2.side",
    ]


def test_the_form_says_who_can_read_it() -> None:
    assert "Visible to both sides" in json.dumps(goal_forms.add(EMPTY))


def test_one_more_row_until_there_are_ten() -> None:
    assert "add_another_goal" in json.dumps(goal_forms.add(EMPTY, Standing(9)))
    assert "add_another_goal" not in json.dumps(goal_forms.add(EMPTY, Standing(10)))
    assert "goal.10." not in json.dumps(goal_forms.add(EMPTY, Standing(11)))


def test_what_was_typed_stands_in_its_row_again() -> None:
    typed = [GoalEntry(Side.HOLDER, "Pass the exam", None, None)]
    blocks = {b.get("block_id"): b for b in goal_forms.add(EMPTY, Standing(2, typed=typed))["blocks"]}
    assert blocks["goal.0.what"]["element"]["initial_value"] == "Pass the exam"
    assert "initial_value" not in blocks["goal.1.what"]["element"]


def test_the_form_of_reports_remembers_which_state_it_showed() -> None:
    view = goal_forms.update(replace(EMPTY, goals=(replace(IN_FULL.goal, id=7, state=GoalState.AT_RISK),)))
    assert "state.7:at_risk" in [b.get("block_id") for b in view["blocks"]]


def test_a_goal_that_is_over_its_day_is_late_only_while_it_is_open() -> None:
    line = replace(IN_FULL.goal, due_on=EMPTY.today.replace(day=1), state=GoalState.ON_TRACK)
    assert "was due" in goals.status(line, EMPTY)
    assert "was due" not in goals.status(replace(line, state=GoalState.DONE), EMPTY)
    assert "was due" not in goals.status(replace(line, due_on=EMPTY.today), EMPTY)
