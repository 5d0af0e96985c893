"""What is mine: taken as a file, and erased. `/tour export`, and two buttons on Home and beside the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from slack_sdk import WebClient

from bot.services.files import Files, Wanted
from bot.services.keeping import Keeping
from bot.services.people import Actor
from bot.slack.answer import Answer
from bot.slack.ids import Action, View
from bot.slack.listeners.sending import hand_over
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import keeping as views
from bot.slack.words import _

KINDS = (views.HTML, views.JSON)


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("export")(show_export)
    routes.action(Action.EXPORT_MINE)(open_export)
    routes.action(Action.SEND_MINE)(send)
    routes.action(Action.ERASE_MINE)(open_erasure)
    routes.submission(View.ERASE_MINE)(erase)


def show_export(actor: Actor, answer: Answer, files: Files, now: datetime) -> None:
    """`/tour export`."""
    answer(_("Everything of yours, in a file."), views.export_blocks(links(files, actor, now)))


def open_export(ack: Ack, actor: Actor, files: Files, now: datetime, sheets: Sheets) -> None:
    """The button "Export mine"."""
    sheets.show(views.export_sheet(links(files, actor, now)))
    ack()


def links(files: Files, actor: Actor, now: datetime) -> Mapping[str, str | None]:
    """Return a link to each file, or None where the bot has no web address."""
    return {kind: files.link(actor, Wanted(kind), now) for kind in KINDS}


def send(
    ack: Ack, actor: Actor, client: WebClient, files: Files, now: datetime, sheets: Sheets, value: str | None
) -> None:
    """Put one of the files into the actor's messages."""
    hand_over(sheets, client, actor, files, Wanted(value if value in KINDS else views.HTML), now)
    ack()


def open_erasure(ack: Ack, actor: Actor, keeping: Keeping, sheets: Sheets) -> None:
    """The button "Erase mine": what would go, and what would stay."""
    sheets.show(views.erase_form(keeping.what_goes(actor)))
    ack()


def erase(ack: Ack, actor: Actor, delivery: str, keeping: Keeping, now: datetime, refresh_home: Refresh) -> None:
    """Erase it, and say what was done."""
    result = keeping.erase(actor, now, delivery)
    refresh_home(*result.concerns)
    ack(response_action="update", view=views.erased(result))
