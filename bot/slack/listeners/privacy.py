"""`/tour privacy` and the button "Who can see what": the rules, and who opened something of mine from outside."""

from __future__ import annotations

from datetime import datetime

from bot.services.access import Access
from bot.services.people import Actor
from bot.services.periods import PeriodRules
from bot.slack.answer import Answer
from bot.slack.ids import Action
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Routes
from bot.slack.views import privacy as views
from bot.slack.words import _


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("privacy")(show)
    routes.action(Action.PRIVACY)(open_sheet)


def show(access: Access, actor: Actor, answer: Answer, now: datetime, periods: PeriodRules) -> None:
    """`/tour privacy`."""
    answer(_("Who can see what, and what is kept."), views.blocks(access.receipts(actor), periods.read(actor, now)))


def open_sheet(access: Access, ack: Ack, actor: Actor, now: datetime, periods: PeriodRules, sheets: Sheets) -> None:
    """The button "Who can see what"."""
    sheets.show(views.sheet(access.receipts(actor), periods.read(actor, now)))
    ack()
