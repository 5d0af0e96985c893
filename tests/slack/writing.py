"""Somebody who writes to the bot in plain words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.services import Services
from bot.services.people import Actor
from bot.slack.listeners import conversation as listeners
from bot.slack.routes import Routes
from tests.given import MANAGER
from tests.shipped import PROMPTS
from tests.slack.fakes import Ack, Answers, words_of


class Writer:
    """Somebody who writes to the bot."""

    def __init__(self, services: Services, routes: Routes, now: datetime) -> None:
        self.answer, self.ack = Answers(), Ack()
        self._services, self._routes, self._now = services, routes, now
        self._delivery = 0

    def writes(self, text: str, actor: Actor | None = MANAGER, delivery: str | None = None, **event: Any) -> str:
        self._delivery += 1
        listeners.message(
            self.ack,
            actor,
            self.answer,
            self._services.conversation,
            delivery or f"Ev{self._delivery}",
            {"type": "message", "channel_type": "im", "channel": "D1", "text": text, **event},
            self._services.home,
            self._now,
            self._services.nudges,
            PROMPTS,
            self._routes,
        )
        return words_of(self.answer.said[-1]) if self.answer.said else ""
