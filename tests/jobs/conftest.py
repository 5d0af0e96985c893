"""Two people who have met, a tour of theirs, and the days that pass."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import Database
from bot.domain.people import Profile
from bot.services.nudges import Nudges
from tests.jobs.nudged import LONG_TERM
from tests.living import Life
from tests.making import HOLDER, MANAGER, under_way


def meet(database: Database, now: datetime) -> None:
    with database.work("T1") as work:
        for actor in (MANAGER, HOLDER):
            person = work.people.get_or_meet(actor.user_id, now)
            person.learn(Profile(name="-", time_zone=actor.time_zone), now)
            person.country = "ZZ"


@pytest.fixture
def life(database: Database, now: datetime) -> Life:
    meet(database, now)
    return Life(database, now)


@pytest.fixture
def tour_id(life: Life, database: Database) -> int:
    return under_way(database, life.now, draft=LONG_TERM)


@pytest.fixture
def nudges(database: Database) -> Nudges:
    return Nudges(database)
