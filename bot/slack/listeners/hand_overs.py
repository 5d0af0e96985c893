"""A new manager: named, given what the holder chooses, called off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.refusals import Reason, Refused
from bot.prompts import Prompts
from bot.services.hand_overs import HandOvers
from bot.services.people import Actor, People
from bot.services.stewards import Stewards
from bot.services.tours import Tours
from bot.slack.forms import standing as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.listeners.tour_screens import OURS, after, screen, show_form
from bot.slack.listeners.tours import look_up
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import hand_over
from bot.slack.words import _


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.NAME_MANAGER)(open_name)
    routes.action(Action.NAME_MANAGER_FOR)(open_name_for)
    routes.action(Action.CHOOSE_PASSING)(open_choice)
    routes.action(Action.CALL_OFF_HANDOVER)(call_off)
    routes.submission(ViewId.NAME_MANAGER)(name)
    routes.submission(ViewId.CHOOSE_PASSING)(choose)


def open_name(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, sheets: Sheets, tours: Tours, value: str
) -> None:
    """Open the form that names a new manager. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    show_form(sheets, hand_over.name(detail) if detail.may_amend else None, detail, prompts)
    ack()


def open_name_for(ack: Ack, actor: Actor, sheets: Sheets, stewards: Stewards) -> None:
    """Open the form in which a steward names the new manager of somebody's tour."""
    if actor.user_id not in stewards.of(actor):
        raise Refused(Reason.STEWARDS_ONLY)
    sheets.show(hand_over.name_for_another())
    ack()


def open_choice(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, sheets: Sheets, tours: Tours, value: str
) -> None:
    """Open the form in which the holder says what passes. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    waits = detail.is_handing_over and detail.passes is None and not detail.reader_leads
    show_form(sheets, hand_over.choose(detail) if waits else None, detail, prompts)
    ack()


def name(
    ack: Ack,
    actor: Actor,
    delivery: str,
    hand_overs: HandOvers,
    now: datetime,
    people: People,
    prompts: Prompts,
    refresh_home: Refresh,
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Name the new manager, and show a side how the tour stands; a steward sees nothing of it."""
    command = forms.name_manager(view)
    look_up(people, actor, command.new_manager_id, now)
    tour = hand_overs.name(actor, command, now, delivery=delivery)
    concerned = (tour.manager_id, tour.holder_id, command.new_manager_id)
    refresh_home(*(user_id for user_id in concerned if user_id is not None))
    if actor.user_id not in {tour.manager_id, tour.holder_id}:
        done = hand_over.named_for_another(tour.holder_id, command.new_manager_id or "")
        ack(response_action="update", view=done)
        return
    notice = _("Named. The tour stands still until the new manager has signed.")
    ack(response_action="update", view=screen(tours.read(actor, tour.id, now), prompts, notice))


def choose(
    ack: Ack,
    actor: Actor,
    delivery: str,
    hand_overs: HandOvers,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Keep what the new manager gets, and ask them."""
    tour_id, passing = forms.choose_passing(view)
    detail = hand_overs.choose(actor, tour_id, passing, now, delivery=delivery)
    refresh_home(detail.reader_id, detail.other_id)
    if detail.incoming_id is not None:
        refresh_home(detail.incoming_id)
    notice = _("Chosen. <@{incoming}> is asked now.").format(incoming=detail.incoming_id)
    ack(response_action="update", view=screen(detail, prompts, notice))


def call_off(
    ack: Ack,
    actor: Actor,
    hand_overs: HandOvers,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    sheets: Sheets,
    tours: Tours,
    value: str,
) -> None:
    """Let the tour go on with the manager it has. The value is "TOUR"."""
    tour_id = numbers(value)[0]
    detail, notice = after(
        lambda: hand_overs.call_off(actor, tour_id, now),
        lambda: tours.read(actor, tour_id, now),
        _("Called off. The tour goes on as it was."),
    )
    refresh_home(detail.reader_id, detail.other_id)
    sheets.over(OURS).show(screen(detail, prompts, notice))
    ack()
