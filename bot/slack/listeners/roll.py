"""A steward takes the list of a workspace's tours as a file."""

from __future__ import annotations

from datetime import datetime

from slack_sdk import WebClient

from bot.services.files import Files, Wanted
from bot.services.people import Actor
from bot.slack.ids import Action
from bot.slack.listeners.sending import hand_over
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Routes
from bot.slack.views.company import ROLL


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.SEND_ROLL)(send)


def send(ack: Ack, actor: Actor, client: WebClient, files: Files, now: datetime, sheets: Sheets) -> None:
    """Put the list into the steward's messages. Raises Refused(STEWARDS_ONLY) for everybody else."""
    hand_over(sheets, client, actor, files, Wanted(ROLL), now)
    ack()
