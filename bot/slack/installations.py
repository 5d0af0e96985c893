"""The workspaces that have the bot: who may speak to it, a client for each, and what Slack says of people."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

import structlog
from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.db.installations import Installations, Installed
from bot.domain.people import Profile
from bot.services.people import ProfileUnavailable

log = structlog.get_logger()

UNKNOWN = frozenset({"user_not_found", "user_not_visible"})
TENANT = "tenant"  # under this name the id of whatever installed the bot stands in Bolt's context
CACHE_SECONDS = 60.0  # how long another process may still believe in a token that was revoked; Slack refuses it
CACHE_SIZE = 10_000


class NotInstalled(LookupError):
    """There is no token for the workspace any more."""


class Workspaces(Protocol):
    """What the bot asks of its installations."""

    def authorize(self, context: BoltContext, team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        """Return for whom a request of Slack's is meant and the token to answer it with; None when not installed."""

    def client_for(self, team_id: str) -> WebClient:
        """Return the client that speaks to a workspace. Raises NotInstalled."""

    def forget(self, team_id: str) -> None:
        """Drop what is remembered of a workspace: its token was given or revoked."""


class SingleInstallation:
    """One workspace, whose token stands in the settings."""

    def __init__(self, client: WebClient, is_here: Callable[[str], None]) -> None:
        """`client` carries the token and Slack's address; `is_here` is told when Slack accepts the token."""
        self._client = client
        self._is_here = is_here
        self._itself: dict[str, Any] | None = None

    def authorize(self, context: BoltContext, team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        """Let requests of the token's own workspace through. Raises SlackApiError when Slack refuses the token."""
        itself = self._itself or self._ask()
        if team_id not in (itself["team_id"], None) and enterprise_id != (itself.get("enterprise_id") or "none"):
            return None
        context[TENANT] = team_id or enterprise_id
        return authorized(team_id, enterprise_id, self._client.token, itself["user_id"], context.user_id)

    def client_for(self, team_id: str) -> WebClient:
        """Return the client of the only workspace."""
        return self._client

    def forget(self, team_id: str) -> None:
        """Ask Slack again before the next request."""
        self._itself = None

    def _ask(self) -> dict[str, Any]:
        answer = self._client.auth_test()
        self._itself = {key: answer.get(key) for key in ("team_id", "enterprise_id", "user_id")}
        self._is_here(str(self._itself["team_id"]))
        return self._itself


class ManyInstallations:
    """Every workspace and organisation that installed by OAuth; what was found is remembered for a minute."""

    def __init__(
        self,
        installations: Installations,
        make_client: Callable[[str], WebClient],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._installations = installations
        self._make_client = make_client
        self._seconds = seconds
        self._known: dict[tuple[str | None, str | None], tuple[Installed, float]] = {}

    def authorize(self, context: BoltContext, team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        """Let requests of workspaces through that installed the bot, themselves or with their organisation."""
        found = self._find(team_id, enterprise_id)
        if found is None:
            return None
        context[TENANT] = found.id
        return authorized(team_id, enterprise_id, found.bot_token, found.bot_user_id, context.user_id)

    def client_for(self, team_id: str) -> WebClient:
        """Return a client of this workspace or organisation. Raises NotInstalled."""
        found = self._find(team_id, None)
        if found is None:
            raise NotInstalled(team_id)
        return self._make_client(found.bot_token)

    def forget(self, team_id: str) -> None:
        """Drop what is remembered of a workspace or organisation."""
        for key in [key for key, (found, _) in list(self._known.items()) if team_id in (*key, found.id)]:
            self._known.pop(key, None)

    def _find(self, team_id: str | None, enterprise_id: str | None) -> Installed | None:
        key, now = (team_id, enterprise_id), self._seconds()
        known = self._known.get(key)
        if known is not None and now < known[1]:
            return known[0]
        self._known.pop(key, None)
        found = self._installations.find(team_id, enterprise_id)
        if found is not None:
            if len(self._known) >= CACHE_SIZE:
                self._known.clear()
            self._known[key] = (found, now + CACHE_SECONDS)
        return found


def authorized(
    team_id: str | None, enterprise_id: str | None, token: str | None, bot_user_id: str | None, user_id: str | None
) -> AuthorizeResult:
    """Return what Bolt wants to know of a request."""
    return AuthorizeResult(
        enterprise_id=enterprise_id, team_id=team_id, bot_token=token, bot_user_id=bot_user_id, user_id=user_id
    )


class Directory:
    """Asks Slack who somebody is."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def look_up(self, team_id: str, user_id: str) -> Profile | None:
        """Return what Slack says of a person (users.info), or None for an id that it does not know.

        Raises ProfileUnavailable when Slack does not answer, or answers that it cannot.
        """
        try:
            answer = self._workspaces.client_for(team_id).users_info(user=user_id, include_locale=True)
        except SlackApiError as error:
            if error.response.get("error") in UNKNOWN:
                return None
            raise ProfileUnavailable(str(error.response.get("error"))) from None
        except (OSError, NotInstalled) as error:
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
        is_stranger=bool(user.get("is_stranger")) or not belongs(user, team_id),
        is_deactivated=bool(user.get("deleted")),
    )


def belongs(user: dict[str, Any], tenant: str) -> bool:
    """Tell whether somebody is of the workspace (T...) or of the organisation (E...) that installed the bot."""
    home = user.get("team_id", tenant)
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id") or user.get("enterprise_id")
    return tenant in (home, organisation)
