"""Days as screens say them: with their year where years pass, late where they are late, never one nobody works on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.lifecycle import State
from bot.domain.nudges import Moment
from bot.services.home_sheets import Step
from bot.services.nudge_sheets import NudgeRef
from bot.services.tours import Tours
from bot.slack.views import home, next_step, nudges, tour
from tests.making import MANAGER, under_way
from tests.slack.cases.home import crowded, row
from tests.slack.cases.world import TODAY
from tests.slack.fakes import words_of

FRIDAY = date(2026, 3, 6)


def labels(today: date) -> list[str]:
    (until,) = [
        block
        for block in nudges.snooze(NudgeRef(1, 1, Moment.GOAL_DUE), today)["blocks"]
        if block.get("block_id") == "until"
    ]
    return [option["text"]["text"].split(" (")[0] for option in until["element"]["options"]]


@pytest.mark.parametrize(
    ("days", "offered"),
    [
        (0, ["Monday", "In two weeks"]),
        (1, ["Monday", "In two weeks"]),
        (2, ["Monday", "In two weeks"]),
        (3, ["Tomorrow", "Monday", "In two weeks"]),
    ],
)
def test_a_snooze_offers_no_saturday(days: int, offered: list[str]) -> None:
    assert labels(FRIDAY + timedelta(days=days)) == offered


def test_a_tour_that_has_outlived_its_end_says_so(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now)
    for days, says in ((300, False), (370, True)):
        detail = Tours(database).read(MANAGER, tour_id, now + timedelta(days=days))
        assert ("has passed" in tour.state_line(detail)) is says


@pytest.mark.parametrize(("days", "words"), [(0, "before it passes"), (1, "so it is late")])
def test_a_late_promise_is_called_late_once(days: int, words: str) -> None:
    sheet = replace(crowded(Step.PROMISE), today=TODAY + timedelta(days=days))
    said = words_of({"blocks": next_step.blocks(sheet)})
    assert words in said
    assert said.count("late") == (1 if days else 0)


def test_a_proposal_that_came_back_changed_says_so() -> None:
    sheet = crowded(Step.SIGN)
    fresh, changed = (replace(row(1), state=state) for state in (State.PROPOSED, State.COUNTERED))
    said = [
        words_of({"blocks": next_step.blocks(replace(sheet, step=replace(sheet.step, tour=tour)))})
        for tour in (fresh, changed)
    ]
    assert ["would change in your proposal" in words for words in said] == [False, True]


def test_nudges_years_ahead_name_the_year() -> None:
    sheet = crowded()
    far = replace(sheet.nudges[0], on=date(2028, 2, 14))
    assert "Monday, 14 February 2028: " in home.nudge_lines(replace(sheet, nudges=(far,)))
