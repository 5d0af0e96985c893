"""Plain words to the bot, in a DM or behind `/tour`: each gets one reply. Nothing of what is written is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.refusals import Reason, Refused
from bot.prompts import Prompts
from bot.services.conversation import Conversation
from bot.services.days import is_past
from bot.services.home import HomePage
from bot.services.nudges import Nudges
from bot.services.people import Actor
from bot.services.understanding import MENTION, Intent, Understood, understand
from bot.slack import errors
from bot.slack.answer import Answer
from bot.slack.ids import Action
from bot.slack.listeners.commands import NO_COMMAND, known, working
from bot.slack.listeners.sheets import mentioned
from bot.slack.routes import Ack, Routes
from bot.slack.views import conversation as views
from bot.slack.views import help as helps
from bot.slack.views.reply import Reply

WITH_A_FILE = "file_share"


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.event("message")(message)
    routes.command(NO_COMMAND)(unknown)
    routes.action(Action.DID_YOU_MEAN)(did_you_mean)


def message(
    ack: Ack,
    actor: Actor | None,
    answer: Answer,
    conversation: Conversation,
    delivery: str | None,
    event: Mapping[str, Any],
    home: HomePage,
    now: datetime,
    nudges: Nudges,
    prompts: Prompts,
    routes: Routes,
) -> None:
    """Answer a message in a DM, once. What apps write, edits and deletions are taken note of in silence."""
    if actor is None or not is_from_person(event):
        ack()
        return
    conversation.take(actor, delivery, now)
    try:
        found = respond(event, actor, now, home, nudges, prompts, routes)
        answer(found.text, found.blocks)
    except Exception:
        conversation.hand_back(actor, delivery)
        raise


def unknown(
    actor: Actor,
    answer: Answer,
    home: HomePage,
    now: datetime,
    nudges: Nudges,
    prompts: Prompts,
    routes: Routes,
    word: str,
    words: str,
) -> None:
    """Anything else behind `/tour`: a person named alone, a command mistyped, or plain words, read as in a DM.

    A slip of the hand has nobody but a person behind it: "listen, I cannot go on" is no `list`.
    """
    if person_id := mentioned(word):
        said = Understood(Intent.SHOW, person_id, None, None, 1.0, ())
        found = views.reply(said, known(said, actor, now, home, prompts, routes))
    elif not MENTION.sub("", words).strip() and (meant := helps.nearest_command(word, working(routes))):
        found = views.mistyped(meant)
    else:
        found = respond({"text": f"{word} {words}"}, actor, now, home, nudges, prompts, routes)
    answer(found.text, found.blocks)


def is_from_person(event: Mapping[str, Any]) -> bool:
    """Tell whether an event is a message that somebody has just written to the bot."""
    is_new = event.get("subtype") in (None, WITH_A_FILE)
    return event.get("channel_type") == "im" and is_new and not event.get("bot_id")


def respond(
    event: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    home: HomePage,
    nudges: Nudges,
    prompts: Prompts,
    routes: Routes,
) -> Reply:
    """Return the reply to a message. A snooze with a day is carried out, and so is the end of a pause."""
    words = (event.get("text") or "").strip()
    if not words and event.get("files"):
        return views.text_only()
    said = understand(words, now, actor.time_zone)
    if said.intent is Intent.SNOOZE and said.when is not None:
        try:
            return views.paused(nudges.pause(actor, said.when, now))
        except Refused as refused:
            return views.refused(errors.sentence(refused))
    if said.intent is Intent.SNOOZE and is_past(words, now, actor.time_zone):
        return views.refused(errors.sentence(Refused(Reason.DATE_IN_PAST)))
    if said.intent is Intent.RESUME:
        return views.resumed(was_paused=nudges.resume(actor, now))
    return views.reply(said, known(said, actor, now, home, prompts, routes))


def did_you_mean(
    actor: Actor, answer: Answer, home: HomePage, now: datetime, prompts: Prompts, routes: Routes, value: str | None
) -> None:
    """Answer as if the thing on the button had been written."""
    name, _, topic = (value or "").partition(":")
    intent = Intent(name) if name in set(Intent) else Intent.HELP
    said = Understood(intent, None, None, topic or None, 1.0, ())
    found = views.reply(said, known(said, actor, now, home, prompts, routes))
    answer(found.text, found.blocks)
