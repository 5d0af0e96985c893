"""What went over the wire, for the drawer "Behind the glass" and for tests."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from bot.playground.refusals import Json

KEPT = 400


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `at` is the playground's time; `seconds` is what it took by the machine's clock."""

    number: int
    at: datetime
    direction: str  # "to the bot" or "to Slack"
    title: str
    request: Any
    status: int
    answer: Any
    seconds: float
    problems: tuple[str, ...] = field(default=())

    def as_json(self) -> Json:
        """Return it as plain JSON values."""
        return {**asdict(self), "at": self.at.isoformat(), "problems": list(self.problems)}


class Exchanges:
    """The last few hundred exchanges. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: deque[Exchange] = deque(maxlen=KEPT)
        self._count = 0

    def add(
        self,
        at: datetime,
        direction: str,
        title: str,
        request: Any,
        status: int,
        answer: Any,
        seconds: float,
        problems: tuple[str, ...] = (),
    ) -> Exchange:
        """Note an exchange that is over."""
        with self._lock:
            self._count += 1
            exchange = Exchange(self._count, at, direction, title, request, status, answer, seconds, problems)
            self._all.append(exchange)
            return exchange

    def since(self, number: int = 0) -> list[Exchange]:
        """Return the exchanges after this number, oldest first."""
        with self._lock:
            return [exchange for exchange in self._all if exchange.number > number]

    def problems(self) -> list[str]:
        """Return every complaint of the judge and every broken answer so far."""
        return [f"{exchange.title}: {problem}" for exchange in self.since() for problem in exchange.problems]
