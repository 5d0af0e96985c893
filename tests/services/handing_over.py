"""A hand-over as it is made on the services' floor: who takes part, the tour that passes, and what is read of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.db.work import Database
from bot.domain.check_ins import Purpose, Visibility
from bot.domain.goals import Goal, GoalDraft, GoalState
from bot.domain.passing import Passing
from bot.domain.people import Profile
from bot.domain.promises import Side
from bot.domain.tours import Tour
from bot.services import Services
from bot.services.hand_overs import NameManager
from bot.services.people import Actor
from bot.services.signing import SignTerms
from tests.making import HOLDER, MANAGER, STRANGER, under_way

NEW = replace(MANAGER, user_id="U0NEW")


STEWARD = replace(MANAGER, user_id="U0STEWARD")


SHARED, PRIVATE, GOAL, UPDATE = "We agreed on Fridays", "I was tired", "Run it alone", "Twice so far"


def everybody(database: Database, now: datetime) -> Services:
    """Return the services over a database that knows everybody whom a hand-over concerns."""
    with database.work("T1") as work:
        for actor in (MANAGER, HOLDER, NEW, STEWARD, STRANGER):
            person = work.people.get_or_meet(actor.user_id, now)
            person.learn(Profile(actor.user_id, actor.time_zone), now)
        work.stewards.name([STEWARD.user_id], None, now)
    return Services.over(database, lambda _team, _user: None)


def a_full_tour(database: Database, services: Services, now: datetime) -> int:
    """Return a tour with a goal, a kept promise, and a talk of which both shared something and kept something."""
    tour_id = under_way(database, now)
    with database.work("T1") as work:
        draft = GoalDraft(Side.COMPANY, GOAL, "A week", date(2026, 6, 1))
        goal = Goal.write(team_id="T1", tour_id=tour_id, author_id=MANAGER.user_id, draft=draft, now=now)
        work.goals.add(goal).report(GoalState.ON_TRACK, by=HOLDER.user_id, words=UPDATE, now=now)
        talk = work.check_ins.get(work.check_ins.of_tour(tour_id)[0].id)
        for author in (MANAGER.user_id, HOLDER.user_id):
            talk.note(Purpose.AGREEMENT, Visibility.BOTH_SIDES, by=author, words=SHARED, now=now)
            talk.note(Purpose.PRIVATE, Visibility.AUTHOR, by=author, words=PRIVATE, now=now)
        talk.record(by=MANAGER.user_id, held_on=now.date(), now=now)
    kept = services.tours.read(MANAGER, tour_id, now).shown.promises[0]
    services.tours.keep_promise(MANAGER, kept.id, now)
    return tour_id


def name(services: Services, by: Actor, tour_id: int, now: datetime, passing: Passing | None = None) -> Tour:
    return services.hand_overs.name(by, NameManager(NEW.user_id, tour_id, passing=passing), now)


def sign(services: Services, by: Actor, now: datetime) -> int:
    """Sign what waits for this person, and return which tour it was."""
    (line,) = [line for line in services.tours.list_of(by) if line.awaits_id == by.user_id]
    latest = services.tours.read(by, line.id, now).latest
    services.tours.sign(by, SignTerms(line.id, latest.number, latest.text_hash), now)
    return line.id


def read(services: Services, by: Actor, now: datetime) -> str:
    """Return everything that somebody can read, in one text."""
    found: list[object] = []
    for line in services.tours.list_of(by):
        found += [
            services.tours.read(by, line.id, now),
            services.goals.of_tour(by, line.id, now),
            services.check_ins.of_tour(by, line.id, now),
        ]
    return f"{found} {services.keeping.as_json(by, 0, now).content.decode()}"
