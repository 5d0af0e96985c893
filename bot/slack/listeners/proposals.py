"""What a proposal can be answered with: a signature, a change, a no; and its author can take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.domain.refusals import Reason, Refused
from bot.prompts import Prompts
from bot.services.people import Actor
from bot.services.tours import Tours
from bot.slack.errors import sentence
from bot.slack.forms import tours as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.listeners.tour_screens import OURS, after, lead_back, refresh_both, screen
from bot.slack.routes import Routes
from bot.slack.views import tour_form
from bot.slack.words import _


def register(routes: Routes) -> None:
    """Add these listeners to the table."""
    routes.action(Action.CHANGE_PROPOSAL)(open_change)
    routes.action(Action.DECLINE_PROPOSAL)(decline)
    routes.action(Action.WITHDRAW_PROPOSAL)(withdraw)
    routes.submission(ViewId.CHANGE_PROPOSAL)(propose_change)
    routes.submission(ViewId.READ_PROPOSAL)(sign)


def open_change(
    ack: Ack,
    actor: Actor,
    body: Mapping[str, Any],
    client: WebClient,
    now: datetime,
    prompts: Prompts,
    tours: Tours,
    value: str,
) -> None:
    """Open the form for a change of the newest version. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    if detail.is_open:
        Sheets(client, body).show(tour_form.change(detail, detail.latest.wish, base=detail.latest.number))
    else:
        Sheets(client, body, OURS).show(screen(detail, prompts, sentence(Refused(Reason.WRONG_STATE))))
    ack()


def propose_change(
    ack: Ack,
    actor: Actor,
    client: WebClient,
    delivery: str,
    now: datetime,
    prompts: Prompts,
    refresh_home: Callable[[str], None],
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Propose the changed version, and show it where the one before it stood."""
    detail = tours.propose_change(actor, forms.change_tour(view), now, delivery=delivery)
    refresh_both(refresh_home, detail)
    notice = _("Version {number} is proposed, and the other side is told.").format(number=detail.latest.number)
    shown = screen(detail, prompts, notice)
    lead_back(ack, client, view, shown)


def sign(
    ack: Ack,
    actor: Actor,
    delivery: str,
    now: datetime,
    prompts: Prompts,
    refresh_home: Callable[[str], None],
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Sign the version that was shown. Where it is not the newest any more, show that one instead."""
    command = forms.sign_terms(view)
    detail, notice = after(
        lambda: tours.sign(actor, command, now, delivery=delivery),
        lambda: tours.read(actor, command.tour_id, now),
        _("Both of you have signed. Next: write a goal or two while you remember why."),
    )
    refresh_both(refresh_home, detail)
    ack(response_action="update", view=screen(detail, prompts, notice))


def decline(
    ack: Ack,
    actor: Actor,
    body: Mapping[str, Any],
    client: WebClient,
    now: datetime,
    prompts: Prompts,
    refresh_home: Callable[[str], None],
    tours: Tours,
    value: str,
) -> None:
    """Say no to a proposal. The value is "TOUR"."""
    tour_id = numbers(value)[0]
    detail, notice = after(
        lambda: tours.decline(actor, tour_id, now),
        lambda: tours.read(actor, tour_id, now),
        _("Declined. The other side is told that you did, and nothing else."),
    )
    refresh_both(refresh_home, detail)
    Sheets(client, body, OURS).show(screen(detail, prompts, notice))
    ack()


def withdraw(
    ack: Ack,
    actor: Actor,
    body: Mapping[str, Any],
    client: WebClient,
    now: datetime,
    prompts: Prompts,
    refresh_home: Callable[[str], None],
    tours: Tours,
    value: str,
) -> None:
    """Take one's own proposal back. The value is "TOUR"."""
    tour_id = numbers(value)[0]
    detail, notice = after(
        lambda: tours.withdraw(actor, tour_id, now),
        lambda: tours.read(actor, tour_id, now),
        _("Withdrawn, and the other side is told."),
    )
    refresh_both(refresh_home, detail)
    Sheets(client, body, OURS).show(screen(detail, prompts, notice))
    ack()
