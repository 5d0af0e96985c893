"""Stand-ins for what Bolt hands to a listener: they note what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.answer import Answer


class Slack(WebClient):
    """A client that notes each call (method, arguments) and answers "ok", or fails as it was told to."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-test")
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.failures: list[Exception] = []

    def fails_with(self, code: str) -> None:
        """Let the next call fail with this error code of Slack's."""
        failure: Exception = SlackApiError("Slack said no", {"ok": False, "error": code})  # type: ignore[no-untyped-call]
        self.failures.append(failure)

    def api_call(self, api_method: str, **given: Any) -> Any:
        self.calls.append((api_method, {**(given.get("params") or {}), **(given.get("json") or {})}))
        if self.failures:
            raise self.failures.pop(0)
        return {"ok": True}

    @property
    def views(self) -> list[dict[str, Any]]:
        """Every view that was opened, pushed, updated or published, in order."""
        found = [given["view"] for _, given in self.calls if "view" in given]
        return [json.loads(view) if isinstance(view, str) else view for view in found]


class Ack:
    """Counts acknowledgements, and keeps what they said."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    def __call__(self, **given: Any) -> None:
        self.said.append(given)


class Answers(Answer):
    """Keeps what the asker was told: a text and its blocks."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []

    def __call__(self, text: str, blocks: Sequence[dict[str, Any]] | None = None) -> None:
        self.said.append({"text": text, "blocks": list(blocks or [])})


def words_of(screen: Any) -> str:
    """Return every text of a screen, in order, one a line."""
    if isinstance(screen, dict):
        own = [screen["text"]] if isinstance(screen.get("text"), str) else []
        return "\n".join([*own, *filter(None, (words_of(value) for value in screen.values()))])
    return "\n".join(filter(None, map(words_of, screen))) if isinstance(screen, list) else ""


def buttons_of(screen: Any) -> list[dict[str, Any]]:
    """Return every button of a screen, in order."""
    if isinstance(screen, dict):
        own = [screen] if screen.get("type") == "button" else []
        return [*own, *(found for value in screen.values() for found in buttons_of(value))]
    return [found for each in screen for found in buttons_of(each)] if isinstance(screen, list) else []
