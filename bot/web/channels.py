"""Connections that cost Python's lock little: waitress's own, with two habits of theirs put right (decision 0036)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask


class WholeAnswer(WSGITask):  # type: ignore[misc] # waitress has no types
    """Sends the head of an answer together with what follows it, in one call to the system instead of two."""

    def write(self, data: bytes) -> None:
        """Send a piece of the answer, and before the first one the head."""
        if self.wrote_header:
            super().write(data)
            return
        with self.channel.gathering():
            super().write(data)


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection. What a thread answers that thread sends, and the loop looks after what is left over."""

    task_class = WholeAnswer

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._gathered: list[bytes] | None = None
        super().__init__(*arguments, **options)

    def writable(self) -> bool:
        """Whether the loop is to send: there is something left, and no thread is sending it at this moment.

        waitress asks for the first alone. While a thread is about to send, its loop finds that it may not, and asks
        again at once, some thirty times for each answer, and each time it takes Python's lock from that thread. A
        thread that could not send everything wakes the loop.
        """
        return bool(super().writable()) and (not self.total_outbufs_len or not self._is_being_sent())

    def _is_being_sent(self) -> bool:
        if not self.outbuf_lock.acquire(blocking=False):
            return True
        self.outbuf_lock.release()
        return False

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Send what is written meanwhile in one piece at the end; nothing of it where an exception ends it."""
        self._gathered = []
        try:
            yield
            pieces = self._gathered
        finally:
            self._gathered = None
        self.write_soon(b"".join(pieces))

    def write_soon(self, data: Any) -> int:
        """Send some bytes (or a file), now or at the end of `gathering`; return how many."""
        if self._gathered is None:
            return int(super().write_soon(data))
        self._gathered.append(data)
        return len(data)
