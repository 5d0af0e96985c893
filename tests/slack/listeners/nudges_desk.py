"""Calls the nudges' listeners for one person who presses and types."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bot.services.nudges import Nudges
from bot.services.people import People
from bot.slack.blocks import View
from bot.slack.listeners import nudges as listeners
from tests.making import MANAGER
from tests.slack.judges import judge
from tests.slack.listeners.fakes import Ack, Answer, Client, Homes, hand, sheets

NOW = datetime(2026, 2, 3, 9, tzinfo=UTC)


class Desk:
    """One person pressing and typing."""

    def __init__(self, nudges: Nudges, people: People, actor: Any = MANAGER) -> None:
        self.nudges, self.people, self.actor = nudges, people, actor
        self.homes = Homes()

    def call(self, listener: Any, inside: View | None = None, **given: Any) -> tuple[Ack, Answer, Client]:
        ack, answer, client = Ack(), Answer(), Client()
        offers: dict[str, Any] = {
            "ack": ack,
            "actor": self.actor,
            "answer": answer,
            "delivery": "V1:h",
            "now": NOW,
            "nudges": self.nudges,
            "people": self.people,
            "refresh_home": self.homes,
            "sheets": sheets(client, inside),
            **given,
        }
        hand(listener, offers)
        for _how, view in client.shown:
            judge(view)
        if answer.blocks:
            judge({"text": answer.text, "blocks": list(answer.blocks)})
        return ack, answer, client

    def undo(self, answer: Answer) -> None:
        value = answer.blocks[1]["elements"][0]["value"]
        self.call(listeners.undo, value=value)


def paused_until(people: People) -> date | None:
    person = people.known("T1", MANAGER.user_id)
    assert person is not None
    return person.nudges_paused_until
