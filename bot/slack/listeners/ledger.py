"""The ledger: one promise with its history, and what either side says became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.refusals import Reason, Refused
from bot.services.ledger import Ledger
from bot.services.people import Actor
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import ledger as views
from bot.slack.words import _

OURS: Final = frozenset({ViewId.PROMISE})


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.OPEN_PROMISE)(show)
    routes.action(Action.MARK_PROMISE)(mark)


def show(ack: Ack, actor: Actor, ledger: Ledger, now: datetime, sheets: Sheets, value: str) -> None:
    """Show one promise with its history. The value is "PROMISE"."""
    sheets.over(OURS).show(views.promise(ledger.read(actor, numbers(value)[0], now)))
    ack()


def mark(
    ack: Ack, actor: Actor, ledger: Ledger, now: datetime, refresh_home: Refresh, sheets: Sheets, value: str
) -> None:
    """Say what became of a promise. The value is "PROMISE:NUMBER", the number of what is said in views.SAID."""
    promise_id, said = numbers(value)
    if said >= len(views.SAID):
        raise Refused(Reason.LINK_EXPIRED)
    sheet = ledger.mark(actor, promise_id, views.SAID[said], now)
    refresh_home(sheet.tour.reader_id, sheet.tour.other_id)
    sheets.over(OURS).show(views.promise(sheet, _("Noted, for both of you to read.")))
    ack()
