"""A tour under way, and the verbs of its changes and of its end."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import Database
from bot.services.amendments import Amendments
from bot.services.doors import Doors
from bot.services.endings import Endings
from bot.services.home import HomePage
from bot.services.tour_detail import TourDetail
from bot.services.tours import Tours
from tests.given import a_person
from tests.making import HOLDER, MANAGER, STRANGER, under_way
from tests.services.proposing import meet


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    for actor in (MANAGER, HOLDER):
        a_person(database, actor, now)
    return under_way(database, now)


@pytest.fixture
def doors(database: Database) -> Doors:
    return Doors(database)


@pytest.fixture
def endings(database: Database) -> Endings:
    return Endings(database)


@pytest.fixture
def tours(database: Database, now: datetime) -> Tours:
    for actor in (MANAGER, HOLDER, STRANGER):
        meet(database, actor.user_id, now)
    return Tours(database)


@pytest.fixture
def amendments(database: Database) -> Amendments:
    return Amendments(database)


@pytest.fixture
def running(tours: Tours, database: Database, now: datetime) -> TourDetail:
    for actor in (MANAGER, HOLDER):
        a_person(database, actor, now)  # with the clock of each
    return tours.read(MANAGER, under_way(database, now), now)


@pytest.fixture
def home(database: Database) -> HomePage:
    return HomePage(database)
