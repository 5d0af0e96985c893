"""Standard tours: stewards write them, everybody reads them and starts from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.domain.refusals import Reason, Refused
from bot.services.people import Actor
from bot.services.standards import NEW, Standards
from bot.slack.forms.standards import standard as read_form
from bot.slack.ids import Action, View
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.routes import Ack, Routes
from bot.slack.views import standards as views
from bot.slack.words import _

OURS: Final = frozenset({View.SETTINGS, View.STANDARDS, View.STANDARD, View.STANDARD_FORM})


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.OPEN_STANDARDS)(show_all)
    routes.action(Action.OPEN_STANDARD)(show)
    routes.action(Action.CHANGE_STANDARD)(open_form)
    routes.action(Action.REMOVE_STANDARD)(take_out)
    routes.submission(View.STANDARD_FORM)(save)


def show_all(ack: Ack, actor: Actor, sheets: Sheets, standards: Standards) -> None:
    """Show all of them."""
    sheets.over(OURS).show(views.standards(standards.list_of(actor)))
    ack()


def show(ack: Ack, actor: Actor, sheets: Sheets, standards: Standards, value: str | None) -> None:
    """Show one. The value is its number."""
    number = numbers(value)[0]
    known = {each.key.rpartition("/")[2]: each for each in standards.list_of(actor).standards}
    if str(number) not in known:
        raise Refused(Reason.NOT_FOUND)
    sheets.over(OURS).show(views.standard(known[str(number)]))
    ack()


def open_form(ack: Ack, actor: Actor, sheets: Sheets, standards: Standards, value: str | None) -> None:
    """Open the form: for a new one, or for the one whose number the value is."""
    sheet = standards.sheet(actor, numbers(value)[0]) if value else NEW
    sheets.over(OURS).show(views.form(sheet))
    ack()


def take_out(ack: Ack, actor: Actor, sheets: Sheets, standards: Standards, value: str | None) -> None:
    """Take one out, and show the rest. The value is its number."""
    rest = standards.take_out(actor, numbers(value)[0])
    sheets.over(OURS).show(views.standards(rest, _("Taken out. Tours that were started from it stay.")))
    ack()


def save(ack: Ack, actor: Actor, delivery: str, now: datetime, standards: Standards, view: Mapping[str, Any]) -> None:
    """Keep what the form says, and show all."""
    ack(
        response_action="update",
        view=views.standards(standards.save(actor, read_form(view), now, delivery), _("Saved.")),
    )
