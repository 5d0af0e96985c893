"""Trigger ids and response URLs: what Slack hands out so that a bot may answer, and for how long."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.refusals import SlackError

RESPONSE_USES = 5
RESPONSE_LIFE = timedelta(minutes=30)


@dataclass
class Trigger:
    """One permission to open a view for one person. `made` is in seconds of a monotonic clock."""

    user_id: str
    view_id: str | None
    made: float
    used: bool = False


@dataclass
class ResponseUrl:
    """One address that takes five answers within half an hour of the playground's time."""

    user_id: str
    channel_id: str
    message_ts: str | None
    made: datetime
    uses: int = 0


class Tickets:
    """Hands out triggers and response URLs, and takes them back."""

    def __init__(self, monotonic: Callable[[], float], trigger_seconds: float) -> None:
        self._monotonic = monotonic
        self._trigger_seconds = trigger_seconds
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponseUrl] = {}

    def trigger(self, user_id: str, view_id: str | None = None) -> str:
        """Return a fresh trigger id for this person; `view_id` is the view they acted in, if any."""
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user_id, view_id, self._monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger. Raises SlackError: invalid_, exchanged_ or expired_trigger_id."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._monotonic() - trigger.made > self._trigger_seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, user_id: str, channel_id: str, message_ts: str | None, now: datetime) -> str:
        """Return the last part of a fresh response URL."""
        token = secrets.token_hex(12)
        self._responses[token] = ResponseUrl(user_id, channel_id, message_ts, now)
        return token

    def knows(self, token: str) -> bool:
        """Say whether this token was handed out here."""
        return token in self._responses

    def respond(self, token: str, now: datetime) -> ResponseUrl:
        """Use a response URL once. Raises SlackError: invalid_url, expired_url or used_url."""
        response = self._responses.get(token)
        if response is None:
            raise SlackError("invalid_url")
        if now - response.made > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if response.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        response.uses += 1
        return response
