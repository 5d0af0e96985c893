"""A thousand tours of three years: no nudge is told in the same words twice running, and every moment comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest

from bot.domain import cadence, rungs
from bot.domain.calendar import Calendar
from bot.domain.nudges import URGENCY, Moment, next_variant
from bot.domain.periods import OURS
from bot.domain.permissions import Role
from bot.domain.promises import Side
from bot.domain.rungs import Rung
from bot.domain.signals import PATIENCE
from bot.domain.tours import Kind
from tests.shipped import PROMPTS

TOURS, LEADS = 1000, 4  # tours in all, and of one manager
YEARS = timedelta(days=3 * 365)
HOURS = Calendar(time_zone="UTC", country="ZZ")


@dataclass(frozen=True, order=True)
class Due:
    """One nudge to one person, by day and urgency."""

    on: date
    urgency: int
    moment: Moment = field(compare=False)
    talk: int = field(default=0, compare=False)  # how many talks this tour has had
    tour: int = field(default=0)


@dataclass(frozen=True)
class Dates:
    """The dates of a tour that runs on for three years."""

    kind: Kind
    start_on: date
    end_on: date | None
    rhythm: object
    halfway_on: date | None
    next_talk_on: date | None


def answers(number: int, chance: Random, start: date, end: date | None) -> Iterator[tuple[Role, Due]]:
    """Yield every nudge about something that waits for an answer: a proposal, a change, a hand-over, a door."""

    def due(role: Role, moment: Moment, on: date) -> tuple[Role, Due]:
        return role, Due(on, URGENCY.index(moment), moment, 0, number)

    asked = [(Moment.PROPOSAL_WAITING, Moment.PROPOSAL_LAPSING, start)]
    if chance.random() < 0.5:
        changed_on = start + timedelta(days=chance.randrange(200, 900))
        asked.append((Moment.AMENDMENT_WAITING, Moment.AMENDMENT_LAPSING, changed_on))
    for waiting, lapsing, on in asked:
        for days in cadence.PROPOSAL_WAITS:
            yield due(Role.HOLDER, waiting, HOURS.working_days_after(on, days))
        lapses_on = on + OURS.lapse
        yield due(Role.HOLDER, lapsing, HOURS.working_days_before(lapses_on, cadence.BEFORE_LAPSE))
    if chance.random() < 0.2:
        for days in cadence.PROPOSAL_WAITS:
            yield due(Role.HOLDER, Moment.HANDOVER_WAITING, HOURS.working_days_after(start, 300 + days))
            yield due(Role.MANAGER, Moment.HANDOVER_TO_PROPOSE, HOURS.working_days_after(start, 310 + days))
    if end is not None:
        for on in cadence.door_reminders(end - timedelta(days=60), end, HOURS):
            yield due(chance.choice([Role.MANAGER, Role.HOLDER]), Moment.DOOR_TO_CHOOSE, on)


def a_tour(number: int, chance: Random) -> Iterator[tuple[Role, Due]]:
    """Yield every nudge of one tour, as chance has its talks recorded or not, and its promises kept or not."""
    kind = chance.choice(list(Kind))
    start = date(2026, 1, 1) + timedelta(days=chance.randrange(365))
    end = None if kind is Kind.FOUNDATIONAL else start + YEARS

    def due(role: Role, moment: Moment, on: date, talk: int = 0) -> tuple[Role, Due]:
        return role, Due(on, URGENCY.index(moment), moment, talk, number)

    yield from answers(number, chance, start, end)
    dates = cadence.dates_between(kind, start, end)
    terms = Dates(kind, start, end, dates.rhythm, dates.halfway_on, dates.next_talk_on)
    talks = [talk for talk in cadence.talks(terms, start, HOURS, HOURS) if talk.due_on < start + YEARS]  # type: ignore[arg-type]
    for count, talk in enumerate(talks):
        is_recorded = chance.random() < 0.5
        for reminder in cadence.reminders_of_talk(talk.due_on, HOURS, HOURS):
            if not is_recorded or reminder.on <= talk.due_on:
                yield due(reminder.to, reminder.moment, reminder.on, count)
        for side, role in ((Side.COMPANY, Role.MANAGER), (Side.HOLDER, Role.HOLDER)):
            is_company = side is Side.COMPANY
            moment = Moment.PROMISE_DUE_COMPANY if is_company else Moment.PROMISE_DUE_HOLDER
            yield due(role, moment, cadence.promise_reminder_on(side, talk.due_on, HOURS))
        yield due(chance.choice(list(Role)[:2]), Moment.GOAL_DUE, cadence.goal_reminder_on(talk.due_on, HOURS))
        if chance.random() < 0.3:
            yield due(Role.MANAGER, Moment.TALK_WAITING, HOURS.working_days_after(talk.due_on, PATIENCE))


def dms_of(nudges: Sequence[Due]) -> Iterator[list[Due]]:
    """Yield what one person is told, one DM a day, most urgent first."""
    by_day: dict[date, list[Due]] = defaultdict(list)
    for nudge in sorted(nudges):
        by_day[nudge.on].append(nudge)
    yield from by_day.values()


def rung_of(due: Due) -> Rung | None:
    """Return the rung that a manager stands before: one more is climbed at each talk."""
    climbed = list(Rung)[: due.talk]
    return rungs.next_rung(climbed) if due.moment is Moment.REVIEW_DUE else None


@pytest.fixture(scope="module")
def everybody() -> list[list[Due]]:
    """The nudges of each person: managers with several tours, holders with one."""
    chance = Random(1)
    people: dict[tuple[Role, int], list[Due]] = defaultdict(list)
    for number in range(TOURS):
        for role, due in a_tour(number, chance):
            people[role, number // LEADS if role is Role.MANAGER else number].append(due)
    return list(people.values())


def test_no_words_twice_running_and_every_moment_and_rung_is_reached(everybody: list[list[Due]]) -> None:
    variants = {
        (moment, rung): PROMPTS.variants(moment, rung)
        for moment in Moment
        for rung in (Rung if moment is Moment.REVIEW_DUE else (None,))
    }
    reached: set[tuple[Moment, Rung | None]] = set()
    for nudges in everybody:
        before: dict[Moment, list[str]] = {}
        for dm in dms_of(nudges):
            told: dict[Moment, list[str]] = defaultdict(list)
            for due in dm:
                some = variants[due.moment, rung_of(due)]
                name = next_variant([*before.get(due.moment, []), *told[due.moment]], some)
                assert told[due.moment][-1:] != [name]
                if not told[due.moment]:
                    assert name not in before.get(due.moment, []) or set(some) <= set(before[due.moment])
                told[due.moment].append(name)
                reached.add((due.moment, rung_of(due)))
            before |= {moment: sorted(set(names)) for moment, names in told.items()}
    assert reached == set(variants)


def test_what_was_told_longest_ago_comes_next() -> None:
    three = ["a", "b", "c"]
    assert [next_variant(told, three) for told in ([], ["a"], ["b"], ["c"], ["a", "b"], ["b", "c", "a"])] == [
        *("a", "b", "c", "a", "c", "b")
    ]
    assert next_variant(["of another rung", "one_line"], three) == "a"
    assert next_variant(["a"], ["a"]) == "a"
