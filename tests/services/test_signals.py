"""Asking for a talk: who may, who learns of it and when, and that nothing tells what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.base import Base
from bot.domain.periods import OURS
from bot.domain.refusals import Refused
from bot.domain.signals import SignalAnswer, Topic
from bot.services.home import HomePage
from bot.services.nudges import Nudges
from bot.services.signal_sheets import AnswerSignal, AskForTalk, HeardSignal
from bot.services.signals import Signals
from tests.given import HOLDER, MANAGER, a_card, a_person, a_tour
from tests.living import Life, reasons
from tests.services.leading import STRANGER, pledge

TALKED = SignalAnswer.TALKED


class Pair:
    """A manager who has pledged, a holder, and the services between them."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        self.signals = Signals(database)
        self.tour_id = a_tour(database, now)
        a_card(database, now, HOLDER.user_id)
        pledge(database, self.tour_id, now)
        self.life = Life(database, now)
        self.life.days(0)

    def ask(self, topic: Topic = Topic.FIRST_CONVERSATION) -> None:
        self.signals.ask(HOLDER, AskForTalk(self.tour_id, topic), self.now)

    def wait(self, **time: int) -> list[str]:
        """Let time pass; return the moments of what the manager got."""
        self.now += timedelta(**time)
        return [moment for dm in self.life.until(self.now) for moment in dm.moments if dm.to == MANAGER.user_id]

    def heard(self) -> HeardSignal | None:
        return self.signals.heard(MANAGER, self.tour_id, self.now)

    def answer(self, answer: SignalAnswer = SignalAnswer.DATE, talk_on: date | None = date(2026, 1, 7)) -> None:
        self.signals.answer(MANAGER, AnswerSignal(self.tour_id, answer, talk_on), self.now)


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


def test_nothing_but_one_window_tells_what_it_is_about(tmp_path: Path, now: datetime) -> None:
    """Stored rows byte by byte (but for what is sealed, which is equally long), messages, forecasts, Home."""
    traces = [traces_of(topic, tmp_path / topic, now) for topic in Topic]
    for trace in traces[1:]:
        assert trace == traces[0]


def traces_of(topic: Topic, folder: Path, now: datetime) -> list[Any]:
    """Return everything that could be seen of a signal about `topic`, step by step, by anybody, anywhere."""
    found: list[Any] = []
    with fresh_pair(folder, now) as pair:
        home, nudges = HomePage(pair.database), Nudges(pair.database)

        def look() -> None:
            for actor in (MANAGER, HOLDER):
                found.append(home.read(actor, pair.now))
                found.append(nudges.forecast(actor, pair.now))
                found.append(nudges.sheet(actor, pair.now))
                found.append(nudges.past(actor, pair.now))
            found.append(pair.signals.sheet(HOLDER, None, pair.now))
            found.append(everything_stored(pair.database))

        pair.ask(topic)
        look()
        for step in ({"minutes": 10}, {"days": 1}, {"days": 1}):
            pair.wait(**step)
            look()
        found.append(pair.life.arrived)
        heard = pair.heard()
        assert heard is not None
        found.append(replace(heard, topic=Topic.UNSAID))
        pair.signals.withdraw(HOLDER, pair.tour_id, pair.now)
        look()
    return found


@contextmanager
def fresh_pair(folder: Path, now: datetime) -> Iterator[Pair]:
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'pair.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield Pair(database, now)
    database.close()


def everything_stored(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table; of what is sealed its length and time, of random ids nothing."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(plain(name, value) for name, value in row._mapping.items()) for row in rows), key=repr
            )
            for table in Base.metadata.sorted_tables
            if (rows := connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all())  # noqa: S608 - our own names
        }


def plain(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return len(value)
    return "an id" if name in {"id", "bundle_id"} and isinstance(value, str) else value


def test_what_is_forgotten_is_sealed_anew_whatever_it_was(tmp_path: Path, now: datetime) -> None:
    for topic in (Topic.UNSAID, Topic.FIRST_CONVERSATION):
        with fresh_pair(tmp_path / topic, now) as pair:
            pair.ask(topic)
            before = sealed(pair.database)
            pair.wait(minutes=10)
            pair.signals.withdraw(HOLDER, pair.tour_id, pair.now)
            assert sealed(pair.database) != before


def sealed(database: Database) -> bytes:
    with database.engine.connect() as connection:
        return bytes(connection.exec_driver_sql("SELECT about FROM signals").scalar_one())


def test_the_message_comes_at_any_hour_and_says_no_more(pair: Pair) -> None:
    pair.now += timedelta(hours=14)
    pair.ask()
    assert pair.wait(minutes=10) == ["talk_asked"]
    said = pair.life.arrived[-1]
    assert "<@UHOLDER> would like to talk with you" in said.text
    assert reasons(pair.database, MANAGER.user_id, pair.now) == []
