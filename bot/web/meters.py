"""Counts and times what Slack asks, in a few additions a request; metrics.py puts them into Prometheus's words."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # seconds; Slack waits three
OUTCOMES = {"2": "answered", "5": "failed"}  # by the first digit of the status; anything else is turned away


class Meters:
    """How many requests of Slack's had which outcome, and how long their answers took."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._outcomes: Counter[str] = Counter()
        self._slots = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def acked(self, outcome: str, seconds: float) -> None:
        """Count one request."""
        with self._guard:
            self._outcomes[outcome] += 1
            self._slots[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def outcomes(self) -> dict[str, int]:
        """Return how many requests had which outcome."""
        with self._guard:
            return dict(self._outcomes)

    def times(self) -> tuple[list[int], float]:
        """Return how many answers fell between two BOUNDS each, the slower ones last, and the sum of all seconds."""
        with self._guard:
            return list(self._slots), self._seconds

    def timed(self, application: Wsgi) -> Wsgi:
        """Return `application` with each of its requests counted and timed."""

        def call(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
            seen = ["500"]

            def start(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
                seen[0] = status
                return start_response(status, headers, *fault)

            began = time.perf_counter()
            try:
                return application(environ, start)
            finally:
                self.acked(OUTCOMES.get(seen[0][0], "turned_away"), time.perf_counter() - began)

        return call
