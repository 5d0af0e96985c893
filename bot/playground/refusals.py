"""How the stand-in says no: with the names that Slack uses."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """Slack refuses a call. `error` is Slack's name for it; `messages` are the details it prints beside the name."""

    def __init__(self, error: str, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.extra = extra

    def answer(self) -> Json:
        """Return the body that Slack would send, with HTTP status 200 as always."""
        body: Json = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class CannotDo(AssertionError):
    """A person tried something that is not on their screen. The message shows the screen."""
