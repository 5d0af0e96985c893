"""waitress, with a stop that loses no request: close the door, serve what was let in, leave (decision 0003)."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from bot.web.channels import Channel
from bot.web.router import Wsgi

MAX_BODY = 1_000_000  # bytes; Slack's largest payloads are a quarter of it, waitress would take a gigabyte
PIECE = 65_536  # bytes; read at once, a filled form takes one turn of waitress's loop, where its own 8,192 take three
QUIET = 0.3  # seconds without a byte after which an open connection counts as idle
GRACE = 25.0  # seconds for requests in flight; Kubernetes and systemd kill after 30 and 90


class WebServer:
    """Serves one WSGI application. `serve` returns after `stop` was called and the last answer was sent."""

    def __init__(self, application: Wsgi, host: str, port: int, threads: int) -> None:
        """Bind to `host`:`port` at once (port 0 takes a free one). Raises OSError when that is not possible."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        self._server: Any = create_server(
            application,
            sockets=[listener],
            threads=threads,
            max_request_body_size=MAX_BODY,
            recv_bytes=PIECE,
            connection_limit=1000,
            ident=None,
        )
        self._server.channel_class = Channel
        self._stopping = threading.Event()
        self._trigger_guard = threading.RLock()
        self._is_closed = False
        self.port: int = listener.getsockname()[1]

    def serve(self) -> None:
        """Answer requests until `stop` is called, then finish what was accepted."""
        while not self._stopping.is_set():
            self._poll(1.0)
        self._close_door()
        self._finish()
        self._server.task_dispatcher.shutdown()
        with self._trigger_guard:
            self._is_closed = True
            wasyncore.close_all(self._server._map, ignore_all=True)  # noqa: SLF001 - waitress offers no other way

    def stop(self) -> None:
        """Ask `serve` to finish and return. May be called from any thread or a signal handler, and more than once."""
        with self._trigger_guard:  # an idle `serve` is gone in no time, and its trigger with it
            self._stopping.set()
            if not self._is_closed:
                self._server.pull_trigger()

    def _poll(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._server._map, count=1)  # noqa: SLF001 - waitress offers no other way

    def _close_door(self) -> None:
        """Take in whoever knocked already, then stop listening."""
        before = -1
        while len(self._server.active_channels) != before:
            before = len(self._server.active_channels)
            self._server.handle_accept()
        self._server.del_channel()
        self._server.socket.close()

    def _finish(self) -> None:
        """Serve until nothing is being answered and no open connection has stirred for a while."""
        deadline = time.monotonic() + GRACE
        stirred, quiet_since = self._last_stirs(), time.monotonic()
        while self._channels() and time.monotonic() < min(deadline, quiet_since + QUIET):
            self._poll(0.05)
            if self._is_answering() or self._last_stirs() != stirred:
                stirred, quiet_since = self._last_stirs(), time.monotonic()

    def _channels(self) -> list[Any]:
        return list(self._server.active_channels.values())

    def _is_answering(self) -> bool:
        return any(
            channel.requests or channel.request is not None or channel.total_outbufs_len for channel in self._channels()
        )

    def _last_stirs(self) -> list[float]:
        return [channel.last_activity for channel in self._channels()]
