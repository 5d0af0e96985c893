"""Listeners of taking turns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.services.people import Actor
from bot.services.turns import Turns
from bot.slack.answer import Answer
from bot.slack.forms import turns as forms
from bot.slack.ids import Action, View
from bot.slack.listeners.rungs import OURS, tour_of
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import turns as views


def open_ask(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, turns: Turns, value: str | None) -> None:
    """Open the form of one question. The value is "TOUR:QUESTION"."""
    question = forms.named_question((value or "").partition(":")[2])
    sheets.over(OURS).show(views.ask(turns.sheet(actor, tour_of(value), now), question))
    ack()


def ask(
    actor: Actor,
    answer: Answer,
    delivery: str,
    now: datetime,
    refresh_home: Refresh,
    turns: Turns,
    view: Mapping[str, Any],
) -> None:
    """Ask the question, with the manager's answer. Only the manager's Home is brought up to date."""
    holder_id = turns.ask(actor, forms.ask(view), now, delivery)
    refresh_home(actor.user_id)
    answer(views.sent(holder_id))


def open_questions(ack: Ack, actor: Actor, sheets: Sheets, turns: Turns, value: str | None) -> None:
    """Show the holder of a tour every question they were asked. The value is "TOUR"."""
    sheets.over(OURS).show(views.all_received(turns.received(actor, tour_of(value))))
    ack()


def open_answer(ack: Ack, actor: Actor, sheets: Sheets, turns: Turns, value: str | None) -> None:
    """Open one question for its holder. The value is "TURN"."""
    sheets.over(OURS).show(views.received(turns.open(actor, numbers(value)[0])))
    ack()


def settle(actor: Actor, answer: Answer, delivery: str, now: datetime, turns: Turns, view: Mapping[str, Any]) -> None:
    """Do what the holder chose. Nobody's Home changes by it."""
    command = forms.answer(view)
    answer(*views.settled(command.choice, turns.answer(actor, command, now, delivery)))


def register(routes: Routes) -> None:
    """Add the listeners of taking turns."""
    routes.action(Action.ASK_TURN)(open_ask)
    routes.submission(View.ASK_TURN)(ask)
    routes.action(Action.OPEN_QUESTIONS)(open_questions)
    routes.action(Action.ANSWER_TURN)(open_answer)
    routes.submission(View.ANSWER_TURN)(settle)
