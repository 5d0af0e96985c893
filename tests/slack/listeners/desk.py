"""Calls the listeners of goals and talks as the reception would."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from bot.db.work import Database
from bot.services.check_ins import CheckIns
from bot.services.goals import Goals
from bot.services.people import Actor
from bot.slack.blocks import View
from tests.making import MANAGER
from tests.slack.listeners.fakes import Ack, Answer, Client, Homes, hand, sheets, submitted

SUBMISSIONS = count(1)


class Desk:
    """One person who types a command, presses and submits."""

    def __init__(self, database: Database, now: datetime, actor: Actor = MANAGER) -> None:
        self.goals, self.check_ins, self.now, self.actor = Goals(database), CheckIns(database), now, actor
        self.client, self.ack, self.answer, self.refreshed = Client(), Ack(), Answer(), Homes()

    def command(self, listener: Any, words: str) -> None:
        """Type a command with these words behind it."""
        self._hand(listener, answer=self.answer, sheets=sheets(self.client), words=words)

    def press(self, listener: Any, value: object, inside: View | None = None, **more: Any) -> View:
        """Press a button that carries `value`, and return the view that appears."""
        self._hand(listener, sheets=sheets(self.client, inside), value=str(value), **more)
        assert self.ack.given == {}
        return self.client.only[1]

    def press_in_form(self, listener: Any, view: View, typed: dict[str, object]) -> View:
        """Press a button of an open form in which something was typed, and return the form as it stands then."""
        self._hand(listener, client=self.client, view=submitted(view, typed))
        return self.client.only[1]

    def submit(self, listener: Any, view: View, typed: dict[str, object]) -> View:
        """Fill in a form and send it, and return the view that takes its place."""
        delivery = f"V{next(SUBMISSIONS)}:h"
        self._hand(listener, delivery=delivery, refresh_home=self.refreshed, view=submitted(view, typed))
        assert self.ack.given is not None
        assert self.ack.given["response_action"] == "update"
        shown: View = self.ack.given["view"]
        return shown

    def _hand(self, listener: Any, **offers: Any) -> None:
        known = {
            "ack": self.ack,
            "actor": self.actor,
            "check_ins": self.check_ins,
            "goals": self.goals,
            "now": self.now,
        }
        hand(listener, {**known, **offers})
