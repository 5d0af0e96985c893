"""One connection on which requests are sent as Slack signs them, one at a time."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from bot.web.server import WebServer

SECRET = "a signing secret of a measurement"


class Line:
    """A connection to one server."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def post(self, form: dict[str, str]) -> tuple[float, bytes]:
        """Send one request; return the seconds until its answer was read, and the answer. Raises on any refusal."""
        body, headers = sealed(form)
        started = time.perf_counter()
        self._connection.request("POST", "/slack/events", body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - started
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {content[:200]!r}")
        return seconds, content

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def sealed(form: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the body of a request and its headers, signed as Slack signs; it may be sent for five minutes."""
    body = urlencode(form)
    stamp = str(int(time.time()))
    mark = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={mark}",
    }


def signed(form: dict[str, str]) -> bytes:
    """Return a whole request, to be written to a socket as it is."""
    body, headers = sealed(form)
    lines = [f"{name}: {value}" for name, value in {**headers, "Host": "slack", "Content-Length": len(body)}.items()]
    return "\r\n".join(["POST /slack/events HTTP/1.1", *lines, "", body]).encode()


@contextmanager
def served(application: Callable[..., Any], threads: int = 16) -> Iterator[int]:
    """Serve a WSGI application as the bot is served; yield its port."""
    server = WebServer(application, "127.0.0.1", 0, threads)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server.port
    finally:
        server.stop()
        thread.join(30)


def command(text: str, user_id: str, team_id: str) -> dict[str, str]:
    """Return the form of a slash command."""
    return {
        "command": "/tour",
        "text": text,
        "user_id": user_id,
        "team_id": team_id,
        "channel_id": "D1",
        "trigger_id": "1.1.a",
        "response_url": "http://127.0.0.1:9/none",
    }


def interaction(payload: dict[str, Any]) -> dict[str, str]:
    """Return the form of a press or a submission."""
    return {"payload": json.dumps(payload)}
