"""Days as people say them, seen from a Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.days import find_day, is_past

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("monday", (1, 12)),
        ("until Monday", (1, 12)),
        ("next monday", (1, 12)),
        ("till friday!", (1, 9)),
        ("snooze until next friday", (1, 16)),
        ("next week tuesday", (1, 13)),
        ("sun", (1, 11)),
        ("for two weeks", (1, 19)),
        ("in 2 weeks please", (1, 19)),
        ("leave me alone for a week", (1, 12)),
        ("a couple of days", (1, 7)),
        ("three working days", (1, 8)),
        ("5 working days", (1, 12)),
        ("a fortnight", (1, 19)),
        ("tomorow", (1, 6)),
        ("the day after tomorrow", (1, 7)),
        ("end of the week", (1, 9)),
        ("the end of the month", (1, 31)),
        ("until the end of march", (3, 31)),
        ("after the weekend", (1, 12)),
        ("next week", (1, 12)),
        ("next month", (2, 1)),
        ("next quarter", (4, 1)),
        ("4 March", (3, 4)),
        ("March 4th", (3, 4)),
        ("until jan 20", (1, 20)),
        ("2026-03-04", (3, 4)),
        ("04.03.2026", (3, 4)),
        ("february", (2, 1)),
        ("on the 15th", (1, 15)),
        ("the 1st of february", (2, 1)),
        ("the 31st", (1, 31)),
        ("bis Montag", (1, 12)),
        ("hasta el lunes", (1, 12)),
        ("jusqu'à lundi", (1, 12)),
    ],
)
def test_a_day_is_read(words: str, day: tuple[int, int]) -> None:
    assert find_day(words, MONDAY, "Europe/Berlin") == date(2026, *day)


@pytest.mark.parametrize(
    "words",
    ["", "hello", "asap", "forever", "banana", "after easter", "yesterday", "1 january 2020", "999 years ago", "?"],
)
def test_what_is_no_day_to_come_is_none(words: str) -> None:
    assert find_day(words, MONDAY, "Europe/Berlin") is None


def test_the_day_is_that_of_the_writer() -> None:
    late = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    assert find_day("tomorrow", late, "Asia/Tokyo") == date(2026, 1, 7)
    assert find_day("tomorrow", late, "America/Lima") == date(2026, 1, 6)


@pytest.mark.parametrize(
    ("words", "past"),
    [
        ("yesterday", True),
        ("until last friday", True),
        ("2020-01-01", True),
        ("snooze until 1 january 2020", True),
        ("banana", False),
        ("", False),
        ("forever", False),
    ],
)
def test_a_day_that_has_passed_is_told_from_what_is_no_day(words: str, past: bool) -> None:
    assert find_day(words, MONDAY, "Europe/Berlin") is None
    assert is_past(words, MONDAY, "Europe/Berlin") is past


@given(st.text(max_size=80), st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds the zone
def test_whatever_is_written_a_day_is_to_come_or_none(words: str, now: datetime) -> None:
    found = find_day(words, now, "UTC")
    assert found is None or found >= now.date()
