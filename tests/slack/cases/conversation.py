"""Replies in a DM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from bot.services.nudge_sheets import Snoozed
from bot.services.period_sheets import OURS_HOLD
from bot.services.understanding import Intent, Near, Understood
from bot.slack.views import conversation, leading, small_talk
from bot.slack.views.reply import Known, Reply, says
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, message
from tests.slack.cases.home import crowded, row
from tests.slack.cases.periods import DECIDED
from tests.slack.cases.world import HOLDER, MANAGER, NOW, World, commands

TALK: Final[dict[Intent, Callable[[Understood, Known], Reply]]] = {
    Intent.LEADER: leading.leader,
    Intent.GREETING: small_talk.greeting,
    Intent.THANKS: small_talk.thanks,
    Intent.ANGER: small_talk.anger,
    Intent.DISTRESS: small_talk.distress,
    Intent.OTHER_LANGUAGE: small_talk.other_language,
    Intent.SIGNAL: small_talk.signal,
    Intent.ALUMNI: small_talk.alumni,
    Intent.EXPORT: small_talk.export,
    Intent.UNSURE: small_talk.unsure,
}
TOPICS: Final = ("tour", "halfway", "doors_differ", "no such topic", None)
NEAREST: Final = (
    Near(Intent.GUIDE, "goals_that_do_not_fit"),
    Near(Intent.TERM, "first_conversation"),
    Near(Intent.EXPORT),
)


def cases(world: World) -> Iterator[Case]:
    """Yield the reply to everything that can be meant, to either side and to somebody with no tour."""
    if not world.is_terse:
        return
    for actor in (MANAGER, HOLDER, replace(MANAGER, user_id="UNOBODY")):
        home = world.services.home
        known = Known(home.read(actor, NOW), home.tours(actor, NOW), PROMPTS, commands(), OURS_HOLD)
        for intent in Intent:
            for topic in TOPICS:
                yield from _replies(intent, topic, known, actor.user_id)


def fixed() -> Iterator[Case]:
    """Yield the replies to somebody with very many tours, and those to nobody in particular."""
    for was_paused in (True, False):
        yield _case(conversation.resumed, f"{was_paused}", conversation.resumed(was_paused=was_paused))
    many = Known(crowded(), [row(number) for number in range(400)], PROMPTS, commands(), DECIDED)
    for intent in Intent:
        yield from _replies(intent, "starting", many, "many")
    for snoozed in (Snoozed(date(2026, 9, 30)), Snoozed(date(2026, 9, 30), date(2026, 9, 26))):
        yield _case(conversation.paused, str(snoozed.asked), conversation.paused(snoozed))
    yield _case(conversation.refused, "long", conversation.refused("W" * 3000))
    yield _case(conversation.text_only, "", conversation.text_only())
    yield _case(conversation.mistyped, "", conversation.mistyped("checkin"))
    yield _case(says, "no button", says("x"))
    for summary in PROMPTS.guides():
        guide = PROMPTS.guide(summary.topic, summary.for_whom)
        yield Case(conversation.guide_blocks, summary.name, message(conversation.guide_blocks(guide)))


def _replies(intent: Intent, topic: str | None, known: Known, who: str) -> Iterator[Case]:
    said = Understood(intent, "UHOLDER" if topic else None, None, topic, 1.0, NEAREST)
    yield _case(conversation.reply, f"{intent}, {topic}, {who}", conversation.reply(said, known))
    if intent in TALK:
        yield _case(TALK[intent], who, TALK[intent](said, known))


def _case(shows: Callable[..., Reply], name: str, reply: Reply) -> Case:
    return Case(shows, name, message(reply.blocks, reply.text))
