"""Home, what `/tour` alone answers, the next step, help and privacy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.db.check_ins import CheckInLine
from bot.domain.check_ins import CheckInState, Review
from bot.domain.doors import Standing
from bot.domain.lifecycle import State
from bot.domain.nudges import Moment, Pace
from bot.domain.people import UNTIL_RESUMED
from bot.domain.promises import Side
from bot.domain.tours import Kind
from bot.services.home import DUE_SHOWN, NUDGES_SHOWN, TOURS_ON_A_PAGE
from bot.services.home_sheets import DueKind, DueLine, HomeSheet, NextStep, Step, TourRow
from bot.services.nudge_sheets import ForecastLine, PaceLine
from bot.slack.views import help as helps
from bot.slack.views import home, next_step
from bot.slack.views.glossary import terms
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, in_modal, message
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World, commands

LONG_ID = "W" + "0" * 20


def row(number: int, state: State = State.ACTIVE) -> TourRow:
    """Return a tour with everything that a line can say."""
    talk = CheckInLine(10**9 + number, 1, Review.NEXT_TOUR_TALK, CheckInState.PLANNED, TODAY, None, None)
    return TourRow(
        id=10**9 + number,
        other_id=LONG_ID,
        leads=True,
        state=state,
        kind=Kind.TRANSFORMATIONAL,
        start_on=TODAY,
        end_on=date(2031, 9, 30),
        waits_for_me=True,
        talk=talk,
        goals_open=99,
        goals_done=99,
        door=Standing.MINE,
    )


def crowded(step: Step = Step.SIGN) -> HomeSheet:
    """Return a Home on which every part is as long as it gets."""
    rows = tuple(row(number, State.HANDING_OVER) for number in range(TOURS_ON_A_PAGE))
    late, closing = TODAY - timedelta(days=9), (State.PROPOSED, State.CLOSING)
    due = tuple(
        DueLine(DueKind.GOAL, 10**9 + n, 10**9, LONG_ID, Side.COMPANY, late, is_mine=True, words="W" * 3000)
        for n in range(DUE_SHOWN)
    )
    nudge = ForecastLine(TODAY, Moment.PROPOSAL_WAITING, MANAGER.user_id, LONG_ID, 10**9)
    return HomeSheet(
        reader_id=MANAGER.user_id,
        today=TODAY,
        step=NextStep(
            step,
            None if step in {Step.START, Step.NOTHING, Step.PROPOSE} else row(1),
            TODAY,
            more=399,
            other_id=None if step in {Step.START, Step.NOTHING} else LONG_ID,
        ),
        leading=rows,
        leading_count=400,
        page=5,
        pages=27,
        serving=tuple(replace(row(n, closing[n % 2]), closes_on=TODAY, is_unsaid=n > 2) for n in range(60)),
        earlier_count=400,
        due=due,
        due_count=900,
        nudges=(nudge,) * NUDGES_SHOWN,
        paused_until=date(2026, 9, 30),
        asks_confidence=True,
        ended=tuple(replace(row(n, State.COMPLETED), ended_on=late, is_unsaid=True, leads=False) for n in range(60)),
        stopped=tuple(PaceLine(n, LONG_ID, Moment.REVIEW_TO_RECORD, Pace.NONE, by_itself=True) for n in range(60)),
    )


def cases(world: World) -> Iterator[Case]:
    """Yield the Homes of both sides and of a stranger, and what answers to a very long word."""
    for actor in (MANAGER, HOLDER, replace(MANAGER, user_id="UNOBODY")):
        sheet = world.services.home.read(actor, NOW)
        for first in (True, False):
            yield Case(home.home, f"of {actor.user_id}, first: {first}", home.home(sheet, is_first_visit=first))
        yield Case(home.summary, actor.user_id, message(home.summary(sheet)))
    words, guides = commands(), PROMPTS.guides()
    yield Case(helps.topic, "long", message(helps.topic(world.words, words, guides)))


def fixed() -> Iterator[Case]:
    """Yield every screen of this story on which nothing stands that people wrote."""
    forever = replace(crowded(), paused_until=UNTIL_RESUMED)
    yield Case(home.home, "paused for good", home.home(forever))
    for step in Step:
        yield Case(home.home, f"crowded, {step}", home.home(crowded(step), is_first_visit=True))
        yield Case(home.summary, f"crowded, {step}", message(home.summary(crowded(step))))
        yield Case(next_step.blocks, step, message(next_step.blocks(crowded(step))))
    yield from _help()


def _help() -> Iterator[Case]:
    guides, words = PROMPTS.guides(), commands()
    yield Case(helps.overview, "all", message(helps.overview(words, guides)))
    yield Case(helps.overview, "hardly anything", message(helps.overview(["help"], [])))
    yield Case(helps.sheet, "all", helps.sheet(words, guides))
    for asked in ("goals", "tour", "halfway", *terms(), *(guide.topic for guide in guides)):
        yield Case(helps.topic, asked[:20], message(helps.topic(asked, words, guides)))
    for name in terms():
        yield Case(helps.term, name, in_modal(helps.term(name)))
