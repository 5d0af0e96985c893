"""A stop loses no request, whether it is being served, waits in line, or was only just let in."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.web.router import Router, reply
from bot.web.server import MAX_BODY, WebServer


class Served:
    """A server in a thread, and requests to it."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int = 4) -> None:
        self.server = WebServer(application, "127.0.0.1", 0, threads)
        self._thread = threading.Thread(target=self.server.serve)
        self._thread.start()

    def post(self, body: bytes = b"x", path: str = "/") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        connection.request("POST", path, body)
        status = connection.getresponse().status
        connection.close()
        return status

    def stopped(self) -> bool:
        self.server.stop()
        self._thread.join(20)
        return not self._thread.is_alive()


def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    environ["wsgi.input"].read()
    time.sleep(0.2)
    return reply(start_response, "200 OK", {"ok": True})


@pytest.fixture
def served() -> Iterator[Served]:
    running = Served(slow)
    yield running
    assert running.stopped()


def test_requests_in_flight_are_answered(served: Served) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = [pool.submit(served.post) for _ in range(16)]
        time.sleep(0.15)  # four are being served, twelve wait in line
        assert served.stopped()
        assert [answer.result() for answer in answers] == [200] * 16


def test_a_connection_that_had_not_spoken_yet_is_heard(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.server.port, timeout=20)
    connection.connect()
    stopping = threading.Thread(target=served.stopped)
    stopping.start()
    time.sleep(0.05)
    connection.request("POST", "/", b"late")
    assert connection.getresponse().status == 200
    connection.close()
    stopping.join()


def test_nobody_is_let_in_after_the_stop(served: Served) -> None:
    assert served.stopped()
    with pytest.raises(OSError):  # noqa: PT011 - refused or reset, the system chooses
        served.post()


class LingeringEvent(threading.Event):
    """An event whose setter is held up, as by a busy machine, right after everybody has seen it."""

    def set(self) -> None:
        super().set()
        time.sleep(0.2)


def test_a_stop_that_is_held_up_does_not_stumble_over_its_end() -> None:
    served = Served(slow)
    served.server._stopping = LingeringEvent()
    time.sleep(0.05)  # let the server wait for its next second in vain
    waker = threading.Timer(0.1, served.server._server.pull_trigger)
    waker.start()
    assert served.stopped()
    waker.join()


def test_an_oversized_body_is_refused(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.server.port, timeout=20)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", str(MAX_BODY + 1))
    connection.endheaders()  # its announcement is enough: not a byte of it is waited for
    assert connection.getresponse().status == 413
    connection.close()


def get(application: Router, path: str, method: str = "GET", **headers: str) -> tuple[str, bytes]:
    seen: list[str] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, **headers}
    body = b"".join(application(environ, lambda status, _headers: seen.append(status)))
    return seen[0][:3], body


@pytest.mark.parametrize(("ready", "status"), [(True, "200"), (False, "503")])
def test_readiness_follows_the_database(ready: bool, status: str) -> None:
    router = Router(None, ready=lambda: ready)
    assert get(router, "/readyz")[0] == status
    assert get(router, "/healthz")[0] == "200"


def test_strangers_get_plain_answers() -> None:
    called: list[str] = []

    def slack(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        called.append(environ["PATH_INFO"])
        return reply(start_response, "200 OK", {})

    router = Router(slack, ready=lambda: True)
    assert get(router, "/wp-admin")[0] == "404"
    assert get(router, "/slack/events")[0] == "405"
    assert not called
    assert get(router, "/slack/events", "POST")[0] == "200"
    assert called == ["/slack/events"]


def test_in_socket_mode_no_slack_request_comes_this_way() -> None:
    assert get(Router(None, ready=lambda: True), "/slack/events", "POST")[0] == "404"
