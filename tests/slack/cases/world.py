"""Two people with as much between them as Tourguide allows, or with hardly anything: what the screens are judged on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from bot.db.work import Database, Work
from bot.domain.base import Base
from bot.domain.check_ins import Purpose, Visibility
from bot.domain.coach import CardDraft, CardShare, OpeningCard
from bot.domain.drafting import MOST_PROMISES, TEXT_LIMIT, WORDS_LIMIT
from bot.domain.goals import Goal, GoalDraft, GoalState
from bot.domain.people import Profile
from bot.domain.promises import PromiseDraft, Side
from bot.domain.tours import Draft, Kind, Rhythm, Tour
from bot.services import Services, timetable
from bot.services.people import Actor
from bot.slack.listeners import register_all
from bot.slack.listeners.commands import working
from bot.slack.routes import Routes

TEAM: Final = "T1"
MANAGER: Final = Actor(TEAM, "UMANAGER", "Europe/Berlin", "en-US")
HOLDER: Final = Actor(TEAM, "UHOLDER", "America/Argentina/ComodRivadavia", "en-US")
NOW: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TODAY: Final = date(2026, 1, 5)
MOST_GOALS: Final = 23
NEIGHBOURS: Final = 12  # further holders: more than one row of boxes takes

WORDS: Final = {
    "shortest": "x",
    "longest": ("Wm" * 500 + "\n" + "Lorem ipsum " * WORDS_LIMIT)[:WORDS_LIMIT],
    "right to left": ("שלום עולם مرحبا " * WORDS_LIMIT)[:WORDS_LIMIT],
    "emoji": "👩🏽‍🚀" * (WORDS_LIMIT // 4),
    "markup": ("<!channel> <@U1> *b* _i_ ~s~ `c` &amp; <http://x|y> :tada: \n" * WORDS_LIMIT)[:WORDS_LIMIT],
    "blank": " \n\u200b" * (WORDS_LIMIT // 3),
}


@dataclass(frozen=True)
class World:
    """The services over it, the words that everything is worded with, and two tours."""

    services: Services
    words: str
    running: int  # a signed tour of the manager with the holder
    proposed: int  # a proposal that the holder changed: it waits for the manager

    @property
    def is_terse(self) -> bool:
        """Whether people wrote next to nothing: enough for screens that show no words of theirs."""
        return self.words == WORDS["shortest"]

    def talks(self) -> list[int]:
        """The ids of all talks of the running tour."""
        return [talk.id for talk in self.services.check_ins.of_tour(MANAGER, self.running, NOW).talks]


@cache
def commands() -> list[str]:
    """Return the words of all commands."""
    routes = Routes()
    register_all(routes)
    return working(routes)


def full(folder: Path, words: str) -> World:
    """Return a world with as much as possible."""
    database = _database(folder)
    with database.work(TEAM) as work:
        _people(work, words)
        running = work.tours.add(_signed(_draft(words), HOLDER.user_id))
        for number in range(NEIGHBOURS):
            work.tours.add(_signed(_draft("x", few=True), f"UNEIGHBOUR{number}"))
        proposed = work.tours.add(_countered(words))
        _goals(work, running, words)
        _plan(work, running)
        _notes(work, running, words)
        _card(work, words)
        return World(Services.over(database, lambda _team, _user: None), words, running.id, proposed.id)


def bare(folder: Path) -> World:
    """Return a world with hardly anything."""
    database = _database(folder)
    with database.work(TEAM) as work:
        _people(work, "x")
        running = work.tours.add(_signed(_draft("x", few=True), HOLDER.user_id))
        proposed = work.tours.add(_countered("x", few=True))
        return World(Services.over(database, lambda _team, _user: None), "x", running.id, proposed.id)


def _database(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'world.sqlite'}")
    Base.metadata.create_all(database.engine)
    return database


def _people(work: Work, words: str) -> None:
    actors = [MANAGER, HOLDER, *(replace(HOLDER, user_id=f"UNEIGHBOUR{n}") for n in range(NEIGHBOURS))]
    for actor in actors:
        person = work.people.get_or_meet(actor.user_id, NOW)
        person.learn(Profile(name=words[:80], time_zone=actor.time_zone, locale=actor.locale), NOW)


def _draft(words: str, *, few: bool = False) -> Draft:
    """Return terms with as many promises as fit into what one text may be long, or with one of each side."""
    room = MOST_PROMISES if not few else 2
    count = max(2, min(room, TEXT_LIMIT // len(words.encode()) - 4))
    promises = [
        PromiseDraft(Side.COMPANY, words, MANAGER.user_id, TODAY + timedelta(days=1 + number))
        if number % 2 == 0
        else PromiseDraft(Side.HOLDER, words, HOLDER.user_id, TODAY + timedelta(days=1 + number))
        for number in range(count)
    ]
    return Draft(
        kind=Kind.TRANSFORMATIONAL,
        mission=words,
        result=words,
        gain=words,
        promises=tuple(promises),
        start_on=TODAY,
        end_on=date(2031, 12, 31) if not few else date(2028, 7, 5),
        rhythm=Rhythm.MONTHLY,
        halfway_on=date(2028, 12, 29),
        next_talk_on=date(2031, 7, 3),
        uncertainties=None if few else words,
    )


def _proposed(draft: Draft, holder_id: str) -> Tour:
    manager_id = MANAGER.user_id
    return Tour.propose(team_id=TEAM, manager_id=manager_id, holder_id=holder_id, by=manager_id, draft=draft, now=NOW)


def _signed(draft: Draft, holder_id: str) -> Tour:
    tour = _proposed(draft, holder_id)
    tour.sign(by=holder_id, number=1, text_hash=draft.text_hash(), now=NOW)
    return tour


def _countered(words: str, *, few: bool = False) -> Tour:
    tour = _proposed(_draft(words, few=few), HOLDER.user_id)
    changed = _draft(words[::-1], few=few) if not few else replace(_draft("y", few=True), mission="y")
    tour.revise(by=HOLDER.user_id, draft=changed, reason=words, now=NOW)
    return tour


def _goals(work: Work, tour: Tour, words: str) -> None:
    for number in range(MOST_GOALS):
        draft = GoalDraft(
            side=list(Side)[number % 2],
            what=words,
            evidence=words,
            due_on=TODAY + timedelta(days=3 + number),
            if_then=words,
            profile_line=words,
        )
        author_id = (MANAGER, HOLDER)[number % 2].user_id
        goal = work.goals.add(Goal.write(team_id=TEAM, tour_id=tour.id, author_id=author_id, draft=draft, now=NOW))
        for update in range(12 if number == 0 else 1):
            state = list(GoalState)[(number + update) % len(GoalState)]
            work.goals.get(goal.id).report(state, by=author_id, words=words, now=NOW)


def _plan(work: Work, tour: Tour) -> None:
    """Plan the timetable of the tour as its second signature does."""
    timetable.plan_tour(work, tour, work.people.many([MANAGER.user_id, HOLDER.user_id]), NOW)


def _notes(work: Work, tour: Tour, words: str) -> None:
    talks = work.check_ins.of_tour(tour.id)
    for line in talks[:14]:
        talk = work.check_ins.get(line.id)
        for author_id in (MANAGER.user_id, HOLDER.user_id):
            talk.note(Purpose.PREPARATION, Visibility.BOTH_SIDES, by=author_id, words=words, now=NOW)
            talk.note(Purpose.AGREEMENT, Visibility.BOTH_SIDES, by=author_id, words=words, now=NOW)
            talk.note(Purpose.PRIVATE, Visibility.AUTHOR, by=author_id, words=words, now=NOW)
    for line in talks[:13]:
        work.check_ins.get(line.id).record(by=HOLDER.user_id, held_on=TODAY, now=NOW)


def _card(work: Work, words: str) -> None:
    draft = CardDraft(admired=words, values=words, hope=words)
    work.coach.add(OpeningCard.write(team_id=TEAM, author_id=MANAGER.user_id, draft=draft, now=NOW))
    work.coach.add(CardShare.begin(team_id=TEAM, author_id=MANAGER.user_id, holder_id=HOLDER.user_id, now=NOW))
