"""Promises: shown, said to be kept, moved to a new date by the side that made them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.services.people import Actor
from bot.services.tours import Tours
from bot.slack.answer import Answer
from bot.slack.forms import tours as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.listeners.tour_screens import OURS
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import tour as views
from bot.slack.words import _


def register(routes: Routes) -> None:
    """Add these listeners to the table."""
    routes.action(Action.SHOW_PROMISES)(show)
    routes.action(Action.PROMISE_KEPT)(keep)
    routes.action(Action.PROMISE_MOVED)(open_move)
    routes.submission(ViewId.MOVE_PROMISE)(move)


def show(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, tours: Tours, value: str) -> None:
    """Show what both promised. The value is "TOUR"."""
    sheets.over(OURS).show(views.promises(tours.read(actor, numbers(value)[0], now)))
    ack()


def keep(
    ack: Ack,
    actor: Actor,
    answer: Answer,
    now: datetime,
    refresh_home: Refresh,
    sheets: Sheets,
    tours: Tours,
    value: str,
) -> None:
    """Say that a promise is kept. The value is "PROMISE"."""
    detail = tours.keep_promise(actor, numbers(value)[0], now)
    refresh_home(detail.reader_id, detail.other_id)
    notice = _("Noted as kept. <@{other}> reads it in the tour, and can say how they see it.").format(
        other=detail.other_id
    )
    if sheets.below.get("type") == "modal":
        sheets.over(OURS).show(views.promises(detail, notice))
        ack()
    else:
        answer(notice)


def open_move(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, tours: Tours, value: str) -> None:
    """Open the form that names a new date. The value is "PROMISE"."""
    detail, promise = tours.own_promise(actor, numbers(value)[0], now)
    sheets.over(OURS).show(views.move_promise(detail, promise))
    ack()


def move(
    ack: Ack, actor: Actor, delivery: str, now: datetime, refresh_home: Refresh, tours: Tours, view: Mapping[str, Any]
) -> None:
    """Keep the new date, and show all promises with it."""
    promise_id, to = forms.move_promise(view)
    detail = tours.move_promise(actor, promise_id, to, now, delivery=delivery)
    refresh_home(detail.reader_id, detail.other_id)
    ack(response_action="update", view=views.promises(detail, _("Moved. The other side sees the new date.")))
