"""Our defaults at their screens: everybody reads them, and only a steward's form counts."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from bot.db.work import Database
from bot.domain.periods import OURS, Periods
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.services.people import Actor
from bot.services.periods import PeriodRules
from bot.slack.forms.periods import decide_periods
from bot.slack.listeners import periods as listeners
from bot.slack.listeners.sheets import Sheets
from tests.given import HOLDER, MANAGER, TEAM
from tests.slack.fakes import Ack, Slack, words_of

COUNTS = {"lapse_days": "14", "notes_months": "6", "ended_months": "3", "signal_days": "60"}


def form(memo: object = None, **counts: str) -> dict[str, Any]:
    values = {name: {"input": {"value": words}} for name, words in {**COUNTS, **counts}.items()}
    return {"state": {"values": values}, "private_metadata": json.dumps({"number": 0} if memo is None else memo)}


@pytest.fixture
def rules(database: Database, now: datetime) -> PeriodRules:
    with database.work(TEAM) as work:
        work.stewards.name([MANAGER.user_id], None, now)
    return PeriodRules(database)


def opens(rules: PeriodRules, actor: Actor, now: datetime) -> dict[str, Any]:
    slack, ack = Slack(), Ack()
    body = {"trigger_id": "1.2", "view": {"type": "modal", "callback_id": "periods", "id": "V1", "hash": "h"}}
    listeners.open_form(ack, actor, now, rules, Sheets(slack, body))
    (view,) = slack.views
    return dict(view)


def test_the_form_opens_for_a_steward_and_everybody_else_reads_what_holds(rules: PeriodRules, now: datetime) -> None:
    assert opens(rules, MANAGER, now)["callback_id"] == "change_periods"
    read = opens(rules, HOLDER, now)
    assert read["callback_id"] == "periods"
    assert "Change these" not in words_of(read)


def test_what_a_steward_sends_holds_and_is_shown(rules: PeriodRules, now: datetime) -> None:
    ack = Ack()
    listeners.save(ack, MANAGER, "V1:1", now, rules, form())
    assert rules.read(HOLDER, now).periods == Periods(14, 6, 3, 60)
    assert "lapses after 14 days" in words_of(ack.said[0]["view"])


def test_a_form_sent_by_anybody_else_changes_nothing(rules: PeriodRules, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        listeners.save(Ack(), HOLDER, "V1:1", now, rules, form())
    assert refused.value.reason is Reason.STEWARDS_ONLY
    assert rules.read(HOLDER, now).periods == OURS


@pytest.mark.parametrize("words", ["", "   ", "a year", "12.5", "-12", "²", "99999999999999999999"])
def test_what_is_no_whole_number_is_refused_at_its_field(words: str) -> None:
    with pytest.raises(SeveralRefused) as refused:
        decide_periods(form(notes_months=words, ended_months=words))
    assert [(each.reason, each.field) for each in refused.value.refusals] == [
        (Reason.PERIOD_OUTSIDE, "notes_months"),
        (Reason.PERIOD_OUTSIDE, "ended_months"),
    ]


@pytest.mark.parametrize("memo", [{}, [], {"number": -1}, {"number": "0"}, {"number": True}])
def test_a_forged_form_is_refused(memo: object) -> None:
    with pytest.raises(Refused) as refused:
        decide_periods(form(memo))
    assert refused.value.reason is Reason.FORM_OUTDATED
