"""Listeners of the confidence questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.services.measures import ConfidenceSurvey
from bot.services.people import Actor
from bot.slack.answer import Answer
from bot.slack.forms import measures as forms
from bot.slack.ids import Action, View
from bot.slack.listeners.sheets import Sheets
from bot.slack.listeners.tour_screens import update
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import measures as views
from bot.slack.views.proposed import proposed
from bot.slack.words import _


def open_questions(ack: Ack, sheets: Sheets, actor: Actor, confidence: ConfidenceSurvey) -> None:
    """Open the four questions, filled with what was answered before."""
    below = sheets.below["private_metadata"] if sheets.below.get("callback_id") == View.PROPOSED else ""
    sheets.show(views.questions(confidence.mine(actor), below))
    ack()


def save_answers(
    ack: Ack,
    actor: Actor,
    client: WebClient,
    now: datetime,
    view: Mapping[str, Any],
    delivery: str,
    confidence: ConfidenceSurvey,
    refresh_home: Refresh,
) -> None:
    """Keep the answers and close the form; the sheet that offered it offers it no more."""
    confidence.answer(actor, forms.answers(view), now, delivery)
    refresh_home(actor.user_id)
    if (tour := forms.proposed_below(view)) and (sheet := view.get("previous_view_id")):
        update(client, sheet, proposed(tour))
    ack()


def skip(actor: Actor, now: datetime, answer: Answer, confidence: ConfidenceSurvey, refresh_home: Refresh) -> None:
    """Remember the no."""
    confidence.skip(actor, now)
    refresh_home(actor.user_id)
    answer(_("Fine. You will not be asked again before your first tour."))


def register(routes: Routes) -> None:
    """Add the listeners of this story."""
    routes.action(Action.RATE_CONFIDENCE)(open_questions)
    routes.action(Action.SKIP_CONFIDENCE)(skip)
    routes.submission(View.CONFIDENCE)(save_answers)
