"""How the stand-in reaches the bot: signed HTTP requests, and what it makes of the answers."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from bot.clock import SystemClock
from bot.playground.refusals import Json
from bot.playground.team import ANSWER_WITHIN_SECONDS, Team


class Kind(StrEnum):
    """What is sent to the bot, by the names of Socket Mode."""

    EVENT = "events_api"
    INTERACTION = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True)
class Delivery:
    """What came back. `status` is 0 when nothing did; `problem` is one of Slack's names for why, or empty."""

    status: int
    body: Any = None
    problem: str = ""
    no_retry: bool = False

    @property
    def good(self) -> bool:
        """Whether the bot answered in time and with 2xx."""
        return not self.problem and 200 <= self.status < 300


class BotLink(Protocol):
    """A way to the bot."""

    def send(self, kind: Kind, payload: Json, retry: tuple[int, str] | None) -> Delivery:
        """Send one payload; `retry` is its number and reason when it was sent before."""


class HttpLink:
    """Signed requests to POST {bot_url}/slack/events."""

    def __init__(self, bot_url: str, signing_secret: str, patience: float = ANSWER_WITHIN_SECONDS) -> None:
        parts = urlsplit(bot_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._path = f"{parts.path.rstrip('/')}/slack/events"
        self._secret = signing_secret.encode()
        self._patience = patience

    def send(self, kind: Kind, payload: Json, retry: tuple[int, str] | None) -> Delivery:
        """Send one payload and wait at most three seconds."""
        body, content_type = encoded(kind, payload)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (stand-in)", **self.signature(body)}
        if retry:
            headers |= {"x-slack-retry-num": str(retry[0]), "x-slack-retry-reason": retry[1]}
        connection = HTTPConnection(self._host, self._port, timeout=self._patience)
        try:
            connection.request("POST", self._path, body, headers)
            answer = connection.getresponse()
            return _delivery(answer.status, answer.read(), answer.getheader("x-slack-no-retry") == "1")
        except TimeoutError:
            return Delivery(0, problem="http_timeout")
        except (OSError, HTTPException):
            return Delivery(0, problem="connection_failed")
        finally:
            connection.close()

    def signature(self, body: bytes) -> dict[str, str]:
        """Return Slack's signature headers for a body, made at the machine's present second."""
        stamp = str(int(SystemClock().now().timestamp()))
        digest = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def encoded(kind: Kind, payload: Json) -> tuple[bytes, str]:
    """Return a payload's body and content type as Slack would send it over HTTP."""
    if kind is Kind.EVENT:
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind is Kind.COMMAND else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _delivery(status: int, body: bytes, no_retry: bool) -> Delivery:  # noqa: FBT001 - private, called once
    problem = "" if 200 <= status < 300 else "http_error"
    return Delivery(status, parsed(body.decode("utf-8", "replace")), problem, no_retry)


def parsed(text: str) -> Any:
    """Return JSON where the text is JSON, else the text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def deliver(
    team: Team, link: BotLink | None, kind: Kind, payload: Json, retry: tuple[int, str] | None = None
) -> Delivery:
    """Send a payload over the link, note it behind the glass, and return what came back."""
    started = time.monotonic()
    delivery = link.send(kind, payload, retry) if link else Delivery(0, problem="connection_failed")
    took = time.monotonic() - started
    problems = (delivery.problem,) if delivery.problem else ()
    team.exchanges.add(
        team.now(), "to the bot", title_of(kind, payload), payload, delivery.status, delivery.body, took, problems
    )
    return delivery


def title_of(kind: Kind, payload: Json) -> str:
    """Return a short name of a payload for lists."""
    if kind is Kind.COMMAND:
        return f"{payload['command']} {payload['text']}".strip()
    if kind is Kind.EVENT:
        return str(payload["event"]["type"])
    actions = payload.get("actions") or [{}]
    detail = actions[0].get("action_id") or (payload.get("view") or {}).get("callback_id") or payload.get("callback_id")
    return f"{payload['type']} {detail or ''}".strip()
