"""Home where a tour does not go on: it stands still, or its other side has left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.db.work import Database
from bot.services.hand_overs import HandOvers, NameManager
from bot.services.home import HomePage
from bot.services.home_sheets import Step
from bot.services.pauses import Pauses
from tests.given import HOLDER, MANAGER, a_goal, a_person, a_talk, a_tour
from tests.services.homes import days


@pytest.mark.parametrize("act", ["pause", "hand over"])
def test_nothing_is_asked_for_in_a_tour_that_stands_still(
    home: HomePage, database: Database, now: datetime, act: str
) -> None:
    """The talk before the day of return will be struck out; promises and goals wait as well."""
    tour = a_tour(database, now, promise_on=days(2))
    a_talk(database, tour, days(1))
    a_goal(database, tour, now, days(2))
    assert home.read(MANAGER, now).step.step is Step.CARD
    if act == "pause":
        Pauses(database).pause(HOLDER, tour, days(40), now)
    else:
        a_person(database, replace(MANAGER, user_id="UNEW"), now)
        HandOvers(database).name(MANAGER, NameManager("UNEW", tour_id=tour), now)
    for later in (now, now + timedelta(days=3)):
        sheet = home.read(MANAGER, later)
        assert sheet.step.step is Step.NOTHING
        assert (sheet.due, sheet.leading[0].talk, sheet.leading[0].goals_open) == ((), None, 1)


def test_where_the_other_side_left_there_is_that_to_decide_and_nothing_to_prepare(
    home: HomePage, database: Database, now: datetime
) -> None:
    tour = a_tour(database, now, promise_on=days(3))
    a_talk(database, tour, days(1))
    for gone, left in ((HOLDER, MANAGER), (MANAGER, HOLDER)):
        a_person(database, gone, now, has_left=True)
        sheet = home.read(left, now)
        (row,) = sheet.leading + sheet.serving
        assert (sheet.step.step, sheet.step.other_id) == (Step.LEFT, gone.user_id)
        assert (sheet.due, row.talk, row.other_is_gone) == ((), None, True)
        a_person(database, gone, now)
        assert home.read(left, now).step.step is not Step.LEFT
