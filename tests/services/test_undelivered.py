"""A message that Slack will not take: stewards hear once a day whom it was for and why, and not what it said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.db.delivery import Delivery, Settled
from bot.db.work import Database
from bot.domain.outbox import MessageState, Planned, Urgency
from bot.domain.people import Profile
from bot.services.people import People
from bot.services.say import Cause, Drop, Say, Unreached
from bot.services.undelivered import NOT_DELIVERED, told
from tests.living import Arrived, Life
from tests.making import HOLDER, MANAGER, under_way

TEAM, STEWARD = "T1", "U0STEWARD"


@pytest.fixture
def people(database: Database, now: datetime) -> People:
    with database.work(TEAM) as work:
        work.stewards.name([STEWARD], None, now)
    under_way(database, now)
    return People(database, lambda _team, _user: Profile(name="Ada"))


def give_up(database: Database, people: People, to: str, why: str, now: datetime, urgency: Urgency) -> None:
    """Have one message to somebody given up, as delivery does it."""
    key = f"{to}:{why}:{urgency}:{now}"
    with database.work(TEAM) as work:
        plan = Planned(recipient_id=to, moment="goals_added", due_at=now, dedupe_key=key, urgency=urgency)
        work.outbox.put(plan, now)
        message = next(line for line in work.outbox.waiting(recipient_id=to) if line.due_at == now)
    Delivery(database.engine).settle([Settled(message.id, 0, MessageState.GIVEN_UP, now, reason=why)])
    people.not_reached(TEAM, message.id, why, now)


def notices(database: Database) -> list[datetime]:
    with database.reading(TEAM) as work:
        return [line.due_at for line in work.outbox.waiting(recipient_id=STEWARD)]


def news(arrived: list[Arrived]) -> list[Arrived]:
    return [one for one in arrived if one.moments == (NOT_DELIVERED,)]


def test_a_steward_hears_once_a_day_whom_the_bot_could_not_reach(
    people: People, database: Database, now: datetime
) -> None:
    give_up(database, people, MANAGER.user_id, "channel_not_found", now, Urgency.NUDGE)
    give_up(database, people, HOLDER.user_id, "missing_scope", now + timedelta(minutes=5), Urgency.NOW)
    give_up(database, people, HOLDER.user_id, "msg_too_long", now + timedelta(minutes=6), Urgency.NUDGE)
    assert notices(database) == [now + timedelta(hours=1)]
    life = Life(database, now + timedelta(minutes=10))
    (notice,) = news(life.until(now + timedelta(hours=2)))
    assert notice.to == STEWARD
    for words in (f"<@{MANAGER.user_id}>, a reminder: Slack does not let", "lacks a permission", "its log names"):
        assert words in notice.words
    assert "Run the second press" not in notice.words

    give_up(database, people, MANAGER.user_id, "user_not_visible", now + timedelta(hours=3), Urgency.NUDGE)
    (tomorrow,) = notices(database)
    assert tomorrow == now + timedelta(days=1)
    (second,) = news(life.until(tomorrow))
    assert f"<@{HOLDER.user_id}>" not in second.words


def test_it_waits_for_the_stewards_working_hours(people: People, database: Database, now: datetime) -> None:
    friday_evening = now + timedelta(days=4, hours=9)
    give_up(database, people, MANAGER.user_id, "channel_not_found", friday_evening, Urgency.NUDGE)
    assert notices(database) == [now + timedelta(days=7)]


def test_whoever_left_is_named_as_having_left(people: People, database: Database, now: datetime) -> None:
    people.meet(TEAM, MANAGER.user_id, now)
    give_up(database, people, MANAGER.user_id, "user_disabled", now, Urgency.NUDGE)
    with database.reading(TEAM) as work:
        found = told(work, STEWARD, "m1", now + timedelta(hours=1))
    assert isinstance(found, Say)
    assert found.unreached == (Unreached(MANAGER.user_id, is_reminder=True, cause=Cause.LEFT),)


@pytest.mark.parametrize("why", ["token_revoked", "account_inactive", "not_installed"])
def test_nobody_is_told_where_nobody_can_be(people: People, database: Database, now: datetime, why: str) -> None:
    give_up(database, people, MANAGER.user_id, why, now, Urgency.NUDGE)
    assert notices(database) == []


def test_a_notice_that_cannot_be_delivered_makes_no_other(people: People, database: Database, now: datetime) -> None:
    give_up(database, people, MANAGER.user_id, "channel_not_found", now, Urgency.NUDGE)
    with database.reading(TEAM) as work:
        (notice,) = work.outbox.waiting(recipient_id=STEWARD)
    Delivery(database.engine).settle([Settled(notice.id, 0, MessageState.GIVEN_UP, now, reason="missing_scope")])
    people.not_reached(TEAM, notice.id, "missing_scope", now + timedelta(hours=1))
    assert notices(database) == []


def test_who_is_no_steward_any_more_hears_nothing(people: People, database: Database, now: datetime) -> None:
    give_up(database, people, MANAGER.user_id, "channel_not_found", now, Urgency.NUDGE)
    with database.work(TEAM) as work:
        work.stewards.name([MANAGER.user_id], None, now)
    with database.reading(TEAM) as work:
        assert told(work, STEWARD, "m1", now + timedelta(hours=1)) == Drop("no_steward")
        later = now + timedelta(days=10)
        assert told(work, MANAGER.user_id, "m1", later) == Drop("done")
