"""Promises, kept and moved from messages and screens."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import Database
from bot.domain.promises import PromiseState
from bot.domain.refusals import Reason
from bot.slack.bolt import field_errors
from bot.slack.ids import View as ViewId
from bot.slack.listeners import promises
from tests.making import HOLDER, MANAGER, under_way
from tests.slack.fakes import words_of
from tests.slack.filling import OpenForm
from tests.slack.listeners.tour_desk import Desk, refused


@pytest.fixture
def promise_id(manager: Desk, holder: Desk, database: Database, now: datetime) -> int:
    """The promise of the company in a tour under way."""
    tour_id = under_way(database, now)
    return manager.tours.read(MANAGER, tour_id, now).shown.promises[0].id


def test_a_promise_is_kept_with_one_press_from_a_message(manager: Desk, promise_id: int) -> None:
    manager.calls(promises.keep, value=str(promise_id))
    assert "Noted as kept" in manager.answers.said[-1]["text"]
    assert manager.only_tour.shown.promises[0].state is PromiseState.KEPT
    assert manager.refreshed == [MANAGER.user_id, HOLDER.user_id]
    (fault,) = refused(lambda: manager.calls(promises.keep, value=str(promise_id)))
    assert fault.reason is Reason.PROMISE_KEPT


def test_a_promise_is_kept_inside_the_list_of_promises(manager: Desk, promise_id: int) -> None:
    sheet = OpenForm(manager.calls(promises.show, value="1").shown)
    manager.calls(promises.keep, value=str(promise_id), view=sheet.sent())
    assert (manager.how, manager.shown["callback_id"]) == ("views.update", ViewId.PROMISES)
    assert "kept, said on 5 Jan 2026" in words_of(manager.shown)


def test_a_promise_moves(manager: Desk, promise_id: int) -> None:
    form = OpenForm(manager.calls(promises.open_move, value=str(promise_id)).shown).fill(due_on="2026-04-01")
    manager.calls(promises.move, view=form.sent())
    assert "moved in time" in words_of(manager.shown)
    late = form.fill(due_on="2026-01-01")
    (fault,) = refused(lambda: manager.calls(promises.move, view=late.sent()))
    assert list(field_errors([fault], form.view)) == ["due_on"]


def test_only_its_own_side_marks_a_promise(holder: Desk, promise_id: int) -> None:
    for listener in (promises.keep, promises.open_move):
        (fault,) = refused(lambda listener=listener: holder.calls(listener, value=str(promise_id)))  # type: ignore[misc]
        assert fault.reason is Reason.NOT_YOUR_PROMISE
