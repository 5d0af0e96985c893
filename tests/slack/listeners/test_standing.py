"""Buttons of old messages about leave and hand-overs: each says how the tour stands, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.db.work import Database
from bot.domain.lifecycle import State
from bot.domain.refusals import Reason
from bot.services.hand_overs import HandOvers
from bot.services.pauses import Pauses
from bot.services.stewards import Stewards
from bot.slack.ids import View as ViewId
from bot.slack.listeners import hand_overs, pauses, proposals
from tests.making import HOLDER, MANAGER, STRANGER, ended, under_way
from tests.slack.fakes import words_of
from tests.slack.filling import OpenForm
from tests.slack.listeners.tour_desk import Desk, refused


@pytest.fixture
def running(manager: Desk, holder: Desk, database: Database, now: datetime) -> int:
    return under_way(database, now)


OPENS = [
    pauses.open_pause,
    pauses.open_dates,
    hand_overs.open_name,
    hand_overs.open_choice,
    proposals.open_amendment,
]


@pytest.mark.parametrize("listener", OPENS)
def test_the_button_of_last_years_message_shows_how_the_tour_stands_now(
    holder: Desk, database: Database, running: int, now: datetime, listener: Callable[..., None]
) -> None:
    ended(database, running, now)
    holder.calls(listener, value=str(running))
    assert holder.shown["callback_id"] == ViewId.TOUR
    assert "moved on" in words_of(holder.shown)


@pytest.mark.parametrize(("story", "listener"), [("pauses", pauses.resume), ("hand_overs", hand_overs.call_off)])
def test_a_press_that_comes_too_late_changes_nothing(
    holder: Desk, database: Database, running: int, story: str, listener: Callable[..., None]
) -> None:
    services = {"pauses": Pauses(database), "hand_overs": HandOvers(database)}
    holder.calls(listener, value=str(running), **{story: services[story]})
    assert "moved on" in words_of(holder.shown)
    assert holder.only_tour.state is State.ACTIVE


@pytest.mark.parametrize("listener", OPENS)
def test_a_stranger_and_a_forged_value_get_nothing(
    database: Database, running: int, now: datetime, listener: Callable[..., None]
) -> None:
    stranger = Desk(database, STRANGER, now)
    reasons = [refused(lambda v=v: stranger.calls(listener, value=v))[0].reason for v in (str(running), "x", None)]  # type: ignore[misc]
    assert reasons == [Reason.NOT_YOURS, Reason.LINK_EXPIRED, Reason.LINK_EXPIRED]
    assert stranger.slack.calls == []


def test_a_pause_is_asked_for_by_its_day_alone(manager: Desk, database: Database, running: int) -> None:
    form = OpenForm(manager.calls(pauses.open_pause, value=str(running)).shown)
    assert form.required == ["until"]
    manager.calls(pauses.pause, pauses=Pauses(database), view=form.fill(until="2026-03-02").sent())
    assert "Paused until 2 Mar 2026, and the other side is told." in words_of(manager.shown)
    assert manager.refreshed == [MANAGER.user_id, HOLDER.user_id]


def test_only_a_steward_names_a_manager_for_others(manager: Desk, database: Database, running: int) -> None:
    stewards = Stewards(database, manager.people)
    (fault,) = refused(lambda: manager.calls(hand_overs.open_name_for, stewards=stewards))
    assert fault.reason is Reason.STEWARDS_ONLY
