"""That nothing but one window tells what a talk is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.db.work import Database
from bot.domain.base import Base
from bot.domain.signals import Topic
from bot.services.home import HomePage
from bot.services.nudges import Nudges
from tests.given import HOLDER, MANAGER
from tests.services.asking import Pair, everything_stored


def test_nothing_but_one_window_tells_what_it_is_about(tmp_path: Path, now: datetime) -> None:
    """Stored rows byte by byte (but for what is sealed, which is equally long), messages, forecasts, Home."""
    traces = [traces_of(topic, tmp_path / topic, now) for topic in Topic]
    for trace in traces[1:]:
        assert trace == traces[0]


def traces_of(topic: Topic, folder: Path, now: datetime) -> list[Any]:
    """Return everything that could be seen of a signal about `topic`, step by step, by anybody, anywhere."""
    found: list[Any] = []
    with fresh_pair(folder, now) as pair:
        home, nudges = HomePage(pair.database), Nudges(pair.database)

        def look() -> None:
            for actor in (MANAGER, HOLDER):
                found.append(home.read(actor, pair.now))
                found.append(nudges.forecast(actor, pair.now))
                found.append(nudges.sheet(actor, pair.now))
                found.append(nudges.past(actor, pair.now))
            found.append(pair.signals.sheet(HOLDER, None, pair.now))
            found.append(everything_stored(pair.database))

        pair.ask(topic)
        look()
        for step in ({"minutes": 10}, {"days": 1}, {"days": 1}):
            pair.wait(**step)
            look()
        found.append(pair.life.arrived)
        heard = pair.heard()
        assert heard is not None
        found.append(replace(heard, topic=Topic.UNSAID))
        pair.signals.withdraw(HOLDER, pair.tour_id, pair.now)
        look()
    return found


@contextmanager
def fresh_pair(folder: Path, now: datetime) -> Iterator[Pair]:
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'pair.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield Pair(database, now)
    database.close()


def test_what_is_forgotten_is_sealed_anew_whatever_it_was(tmp_path: Path, now: datetime) -> None:
    for topic in (Topic.UNSAID, Topic.FIRST_CONVERSATION):
        with fresh_pair(tmp_path / topic, now) as pair:
            pair.ask(topic)
            before = sealed(pair.database)
            pair.wait(minutes=10)
            pair.signals.withdraw(HOLDER, pair.tour_id, pair.now)
            assert sealed(pair.database) != before


def sealed(database: Database) -> bytes:
    with database.engine.connect() as connection:
        return bytes(connection.exec_driver_sql("SELECT about FROM signals").scalar_one())
