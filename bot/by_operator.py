"""What an operator does that cannot be done in Slack: somebody's file, or its erasure; a workspace's first steward."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from bot.db.work import Database
from bot.services.keeping import Keeping, in_json
from bot.services.keeping_page import page
from bot.services.people import Actor

KINDS = (".json", ".html")
# https://api.slack.com/types: ids are capital letters and digits, and their first letter says of what.
WORKSPACE = re.compile(r"[TE][A-Z0-9]+")
MEMBER = re.compile(r"[UW][A-Z0-9]+")


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


def name_steward(database: Database, team_id: str, user_id: str, now: datetime, *, replace: bool) -> str:
    """Have a person as the only steward of a workspace, and return what to say.

    Raises CannotBeDone for ids that are none, and where there are stewards already, unless it is to `replace` them.
    """
    if not WORKSPACE.fullmatch(team_id) or not MEMBER.fullmatch(user_id):
        raise CannotBeDone("TEAM is a workspace's id, as T0123ABCD, and USER a member's id, as U0123ABCD.")
    with database.work(team_id) as work:
        if work.stewards.all() and not replace:
            raise CannotBeDone(
                "Nothing was changed: this workspace has stewards, who name more of them with /tour stewards. "
                "With --replace this person becomes the only one."
            )
        work.stewards.name([user_id], None, now)
    return "Done. In Slack, /tour stewards shows it; a steward can name more."


def _as(team_id: str, user_id: str) -> Actor:
    return Actor(team_id, user_id, "UTC", "en-US")
