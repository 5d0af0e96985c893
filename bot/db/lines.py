"""Threads that go to SQLite one at a time, because more at once are slower."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Line:
    """Lets one thread in at a time; who is in may go in again. Nobody waits for longer than `patience` seconds.

    Whoever has waited as long as that goes in beside: the line saves time and guards nothing.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._turn = threading.RLock()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for one's turn, and give it on at the end."""
        is_first = self._turn.acquire(timeout=self._patience)
        try:
            yield
        finally:
            if is_first:
                self._turn.release()
