"""Many requests in flight at one server, from a process of its own: what asks must not take time from what answers."""

from __future__ import annotations

import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.bench.wire import signed

_ROOT = Path(__file__).parents[2]
_ENDS = b"\r\n\r\n"
_STALLED = 30.0  # seconds without any answer after which the server counts as dead


@dataclass(frozen=True)
class Answered:
    """How long each answer took, in seconds, and how long all of it did."""

    latencies: list[float]
    seconds: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def slowest(self, share: float) -> float:
        """Return the seconds within which all but the slowest `share` of the answers came."""
        return sorted(self.latencies)[int(len(self.latencies) * (1 - share))]


class Crowd:
    """So many people who ask one server, each again as soon as the answer is there. All stay until it is closed."""

    def __init__(self, port: int, forms: list[dict[str, str]], in_flight: int) -> None:
        command = [sys.executable, "-m", "tests.bench.crowd"]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._say({"port": port, "in_flight": in_flight, "requests": [signed(form).decode() for form in forms]})

    def ask(self, seconds: float) -> Answered:
        """Let them ask for so long, and return what was answered. Raises RuntimeError on any refusal."""
        self._say({"seconds": seconds})
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the crowd has left: see above what it was answered")
        return Answered(**json.loads(line))

    def close(self) -> None:
        """Send them home."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _say(self, what: dict[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()


@dataclass
class _Asker:
    """One connection, and what has come of the answer that it waits for."""

    connection: socket.socket
    asked_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        self.received.clear()
        self.asked_at = time.perf_counter()
        self.connection.sendall(request)

    def has_answer(self) -> bool:
        """Take in what has come; return True when the answer is whole. Raises RuntimeError for anything but 200."""
        self.received += self.connection.recv(65536) or b"HTTP/1.1 000 hung up\r\n\r\n"
        head, end, body = self.received.partition(_ENDS)
        if not end:
            return False
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(self.received[:200].decode(errors="replace"))
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return len(body) >= int(length.split(b":")[1])


def _ask(askers: list[_Asker], requests: Iterator[bytes], seconds: float) -> Answered:
    """Have everybody ask for so long, and wait for the answers that are still out."""
    latencies: list[float] = []
    with selectors.DefaultSelector() as waiting:
        began = time.perf_counter()
        for asker in askers:
            waiting.register(asker.connection, selectors.EVENT_READ, asker)
            asker.ask(next(requests))
        while waiting.get_map():
            ready = waiting.select(_STALLED)
            if not ready:
                raise RuntimeError("no answer comes any more")
            for key, _events in ready:
                if not key.data.has_answer():
                    continue
                now = time.perf_counter()
                latencies.append(now - key.data.asked_at)
                if now - began < seconds:
                    key.data.ask(next(requests))
                else:
                    waiting.unregister(key.fileobj)
        return Answered(latencies, time.perf_counter() - began)


def main() -> None:
    """Read from standard input what to ask and, line by line, for how long; print what was answered."""
    given = json.loads(sys.stdin.readline())
    requests = cycle([request.encode() for request in given["requests"]])
    askers = [_Asker(socket.create_connection(("127.0.0.1", given["port"]))) for _ in range(given["in_flight"])]
    for line in sys.stdin:
        answered = _ask(askers, requests, json.loads(line)["seconds"])
        sys.stdout.write(json.dumps({"latencies": answered.latencies, "seconds": answered.seconds}) + "\n")
        sys.stdout.flush()
    for asker in askers:
        asker.connection.close()


if __name__ == "__main__":
    main()
