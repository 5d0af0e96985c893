"""`/tour stewards`: stewards name each other; everybody else reads who they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.services.people import Actor
from bot.services.stewards import FIELD, Stewards
from bot.slack.answer import Answer
from bot.slack.forms.state import people_in
from bot.slack.ids import View
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Routes
from bot.slack.views import stewards as views
from bot.slack.words import _


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("stewards")(show)
    routes.submission(View.STEWARDS)(save)


def show(
    ack: Callable[..., Any],
    actor: Actor,
    answer: Answer,
    body: Mapping[str, Any],
    client: WebClient,
    stewards: Stewards,
) -> None:
    """Open the form for a steward; tell everybody else whom to ask."""
    known = stewards.of(actor)
    if actor.user_id in known:
        Sheets(client, body).show(views.form(known))
        ack()
    else:
        answer(_("Stewards"), views.names(known))


def save(
    ack: Callable[..., Any], actor: Actor, now: datetime, view: Mapping[str, Any], delivery: str, stewards: Stewards
) -> None:
    """Keep who the stewards are, and close the form."""
    stewards.name(actor, people_in(view, FIELD), now, delivery)
    ack()
