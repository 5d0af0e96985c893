"""What stewards decide about how long things wait and are kept, and that each story goes by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db.schema import METADATA
from bot.db.work import AlreadyDealt, Database
from bot.domain.nudges import PROPOSAL_MOMENTS
from bot.domain.periods import NOTICE, OURS, Period, Periods, Ruling
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.signals import Topic
from bot.domain.tours import Tour
from bot.domain.turns import Question
from bot.services.check_in_sheets import PrepareTalk, RecordTalk
from bot.services.check_ins import CheckIns
from bot.services.common_ground import CommonGround, WriteValues
from bot.services.due import news
from bot.services.people import Actor
from bot.services.periods import DecidePeriods, PeriodRules
from bot.services.say import Say
from bot.services.signal_sheets import AskForTalk
from bot.services.signals import Signals
from bot.services.timetable import tell
from bot.services.tours import Tours
from bot.services.turns import AskTurn, Turns
from bot.slack.messages import facts
from tests.given import HOLDER, MANAGER, TEAM, a_card, a_draft, a_talk, a_tour
from tests.services.proposing import meet, start, waiting

ELSEWHERE = Actor("T2", MANAGER.user_id, "Europe/Berlin", "en-US")
SHORT = Periods(14, 6, 3, 60)
LONG = Periods(90, 60, 36, 180)


@pytest.fixture
def periods(database: Database, now: datetime) -> PeriodRules:
    """A workspace whose steward is the manager, and another with a steward of its own."""
    for actor in (MANAGER, ELSEWHERE):
        with database.work(actor.team_id) as work:
            work.stewards.name([actor.user_id], None, now)
    return PeriodRules(database)


def decide(database: Database, periods: Periods, now: datetime) -> None:
    with database.work(TEAM) as work:
        number = work.periods.book().number + 1
        work.periods.add(Ruling.decide(TEAM, number, periods, by=MANAGER.user_id, now=now))


def erased(database: Database, today: date, team_id: str = TEAM) -> int:
    with database.work(team_id) as work:
        return work.retention.erase_over(today, 100)


def test_everybody_reads_what_holds_and_who_decided_it(periods: PeriodRules, now: datetime) -> None:
    before = periods.read(HOLDER, now)
    assert (before.periods, before.number, before.decided_by_id, before.is_steward) == (OURS, 0, None, False)
    decided = periods.decide(MANAGER, DecidePeriods(0, SHORT), now)
    assert (decided.periods, decided.number, decided.is_steward) == (SHORT, 1, True)
    after = periods.read(HOLDER, now)
    assert (after.decided_by_id, after.decided_on) == (MANAGER.user_id, now.date())
    goes = now.date() + NOTICE
    assert dict(after.shorter_from) == {Period.NOTES: goes, Period.ENDED: goes, Period.SIGNALS: goes}
    assert periods.read(ELSEWHERE, now).periods == OURS


def test_nobody_but_a_steward_decides(periods: PeriodRules, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        periods.decide(HOLDER, DecidePeriods(0, SHORT), now)
    assert refused.value.reason is Reason.STEWARDS_ONLY
    assert periods.read(HOLDER, now).periods == OURS


@pytest.mark.parametrize("starts_from", [0, 7])
def test_the_second_of_two_stewards_overwrites_nothing(periods: PeriodRules, now: datetime, starts_from: int) -> None:
    periods.decide(MANAGER, DecidePeriods(0, SHORT), now)
    with pytest.raises(Refused) as refused:
        periods.decide(MANAGER, DecidePeriods(starts_from, LONG), now)
    assert refused.value.reason is Reason.SETTINGS_CHANGED
    assert periods.read(MANAGER, now).periods == SHORT


def test_of_two_at_the_same_moment_one_is_told(database: Database, now: datetime) -> None:
    with database.work(TEAM) as work:
        work.periods.add(Ruling.decide(TEAM, 1, SHORT, by=MANAGER.user_id, now=now))
        with pytest.raises(Refused) as refused:
            work.periods.add(Ruling.decide(TEAM, 1, LONG, by=HOLDER.user_id, now=now))
    assert refused.value.reason is Reason.SETTINGS_CHANGED
    with database.reading(TEAM) as work:
        assert work.periods.book().now == SHORT


def test_what_is_too_short_or_too_long_is_refused_at_its_field(periods: PeriodRules, now: datetime) -> None:
    with pytest.raises(SeveralRefused) as refused:
        periods.decide(MANAGER, DecidePeriods(0, Periods(13, 61, 12, 59)), now)
    assert [(each.reason, each.field, each.facts) for each in refused.value.refusals] == [
        (Reason.PERIOD_OUTSIDE, "lapse_days", {"least": 14, "most": 90}),
        (Reason.PERIOD_OUTSIDE, "notes_months", {"least": 6, "most": 60}),
        (Reason.PERIOD_OUTSIDE, "signal_days", {"least": 60, "most": 180}),
    ]
    assert periods.read(MANAGER, now).number == 0


def test_what_stays_as_it_was_is_no_decision_and_a_form_counts_once(periods: PeriodRules, now: datetime) -> None:
    assert periods.decide(MANAGER, DecidePeriods(0, OURS), now).number == 0
    periods.decide(MANAGER, DecidePeriods(0, SHORT), now, "V1:1")
    with pytest.raises(AlreadyDealt):
        periods.decide(MANAGER, DecidePeriods(1, LONG), now, "V1:1")


def test_a_short_wait_leaves_room_for_one_reminder_before_the_last(database: Database, now: datetime) -> None:
    decide(database, SHORT, now)
    meet(database, HOLDER.user_id, now)
    start(Tours(database), now, by=MANAGER, partner=HOLDER)
    with database.reading(TEAM) as work:
        days = [x.due_at.date() for x in work.outbox.waiting() if x.moment in PROPOSAL_MOMENTS]
    assert days == sorted(set(days))
    assert waiting(database, ("proposal_lapsing",)) == [(HOLDER.user_id, "proposal_lapsing")]
    assert max(days) <= date(2026, 1, 15)


def test_a_proposal_that_waits_lapses_on_the_day_it_was_told(database: Database, now: datetime) -> None:
    tours = Tours(database)
    meet(database, HOLDER.user_id, now)
    start(tours, now, by=MANAGER, partner=HOLDER)
    decide(database, SHORT, now + timedelta(days=1))
    assert tours.lapse_proposals(TEAM, now + timedelta(days=29)) == 0
    assert tours.lapse_proposals(TEAM, now + timedelta(days=30)) == 1


def test_what_has_lapsed_says_how_long_it_waited(database: Database, now: datetime) -> None:
    decide(database, SHORT, now)
    tours = Tours(database)
    meet(database, HOLDER.user_id, now)
    tour_id = start(tours, now, by=MANAGER, partner=HOLDER)
    tours.lapse_proposals(TEAM, now + timedelta(days=14))
    decide(database, LONG, now + timedelta(days=14))
    with database.reading(TEAM) as work:
        (message,) = (x for x in work.outbox.waiting(tour_id=tour_id) if x.moment == "proposal_lapsed")
        said = news(work, message, now + timedelta(days=15))
    assert isinstance(said, Say)
    assert said.days == 14


@pytest.mark.parametrize("moment", ["tour_completed", "handover_done"])
def test_the_last_message_of_a_tour_says_how_long_it_is_kept(database: Database, now: datetime, moment: str) -> None:
    decide(database, SHORT, now)
    ended_tour(database, TEAM, now)
    decide(database, LONG, now + timedelta(hours=1))
    with database.work(TEAM) as work:
        (line,) = work.tours.of(HOLDER.user_id)
        tell(work, to=HOLDER.user_id, moment=moment, tour_id=line.id, now=now, key="k")
        (message,) = work.outbox.waiting(tour_id=line.id)
        said = news(work, message, now + timedelta(hours=2))
    assert isinstance(said, Say)
    assert facts(said)["months"] == 3


def test_what_is_written_is_kept_as_long_as_was_decided(database: Database, now: datetime) -> None:
    decide(database, LONG, now)
    tour_id = a_tour(database, now)
    a_card(database, now, HOLDER.user_id)
    first, second = (a_talk(database, tour_id, date(2026, month, 2)) for month in (2, 3))
    talks = CheckIns(database)
    talks.prepare(MANAGER, PrepareTalk(second, "Mine", share=False), now)
    talks.record(MANAGER, RecordTalk(first, now.date(), "Ours", "Mine", None, None), now)
    Turns(database).ask(MANAGER, AskTurn(tour_id, Question.GIVE_AWAY, "The rota"), now)
    CommonGround(database).write(HOLDER, WriteValues(tour_id, "Calm", share=True, version=0), now)
    Signals(database).ask(HOLDER, AskForTalk(tour_id, Topic.UNSAID), now)
    kept = {name: last_days(database, name) for name in ("notes", "turns", "value_lists", "signals")}
    five_years = {date(2031, 1, 5)}
    assert kept == {
        "notes": five_years,
        "turns": five_years,
        "value_lists": five_years,
        "signals": {date(2026, 7, 4)},
    }


def last_days(database: Database, table_name: str) -> set[date]:
    column = METADATA.tables[table_name].c.erase_after
    with database.engine.connect() as connection:
        return set(connection.scalars(select(column)))


def test_shorter_takes_what_is_there_after_its_notice_and_in_one_workspace_only(
    database: Database, now: datetime
) -> None:
    for team_id in (TEAM, "T2"):
        ended_tour(database, team_id, now)
    later = now + timedelta(days=200)
    decide(database, SHORT, later)
    told = (later + NOTICE).date()
    assert (erased(database, told), erased(database, told, "T2")) == (0, 0)
    after = told + timedelta(days=1)
    assert (erased(database, after), erased(database, after, "T2")) == (1, 0)
    assert (erased(database, date(2027, 1, 5), "T2"), erased(database, date(2027, 1, 6), "T2")) == (0, 1)


def test_longer_counts_for_what_ends_from_then_on(database: Database, now: datetime) -> None:
    ended_tour(database, TEAM, now)
    decide(database, LONG, now + timedelta(days=1))
    ended_tour(database, TEAM, now + timedelta(days=2))
    assert erased(database, date(2027, 1, 6)) == 1
    assert last_days(database, "tours") == {date(2029, 1, 7)}
    assert (erased(database, date(2029, 1, 7)), erased(database, date(2029, 1, 8))) == (0, 1)


def test_that_a_talk_was_asked_for_goes_by_the_shorter_period_and_its_reader_is_told_that_one(
    database: Database, now: datetime
) -> None:
    tour_id = a_tour(database, now)
    signals = Signals(database)
    assert signals.ask(HOLDER, AskForTalk(tour_id, Topic.UNSAID), now).kept_days == 90
    decide(database, SHORT, now + timedelta(days=1))
    later = now + timedelta(days=2)
    heard = signals.heard(MANAGER, tour_id, later)
    assert heard is not None
    assert (heard.kept_days, signals.sheet(HOLDER, tour_id, later).kept_days) == (60, 60)
    with database.work(TEAM) as work:
        assert work.retention.erase_signals((now + timedelta(days=60)).date(), 10) == 0
        assert work.retention.erase_signals((now + timedelta(days=61)).date(), 10) == 1


def ended_tour(database: Database, team_id: str, now: datetime) -> None:
    with database.work(team_id) as work:
        tour = Tour.propose(
            team_id=team_id,
            manager_id=MANAGER.user_id,
            holder_id=HOLDER.user_id,
            by=MANAGER.user_id,
            draft=a_draft(),
            now=now,
        )
        tour.withdraw(by=MANAGER.user_id, now=now, kept=work.periods.book().now.ended)
        work.tours.add(tour)
