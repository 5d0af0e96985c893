"""A small HTTP server on loopback: plain answers, streams, hang-ups and handed-over sockets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from typing import Any, cast
from urllib.parse import urlsplit

LARGEST_BODY = 5_000_000


class Dropped(Exception):
    """Hang up without an answer."""


@dataclass(frozen=True)
class Request:
    """One request. Header names are lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    connection: socket


@dataclass
class Answer:
    """One answer. `stream` is sent piece by piece instead of `body`; `takes_over` gets the bare socket instead."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    stream: Iterator[bytes] | None = None
    takes_over: Callable[[socket], None] | None = None

    @classmethod
    def json(cls, body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
        """Answer with a JSON body."""
        return cls(status, json.dumps(body, ensure_ascii=False).encode(), headers=headers or {})


Handler = Callable[[Request], Answer]


class RunningServer:
    """A server that is running. `url` has no slash at its end."""

    def __init__(self, handler: Handler, host: str, port: int) -> None:
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise ValueError("the playground is served on loopback only")
        self._server = _Server((host, port), handler)
        self.url = f"http://{host}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="playground")
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def stop(self) -> None:
        """Stop listening, hang up all connections and wait for the thread."""
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: Handler) -> None:
        self.handler = handler
        self._open: set[socket] = set()
        self._guard = threading.Lock()
        super().__init__(address, _Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close what is still open, so that no thread waits for more."""
        with self._guard:
            left = list(self._open)
        for connection in left:
            super().shutdown_request(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who hung up is nothing to print about."""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
        """Print nothing: what matters is behind the glass."""

    def _serve(self) -> None:
        try:
            answer = cast("_Server", self.server).handler(self._request())
        except Dropped:
            self.close_connection = True
            return
        if answer.takes_over:
            self.close_connection = True
            answer.takes_over(self.connection)
        elif answer.stream is not None:
            self._pour(answer)
        else:
            self._send(answer)

    def _request(self) -> Request:
        length = int(self.headers.get("content-length") or 0)
        if length > LARGEST_BODY:
            raise Dropped
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, parts.path, parts.query, headers, self.rfile.read(length), self.connection)

    def _head(self, answer: Answer, **more: str) -> None:
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.kind, "Cache-Control": "no-store", **answer.headers, **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, answer: Answer) -> None:
        self._head(answer, **{"Content-Length": str(len(answer.body))})
        self.wfile.write(answer.body)
        self.wfile.flush()

    def _pour(self, answer: Answer) -> None:
        self.close_connection = True
        self._head(answer, Connection="close")
        for piece in answer.stream or ():
            self.wfile.write(piece)
            self.wfile.flush()
