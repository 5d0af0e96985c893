"""Listeners of common ground, and of the reflection that nobody keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.refusals import Reason, Refused
from bot.prompts import Prompts
from bot.services.coach import Coach
from bot.services.common_ground import CommonGround
from bot.services.people import Actor
from bot.slack.forms import common_ground as forms
from bot.slack.ids import Action, View
from bot.slack.listeners.rungs import OURS, tour_of
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Routes
from bot.slack.views import common_ground as views
from bot.slack.views import opening_card


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.COMMON_GROUND)(open_ground)
    routes.submission(View.COMMON_GROUND)(save)
    routes.action(Action.REFLECT)(reflect)


def open_ground(
    ack: Ack, actor: Actor, coach: Coach, common_ground: CommonGround, sheets: Sheets, value: str | None
) -> None:
    """Show what both lists have in common; a manager whose card is not shown is led to it. The value is "TOUR"."""
    tour_id = tour_of(value)
    try:
        view = views.ground(common_ground.read(actor, tour_id))
    except Refused as refused:
        if refused.reason is not Reason.CARD_FIRST:
            raise
        view = opening_card.opening_card(coach.card(actor, tour_id), sent_here=True)
    sheets.over(OURS).show(view)
    ack()


def save(
    ack: Ack, actor: Actor, common_ground: CommonGround, delivery: str, now: datetime, view: Mapping[str, Any]
) -> None:
    """Keep the holder's list, and show what stands in both. Nobody's Home changes by it."""
    ground = common_ground.write(actor, forms.write(view), now, delivery)
    ack(response_action="update", view=views.saved(ground))


def reflect(ack: Ack, prompts: Prompts, sheets: Sheets, value: str | None) -> None:
    """Show the reflection. It asks for no word and keeps none. The value is "TOUR:PERSON"."""
    person_id = (value or "").partition(":")[2]
    wording = prompts.render("wording/reflection", {"kind": None})
    sheets.over(OURS).show(views.reflection(wording, tour_of(value), person_id))
    ack()
