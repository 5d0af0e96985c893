"""Rehearsals: every step of every one can be shown, every way leads to an end, and one can come back in between."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from bot.db.work import Database
from bot.domain.refusals import Refused
from bot.prompts import RehearsalSummary
from bot.services.people import Actor
from bot.services.rehearsals import Rehearsals
from bot.slack.listeners import rehearsals as listeners
from bot.slack.views import rehearsals as views
from tests.given import HOLDER, MANAGER
from tests.shipped import PROMPTS
from tests.slack.judges import judge
from tests.slack.listeners.fakes import Ack, Client, sheets

EVERY = PROMPTS.rehearsals()
ONE = EVERY[0]


class Practice:
    """Somebody who practises."""

    def __init__(self, database: Database, now: datetime, actor: Actor = MANAGER) -> None:
        self.rehearsals = Rehearsals(database)
        self.now = now
        self.actor = actor

    def press(self, listener: Any, **more: Any) -> Any:
        client, ack = Client(), Ack()
        listener(
            ack=ack,
            actor=self.actor,
            prompts=PROMPTS,
            rehearsals=self.rehearsals,
            sheets=sheets(client),
            **more,
        )
        assert ack.given == {}
        return client.only[1]

    def begins(self, name: str) -> Any:
        return self.press(listeners.rehearse, value=name)

    def says(self, value: str) -> Any:
        return self.press(listeners.reply, value=value, now=self.now)


@pytest.fixture
def practice(database: Database, now: datetime) -> Practice:
    return Practice(database, now)


def replies(view: Any) -> list[str]:
    """Return the values of the replies that one could say now."""
    buttons = [block.get("accessory", {}) for block in view["blocks"]]
    return [each["value"] for each in buttons if each.get("action_id") == "reply"]


def test_slack_takes_the_list() -> None:
    judge(views.choose(EVERY, {ONE.name}))
    judge(views.choose([], ()))


@pytest.mark.parametrize("summary", EVERY, ids=lambda summary: summary.name)
def test_slack_takes_every_step(summary: RehearsalSummary) -> None:
    rehearsal = PROMPTS.rehearsal(summary.name)
    for step in rehearsal.steps.values():
        judge(views.step(rehearsal, step))
        for reply in step.replies:
            judge(views.step(rehearsal, rehearsal.steps[reply.leads_to], reply))


@pytest.mark.parametrize("summary", EVERY, ids=lambda summary: summary.name)
def test_one_comes_to_an_end_and_nothing_is_left(practice: Practice, summary: RehearsalSummary) -> None:
    view = practice.begins(summary.name)
    for _step in range(50):
        if not (open_to_say := replies(view)):
            break
        view = practice.says(open_to_say[0])
    assert "From the start" in json.dumps(view)
    assert practice.rehearsals.under_way(practice.actor) == {}


def test_one_goes_on_where_one_stopped(practice: Practice) -> None:
    after = practice.says(replies(practice.begins(ONE.name))[0])
    assert replies(practice.begins(ONE.name)) == replies(after)
    assert '"Go on"' in json.dumps(practice.press(listeners.open_rehearsals))


def test_nobody_else_sees_where_one_stopped(practice: Practice, database: Database, now: datetime) -> None:
    first = replies(practice.begins(ONE.name))
    practice.says(first[0])
    assert replies(Practice(database, now, HOLDER).begins(ONE.name)) == first
    elsewhere = Actor("T2", MANAGER.user_id, "UTC", "en-US")
    assert replies(Practice(database, now, elsewhere).begins(ONE.name)) == first


def test_a_step_that_was_edited_away_leads_to_the_start(practice: Practice, now: datetime) -> None:
    first = replies(practice.begins(ONE.name))
    practice.rehearsals.goes_on(MANAGER, ONE.name, "no_longer_there", now)
    assert replies(practice.begins(ONE.name)) == first


@pytest.mark.parametrize(
    "value", [None, "", "guides/halfway", f"{ONE.name}:nowhere:0", f"{ONE.name}:{{start}}:99", "x:y:z"]
)
def test_a_forged_button_leads_nowhere(practice: Practice, value: str | None) -> None:
    with pytest.raises(Refused, match="link_expired"):
        practice.says((value or "").replace("{start}", PROMPTS.rehearsal(ONE.name).start))
