"""Calls the goals' listeners as the reception would."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from bot.db.work import Database
from bot.services.goals import Goals
from bot.services.people import Actor
from bot.slack.blocks import View
from bot.slack.listeners import goals as listeners
from tests.making import MANAGER
from tests.slack.listeners.fakes import Ack, Answer, Client, Homes, sheets, submitted

FILLED = {
    "goal.0.what": "Change over in 20 minutes",
    "goal.0.evidence": "The shift log shows it",
    "goal.0.due_on": "2026-03-31",
}


SUBMISSIONS = count(1)


class Desk:
    """Calls listeners as the reception would, for one actor."""

    def __init__(self, database: Database, now: datetime, actor: Actor = MANAGER) -> None:
        self.goals, self.now, self.actor = Goals(database), now, actor
        self.client, self.ack, self.answer, self.refreshed = Client(), Ack(), Answer(), Homes()

    def command(self, words: str) -> None:
        common: Any = {"ack": self.ack, "answer": self.answer, "sheets": sheets(self.client)}
        listeners.list_goals(actor=self.actor, goals=self.goals, now=self.now, words=words, **common)

    def press(self, listener: Any, value: str, inside: View | None = None) -> View:
        listener(
            ack=self.ack,
            actor=self.actor,
            goals=self.goals,
            now=self.now,
            sheets=sheets(self.client, inside),
            value=value,
        )
        assert self.ack.given == {}
        return self.client.only[1]

    def press_in_form(self, listener: Any, view: View, typed: dict[str, object]) -> View:
        listener(
            ack=self.ack,
            actor=self.actor,
            client=self.client,
            goals=self.goals,
            now=self.now,
            view=submitted(view, typed),
        )
        return self.client.only[1]

    def submit(self, listener: Any, view: View, typed: dict[str, object]) -> View:
        listener(
            ack=self.ack,
            actor=self.actor,
            delivery=f"V{next(SUBMISSIONS)}:h",
            goals=self.goals,
            now=self.now,
            refresh_home=self.refreshed,
            view=submitted(view, typed),
        )
        assert self.ack.given is not None
        assert self.ack.given["response_action"] == "update"
        shown: View = self.ack.given["view"]
        return shown


def add_one(database: Database, now: datetime, tour_id: int) -> int:
    """Let the manager add one goal through the form; return its id."""
    form = Desk(database, now).press(listeners.open_add, str(tour_id))
    Desk(database, now).submit(listeners.add, form, dict(FILLED))
    return Goals(database).of_tour(MANAGER, tour_id, now).goals[0].id
