"""`/tour settings`: what is set for everybody in a workspace. Stewards change it; everybody else reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.prompts import Prompts
from bot.services.company import CompanySettings
from bot.services.people import Actor
from bot.services.stewards import FIELD, Stewards
from bot.services.wordings import ApproveWording, Wordings
from bot.slack.answer import Answer
from bot.slack.forms.company import change_company
from bot.slack.forms.state import people_in
from bot.slack.ids import Action, View
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Routes
from bot.slack.views import company as views
from bot.slack.views import stewards as steward_views
from bot.slack.views import wordings as wording_views
from bot.slack.words import _

OURS: Final = frozenset({View.SETTINGS, View.STANDARDS, View.PROBLEM})
OF_WORDINGS: Final = frozenset({View.WORDINGS})


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("settings")(show)
    routes.command("stewards")(show_stewards)
    routes.action(Action.OPEN_SETTINGS)(show)
    routes.action(Action.CHANGE_COMPANY)(open_form)
    routes.action(Action.CHANGE_STEWARDS)(open_stewards)
    routes.action(Action.WORDINGS)(open_wordings)
    routes.action(Action.APPROVE_WORDING)(approve_wording)
    routes.submission(View.CHANGE_COMPANY)(save)
    routes.submission(View.STEWARDS)(save_stewards)


def show(ack: Ack, actor: Actor, company: CompanySettings, sheets: Sheets) -> None:
    """`/tour settings`, and the button that leads back to it."""
    sheets.over(OURS).show(views.settings(company.read(actor)))
    ack()


def open_form(ack: Ack, actor: Actor, company: CompanySettings, sheets: Sheets) -> None:
    """Open the form for a steward; whoever is none (any more) reads what is set."""
    sheet = company.read(actor)
    sheets.over(OURS).show(views.form(sheet) if sheet.is_steward else views.settings(sheet))
    ack()


def save(
    ack: Ack, actor: Actor, company: CompanySettings, delivery: str, now: datetime, view: Mapping[str, Any]
) -> None:
    """Keep what is set for everybody, and show it."""
    sheet = company.change(actor, change_company(view), now, delivery)
    ack(response_action="update", view=views.settings(sheet, _("Saved.")))


def show_stewards(ack: Ack, actor: Actor, answer: Answer, sheets: Sheets, stewards: Stewards) -> None:
    """`/tour stewards`: the form for a steward; everybody else is told whom to ask."""
    known = stewards.of(actor)
    if actor.user_id in known:
        sheets.show(steward_views.form(known))
        ack()
    else:
        answer(_("Stewards"), steward_views.names(known))


def open_stewards(ack: Ack, actor: Actor, company: CompanySettings, sheets: Sheets) -> None:
    """Open the form in which stewards name each other, in place of the settings."""
    sheet = company.read(actor)
    form = steward_views.form(sheet.stewards) if sheet.is_steward else views.settings(sheet)
    sheets.over(OURS).show(form)
    ack()


def save_stewards(
    ack: Ack,
    actor: Actor,
    company: CompanySettings,
    delivery: str,
    now: datetime,
    stewards: Stewards,
    view: Mapping[str, Any],
) -> None:
    """Keep who the stewards are, and show all settings."""
    stewards.name(actor, people_in(view, FIELD), now, delivery)
    ack(response_action="update", view=views.settings(company.read(actor), _("Saved.")))


def open_wordings(ack: Ack, actor: Actor, prompts: Prompts, sheets: Sheets, wordings: Wordings) -> None:
    """Show a steward the wordings of pledge and signing."""
    sheets.over(OF_WORDINGS).show(wording_views.wordings(wordings.sheets(actor, prompts)))
    ack()


def approve_wording(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, sheets: Sheets, value: str | None, wordings: Wordings
) -> None:
    """Put a wording into use. The value is "NAME:HASH": the text that was read."""
    name, _colon, read_hash = (value or "").partition(":")
    approved = wordings.approve(actor, ApproveWording(name, read_hash), prompts, now)
    sheets.over(OF_WORDINGS).show(wording_views.wordings(approved, _("It holds from now on.")))
    ack()
