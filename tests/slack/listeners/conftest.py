"""The two sides of a tour at their screens."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import Database
from tests.making import HOLDER, MANAGER
from tests.slack.listeners.tour_desk import Desk


@pytest.fixture
def manager(database: Database, now: datetime) -> Desk:
    return Desk(database, MANAGER, now)


@pytest.fixture
def holder(database: Database, now: datetime) -> Desk:
    return Desk(database, HOLDER, now)
