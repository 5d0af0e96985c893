"""Listeners of asking for a talk: `/tour signal`, the buttons that lead to it, and the manager's answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.domain.refusals import Reason, Refused
from bot.domain.signals import Topic
from bot.prompts import Prompts, Rendered
from bot.services.people import Actor
from bot.services.signal_sheets import AskSheet, HeardSignal
from bot.services.signals import Signals
from bot.slack import blocks
from bot.slack.answer import Answer
from bot.slack.forms import signals as forms
from bot.slack.ids import Action, View
from bot.slack.listeners.rungs import tour_of
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import signals as views
from bot.slack.words import _

OURS: Final = frozenset({View.ASK_FOR_TALK, View.TALK_ASKED, View.ANSWER_SIGNAL, View.PROBLEM})


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("signal")(signal)
    routes.action(Action.ASK_FOR_TALK)(open_ask)
    routes.submission(View.ASK_FOR_TALK)(ask)
    routes.action(Action.WITHDRAW_SIGNAL)(withdraw)
    routes.action(Action.OPEN_SIGNAL)(open_answer)
    routes.submission(View.ANSWER_SIGNAL)(give_answer)


def signal(ack: Ack, actor: Actor, answer: Answer, now: datetime, sheets: Sheets, signals: Signals) -> None:
    """`/tour signal`: ask for a talk, or see how the one stands that was asked for."""
    try:
        sheet = signals.sheet(actor, None, now)
    except Refused as refused:
        if refused.reason is not Reason.NOT_FOUND:
            raise
        answer(_("You serve no tour just now."), views.nothing_to_serve())
        return
    sheets.over(OURS).show(_screen(sheet))
    ack()


def open_ask(
    ack: Ack, actor: Actor, answer: Answer, now: datetime, sheets: Sheets, signals: Signals, value: str | None
) -> None:
    """The button "Ask for a talk". The value is "TOUR", or nothing for the tour that the actor serves."""
    if not value:
        signal(ack, actor, answer, now, sheets, signals)
        return
    sheets.over(OURS).show(_screen(signals.sheet(actor, tour_of(value), now)))
    ack()


def ask(
    ack: Ack,
    actor: Actor,
    delivery: str,
    now: datetime,
    refresh_home: Refresh,
    signals: Signals,
    view: Mapping[str, Any],
) -> None:
    """Ask, and show when it leaves. Only the asker's Home changes: nobody else may know of it yet."""
    sheet = signals.ask(actor, forms.ask(view), now, delivery)
    refresh_home(actor.user_id)
    ack(response_action="update", view=_screen(sheet))


def withdraw(
    ack: Ack, actor: Actor, now: datetime, refresh_home: Refresh, sheets: Sheets, signals: Signals, value: str | None
) -> None:
    """Take it back. The value is "TOUR"."""
    sheet = signals.withdraw(actor, tour_of(value), now)
    refresh_home(actor.user_id, sheet.manager_id)
    sheets.over(OURS).show(views.taken_back(sheet))
    ack()


def open_answer(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, sheets: Sheets, signals: Signals, value: str | None
) -> None:
    """Show the manager who asks, what to say and what not. The value is "TOUR"."""
    heard = signals.heard(actor, tour_of(value), now)
    sheets.over(OURS).show(views.answer(heard, card(heard, prompts)) if heard else views.nothing_waits())
    ack()


def give_answer(
    ack: Ack,
    actor: Actor,
    delivery: str,
    now: datetime,
    refresh_home: Refresh,
    signals: Signals,
    view: Mapping[str, Any],
) -> None:
    """Take the manager's answer: a day, or that both have talked."""
    heard = signals.answer(actor, forms.answer(view), now, delivery)
    refresh_home(actor.user_id, heard.holder_id)
    ack(response_action="update", view=views.answered(heard))


def card(heard: HeardSignal, prompts: Prompts) -> list[Rendered]:
    """Return what to say and what not, in the workspace's words."""
    is_first = heard.topic is Topic.FIRST_CONVERSATION
    name = "wording/first_conversation_asked" if is_first else "wording/talk_asked"
    return [prompts.render(name, {"kind": heard.kind.value})]


def _screen(sheet: AskSheet) -> blocks.View:
    return views.asked(sheet, sheet.asked) if sheet.asked else views.ask(sheet)
