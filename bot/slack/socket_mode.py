"""Socket Mode, with a stop that answers every envelope that came in before it hangs up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import cast

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.checkup import app_token_refused, not_reached

log = structlog.get_logger()

QUIET = 0.3  # seconds without an envelope after which the line counts as quiet
GRACE = 25.0  # seconds for envelopes in hand


class NotConnected(Exception):
    """Slack opens no connection; the message says why and what to do, in a sentence for the operator."""


class _Line:
    """The line on which one envelope is answered. Bolt leaves it silent where it has no answer, and tells nobody."""

    def __init__(self, client: SocketModeClient) -> None:
        self._client = client
        self.logger = client.logger
        self.has_answered = False

    def send_socket_mode_response(self, response: SocketModeResponse) -> None:
        self._client.send_socket_mode_response(response)
        self.has_answered = True


class SocketConnection(SocketModeHandler):
    """A connection that Slack sends envelopes through. `connect` opens it, `close` ends it without losing any."""

    def __init__(
        self, app: App, app_token: str, api_url: str, threads: int, acked: Callable[[str, float], None]
    ) -> None:
        """`api_url` is Slack's Web API, which names the address to connect to.

        `acked` hears of each envelope what became of it ("answered" or "failed") and after how many seconds.
        """
        self._acked = acked
        self._changed = threading.Condition()
        self._in_hand = 0
        self._last = time.monotonic()
        super().__init__(app, app_token, web_client=WebClient(base_url=api_url), concurrency=threads)

    def connect(self) -> None:
        """Open the connection. Raises NotConnected."""
        try:
            self.client.connect()
        except SlackApiError as error:
            raise NotConnected(app_token_refused(error)) from None
        except OSError as error:
            raise NotConnected(not_reached(error)) from None

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope. What fails stays unanswered, and ends here: slack_sdk would log an error's own words."""
        self._count(+1)
        began, line = time.monotonic(), _Line(client)
        try:
            super().handle(cast("SocketModeClient", line), req)
        except Exception as error:  # noqa: BLE001 - whatever it is, its text may hold what somebody wrote
            log.warning("envelope_unanswered", fault=type(error).__name__)
        finally:
            self._count(-1)
            self._acked("answered" if line.has_answered else "failed", time.monotonic() - began)

    def close(self) -> None:
        """Answer what is in hand, then hang up."""
        deadline = time.monotonic() + GRACE
        with self._changed:
            while self._is_busy() and time.monotonic() < deadline:
                self._changed.wait(0.05)
        self.client.close()

    def _is_busy(self) -> bool:
        return self._in_hand > 0 or time.monotonic() - self._last < QUIET or not self.client.message_queue.empty()

    def _count(self, by: int) -> None:
        with self._changed:
            self._in_hand += by
            self._last = time.monotonic()
            self._changed.notify_all()
