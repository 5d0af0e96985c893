"""Asking for a talk: the form, how it stands, the manager's window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.signals import Topic
from bot.domain.tours import Kind
from bot.services.signal_sheets import AskedSignal, AskSheet, HeardSignal
from bot.slack.listeners.signals import card
from bot.slack.views import signals
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, message
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import NOW, TODAY, World

ASKED = AskedSignal(
    id=10**9,
    asked_on=TODAY,
    leaves_at=NOW,
    has_left=True,
    is_waiting=True,
    is_late=True,
    talk_on=None,
)
SHEET = AskSheet(10**9, LONG_ID, "Europe/Berlin", tuple(Topic), ASKED, LONG_ID, 180)


def cases(_world: World) -> Iterator[Case]:
    """Yield nothing: no screen of this story shows what people wrote."""
    yield from ()


def fixed() -> Iterator[Case]:
    """Yield every screen of this story."""
    for topics in (tuple(Topic), (Topic.UNSAID,)):
        yield Case(signals.ask, f"{len(topics)}", signals.ask(replace(SHEET, topics=topics, asked=None)))
    for asked in (
        ASKED,
        replace(ASKED, has_left=False, is_late=False),
        replace(ASKED, is_waiting=False, is_late=False, talk_on=TODAY),
    ):
        for contact_id in (None, LONG_ID):
            yield Case(signals.asked, f"{asked}", signals.asked(replace(SHEET, contact_id=contact_id), asked))
    yield Case(signals.taken_back, "", signals.taken_back(SHEET))
    yield Case(signals.nothing_to_serve, "", message(signals.nothing_to_serve()))
    for topic in Topic:
        for talk_on in (None, TODAY):
            heard = HeardSignal(10**9, LONG_ID, TODAY, topic, talk_on is None, talk_on, TODAY, Kind.FOUNDATIONAL, 180)
            yield Case(signals.answer, f"{heard}", signals.answer(heard, card(heard, PROMPTS)))
            yield Case(signals.answered, f"{talk_on}", signals.answered(heard))
    yield Case(signals.nothing_waits, "", signals.nothing_waits())
