"""One at a time, and nobody for ever."""

from __future__ import annotations

import threading
import time

import pytest

from bot.db.lines import Line


def test_one_is_in_at_a_time() -> None:
    line, seen = Line(patience=20), list[str]()

    def second() -> None:
        with line.waiting():
            seen.append("second")

    waiting = threading.Thread(target=second)
    with line.waiting():
        waiting.start()
        waiting.join(0.05)
        seen.append("first")
    waiting.join(20)
    assert seen == ["first", "second"]


def test_who_has_waited_long_enough_goes_in_beside() -> None:
    line, seen = Line(patience=0.02), list[str]()

    def second() -> None:
        with line.waiting():
            seen.append("second")

    waiting = threading.Thread(target=second)
    with line.waiting():
        waiting.start()
        waiting.join(20)
        seen.append("first")
    assert seen == ["second", "first"]
    with line.waiting():  # whoever went in beside has taken nobody's turn with them
        assert seen == ["second", "first"]


def test_who_is_in_may_go_in_again_and_a_failure_gives_the_turn_on() -> None:
    line = Line(patience=20)
    with pytest.raises(RuntimeError), line.waiting(), line.waiting():
        raise RuntimeError

    def another() -> None:
        with line.waiting():
            pass

    began = time.monotonic()
    going = threading.Thread(target=another)
    going.start()
    going.join(20)
    assert time.monotonic() - began < 10
