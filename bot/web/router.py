"""A small WSGI router before Bolt: health, readiness, pages, and Slack's requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Start = Callable[..., Any]
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Start], Iterable[bytes]]

SLACK_PATH = "/slack/events"
METRICS_PATH = "/metrics"


class Router:
    """Sends each request to whoever answers it.

    `slack` is Bolt's WSGI application, or None in Socket Mode, where no request of Slack's comes this way.
    `ready` tells whether the database answers and the schema is current; /readyz says so to a balancer.
    `pages` are what else can be read: an application for each path.
    """

    def __init__(self, slack: Wsgi | None, ready: Callable[[], bool], pages: Mapping[str, Wsgi] | None = None) -> None:
        self._slack = slack
        self._ready = ready
        self._pages = pages or {}

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        method, path = environ.get("REQUEST_METHOD", "GET"), environ.get("PATH_INFO", "/")
        if path == SLACK_PATH and self._slack is not None:
            return self._to_slack(method, environ, start_response)
        if method not in {"GET", "HEAD"}:
            return reply(start_response, "404 Not Found", {"ok": False, "error": "not_found"})
        if path in self._pages:
            return self._pages[path](environ, start_response)
        if path in {"/healthz", "/readyz"}:
            healthy = path == "/healthz" or self._ready()
            return reply(start_response, "200 OK" if healthy else "503 Service Unavailable", {"ok": healthy})
        return reply(start_response, "404 Not Found", {"ok": False, "error": "not_found"})

    def _to_slack(self, method: str, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if method != "POST":
            return reply(start_response, "405 Method Not Allowed", {"ok": False, "error": "post_only"})
        assert self._slack is not None  # noqa: S101 - for the type checker; the caller looked
        return self._slack(environ, start_response)


def reply(start_response: Start, status: str, body: object) -> list[bytes]:
    """Answer with `body` as JSON."""
    data = json.dumps(body).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
    return [data]
