"""Socket Mode: envelopes over a WebSocket on loopback, each answered by its id within three seconds.

Needs the package simple-websocket, which the tests install; the page of `make demo` uses HTTP and never comes here.
"""

from __future__ import annotations

import json
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from socket import socket
from typing import Any

from simple_websocket import ConnectionClosed, Server

from bot.playground.bot_link import Delivery, Kind
from bot.playground.http_server import Answer, Request
from bot.playground.refusals import Json
from bot.playground.workspace import RunningSlack, Workspace


@dataclass
class _Waiting:
    """An envelope on its way, and what the bot acknowledged it with."""

    done: threading.Event = field(default_factory=threading.Event)
    payload: Any = None


class SocketMode:
    """The bot's way to this workspace over WebSockets. Making one switches the workspace to it.

    Start it before the bot connects; `wait_for_bot` returns once it has.
    """

    def __init__(self, workspace: Workspace, slack: RunningSlack) -> None:
        self._team = workspace.team
        self._guard = threading.Condition()
        self._connections: list[Server] = []
        self._waiting: dict[str, _Waiting] = {}
        path = f"/link/{self._team.id}"
        slack.address.routes[path] = self._accept
        self._team.socket_url = f"ws://127.0.0.1:{slack.port}{path}"
        workspace.reach_bot_by(self)

    def wait_for_bot(self, seconds: float = 5.0) -> bool:
        """Wait until the bot is connected; return whether it is."""
        with self._guard:
            return self._guard.wait_for(lambda: bool(self._connections), seconds)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come again, as Slack does every few hours, and close it."""
        for connection in self._take_all():
            with suppress(ConnectionClosed, OSError):
                connection.send(json.dumps({"type": "disconnect", "reason": reason}))
                connection.close()

    def close(self) -> None:
        """Close every connection."""
        for connection in self._take_all():
            with suppress(ConnectionClosed, OSError):
                connection.close()

    def send(self, kind: Kind, payload: Json, retry: tuple[int, str] | None) -> Delivery:
        """Send one envelope over the newest connection and wait for its acknowledgement."""
        envelope_id, waiting = secrets.token_hex(8), _Waiting()
        takes_body = kind is not Kind.EVENT and payload.get("type") not in {"block_actions", "view_closed"}
        envelope: Json = {"type": kind.value, "envelope_id": envelope_id, "payload": payload}
        envelope["accepts_response_payload"] = takes_body
        if kind is Kind.EVENT:
            envelope |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
        with self._guard:
            self._waiting[envelope_id] = waiting
        if not self._sent(json.dumps(envelope)):
            return Delivery(0, problem="connection_failed")
        if not waiting.done.wait(self._team.answer_within):
            return Delivery(0, problem="http_timeout")
        return Delivery(200, waiting.payload if takes_body else None)

    def _sent(self, text: str) -> bool:
        with self._guard:
            for connection in reversed(self._connections):
                with suppress(ConnectionClosed, OSError):
                    connection.send(text)
                    return True
        return False

    def _accept(self, request: Request) -> Answer:
        return Answer(takes_over=lambda connection: self._serve(request, connection))

    def _serve(self, request: Request, connection: socket) -> None:
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
        server = Server({**environ, "werkzeug.socket": connection, "PATH_INFO": request.path, "QUERY_STRING": ""})
        server.send(
            json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": self._team.app.id}})
        )
        with self._guard:
            self._connections.append(server)
            self._guard.notify_all()
        try:
            while True:
                self._take(server.receive())
        except ConnectionClosed:
            self._forget(server)

    def _take(self, text: Any) -> None:
        answer = json.loads(text)
        with self._guard:
            waiting = self._waiting.pop(answer.get("envelope_id", ""), None)
        if waiting:
            waiting.payload = answer.get("payload")
            waiting.done.set()

    def _take_all(self) -> list[Server]:
        with self._guard:
            connections, self._connections = self._connections, []
            return connections

    def _forget(self, server: Server) -> None:
        with self._guard:
            if server in self._connections:
                self._connections.remove(server)
