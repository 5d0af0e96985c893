"""Our defaults, behind `/tour settings`: how long things wait and are kept. Everybody reads it, stewards change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.services.people import Actor
from bot.services.periods import PeriodRules
from bot.slack.forms.periods import decide_periods
from bot.slack.ids import Action, View
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Routes
from bot.slack.views import periods as views
from bot.slack.words import _

OURS: Final = frozenset({View.PERIODS, View.PROBLEM})


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.OPEN_PERIODS)(show)
    routes.action(Action.CHANGE_PERIODS)(open_form)
    routes.submission(View.CHANGE_PERIODS)(save)


def show(ack: Ack, actor: Actor, now: datetime, periods: PeriodRules, sheets: Sheets) -> None:
    """Show which rules are our defaults, and what holds here."""
    sheets.over(OURS).show(views.periods(periods.read(actor, now)))
    ack()


def open_form(ack: Ack, actor: Actor, now: datetime, periods: PeriodRules, sheets: Sheets) -> None:
    """Open the form for a steward; whoever is none (any more) reads what holds."""
    sheet = periods.read(actor, now)
    sheets.over(OURS).show(views.form(sheet) if sheet.is_steward else views.periods(sheet))
    ack()


def save(ack: Ack, actor: Actor, delivery: str, now: datetime, periods: PeriodRules, view: Mapping[str, Any]) -> None:
    """Keep what a steward decided, and show what holds now."""
    sheet = periods.decide(actor, decide_periods(view), now, delivery)
    ack(response_action="update", view=views.periods(sheet, _("Saved.")))
