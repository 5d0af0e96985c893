"""The workspaces that the bot is installed in: a client for each, and what Slack says of the people there."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.people import Profile
from bot.services.people import ProfileUnavailable

UNKNOWN = frozenset({"user_not_found", "user_not_visible"})


class SingleInstallation:
    """One workspace, whose token stands in the settings."""

    def __init__(self, client: WebClient) -> None:
        """`client` carries the token and Slack's address."""
        self._client = client

    def client_for(self, team_id: str) -> WebClient:
        """Return the client that speaks to the workspace."""
        return self._client

    def look_up(self, team_id: str, user_id: str) -> Profile | None:
        """Return what Slack says of a person (users.info), or None for an id that it does not know.

        Raises ProfileUnavailable when Slack does not answer, or answers that it cannot.
        """
        try:
            answer = self._client.users_info(user=user_id, include_locale=True)
        except SlackApiError as error:
            if error.response.get("error") in UNKNOWN:
                return None
            raise ProfileUnavailable(str(error.response.get("error"))) from None
        except OSError as error:
            raise ProfileUnavailable(type(error).__name__) from None
        return profile_of(answer["user"], team_id)


def profile_of(user: dict[str, Any], team_id: str) -> Profile:
    """Read Slack's user object (docs.slack.dev, user object); any field may be absent."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), user.get("real_name"), profile.get("real_name"), user.get("name"))
    return Profile(
        name=next((name for name in names if name), str(user.get("id", "?"))),
        time_zone=user.get("tz") or "UTC",
        locale=user.get("locale") or "en-US",
        # Slack says that its own Slackbot is no bot.
        is_bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")) or user.get("team_id", team_id) != team_id,
        is_deactivated=bool(user.get("deleted")),
    )
