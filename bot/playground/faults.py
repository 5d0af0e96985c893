"""The switches that make the stand-in slow, limited or broken, one call at a time or by chance."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What goes wrong with a call."""

    SLOW = "slow"  # does it, and answers `seconds` later
    DROP = "drop"  # hangs up before doing it
    DROP_AFTER = "drop_after"  # does it, then hangs up
    ERROR = "error"  # answers 500 before doing it
    ERROR_AFTER = "error_after"  # does it, then answers 500
    STALL = "stall"  # says nothing for `seconds`, then hangs up
    LIMITED = "limited"  # 429 with Retry-After `seconds`


class FaultsUnreadable(ValueError):
    """Switches for faults that cannot be read; the text says what was expected, in words for whoever typed them."""


DEFAULT_SECONDS = {Kind.SLOW: 1.0, Kind.STALL: 30.0, Kind.LIMITED: 1.0}


@dataclass
class Fault:
    """One thing that goes wrong with calls of `method` ("*": any): `times` times (None: always), by `chance`."""

    kind: Kind
    method: str = "*"
    times: int | None = 1
    seconds: float = 1.0
    chance: float = 1.0


@dataclass
class Bucket:
    """How many calls of a method a minute are let through, and how many at once."""

    per_second: float
    size: float
    level: float
    filled: float

    def take(self, now: float) -> float:
        """Take one drop; return 0, or the seconds until the next one is there."""
        self.level = min(self.size, self.level + (now - self.filled) * self.per_second)
        self.filled = now
        if self.level >= 1:
            self.level -= 1
            return 0.0
        return (1 - self.level) / self.per_second


class Faults:
    """The switchboard. Safe to use from several threads."""

    def __init__(self, monotonic: Callable[[], float], seed: int = 1) -> None:
        self._monotonic = monotonic
        self._chance = random.Random(seed)  # noqa: S311 - which call fails is no secret, and should repeat
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._buckets: dict[str, Bucket] = {}

    def add(self, kind: Kind | str, method: str = "*", *, times: int | None = 1, seconds: float | None = None) -> None:
        """Let the next `times` calls of `method` go wrong (all when None). `seconds` is the wait of the kind."""
        kind = Kind(kind)
        wait = DEFAULT_SECONDS.get(kind, 0.0) if seconds is None else seconds
        with self._lock:
            self._faults.append(Fault(kind, method, times, wait))

    def by_chance(self, text: str) -> None:
        """Read switches as SLACK_FAULTS has them, `slow=0.3,limited=0.05`: the share of calls that each befalls.

        Raises FaultsUnreadable for an unknown kind or a share outside 0 to 1.
        """
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            name, _, share = part.partition("=")
            kind, chance = _kind(name.strip()), _share(part, share or "1")
            self._faults.append(Fault(kind, "*", None, DEFAULT_SECONDS.get(kind, 0.0), chance))

    def pace(self, method: str, per_minute: float, burst_seconds: float = 2.0) -> None:
        """Answer 429 to calls of `method` beyond `per_minute`; the bucket holds `burst_seconds` of it."""
        size = max(1.0, per_minute / 60 * burst_seconds)
        with self._lock:
            self._buckets[method] = Bucket(per_minute / 60, size, size, self._monotonic())

    def clear(self) -> None:
        """Let everything work again."""
        with self._lock:
            self._faults.clear()
            self._buckets.clear()

    def next(self, method: str) -> Fault | None:
        """Return what goes wrong with this call of `method`, or None."""
        with self._lock:
            return self._too_fast(method) or self._switched(method)

    def _too_fast(self, method: str) -> Fault | None:
        bucket = self._buckets.get(method)
        wait = bucket.take(self._monotonic()) if bucket else 0.0
        return Fault(Kind.LIMITED, method, 1, wait) if wait else None

    def _switched(self, method: str) -> Fault | None:
        for fault in self._faults:
            if fault.method in {"*", method} and self._chance.random() < fault.chance:
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                return fault
        return None


def _kind(name: str) -> Kind:
    if name not in set(Kind):
        raise FaultsUnreadable(f"There is no fault called {name}. There are: {', '.join(Kind)}.")
    return Kind(name)


def _share(part: str, text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise FaultsUnreadable(f"A share lies between 0 and 1, as in slow=0.3; this one does not: {part}.")
    return share
