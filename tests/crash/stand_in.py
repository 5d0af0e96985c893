"""A stand-in for Slack's Web API with bad days: it limits, stalls, drops connections, and answers 500 after posting.

Run as a program it serves on a free port of 127.0.0.1, prints the port, and ends when its standard input closes. The
workspace of a call is its token without `xoxb-`. Besides the API it answers `/report`: what stands in which DM.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

FAULTS = ("drop_before", "drop_after", "error_before", "error_after", "stall", "limit")
_ROOT = Path(__file__).parents[2]


@dataclass
class Bucket:
    """Slack's patience with one workspace: it holds so many seconds' worth of the rate."""

    rate: float  # posts a second
    capacity: float
    level: float = field(init=False)
    at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.level = self.capacity

    def take(self) -> float:
        """Take one post out; return 0, or the seconds to wait when there is none."""
        now = time.monotonic()
        self.level = min(self.capacity, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0


class StandIn:
    """Slack's side: DMs and what stands in them."""

    def __init__(self, per_minute: float, latency: float, faults: float, stall: float, seed: int) -> None:
        self._per_second = per_minute / 60
        self._latency = latency
        self._faults = faults
        self._stall = stall
        self._random = random.Random(seed)
        self._buckets: dict[str, Bucket] = {}
        self._dms: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._counts: Counter[str] = Counter()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection: one request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path, headers = _parse(head)
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            team = headers.get("authorization", "").removeprefix("Bearer xoxb-")
            status, answer, extra = await self._dispatch(path, team, body)
            if status:
                writer.write(_response(status, answer, extra))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            self._counts["cut_off"] += 1  # the bot was killed in mid-sentence
        finally:
            writer.close()

    async def _dispatch(self, path: str, team: str, body: bytes) -> tuple[int, dict[str, Any], str]:
        method = path.rsplit("/", 1)[-1]
        self._counts[method] += 1
        if method == "report":
            return 200, {"texts": self._said("text"), "ids": self._ids(), "counts": self._counts}, ""
        if method == "chat.postMessage":
            return await self._post(team, json.loads(body))
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if method == "conversations.open":
            return 200, {"ok": True, "channel": {"id": _dm(team, form["users"])}}, ""
        if method == "conversations.history":
            newest = list(reversed(self._dms[form["channel"]]))[: int(form["limit"])]
            return 200, {"ok": True, "messages": newest, "response_metadata": {"next_cursor": ""}}, ""
        if method == "users.info":
            return (
                200,
                {"ok": True, "user": {"id": form["user"], "team_id": team, "name": form["user"], "tz": "UTC"}},
                "",
            )
        return 200, {"ok": False, "error": "unknown_method"}, ""

    async def _post(self, team: str, asked: dict[str, Any]) -> tuple[int, dict[str, Any], str]:
        bucket = self._buckets.setdefault(team, Bucket(self._per_second, 2 * self._per_second))
        fault = self._random.choice(FAULTS) if self._random.random() < self._faults else ""
        wait = bucket.take()
        if wait or fault == "limit":
            self._counts["429" if wait else "429_by_fault"] += 1
            return 429, {"ok": False, "error": "ratelimited"}, f"Retry-After: {max(1, round(wait + 0.5))}\r\n"
        if fault == "drop_before":
            return 0, {}, ""
        if fault == "error_before":
            return 500, {}, ""
        channel, ts = self._stand(team, asked)
        if fault == "drop_after":
            return 0, {}, ""
        await asyncio.sleep(self._latency + (self._stall if fault == "stall" else 0))
        return (500, {}, "") if fault == "error_after" else (200, {"ok": True, "channel": channel, "ts": ts}, "")

    def _stand(self, team: str, asked: dict[str, Any]) -> tuple[str, str]:
        channel = asked["channel"] if asked["channel"].startswith("D") else _dm(team, asked["channel"])
        self._counts["stands"] += 1
        ts = f"{int(time.time())}.{self._counts['stands']:06d}"
        self._dms[channel].append({"ts": ts, "text": asked["text"], "metadata": asked["metadata"]})
        return channel, ts

    def _said(self, what: str) -> list[Any]:
        return [message[what] for messages in self._dms.values() for message in messages]

    def _ids(self) -> list[str]:
        return [metadata["event_payload"]["id"] for metadata in self._said("metadata")]


def _dm(team: str, user: str) -> str:
    return f"D-{team}-{user}"


def _parse(head: str) -> tuple[str, dict[str, str]]:
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
    return first.split(" ")[1], headers


def _response(status: int, body: dict[str, Any], extra: str) -> bytes:
    content = json.dumps(body)
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n{extra}"
    return f"{head}Connection: close\r\n\r\n{content}".encode()


@dataclass(frozen=True)
class RunningStandIn:
    """A stand-in in a process of its own."""

    port: int

    @property
    def url(self) -> str:
        """What the bot takes for Slack's API."""
        return f"http://127.0.0.1:{self.port}/api/"

    def report(self) -> dict[str, Any]:
        """Return the texts and ids of all that stands in DMs, and counts of calls and answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/api/report")
        report: dict[str, Any] = json.load(connection.getresponse())
        connection.close()
        return report


@contextmanager
def stand_in(
    *, per_minute: float = 60_000, latency: float = 0.0, faults: float = 0.0, stall: float = 1.0, seed: int = 1
) -> Iterator[RunningStandIn]:
    """Run a stand-in beside this process."""
    options = {"per-minute": per_minute, "latency": latency, "faults": faults, "stall": stall, "seed": seed}
    command = [sys.executable, "-m", "tests.crash.stand_in", *(f"--{name}={value}" for name, value in options.items())]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield RunningStandIn(int(process.stdout.readline()))
        finally:
            process.stdin.close()
            process.wait()


async def _serve(slack: StandIn) -> None:
    server = await asyncio.start_server(slack.answer, "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    """Serve until standard input closes."""
    options = argparse.ArgumentParser()
    for name in ("per-minute", "latency", "faults", "stall"):
        options.add_argument(f"--{name}", type=float, required=True)
    options.add_argument("--seed", type=int, required=True)
    given = options.parse_args()
    asyncio.run(_serve(StandIn(given.per_minute, given.latency, given.faults, given.stall, given.seed)))


if __name__ == "__main__":
    main()
