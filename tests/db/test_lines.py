"""One at a time, and nobody for ever."""

from __future__ import annotations

import threading

import pytest

from bot.db.lines import Line


class Going:
    """Somebody who goes in when the line lets them."""

    def __init__(self, line: Line) -> None:
        self._line, self._thread = line, threading.Thread(target=self._go)
        self.is_through = False
        self._thread.start()

    def _go(self) -> None:
        with self._line.waiting():
            self.is_through = True

    def after(self, seconds: float) -> bool:
        """Return whether they are through, after so many seconds at most."""
        self._thread.join(seconds)
        return self.is_through


def test_one_is_in_at_a_time() -> None:
    line = Line(patience=20)
    with line.waiting():
        second = Going(line)
        assert not second.after(0.05)
    assert second.after(20)


def test_who_has_waited_long_enough_goes_in_beside_and_takes_nobodys_turn() -> None:
    line = Line(patience=0.02)
    with line.waiting():
        assert Going(line).after(20)
        assert Going(line).after(20)
    with line.waiting():
        assert Going(line).after(20)


def test_who_is_in_may_go_in_again_and_a_failure_gives_the_turn_on() -> None:
    line = Line(patience=60)
    with pytest.raises(RuntimeError), line.waiting(), line.waiting():
        raise RuntimeError
    assert Going(line).after(20)
