"""Asking for a talk: who may, and who learns of it and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.periods import OURS
from bot.domain.refusals import Refused
from bot.domain.signals import SignalAnswer, Topic
from bot.services.nudges import Nudges
from bot.services.signal_sheets import AnswerSignal, AskForTalk
from bot.services.signals import Signals
from tests.given import HOLDER, MANAGER, a_person, a_tour
from tests.living import reasons
from tests.services.asking import Pair, everything_stored
from tests.services.leading import STRANGER

TALKED = SignalAnswer.TALKED


@pytest.fixture
def pair(database: Database, now: datetime) -> Pair:
    return Pair(database, now)


def test_nobody_knows_for_ten_minutes_then_the_manager_does(pair: Pair) -> None:
    pair.ask()
    assert pair.wait(minutes=9) == []
    assert pair.heard() is None
    with pytest.raises(Refused, match="signal_settled"):
        pair.answer()
    assert "talk_waiting" not in {line.moment for line in Nudges(pair.database).forecast(MANAGER, pair.now)}
    assert pair.wait(minutes=1) == ["talk_asked"]
    heard = pair.heard()
    assert heard is not None
    assert heard.topic is Topic.FIRST_CONVERSATION
    assert "talk_waiting" in {line.moment for line in Nudges(pair.database).forecast(MANAGER, pair.now)}


def test_taken_back_in_time_nothing_of_it_is_left(pair: Pair) -> None:
    before = everything_stored(pair.database)
    pair.ask()
    pair.signals.withdraw(HOLDER, pair.tour_id, pair.now)
    assert everything_stored(pair.database) == before
    pair.ask()
    assert pair.wait(minutes=10) == ["talk_asked"]


def test_nobody_is_asked_whose_account_is_deactivated(pair: Pair) -> None:
    pair.ask()
    a_person(pair.database, MANAGER, pair.now, has_left=True)
    assert pair.signals.sheet(HOLDER, pair.tour_id, pair.now).asked is not None  # it can still be taken back
    pair.signals.withdraw(HOLDER, pair.tour_id, pair.now)
    with pytest.raises(Refused, match="other_side_left"):
        pair.signals.sheet(HOLDER, None, pair.now)
    with pytest.raises(Refused, match="other_side_left"):
        pair.ask()


def test_taken_back_later_the_manager_hears_no_more(pair: Pair) -> None:
    pair.ask()
    pair.wait(minutes=10)
    pair.signals.withdraw(HOLDER, pair.tour_id, pair.now)
    assert pair.heard() is None
    assert pair.wait(days=7) == []
    assert pair.signals.sheet(HOLDER, pair.tour_id, pair.now).asked is None
    with pytest.raises(Refused, match="signal_settled"):
        pair.signals.withdraw(HOLDER, pair.tour_id, pair.now)


def test_after_two_working_days_the_manager_is_reminded_once(pair: Pair) -> None:
    pair.ask()
    assert pair.wait(days=1) == ["talk_asked"]
    asked = pair.signals.sheet(HOLDER, None, pair.now).asked
    assert asked is not None
    assert not asked.is_late
    assert pair.wait(days=1) == ["talk_waiting"]
    asked = pair.signals.sheet(HOLDER, None, pair.now).asked
    assert asked is not None
    assert asked.is_late
    assert pair.wait(days=7) == []


def test_a_day_is_told_to_the_holder_and_ends_the_reminding(pair: Pair) -> None:
    pair.ask()
    pair.wait(minutes=10)
    pair.answer()
    assert pair.wait(days=1) == []
    told = [dm for dm in pair.life.arrived if "talk_dated" in dm.moments]
    assert [dm.to for dm in told] == [HOLDER.user_id]
    assert "Wednesday, 7 January" in told[0].text
    asked = pair.signals.sheet(HOLDER, None, pair.now).asked
    assert asked is not None
    assert (asked.talk_on, asked.is_waiting) == (date(2026, 1, 7), False)
    pair.wait(days=2)
    assert pair.signals.sheet(HOLDER, None, pair.now).asked is None


def test_having_talked_is_told_to_nobody_and_another_talk_can_be_asked_for(pair: Pair) -> None:
    pair.ask()
    pair.wait(minutes=10)
    pair.answer(TALKED, None)
    assert pair.wait(days=7) == []
    pair.ask(Topic.WORK)
    assert pair.wait(minutes=10) == ["talk_asked"]


@pytest.mark.parametrize(
    ("talk_on", "reason"),
    [(None, "required"), (date(2026, 1, 4), "date_in_past"), (date(2026, 4, 1), "talk_too_late")],
)
def test_a_day_that_is_none_is_refused_at_its_field(pair: Pair, talk_on: date | None, reason: str) -> None:
    pair.ask()
    pair.wait(minutes=10)
    with pytest.raises(Refused, match=reason) as refused:
        pair.answer(talk_on=talk_on)
    assert refused.value.field == "talk_on"


def test_one_at_a_time_and_once_however_often_it_is_sent(pair: Pair) -> None:
    command = AskForTalk(pair.tour_id, Topic.UNSAID)
    pair.signals.ask(HOLDER, command, pair.now, "V1:h")
    with pytest.raises(AlreadyDealt):
        pair.signals.ask(HOLDER, command, pair.now, "V1:h")
    with pytest.raises(Refused, match="signal_stands"):
        pair.ask()


def test_nobody_else_asks_takes_back_reads_or_answers(pair: Pair) -> None:
    for actor in (MANAGER, STRANGER):
        with pytest.raises(Refused, match="not_yours"):
            pair.signals.ask(actor, AskForTalk(pair.tour_id, Topic.WORK), pair.now)
    pair.ask()
    pair.wait(minutes=10)
    for actor in (HOLDER, STRANGER):
        with pytest.raises(Refused, match="not_yours"):
            pair.signals.heard(actor, pair.tour_id, pair.now)
        with pytest.raises(Refused, match="not_yours"):
            pair.signals.answer(actor, AnswerSignal(pair.tour_id, TALKED, None), pair.now)
    with pytest.raises(Refused, match="not_found"):
        pair.signals.sheet(MANAGER, None, pair.now)


def test_a_new_manager_hears_nothing_of_it_and_the_old_one_no_more(pair: Pair) -> None:
    pair.ask()
    with pair.database.work("T1") as work:
        work.tours.get(pair.tour_id).manager_id = "UNEXT"
    assert pair.wait(days=7) == []
    assert pair.signals.heard(replace(MANAGER, user_id="UNEXT"), pair.tour_id, pair.now) is None
    assert [dm for dm in pair.life.arrived if dm.to == "UNEXT"] == []


def test_without_a_pledge_a_first_conversation_cannot_be_named(database: Database, now: datetime) -> None:
    tour_id = a_tour(database, now)
    signals = Signals(database)
    assert Topic.FIRST_CONVERSATION not in signals.sheet(HOLDER, tour_id, now).topics
    with pytest.raises(Refused, match="no_pledge") as refused:
        signals.ask(HOLDER, AskForTalk(tour_id, Topic.FIRST_CONVERSATION), now)
    assert refused.value.field == "topic"


def test_a_proposal_serves_nobody_yet(database: Database, now: datetime) -> None:
    tour_id = a_tour(database, now, signed=False)
    with pytest.raises(Refused, match="wrong_state"):
        Signals(database).sheet(HOLDER, tour_id, now)


def test_after_ninety_days_nothing_is_kept(pair: Pair) -> None:
    pair.ask()
    pair.wait(days=3)
    today = pair.now.date()
    with pair.database.work("T1") as work:
        assert work.retention.erase_signals(today + timedelta(days=80), 10) == 0
        assert work.retention.erase_signals(today + OURS.signals, 10) == 1
    with pair.database.reading("T1") as work:
        settled = work.outbox.settled(MANAGER.user_id, since=pair.now - timedelta(days=30))
    assert [line.moment for line in settled if line.moment.startswith("talk_")] == []
    assert pair.heard() is None


def test_the_message_comes_at_any_hour_and_says_no_more(pair: Pair) -> None:
    pair.now += timedelta(hours=14)
    pair.ask()
    assert pair.wait(minutes=10) == ["talk_asked"]
    said = pair.life.arrived[-1]
    assert "<@UHOLDER> would like to talk with you" in said.text
    assert reasons(pair.database, MANAGER.user_id, pair.now) == []
