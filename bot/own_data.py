"""What an operator does for somebody who asks for what is theirs and is not in Slack: their file, or its erasure."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.db.work import Database
from bot.services.keeping import Keeping, in_json
from bot.services.keeping_page import page
from bot.services.people import Actor

KINDS = (".json", ".html")


class CannotBeDone(Exception):
    """It was not done; the message says why and what to do."""


def write_file(database: Database, team_id: str, user_id: str, target: Path, now: datetime) -> str:
    """Write everything that a person wrote or can read, leave the receipts, and return what to say.

    Raises CannotBeDone for a target that is there already or is of another kind, KeyMissing for the wrong keys.
    """
    if target.exists() or target.suffix not in KINDS:
        raise CannotBeDone("TARGET has to be a file that is not there yet, and end in .json or .html.")
    found = Keeping(database).for_operator(team_id, user_id, now)
    target.write_bytes(in_json(found) if target.suffix == ".json" else page(found).encode())
    return f"Written to {target}. The person, and the other side of each of their tours, can read that you did."


def what_goes(database: Database, team_id: str, user_id: str) -> str:
    """Return what an erasure would take, in one line."""
    sheet = Keeping(database).what_goes(_as(team_id, user_id))
    pieces = ", ".join(f"{title}: {count}" for title, count in sheet.takes.items()) or "Nothing that they wrote"
    return f"{pieces}. Proposals that are withdrawn: {sheet.proposals}. Tours that go on: {sheet.running}."


def erase(database: Database, team_id: str, user_id: str, now: datetime) -> str:
    """Erase what a person wrote, as they could in Slack, and return what to say."""
    result = Keeping(database).erase(_as(team_id, user_id), now)
    return f"Erased: {result.count} pieces of writing. Terms that both sides signed stay with the other side."


def _as(team_id: str, user_id: str) -> Actor:
    return Actor(team_id, user_id, "UTC", "en-US")
