"""Listeners of the pledge: making it, reading it, taking it back."""

from __future__ import annotations

from datetime import datetime

from bot.domain.refusals import Reason, Refused
from bot.prompts import Prompts
from bot.services.coach_sheets import MakePledge
from bot.services.people import Actor
from bot.services.pledges import Pledges
from bot.slack.ids import Action
from bot.slack.listeners.rungs import OURS, pledge_wording, tour_of
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import coach as views
from bot.slack.views import pledges as pledge_views


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.MAKE_PLEDGE)(make_pledge)
    routes.action(Action.READ_PLEDGE)(read_pledge)
    routes.action(Action.TAKE_BACK_PLEDGE)(take_back)


def make_pledge(
    ack: Ack,
    sheets: Sheets,
    actor: Actor,
    now: datetime,
    value: str | None,
    pledges: Pledges,
    prompts: Prompts,
    refresh_home: Refresh,
) -> None:
    """Make the pledge. The value is "TOUR:HASH": the text that was read."""
    command = MakePledge(tour_of(value), pledge_wording(prompts), (value or "").partition(":")[2])
    step = pledges.make(actor, command, now)
    refresh_home(actor.user_id, step.holder_id)
    sheets.over(OURS).show(views.climbed(step, is_pledge=True))
    ack()


def read_pledge(ack: Ack, sheets: Sheets, actor: Actor, value: str | None, pledges: Pledges, prompts: Prompts) -> None:
    """Show the pledge to both sides of the tour. Raises Refused(NOT_FOUND) where none was made here."""
    pledge = pledges.read(actor, tour_of(value), pledge_wording(prompts))
    if pledge is None:
        raise Refused(Reason.NOT_FOUND)
    sheets.over(OURS).show(pledge_views.pledge(pledge))
    ack()


def take_back(
    ack: Ack,
    sheets: Sheets,
    actor: Actor,
    now: datetime,
    value: str | None,
    pledges: Pledges,
    prompts: Prompts,
    refresh_home: Refresh,
) -> None:
    """Take the pledge back, and show how it stands then. The value is "TOUR"."""
    pledge = pledges.take_back(actor, tour_of(value), pledge_wording(prompts), now)
    if pledge is not None:
        refresh_home(pledge.holder_id)
        sheets.over(OURS).show(pledge_views.pledge(pledge))
    ack()
