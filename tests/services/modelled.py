"""Who may read what: a model of two people and a new manager, beside the services over a database of their own."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine

from bot.db.work import Database
from bot.domain.check_ins import CheckInState
from bot.domain.passing import Passing
from bot.domain.people import Profile
from bot.domain.refusals import Refused, SeveralRefused
from bot.services import Services
from bot.services.people import Actor
from tests.conftest import MONDAY_MORNING
from tests.making import HOLDER, MANAGER, STRANGER

NEW = replace(MANAGER, user_id="U0NEW")
PEOPLE = (MANAGER, HOLDER, NEW)
EMPTY: dict[str, Path] = {}


class Model(RuleBasedStateMachine):
    """The services over a database of their own, and who may read which token."""

    folders: ClassVar[list[str]] = []

    def __init__(self) -> None:
        super().__init__()
        folder = tempfile.mkdtemp()
        self.folders.append(folder)
        shutil.copy(EMPTY["tables"], Path(folder) / "any.sqlite")
        self.database = Database(f"sqlite:///{folder}/any.sqlite")
        self.services = Services.over(self.database, lambda _team, _user: None)
        self.now = MONDAY_MORNING
        self.tokens = count(1)
        self.readers: dict[str, set[str]] = {}
        self.passing_things: dict[tuple[int, str], list[str]] = {}
        with self.database.work("T1") as work:
            for actor in (*PEOPLE, STRANGER):
                person = work.people.get_or_meet(actor.user_id, self.now)
                person.learn(Profile(actor.user_id, actor.time_zone), self.now)
        self.watching = sqlite3.connect(f"{folder}/any.sqlite", isolation_level=None)
        self.seen = self.commits()

    def types(self, *readers: Actor | str) -> str:
        """Return a new token that these people may read."""
        token = f"tok{next(self.tokens)}en"
        self.readers[token] = {reader if isinstance(reader, str) else reader.user_id for reader in readers}
        return token

    def lets_read_terms(self, tour_id: int) -> None:
        """Note who may read the terms in force, once the holder has chosen that they pass."""
        with self.database.reading("T1") as work:
            tour = work.tours.get(tour_id)
        if tour.passes not in (None, Passing.NOTHING) and tour.in_force is not None and tour.incoming_id is not None:
            token = tour.in_force.mission
            self.readers[token].add(tour.incoming_id)

    def passes_on(self, tour_id: int, passes: Passing | None, to: str) -> None:
        kinds = {Passing.GOALS: ["goals"], Passing.NOTES: ["goals", "notes"]}.get(passes or Passing.NOTHING, [])
        for kind in kinds:
            for token in self.passing_things.get((tour_id, kind), []):
                self.readers[token].add(to)
                self.inherit(kind, token)

    def inherit(self, kind: str, token: str) -> None:
        """What has passed may pass on from there."""
        newest = max(self.tour_ids())
        self.passing_things.setdefault((newest, kind), []).append(token)

    def waiting_for(self, holder_id: str, manager_id: str) -> tuple[int, Passing | None] | None:
        with self.database.reading("T1") as work:
            found = work.tours.handing_over(holder_id, manager_id)
            return None if found is None else (found, work.tours.get(found).passes)

    def meant(self, which: int) -> int:
        """Return the tour that is meant: counted back from the newest, or one that is not there."""
        ids = self.tour_ids()
        return ids[-1 - which] if which < len(ids) else which

    def asked(self, tour_id: int) -> Actor:
        """Return whose answer the tour waits for, or its holder."""
        with self.database.reading("T1") as work:
            awaited = work.tours.get(tour_id).awaits_id if tour_id in self.tour_ids() else None
        return next((actor for actor in PEOPLE if actor.user_id == awaited), HOLDER)

    def tour_ids(self) -> list[int]:
        return [row[0] for row in self.watching.execute("SELECT id FROM tours ORDER BY id")]

    def sides(self, tour_id: int) -> tuple[str, ...]:
        query = "SELECT manager_id, holder_id FROM tours WHERE id = ?"
        return tuple(self.watching.execute(query, (tour_id,)).fetchone() or ())

    def next_talk(self, tour_id: int) -> int:
        with self.database.reading("T1") as work:
            talks = work.check_ins.of_tour(tour_id, CheckInState.PLANNED)
        return talks[0].id if talks else 0

    def reads(self, by: Actor, tour_id: int) -> Any:
        return self.tries(lambda: self.services.tours.read(by, tour_id, self.now))

    def tries(self, act: Callable[[], Any]) -> Any:
        """Return what an act answers; one that is refused changes no row, and answers None."""
        try:
            found = act()
        except (Refused, SeveralRefused):
            assert self.commits() == self.seen
            return None
        self.seen = self.commits()
        return found

    def everything_read_by(self, actor: Actor) -> str:
        """Return all that somebody can read of any tour, by every way there is, in one text."""
        found: list[Any] = [self.services.keeping.as_json(actor, 0, self.now).content.decode()]
        ways: Mapping[str, Callable[[int], Any]] = {
            "tour": lambda tour_id: self.services.tours.read(actor, tour_id, self.now),
            "goals": lambda tour_id: self.services.goals.of_tour(actor, tour_id, self.now),
            "talks": lambda tour_id: self.services.check_ins.of_tour(actor, tour_id, self.now),
        }
        for tour_id in self.tour_ids():
            for way in ways.values():
                try:
                    found.append(way(tour_id))
                except Refused:
                    assert actor.user_id not in self.sides(tour_id)
        return str(found)

    def commits(self) -> int:
        """Return a number of SQLite's that stays the same while no other connection has written anything."""
        return int(self.watching.execute("PRAGMA data_version").fetchone()[0])
