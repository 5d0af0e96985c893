"""What a manager does on the ladder, for tests of each of its rungs."""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Database
from bot.domain.coach import CardDraft
from bot.domain.wordings import WordingText
from bot.services.coach_sheets import MakePledge, Step, WriteCard
from bot.services.people import Actor
from bot.services.pledges import Pledges
from tests.given import MANAGER, TEAM

STRANGER = Actor(TEAM, "USTRANGER", "Europe/Berlin", "en-US")
PLEDGE = WordingText("The pledge", "I thank you first.")
ONE_LINE = CardDraft(admired=None, values=None, hope="A year at sea.")


def write(version: int = 0, share_with: str = "", offered: str = "", draft: CardDraft = ONE_LINE) -> WriteCard:
    """Return the form of a card: `share_with` and `offered` are user ids, separated by spaces."""
    return WriteCard(draft, version, frozenset(share_with.split()), frozenset((offered or share_with).split()))


def told(database: Database, user_id: str) -> list[str]:
    """Return the moments of all that waits to go out to somebody, in alphabetical order."""
    with database.reading(TEAM) as work:
        return sorted(line.moment for line in work.outbox.waiting(recipient_id=user_id))


def pledge(database: Database, tour_id: int, now: datetime) -> Step:
    """Make the pledge, in the words that were read."""
    return Pledges(database).make(MANAGER, MakePledge(tour_id, PLEDGE, PLEDGE.text_hash), now)
