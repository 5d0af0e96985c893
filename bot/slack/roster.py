"""Everybody in a workspace as Slack lists them, and who leads whom by a field of their profiles.

It is for the operator's command, which may take its time: Slack's limits are waited for (users.list 20 a minute,
users.profile.get 100 a minute).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from bot.domain.people_file import FileRow
from bot.services.leads import Member
from bot.slack.installations import NotInstalled, Workspaces, profile_of

PAGE: Final = 200  # what Slack recommends at most
WAITS: Final = 50  # for one answer
PROFILE_SCOPE: Final = "users.profile:read"


class RosterUnreadable(Exception):
    """Slack did not tell; the message says why and what to do."""


class Roster:
    """Everybody in one workspace. Each question waits for as long as Slack asks, and raises RosterUnreadable."""

    def __init__(self, client: WebClient, team_id: str) -> None:
        client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=WAITS))
        self._client = client
        self._team_id = team_id

    @classmethod
    def of(cls, workspaces: Workspaces, team_id: str) -> Roster:
        """Return the roster of a workspace (T...) or an organisation (E...) that has the bot."""
        try:
            return cls(workspaces.client_for(team_id), team_id)
        except NotInstalled:
            raise RosterUnreadable(f"The bot is not installed in {team_id}.") from None

    def everybody(self) -> list[Member]:
        """Return all people; their e-mail addresses where Slack may tell them."""
        found: list[Member] = []
        cursor = ""
        while True:
            answer = _asked("users:read", partial(self._client.users_list, limit=PAGE, cursor=cursor))
            found += [_member(user, self._team_id) for user in answer["members"]]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found

    def by_profile(self, label: str, members: Iterable[Member]) -> Iterator[FileRow]:
        """Yield who leads whom by the profile field with this name, as if it stood in a file."""
        field_id = self._field(label)
        people = [member for member in members if member.is_full]
        for line, member in enumerate(people, start=1):
            answer = _asked(PROFILE_SCOPE, partial(self._client.users_profile_get, user=member.user_id))
            said = (answer["profile"].get("fields") or {}).get(field_id) or {}
            yield FileRow(line, member.user_id, str(said.get("value") or "").split(",")[0].strip() or None)

    def _field(self, label: str) -> str:
        answer = _asked(PROFILE_SCOPE, self._client.team_profile_get)
        fields = answer["profile"].get("fields") or []
        people = {str(field["label"]): str(field["id"]) for field in fields if field.get("type") == "user"}
        found = {name.casefold(): field_id for name, field_id in people.items()}.get(label.casefold())
        if found is None:
            there = ", ".join(sorted(people)) or "none"
            raise RosterUnreadable(f"No profile field of this name holds a person. Those that do: {there}.")
        return found


def _asked(scope: str, ask: Callable[[], SlackResponse]) -> SlackResponse:
    try:
        return ask()
    except SlackApiError as error:
        code = str(error.response.get("error"))
        if code == "missing_scope":
            words = f"The app lacks the scope {scope}: add it under OAuth & Permissions, and install again."
            raise RosterUnreadable(words) from None
        raise RosterUnreadable(f"Slack does not say who is there; it says: {code}.") from None
    except OSError as error:
        raise RosterUnreadable(f"Slack cannot be reached ({type(error).__name__}).") from None


def _member(user: dict[str, Any], team_id: str) -> Member:
    return Member(str(user["id"]), profile_of(user, team_id), (user.get("profile") or {}).get("email") or None)
