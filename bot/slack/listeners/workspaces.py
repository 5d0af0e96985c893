"""Slack takes the bot's token away: the app was removed, or its tokens were revoked. In any order, and twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.services.workspaces import Workspaces
from bot.slack.routes import Ack, Routes


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.event("app_uninstalled")(removed)
    routes.event("tokens_revoked")(revoked)


def removed(ack: Ack, body: Mapping[str, Any], now: datetime, workspaces: Workspaces) -> None:
    """Stop everything in the workspace, or the organisation, that removed the bot."""
    workspaces.left(leaver(body), happened(body, now), now)
    ack()


def revoked(ack: Ack, body: Mapping[str, Any], event: Mapping[str, Any], now: datetime, workspaces: Workspaces) -> None:
    """Stop everything when the bot's own token is among those revoked; we hold no other."""
    if (event.get("tokens") or {}).get("bot"):
        workspaces.left(leaver(body), happened(body, now), now)
    ack()


def leaver(body: Mapping[str, Any]) -> str:
    """Return the id of what removed the bot: the organisation when all of it had installed, else the workspace."""
    authorization = next(iter(body.get("authorizations") or []), body)
    organisation = authorization.get("enterprise_id") or body.get("enterprise_id")
    return str(organisation if authorization.get("is_enterprise_install") and organisation else body["team_id"])


def happened(body: Mapping[str, Any], now: datetime) -> datetime:
    """Return when it happened (UTC): Slack may tell of it hours later, when the bot is back already."""
    return datetime.fromtimestamp(body["event_time"], UTC) if "event_time" in body else now
