"""The table of listeners, and the services for one manager."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import Database
from bot.services import Services
from bot.slack.listeners import register_all
from bot.slack.routes import Routes
from tests.given import MANAGER, a_person


@pytest.fixture(scope="module")
def routes() -> Routes:
    found = Routes()
    register_all(found)
    return found


@pytest.fixture
def services(database: Database, now: datetime) -> Services:
    a_person(database, MANAGER, now)
    return Services.over(database, lambda _team, _user: None)
