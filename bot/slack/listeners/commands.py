"""Commands that belong to no other story: `/tour` alone, and help."""

from __future__ import annotations

from datetime import datetime

from bot.prompts import Prompts
from bot.services.home import HomePage
from bot.services.people import Actor
from bot.services.understanding import Understood
from bot.slack.answer import Answer
from bot.slack.ids import Action
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Payload, Routes
from bot.slack.views import help as helps
from bot.slack.views import home as homes
from bot.slack.views.reply import Known
from bot.slack.words import _

NO_COMMAND = "?"  # stands for whatever behind `/tour` is no command; bot/slack/listeners/conversation.py answers it


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("")(summary)
    routes.command("help")(show_help)
    routes.action(Action.HELP)(open_help)


def working(routes: Routes) -> list[str]:
    """Return the words of the commands that work here."""
    return [word for word in routes.keys(Payload.COMMAND) if word != NO_COMMAND]


def summary(actor: Actor, answer: Answer, home: HomePage, now: datetime) -> None:
    """`/tour`: the next step, and Home in short."""
    answer(_("Your next step, and your tours in short."), homes.summary(home.read(actor, now)))


def show_help(answer: Answer, prompts: Prompts, routes: Routes, words: str) -> None:
    """`/tour help [topic]`."""
    guides = prompts.guides()
    found = helps.topic(words, working(routes), guides) if words else helps.overview(working(routes), guides)
    answer(_("What you can ask me."), found)


def known(said: Understood, actor: Actor, now: datetime, home: HomePage, prompts: Prompts, routes: Routes) -> Known:
    """Return what a reply to what was understood may draw on."""
    tours = home.tours(actor, now, said.person_id)
    return Known(home.read(actor, now), tours, prompts, working(routes), home.periods(actor, now))


def open_help(ack: Ack, prompts: Prompts, routes: Routes, sheets: Sheets) -> None:
    """The button "Help"."""
    sheets.show(helps.sheet(working(routes), prompts.guides()))
    ack()
