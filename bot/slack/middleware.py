"""Who is asking, from where, and when: found once, before any listener."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltContext
from slack_bolt.response import BoltResponse

from bot.clock import Clock
from bot.services.people import People

TELLS_OF_OTHERS = frozenset({"user_change", "team_join"})  # events whose user is spoken of, and asks for nothing


class Introduce:
    """Bolt middleware that puts `actor` (None where Slack names nobody) and `now` into the context."""

    def __init__(self, people: People, clock: Clock) -> None:
        self._people = people
        self._clock = clock

    def __call__(self, context: BoltContext, body: Mapping[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        now = self._clock.now()
        context["now"] = now
        context["actor"] = None
        context["is_stranger"] = comes_from_elsewhere(body)
        team_id, user_id = context.team_id or context.enterprise_id, context.user_id
        asks = (body.get("event") or {}).get("type") not in TELLS_OF_OTHERS
        if team_id and user_id and asks and not context["is_stranger"]:
            context["actor"] = self._people.actor(team_id, user_id, now)
        return next()


def comes_from_elsewhere(body: Mapping[str, Any]) -> bool:
    """Tell whether a press comes from somebody of another workspace (Slack Connect lets them see our buttons)."""
    user, team = body.get("user"), body.get("team")
    if not isinstance(user, Mapping) or not isinstance(team, Mapping):
        return False
    home = user.get("team_id")
    return home is not None and home != team.get("id")
