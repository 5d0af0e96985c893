"""Who can see what: said to the asker alone, as a message or as a modal, with the asker's own receipts."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import Database
from bot.domain.access import Opening, Thing, Why
from bot.domain.periods import Periods, Ruling
from bot.services.access import Access
from bot.services.periods import PeriodRules
from bot.slack.listeners import privacy
from bot.slack.listeners.sheets import Sheets
from tests.given import HOLDER, MANAGER, TEAM
from tests.slack.fakes import Ack, Answers, Slack, words_of
from tests.slack.judges import judge


@pytest.fixture
def access(database: Database) -> Access:
    return Access(database)


def test_privacy_is_said_to_the_asker(access: Access, database: Database, now: datetime) -> None:
    answer = Answers()
    privacy.show(access, MANAGER, answer, now, PeriodRules(database))
    judge(answer.said[0])
    assert "Slack workspace may be able to export messages" in words_of(answer.said[0])
    assert "Nobody so far." in words_of(answer.said[0])


def test_it_opens_as_a_modal_with_the_askers_receipts(access: Access, database: Database, now: datetime) -> None:
    with database.work(TEAM) as work:
        work.access.note(Opening(Thing.TERMS, Why.HAND_OVER, "UNEXT"), [HOLDER.user_id], now)
        work.access.note(Opening(Thing.EVERYTHING, Why.OPERATOR_EXPORT, None), [HOLDER.user_id], now)
    slack, ack = Slack(), Ack()
    body = {"trigger_id": "1.2", "view": {"type": "home", "callback_id": "home", "id": "V1"}}
    privacy.open_sheet(access, ack, HOLDER, now, PeriodRules(database), Sheets(slack, body))
    (view,) = slack.views
    judge(view)
    said = words_of(view)
    assert "5 Jan 2026: <@UNEXT> opened the terms of a tour. Why: the tour was handed over." in said
    assert "whoever runs Tourguide's server opened everything" in said
    assert len(ack.said) == 1


@pytest.mark.parametrize(
    ("decided", "whose"),
    [(Periods(lapse_days=20), "These are our defaults"), (Periods(notes_months=36), "A steward chose these numbers")],
)
def test_it_says_whose_numbers_they_are(
    access: Access, database: Database, now: datetime, decided: Periods, whose: str
) -> None:
    with database.work(TEAM) as work:
        work.periods.add(Ruling.decide(TEAM, 1, decided, by=MANAGER.user_id, now=now))
    answer = Answers()
    privacy.show(access, HOLDER, answer, now, PeriodRules(database))
    assert f"questions and answers: {decided.notes_months} months" in words_of(answer.said[0])
    assert whose in words_of(answer.said[0])
