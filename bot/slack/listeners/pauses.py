"""Leave: a tour is paused, goes on, and its dates move along if both want that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.lifecycle import State
from bot.domain.shifting import shifted
from bot.prompts import Prompts
from bot.services.company import CompanySettings, CompanySheet
from bot.services.pauses import Pauses
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail
from bot.services.tours import Tours
from bot.slack.blocks import View
from bot.slack.forms import standing as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.listeners.tour_screens import OURS, after, screen, show_form
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import leave, overtaking, start_aids, tour_form
from bot.slack.words import _, short_date


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.PAUSE_TOUR)(open_pause)
    routes.action(Action.RESUME_TOUR)(resume)
    routes.action(Action.MOVE_DATES)(open_dates)
    routes.submission(ViewId.PAUSE_TOUR)(pause)


def open_pause(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, sheets: Sheets, tours: Tours, value: str
) -> None:
    """Open the form that pauses a tour. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    form = leave.pause(detail) if detail.may_amend and not detail.is_paused else None
    show_form(sheets, form, detail, prompts)
    ack()


def pause(
    ack: Ack,
    actor: Actor,
    delivery: str,
    now: datetime,
    pauses: Pauses,
    prompts: Prompts,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Pause the tour, and show that it is."""
    tour_id, until = forms.pause(view)
    detail = pauses.pause(actor, tour_id, until, now, delivery=delivery)
    refresh_home(detail.reader_id, detail.other_id)
    day = short_date(detail.paused_until) if detail.paused_until else ""
    notice = _("Paused until {day}, and the other side is told.").format(day=day)
    ack(response_action="update", view=screen(detail, prompts, notice))


def resume(
    ack: Ack,
    actor: Actor,
    now: datetime,
    pauses: Pauses,
    prompts: Prompts,
    refresh_home: Refresh,
    sheets: Sheets,
    tours: Tours,
    value: str,
) -> None:
    """Let a tour go on before its day. The value is "TOUR"."""
    tour_id = numbers(value)[0]
    detail, notice = after(
        lambda: pauses.resume(actor, tour_id, now),
        lambda: tours.read(actor, tour_id, now),
        _("The tour goes on, and the other side is told."),
    )
    refresh_home(detail.reader_id, detail.other_id)
    sheets.over(OURS).show(screen(detail, prompts, notice))
    ack()


def open_dates(
    ack: Ack,
    actor: Actor,
    company: CompanySettings,
    now: datetime,
    prompts: Prompts,
    sheets: Sheets,
    tours: Tours,
    value: str,
) -> None:
    """Open the form of changed terms with the dates moved by the last pause. The value is "TOUR".

    Where changed terms wait already, show those: the other side may have moved the same dates.
    """
    detail = tours.read(actor, numbers(value)[0], now)
    if detail.is_amending:
        sheets.over(OURS).show(screen(detail, prompts, overtaking.proposed_before(detail), wants_changes=True))
    elif detail.state is State.ACTIVE and detail.days_away <= 0:
        notice = _("Nothing is left to move: the dates of the tour take the pause into account.")
        sheets.over(OURS).show(screen(detail, prompts, notice))
    else:
        show_form(sheets, _moved(detail, company.read(actor)), detail, prompts)
    ack()


def _moved(detail: TourDetail, company: CompanySheet) -> View | None:
    """Return that form, or None where no pause is left to move the dates by."""
    if not detail.may_amend or detail.paused_on is None or detail.days_away <= 0:
        return None
    wish = shifted(detail.base.wish, detail.paused_on, detail.days_away)
    reason = _("The dates move by the {count} days of the pause.").format(count=detail.days_away)
    form = tour_form.change(detail, wish, base=detail.base.number, reason=reason)
    return start_aids.beside_company(form, company.now)
