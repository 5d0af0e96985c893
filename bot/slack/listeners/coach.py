"""Listeners of the coach: the opening card and the rungs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.rungs import Rung
from bot.prompts import Prompts
from bot.services.coach import Coach
from bot.services.coach_sheets import ClimbRung
from bot.services.people import Actor
from bot.services.turns import Turns
from bot.slack.answer import Answer
from bot.slack.forms import coach as forms
from bot.slack.ids import Action, View
from bot.slack.listeners import common_ground, guides, pledges, rehearsals
from bot.slack.listeners import turns as turn_listeners
from bot.slack.listeners.rungs import OURS, RungScreens, named_question, named_rung, tour_of
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import coach as views
from bot.slack.views import opening_card
from bot.slack.words import _


def open_card(ack: Ack, sheets: Sheets, actor: Actor, value: str | None, coach: Coach) -> None:
    """Open the card, for the holder of the tour that the button names, or for all."""
    sheets.over(OURS).show(opening_card.opening_card(coach.card(actor, tour_of(value) if value else None)))
    ack()


def save_card(
    actor: Actor,
    answer: Answer,
    now: datetime,
    view: Mapping[str, Any],
    delivery: str,
    coach: Coach,
    refresh_home: Refresh,
) -> None:
    """Keep the card, tell new readers, and lead on."""
    saved = coach.write_card(actor, forms.write_card(view), now, delivery)
    refresh_home(actor.user_id, *saved.shared, *saved.taken_back)
    answer(_("Your card is saved."), opening_card.card_saved(saved))


def erase_card(ack: Ack, actor: Actor, coach: Coach, now: datetime, refresh_home: Refresh, sheets: Sheets) -> None:
    """Erase the card, for everybody who could read it."""
    refresh_home(*coach.erase_card(actor, now), actor.user_id)
    sheets.over(OURS).show(opening_card.card_erased())
    ack()


def read_card(ack: Ack, sheets: Sheets, actor: Actor, value: str | None, coach: Coach) -> None:
    """Show the manager's card to somebody it is shared with."""
    sheets.over(OURS).show(opening_card.shared_card(coach.read_card(actor, tour_of(value))))
    ack()


def open_rung(
    ack: Ack,
    sheets: Sheets,
    actor: Actor,
    now: datetime,
    value: str | None,
    coach: Coach,
    turns: Turns,
    prompts: Prompts,
) -> None:
    """Open the rung that the button names, or the next one. What comes before the card leads to the card."""
    screens = RungScreens(actor, now, coach, turns, prompts)
    view = screens.view(tour_of(value), named_rung(value), named_question(value))
    sheets.over(OURS).show(view)
    ack()


def climb_in_person(
    ack: Ack, sheets: Sheets, actor: Actor, now: datetime, value: str | None, coach: Coach, refresh_home: Refresh
) -> None:
    """Note that both did this in person."""
    step = coach.climb(actor, ClimbRung(tour_of(value), named_rung(value) or Rung.KEEP), now)
    refresh_home(actor.user_id)
    sheets.over(OURS).show(views.climbed(step))
    ack()


def register(routes: Routes) -> None:
    """Add the listeners of this story: guides, pledge, turns, common ground and rehearsals included."""
    routes.action(Action.WRITE_OPENING_CARD)(open_card)
    routes.submission(View.OPENING_CARD)(save_card)
    routes.action(Action.ERASE_CARD)(erase_card)
    routes.action(Action.READ_CARD)(read_card)
    routes.action(Action.CLIMB_RUNG)(open_rung)
    routes.action(Action.CLIMBED_IN_PERSON)(climb_in_person)
    guides.register(routes)
    pledges.register(routes)
    common_ground.register(routes)
    turn_listeners.register(routes)
    rehearsals.register(routes)
