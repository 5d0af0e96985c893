"""Talks under changed dates: none twice, none lost, and what people arranged by hand stays."""

from __future__ import annotations

from datetime import date

from bot.domain.cadence import Talk
from bot.domain.check_ins import Review
from bot.domain.retiming import retimed

END = date(2026, 12, 31)


def day(month: int, of_month: int = 1) -> date:
    return date(2026, month, of_month)


def on(*days: date) -> list[Talk]:
    return [Talk(each, Review.CHECK_IN) for each in days]


def test_nothing_moves_where_the_days_are_the_same() -> None:
    found = retimed(on(day(2), day(3)), [day(2), day(3)], [day(2), day(3)], END)
    assert (found.stay, found.moved, found.spare, found.new) == (tuple(on(day(2), day(3))), (), (), ())


def test_the_day_of_a_talk_held_early_gets_no_second_one() -> None:
    found = retimed(on(day(3)), [day(2), day(3)], [day(2), day(3), day(4)], END)
    assert sorted(found.days) == [day(3), day(4)]


def test_a_talk_put_on_another_day_by_hand_stays_there() -> None:
    found = retimed(on(day(2, 9), day(3)), [day(2), day(3)], [day(2), day(3), day(4)], END)
    assert (sorted(found.days), found.moved) == ([day(2, 9), day(3), day(4)], ())


def test_but_not_past_the_end_of_the_tour() -> None:
    found = retimed(on(day(2, 9)), [day(2), day(3)], [day(2)], day(2, 5))
    assert found.spare == tuple(on(day(2, 9)))


def test_days_that_go_give_their_talks_to_those_that_come() -> None:
    found = retimed(on(day(2), day(3), day(4)), [day(2), day(3), day(4)], [day(3), day(5)], END)
    assert (found.moved, found.spare) == (((on(day(2))[0], day(5)),), tuple(on(day(4))))
