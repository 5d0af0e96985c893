"""An answer becomes a promise: the holder asks for it with one press, the manager words it, and both sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.prompts import Prompts
from bot.services.people import Actor
from bot.services.wishes import Wishes
from bot.slack.forms import wishes as forms
from bot.slack.ids import Action, View
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.listeners.tour_screens import screen
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import turns as turn_views
from bot.slack.views import wishes as views
from bot.slack.words import _


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.WISH_PROMISE)(wish)
    routes.action(Action.OPEN_WISH)(open_form)
    routes.submission(View.PROMISE_WISH)(answer)


def wish(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, value: str, wishes: Wishes) -> None:
    """Ask for one's answer as a promise. The value is "TURN"."""
    turn = wishes.wish(actor, numbers(value)[0], now)
    sheets.over({View.ANSWER_TURN, View.PROBLEM}).show(turn_views.received(turn))
    ack()


def open_form(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, value: str, wishes: Wishes) -> None:
    """Open the form in which the manager words the promise. The value is "TURN"."""
    sheets.show(views.answer(wishes.read(actor, numbers(value)[0], now)))
    ack()


def answer(
    ack: Ack,
    actor: Actor,
    delivery: str,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    view: Mapping[str, Any],
    wishes: Wishes,
) -> None:
    """Propose the promise, and show the changed terms."""
    detail = wishes.answer(actor, forms.answer(view, views.reason()), now, delivery=delivery)
    refresh_home(detail.reader_id, detail.other_id)
    notice = _("Proposed. It counts once <@{holder}> has signed it.").format(holder=detail.holder_id)
    ack(response_action="update", view=screen(detail, prompts, notice, wants_changes=True))
