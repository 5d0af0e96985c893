"""An answer leaves in one piece, nobody spins beside whoever sends it, and a slow reader gets all of it."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.web.channels import Channel
from bot.web.router import reply
from bot.web.server import WebServer

Start = Callable[..., Any]
LARGE = b"0123456789" * 2_000_000  # more than a socket holds, and than waitress keeps before it lets a thread wait


@contextmanager
def serving(application: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> Iterator[WebServer]:
    server = WebServer(application, "127.0.0.1", 0, threads=2)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(20)
    assert not thread.is_alive()


def answered(server: WebServer, method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request(method, "/")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def short(_environ: dict[str, Any], start: Start) -> list[bytes]:
    return reply(start, "200 OK", {"ok": True})


def test_head_and_body_leave_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    send = Channel.send

    def noted(self: Channel, data: bytes, do_close: bool = True) -> int:
        sent.append(data)
        return int(send(self, data, do_close))

    monkeypatch.setattr(Channel, "send", noted)
    with serving(short) as server:
        assert answered(server) == (200, b'{"ok": true}')
    assert len(sent) == 1
    assert sent[0].startswith(b"HTTP/1.1 200 OK\r\n")
    assert sent[0].endswith(b'\r\n\r\n{"ok": true}')


def test_a_filled_form_is_taken_in_almost_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    recv = Channel.recv

    def noted(self: Channel, size: int) -> bytes:
        data = bytes(recv(self, size))
        taken.append(len(data))
        return data

    monkeypatch.setattr(Channel, "recv", noted)
    form = b"x" * 40_000
    with serving(short) as server:
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%b" % (len(form), form))
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.close()
    assert sum(taken) > len(form)
    assert len([size for size in taken if size]) <= 3  # the kernel may cut it; by 8,192 as waitress does it were five


def test_the_loop_rests_while_a_thread_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    polls: list[float] = []
    poll, send = WebServer._poll, Channel.send

    def counted(self: WebServer, seconds: float) -> None:
        polls.append(seconds)
        poll(self, seconds)

    def slowly(self: Channel, data: bytes, do_close: bool = True) -> int:
        time.sleep(0.2)
        return int(send(self, data, do_close))

    monkeypatch.setattr(WebServer, "_poll", counted)
    monkeypatch.setattr(Channel, "send", slowly)
    with serving(short) as server:
        connection = socket.create_connection(("127.0.0.1", server.port))
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(0.05)
        before = len(polls)
        nudge = threading.Thread(target=server._server.pull_trigger)  # something else wakes the loop
        nudge.start()
        time.sleep(0.1)
        assert len(polls) - before <= 3
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.close()
        nudge.join()


@pytest.mark.parametrize("pieces", [1, 40])
def test_a_slow_reader_gets_all_of_a_large_answer(pieces: int) -> None:
    size = len(LARGE) // pieces

    def large(_environ: dict[str, Any], start: Start) -> list[bytes]:
        start("200 OK", [("Content-Length", str(len(LARGE)))])
        return [LARGE[at * size : (at + 1) * size] for at in range(pieces)]

    with serving(large) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", "/")
        answer = connection.getresponse()
        received = answer.read(100_000)
        time.sleep(0.2)  # the socket is full by now
        assert received + answer.read() == LARGE
        connection.request("GET", "/")  # and the connection is as good as before
        assert connection.getresponse().read() == LARGE
        connection.close()


def test_an_answer_without_a_body_has_a_head() -> None:
    def empty(_environ: dict[str, Any], start: Start) -> list[bytes]:
        start("204 No Content", [])
        return []

    with serving(empty) as server:
        assert answered(server) == (204, b"")


def test_several_requests_in_one_packet_are_answered_in_turn() -> None:
    def echo(environ: dict[str, Any], start: Start) -> list[bytes]:
        return reply(start, "200 OK", environ["PATH_INFO"])

    with serving(echo) as server:
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        connection.sendall(b"".join(b"GET /%d HTTP/1.1\r\nHost: a\r\n\r\n" % number for number in range(3)))
        received = b""
        while received.count(b"HTTP/1.1 200") < 3 or not received.endswith(b'"/2"'):
            received += connection.recv(65_536)
        places = [received.index(b'"/%d"' % number) for number in range(3)]
        assert places == sorted(places)
        connection.close()


def test_a_head_that_cannot_be_written_is_a_fault_and_not_half_an_answer() -> None:
    def broken(_environ: dict[str, Any], start: Start) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/plain\u20ac")])  # not latin-1, as a head must be
        return [b"words"]

    with serving(broken) as server:
        status, body = answered(server)
        assert status == 500
        assert b"words" not in body
