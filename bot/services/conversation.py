"""What is written to the bot in a DM: answered once, and not kept."""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Database
from bot.services.people import Actor


class Conversation:
    """Remembers which messages were answered, by Slack's event id alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, actor: Actor, delivery: str | None, now: datetime) -> None:
        """Note that this message is being answered. Raises AlreadyDealt when Slack has sent it before."""
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)

    def hand_back(self, actor: Actor, delivery: str | None) -> None:
        """Take that note back after the answer failed, so that the next delivery is answered."""
        with self._database.work(actor.team_id) as work:
            work.again(delivery)
