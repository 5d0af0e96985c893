"""What Slack tells about people: they moved to another time zone, left, or came (back)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.services.people import People
from bot.slack.installations import profile_of
from bot.slack.routes import Ack, Routes


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.event("user_change")(changed)
    routes.event("team_join")(changed)


def changed(ack: Ack, team_id: str, event: Mapping[str, Any], now: datetime, people: People) -> None:
    """Take over what is new about somebody whom the bot knows; Slack tells of every member of the workspace."""
    user = event["user"]
    profile = profile_of(user, team_id)
    people.heard_of(team_id, user["id"], profile, now, has_locale="locale" in user)
    ack()
