"""What stands in both of two lists, however they are written."""

from __future__ import annotations

import pytest

from bot.domain.common_ground import MOST_ENTRIES, Meeting, entries, in_both


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Honesty, calm; craft\n- time with my children", ["Honesty", "calm", "craft", "time with my children"]),
        ("Calm and craft.", ["Calm", "craft"]),
        ("Calm, Calm", ["Calm"]),
        ("誠実\n自由", ["誠実", "自由"]),
        ("", []),
        (None, []),
    ],
)
def test_a_list_is_read_however_it_is_set_apart(words: str | None, found: list[str]) -> None:
    assert entries(words) == found


def test_like_meets_like_and_unlike_does_not() -> None:
    mine, theirs = "Honesty, craft, a good laugh", "to be honest with each other\nfairness\nlaughter"
    assert in_both(mine, theirs) == [
        Meeting("Honesty", "to be honest with each other"),
        Meeting("a good laugh", "laughter"),
    ]
    assert in_both("good people", "good work") == []
    assert in_both("自由", "自由") == [Meeting("自由", "自由")]
    assert in_both(None, "calm") == in_both("calm", None) == []


def test_a_very_long_list_is_read_no_further() -> None:
    assert len(entries("\n".join(f"value {number}" for number in range(100)))) == MOST_ENTRIES
