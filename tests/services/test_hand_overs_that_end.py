"""A hand-over that comes to nothing: called off, declined, lapsed, or overtaken by the end of the tour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.db.work import Database
from bot.domain.endings import EndReason
from bot.domain.lifecycle import State
from bot.domain.nudges import HANDOVER_MOMENTS
from bot.domain.passing import Passing
from bot.domain.refusals import Reason
from bot.services import Services
from bot.services.endings import EndEarly
from bot.services.people import Actor
from bot.services.starting import StartTour
from tests.living import Life
from tests.making import HOLDER, MANAGER, told, under_way
from tests.refusing import faults
from tests.services.handing_over import GOAL, NEW, PRIVATE, SHARED, a_full_tour, everybody, name, read


@pytest.fixture
def services(database: Database, now: datetime) -> Services:
    return everybody(database, now)


@pytest.fixture
def running(database: Database, services: Services, now: datetime) -> int:
    return a_full_tour(database, services, now)


@pytest.mark.parametrize("passing", [None, Passing.NOTHING])
def test_a_hand_over_that_is_called_off_waits_for_nobody(
    services: Services, database: Database, running: int, now: datetime, passing: Passing | None
) -> None:
    name(services, HOLDER if passing else MANAGER, running, now, passing)
    services.hand_overs.call_off(HOLDER, running, now)
    foreseen = services.nudges.forecast(NEW, now) + services.nudges.forecast(HOLDER, now)
    assert not {line.moment for line in foreseen} & set(HANDOVER_MOMENTS)
    assert ("handover_recalled" in told(database, NEW.user_id)) is (passing is Passing.NOTHING)
    recalled = [dm.words for dm in Life(database, now).days(0.1) if dm.moments == ("handover_recalled",)]
    assert all(f"<@{MANAGER.user_id}>" not in words for words in recalled)
    assert len(recalled) == (passing is Passing.NOTHING)


@pytest.mark.parametrize("by", [MANAGER, HOLDER])
@pytest.mark.parametrize("proposes", [True, False])
def test_a_call_off_is_laid_to_nobody(
    services: Services, database: Database, running: int, now: datetime, by: Actor, proposes: bool
) -> None:
    name(services, HOLDER, running, now, Passing.NOTHING if proposes else Passing.TERMS)
    if proposes:
        wish = services.tours.read(HOLDER, running, now).base.wish
        services.tours.start(NEW, StartTour(HOLDER.user_id, leads=True, wish=wish), now)
    Life(database, now).days(0.1)
    services.hand_overs.call_off(by, running, now)
    (heard,) = [dm.words for dm in Life(database, now).days(0.1) if dm.to == NEW.user_id]
    assert heard.startswith(f"You need not take over the tour of <@{HOLDER.user_id}> any more")
    assert "withdrew" not in heard


@pytest.mark.parametrize("by", [MANAGER, HOLDER])
@pytest.mark.parametrize(
    ("passing", "proposes", "of_new", "of_holder"),
    [
        (None, False, [], []),
        (Passing.TERMS, False, ["handover_ended"], []),
        (Passing.NOTHING, False, ["handover_ended"], []),
        (Passing.NOTHING, True, ["handover_ended"], ["handover_ended"]),
    ],
)
def test_an_early_end_asks_nothing_more_of_the_new_manager(
    services: Services,
    database: Database,
    running: int,
    now: datetime,
    by: Actor,
    passing: Passing | None,
    proposes: bool,
    of_new: list[str],
    of_holder: list[str],
) -> None:
    name(services, HOLDER if passing else MANAGER, running, now, passing)
    if proposes:
        wish = services.tours.read(HOLDER, running, now).base.wish
        services.tours.start(NEW, StartTour(HOLDER.user_id, leads=True, wish=wish), now)
    Life(database, now).days(0.1)
    services.endings.end_early(by, EndEarly(running, EndReason.REORGANISED), now)
    assert [line.state for line in services.tours.list_of(NEW)] == [State.WITHDRAWN] * len(services.tours.list_of(NEW))
    assert told(database, NEW.user_id) == of_new
    assert set(told(database, HOLDER.user_id)) == (set() if by is HOLDER else {"tour_ended_early", *of_holder})
    assert services.nudges.forecast(NEW, now) == services.nudges.forecast(HOLDER, now) == []
    ended = {dm.to: dm.words for dm in Life(database, now).days(0.1) if dm.moments == ("handover_ended",)}
    assert ended.keys() == {NEW.user_id for _ in of_new} | {HOLDER.user_id for _ in of_holder if by is MANAGER}
    assert f"<@{HOLDER.user_id}>" in ended.get(NEW.user_id, f"<@{HOLDER.user_id}>")
    assert f"<@{NEW.user_id}>" in ended.get(HOLDER.user_id, f"<@{NEW.user_id}>")
    under_way(database, now)


@pytest.mark.parametrize("how", ["decline", "withdraw", "lapse", "call_off"])
def test_a_no_leaves_the_tour_as_it_was(
    services: Services, database: Database, running: int, now: datetime, how: str
) -> None:
    talks = services.tours.read(MANAGER, running, now).talks
    name(services, HOLDER, running, now, Passing.NOTES)
    (line,) = services.tours.list_of(NEW)
    acts: dict[str, Callable[[], object]] = {
        "decline": lambda: services.tours.decline(NEW, line.id, now),
        "withdraw": lambda: services.tours.withdraw(HOLDER, line.id, now),
        "lapse": lambda: services.tours.lapse_proposals("T1", datetime(2026, 2, 5, 9, tzinfo=now.tzinfo)),
        "call_off": lambda: services.hand_overs.call_off(HOLDER, running, now),
    }
    acts[how]()
    after = services.tours.read(MANAGER, running, now)
    assert (after.state, after.incoming_id, after.passes, after.awaits_id) == (State.ACTIVE, None, None, None)
    assert "handover_off" in told(database, MANAGER.user_id)
    assert how == "lapse" or after.talks == talks
    assert not any(words in read(services, NEW, now) for words in (GOAL, SHARED, PRIVATE))
    assert faults(lambda: services.hand_overs.call_off(MANAGER, running, now)) == [(None, Reason.WRONG_STATE)]
    name(services, MANAGER, running, now)
