"""What a test starts from: people, tours and talks, put into a database by the domain's own verbs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.db.work import Database
from bot.domain.check_ins import CheckIn, Review
from bot.domain.coach import CardDraft, CardShare, OpeningCard
from bot.domain.goals import Goal, GoalDraft
from bot.domain.people import Profile
from bot.domain.promises import PromiseDraft, Side
from bot.domain.tours import Draft, Kind, Rhythm, Tour
from bot.domain.types import new_key
from bot.services.people import Actor

TEAM = "T1"
KEY = new_key()  # seals the words of every test in this process, and of the programs it starts
MANAGER = Actor(TEAM, "UMANAGER", "Europe/Berlin", "en-US")
HOLDER = Actor(TEAM, "UHOLDER", "America/New_York", "en-US")


def a_draft(
    holder_id: str = HOLDER.user_id, manager_id: str = MANAGER.user_id, *, promise_on: date | None = None
) -> Draft:
    """Return the terms of a tour through 2026 with one promise of each side."""
    due_on = promise_on or date(2026, 10, 1)
    return Draft(
        kind=Kind.ROTATIONAL,
        mission="Run the front desk",
        result="No queue after nine",
        gain="Lead a shift alone",
        promises=(
            PromiseDraft(Side.COMPANY, "A course in Lyon", manager_id, due_on),
            PromiseDraft(Side.HOLDER, "Write the guide", holder_id, date(2026, 11, 2)),
        ),
        start_on=date(2026, 1, 5),
        end_on=date(2027, 1, 5),
        rhythm=Rhythm.MONTHLY,
        halfway_on=date(2026, 7, 6),
        next_talk_on=date(2026, 11, 6),
    )


def a_person(database: Database, actor: Actor, now: datetime, *, visited: bool = False, has_left: bool = False) -> None:
    """Let the bot know a person; `visited` says that they have opened Home before, `has_left` that they are gone."""
    with database.work(actor.team_id) as work:
        person = work.people.get_or_meet(actor.user_id, now)
        name = actor.user_id.title()
        profile = Profile(name=name, time_zone=actor.time_zone, locale=actor.locale, is_deactivated=has_left)
        person.learn(profile, now)
        person.home_visited_at = now if visited else None


def a_tour(
    database: Database,
    now: datetime,
    *,
    manager_id: str = MANAGER.user_id,
    holder_id: str = HOLDER.user_id,
    signed: bool = True,
    promise_on: date | None = None,
) -> int:
    """Put a tour there, proposed by its manager, and return its id."""
    with database.work(TEAM) as work:
        return work.tours.add(_tour(now, manager_id, holder_id, signed=signed, promise_on=promise_on)).id


def _tour(now: datetime, manager_id: str, holder_id: str, *, signed: bool, promise_on: date | None) -> Tour:
    draft = a_draft(holder_id, manager_id, promise_on=promise_on)
    tour = Tour.propose(team_id=TEAM, manager_id=manager_id, holder_id=holder_id, by=manager_id, draft=draft, now=now)
    if signed:
        tour.sign(by=holder_id, number=1, text_hash=draft.text_hash(), now=now)
    return tour


def many_tours(database: Database, now: datetime, count: int) -> None:
    """Put `count` tours of one manager there, each with a promise due, a talk and a goal in the next weeks."""
    with database.work(TEAM) as work:
        for number in range(count):
            day = now.date() + timedelta(days=number % 20)
            tour = work.tours.add(_tour(now, MANAGER.user_id, f"U{number}", signed=True, promise_on=day))
            work.check_ins.add(CheckIn.plan(team_id=TEAM, tour_id=tour.id, review=Review.CHECK_IN, due_on=day))
            draft = GoalDraft(Side.COMPANY, "Answer every call", "The log shows none missed", day)
            work.goals.add(Goal.write(team_id=TEAM, tour_id=tour.id, author_id=MANAGER.user_id, draft=draft, now=now))


def a_talk(database: Database, tour_id: int, due_on: date, review: Review = Review.CHECK_IN) -> int:
    """Plan a talk, and return its id."""
    with database.work(TEAM) as work:
        return work.check_ins.add(CheckIn.plan(team_id=TEAM, tour_id=tour_id, review=review, due_on=due_on)).id


def a_goal(database: Database, tour_id: int, now: datetime, due_on: date, author_id: str = MANAGER.user_id) -> int:
    """Write a goal, and return its id."""
    draft = GoalDraft(Side.COMPANY, "Answer every call", "The log shows none missed", due_on)
    with database.work(TEAM) as work:
        return work.goals.add(Goal.write(team_id=TEAM, tour_id=tour_id, author_id=author_id, draft=draft, now=now)).id


def a_card(database: Database, now: datetime, *holder_ids: str) -> None:
    """Write the manager's opening card, and show it to these holders."""
    with database.work(TEAM) as work:
        draft = CardDraft(admired=None, values=None, hope="A year at sea")
        work.coach.add(OpeningCard.write(team_id=TEAM, author_id=MANAGER.user_id, draft=draft, now=now))
        for holder_id in holder_ids:
            work.coach.add(CardShare.begin(team_id=TEAM, author_id=MANAGER.user_id, holder_id=holder_id, now=now))
