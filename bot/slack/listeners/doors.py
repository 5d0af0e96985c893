"""The three doors: looked at, leaned to in private, confirmed, and gone through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.domain.doors import Standing
from bot.domain.drafting import FIRST_ROWS
from bot.services.check_ins import CheckIns
from bot.services.company import CompanySettings
from bot.services.doors import ChooseDoor, Doors
from bot.services.people import Actor
from bot.services.tours import Tours
from bot.slack.forms import endings as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.listeners.tour_screens import OURS, lead_back, update
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import check_ins as talks
from bot.slack.views import doors as views
from bot.slack.views import start_aids, tour_form
from bot.slack.words import _, spoken_date


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.OPEN_DOORS)(show)
    routes.action(Action.LEAN)(open_lean)
    routes.action(Action.FORGET_LEANING)(forget)
    routes.action(Action.CONFIRM_DOOR)(open_confirm)
    routes.action(Action.PLAN_NEXT_TALK)(plan_talk)
    routes.action(Action.PROPOSE_NEXT)(propose_next)
    routes.submission(ViewId.LEAN)(lean)
    routes.submission(ViewId.CONFIRM_DOOR)(confirm)


def show(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, tours: Tours, value: str) -> None:
    """Show the three doors of a tour. The value is "TOUR"."""
    sheets.over(OURS).show(views.doors(tours.read(actor, numbers(value)[0], now)))
    ack()


def open_lean(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, tours: Tours, value: str) -> None:
    """Open the form of a leaning on top of the doors. The value is "TOUR"."""
    sheets.show(views.lean(tours.read(actor, numbers(value)[0], now)))
    ack()


def open_confirm(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, tours: Tours, value: str) -> None:
    """Open the form that confirms a door; once both have confirmed the same, show it. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    if detail.way_out.standing is Standing.SAME:
        sheets.over(OURS).show(views.doors(detail))
    else:
        sheets.show(views.confirm_door(detail))
    ack()


def lean(
    ack: Ack, actor: Actor, client: WebClient, delivery: str, doors: Doors, now: datetime, view: Mapping[str, Any]
) -> None:
    """Keep a leaning, and show the doors again."""
    detail = doors.lean(actor, forms.door(view), now, delivery=delivery)
    lead_back(ack, client, view, views.doors(detail, _("Noted, for you alone.")))


def forget(
    ack: Ack, actor: Actor, client: WebClient, doors: Doors, now: datetime, value: str, view: Mapping[str, Any]
) -> None:
    """Forget a leaning. The value is "TOUR"."""
    detail = doors.lean(actor, ChooseDoor(numbers(value)[0], None), now)
    update(client, view["id"], views.doors(detail, _("Forgotten.")))
    ack()


def confirm(
    ack: Ack,
    actor: Actor,
    client: WebClient,
    delivery: str,
    doors: Doors,
    now: datetime,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Confirm a door, and show how the doors stand now."""
    detail = doors.confirm(actor, forms.door(view), now, delivery=delivery)
    refresh_home(detail.reader_id, detail.other_id)
    lead_back(ack, client, view, views.doors(detail, _("Confirmed. The other side is told that you did.")))


def plan_talk(
    ack: Ack,
    actor: Actor,
    check_ins: CheckIns,
    doors: Doors,
    now: datetime,
    refresh_home: Refresh,
    sheets: Sheets,
    value: str,
) -> None:
    """Plan the talk about the next tour, or show the one that is planned. The value is "TOUR"."""
    talk = check_ins.get(actor, doors.plan_talk(actor, numbers(value)[0], now), now)
    refresh_home(talk.sides.reader_id, talk.sides.other_id)
    notice = _("Planned for {day}. If the day does not suit you both, move it.")
    sheets.over(OURS).show(talks.in_full(talk, notice.format(day=spoken_date(talk.line.due_on))))
    ack()


def propose_next(
    ack: Ack, actor: Actor, company: CompanySettings, doors: Doors, now: datetime, sheets: Sheets, value: str
) -> None:
    """Open the form of the tour that follows, filled with what is known. The value is "TOUR"."""
    detail, wish = doors.proposal(actor, numbers(value)[0], now)
    form = tour_form.start(
        wish,
        actor.today(now),
        partner_id=detail.other_id,
        leads=detail.reader_leads,
        rows=max(FIRST_ROWS, len(wish.promises)),
        more=bool(wish.mission),
    )
    sheets.show(start_aids.beside_company(form, company.read(actor).now))
    ack()
