"""Hands somebody a file that they asked for, with a screen that says what became of it; any story may use it."""

from __future__ import annotations

from datetime import datetime

from slack_sdk import WebClient

from bot.services.files import Files, Wanted
from bot.services.people import Actor
from bot.slack.files import send_file
from bot.slack.ids import Action
from bot.slack.listeners.sheets import Sheets
from bot.slack.listeners.tour_screens import update
from bot.slack.routes import Ack, Routes
from bot.slack.views.files import handed, making


def register(routes: Routes) -> None:
    """Add these listeners to the table."""
    routes.action(Action.OPEN_FILE)(opened)


def hand_over(sheets: Sheets, client: WebClient, actor: Actor, files: Files, wanted: Wanted, now: datetime) -> None:
    """Make the file, put a screen on top of what is open, send the file, and say there how it went.

    The screen comes first: Slack takes one only within three seconds of the press, and sending takes a while.
    Raises Refused, with nothing shown, when the actor may not have the file.
    """
    made = files.make(actor, wanted, now)
    screen = sheets.on_top(making())
    outcome = send_file(client, actor, made, files.link(actor, wanted, now))
    update(client, screen, handed(outcome))


def opened(ack: Ack) -> None:
    """A press on a link: the browser has opened it, and there is nothing to do here."""
    ack()
