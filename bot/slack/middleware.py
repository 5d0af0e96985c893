"""Who is asking, from where, and when: found once, before any listener."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.clock import Clock
from bot.domain.refusals import Refused
from bot.services.people import People
from bot.slack.installations import TENANT

TELLS_OF_OTHERS = frozenset({"user_change", "team_join"})  # events whose user is spoken of, and asks for nothing


class Introduce(Middleware):
    """Bolt middleware that puts `actor` (None where Slack names nobody), the tenant and `now` into the context.

    The tenant is whatever installed the bot: a workspace, or an organisation as one.
    """

    def __init__(self, people: People, clock: Clock) -> None:
        self._people = people
        self._clock = clock

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        """Introduce whoever asks, and go on. Bolt calls it; a plain function costs it as much as all of this."""
        context, body, now = req.context, req.body, self._clock.now()
        context["now"] = now
        context["actor"] = None
        team_id, user_id = context.get(TENANT) or context.team_id or context.enterprise_id, context.user_id
        context[TENANT] = team_id
        context["is_stranger"] = comes_from_elsewhere(body, team_id)
        asks = (body.get("event") or {}).get("type") not in TELLS_OF_OTHERS
        if team_id and user_id and asks and not context["is_stranger"]:
            # A press may answer a nudge, so that it counts as seen; a command or a form need not look again at once.
            find = self._people.actor if body.get("type") == "block_actions" else self._people.recent_actor
            try:
                context["actor"] = find(team_id, user_id, now)
            except Refused:  # Slack does not know them, or not here
                context["is_stranger"] = True
            if is_organisation(team_id) and self._is_stranger(team_id, user_id):
                context["actor"], context["is_stranger"] = None, True
        return next()

    def _is_stranger(self, team_id: str, user_id: str) -> bool:
        known = self._people.known(team_id, user_id)
        return known is not None and known.is_stranger


def is_organisation(team_id: str | None) -> bool:
    """Tell whether an id is that of an organisation, whose people work in several workspaces."""
    return team_id is not None and team_id.startswith("E")


def comes_from_elsewhere(body: Mapping[str, Any], team_id: str | None) -> bool:
    """Tell whether a press comes from somebody of another workspace (Slack Connect lets them see our buttons)."""
    user, team = body.get("user"), body.get("team")
    if is_organisation(team_id) or not isinstance(user, Mapping) or not isinstance(team, Mapping):
        return False
    home = user.get("team_id")
    return home is not None and home != team.get("id")
