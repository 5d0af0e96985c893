"""The forms of a tour, proposals, tours under way, and the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.db.tours import TourLine
from bot.domain.drafting import MOST_PROMISES, PromiseWish, TermsWish
from bot.domain.lifecycle import State
from bot.domain.promises import PromiseState, Side
from bot.domain.tours import Draft, Kind
from bot.services.choosing import TourChoice
from bot.services.coach_sheets import FirstSteps
from bot.services.sharpening import look_over_terms
from bot.services.starting import Proposed
from bot.services.tour_detail import TourDetail
from bot.slack.ids import Action
from bot.slack.views import choosing, proposal, proposed, terms, tour, tour_form, tour_list
from bot.slack.views.sharpening import Stage
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, in_modal, message
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World

MIDNIGHT = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
VAGUE = "gain valuable experience " * 90
NOTICE = "Somebody else was faster, and this is the newest version of it. " * 3


def cases(world: World) -> Iterator[Case]:
    """Yield every screen of this story."""
    yield from _forms(world)
    yield from _proposals(world)
    yield from _tours(world)


def fixed() -> Iterator[Case]:
    """Yield the lists, on which there are no words of anybody."""
    yield from _lists()


def _forms(world: World) -> Iterator[Case]:
    yield Case(tour_form.start, "empty", tour_form.start(TermsWish(), TODAY))
    with_person = tour_form.start(TermsWish(), TODAY, partner_id=LONG_ID, leads=False)
    yield Case(tour_form.start, "with somebody", with_person)
    for kind in Kind:
        yield Case(tour_form.start, kind, tour_form.start(TermsWish(kind=kind), TODAY, more=True))
        yield Case(
            tour_form.start,
            f"{kind}, filled",
            tour_form.start(_filled(world, kind), TODAY, rows=MOST_PROMISES, more=True),
        )
    vague = replace(_filled(world, Kind.ROTATIONAL), mission="learn a lot", result=VAGUE, gain=VAGUE)
    found = look_over_terms(vague, "en-US")
    for stage in Stage:
        form = tour_form.start(vague, TODAY, rows=MOST_PROMISES, more=True, stage=stage, found=found)
        yield Case(tour_form.start, f"vague, {stage}", form)
    for actor in (MANAGER, HOLDER):
        detail = world.services.tours.read(actor, world.proposed, NOW)
        for offers in (False, True):
            leads = detail.reader_leads
            made = Proposed(
                detail.id, actor.user_id, LONG_ID, leads=leads, goes_first=leads, offers_survey=offers, lapse_days=90
            )
            sheet = proposed.proposed(made)
            yield Case(proposed.proposed, f"{actor.user_id}, {offers}", sheet)
        form = tour_form.change(detail, detail.latest.wish, base=10**6, reason=world.words)
        yield Case(tour_form.change, actor.user_id, form)
        longest = tour_form.change(detail, detail.latest.wish, base=10**6, reason=world.words, rows=MOST_PROMISES + 1)
        yield Case(tour_form.change, f"{actor.user_id}, all rows", longest)


def _filled(world: World, kind: Kind) -> TermsWish:
    """Return a form in which every field holds the words; longer than what can be proposed, as somebody may type it."""
    rows = tuple(PromiseWish(row, Side.COMPANY, world.words, LONG_ID, TODAY) for row in range(MOST_PROMISES))
    words = world.words
    return TermsWish(
        kind=kind, mission=words, result=words, gain=words, promises=rows, start_on=TODAY, uncertainties=words
    )


def _proposals(world: World) -> Iterator[Case]:
    signing = PROMPTS.render("wording/signing", {})
    for actor in (MANAGER, HOLDER):
        detail = world.services.tours.read(actor, world.proposed, NOW)
        lines = world.services.nudges.forecast_of_tour(actor, world.proposed, NOW)
        for notice in (None, NOTICE):
            yield Case(proposal.proposal, f"{actor.user_id}, {notice}", proposal.proposal(detail, signing, notice))
        yield Case(proposal.forecast, actor.user_id, in_modal(proposal.forecast(detail)))
        yield Case(proposal.forecast, "no talk", in_modal(proposal.forecast(replace(detail, talks=()))))
        yield Case(proposal.reminders, actor.user_id, proposal.reminders(detail, lines))
        yield Case(proposal.reminders, "very many", proposal.reminders(detail, list(lines) * 3))
        yield Case(proposal.reminders, "none", proposal.reminders(detail, []))
    first, last = (_few(draft) for draft in (detail.versions[0].draft, detail.latest.draft))
    yield Case(terms.terms, "new", in_modal(terms.terms(last)))
    yield Case(terms.terms, "changed", in_modal(terms.terms(last, first)))
    yield Case(terms.wording, "changed", in_modal(terms.wording(last, first)))
    yield Case(terms.promises, "changed", in_modal(terms.promises(first.promises, last.promises)))
    yield Case(terms.promises, "all new", in_modal(terms.promises((), last.promises)))
    long = terms.paragraphs([terms.text(world.words * 3), terms.user(LONG_ID), terms.text(world.words)])
    yield Case(terms.paragraphs, "long", in_modal(long))


def _few(draft: Draft) -> Draft:
    """Return terms of which both versions fit into one modal; the whole of them is for the proposal to fit in."""
    return replace(draft, promises=draft.promises[:3])


def _tours(world: World) -> Iterator[Case]:
    for actor in (MANAGER, HOLDER):
        detail = world.services.tours.read(actor, world.running, NOW)
        for notice in (None, NOTICE):
            yield Case(tour.tour, f"{actor.user_id}, {notice}", tour.tour(detail, notice))
            yield Case(tour.promises, f"{actor.user_id}, {notice}", tour.promises(detail, notice))
        for promise in detail.shown.promises[:2]:
            yield Case(tour.move_promise, f"{promise.id}", tour.move_promise(detail, promise))
            late = replace(promise, due_on=date(2025, 1, 1))
            yield Case(tour.move_promise, f"{promise.id}, late", tour.move_promise(detail, late))
        for state in State if world.is_terse else ():
            yield Case(tour.tour, state, tour.tour(_in_state(detail, state)))
        every_step = FirstSteps(card_is_shared=True, is_pledged=True, has_questions=True)
        yield Case(tour.tour, "all first steps", tour.tour(replace(detail, first_steps=every_step)))
        for kept in PromiseState:
            marked = _marked(detail, kept)
            yield Case(tour.tour, kept, tour.tour(marked))
            yield Case(tour.promises, kept, tour.promises(marked))


def _in_state(detail: TourDetail, state: State) -> TourDetail:
    return replace(detail, state=state, active_since=NOW, ended_at=MIDNIGHT)


def _marked(detail: TourDetail, state: PromiseState) -> TourDetail:
    """Return the same tour with every promise marked and moved."""
    promises = tuple(
        replace(each, state=state, marked_by_id=LONG_ID, marked_at=MIDNIGHT, agreed_on=TODAY, moved_late=True)
        for each in detail.shown.promises
    )
    versions = tuple(replace(version, promises=promises) for version in detail.versions)
    return replace(detail, versions=versions)


def _lists() -> Iterator[Case]:
    states = list(State)
    lines = [
        TourLine(
            10**9 + n, LONG_ID, f"U{n}", states[n % len(states)], Kind.FOUNDATIONAL, TODAY, None, LONG_ID, NOW, NOW
        )
        for n in range(400)
    ]
    for page in (0, 7, 10**6):
        yield Case(
            tour_list.tour_list,
            f"page {page}",
            message(tour_list.tour_list(lines, LONG_ID, date(2027, 1, 1), "UTC", page)),
        )
    yield Case(tour_list.tour_list, "none", message(tour_list.tour_list([], LONG_ID, TODAY, "UTC")))
    choices = [TourChoice(10**9 + n, LONG_ID, Kind.TRANSFORMATIONAL, n % 2 == 0, TODAY) for n in range(400)]
    for count in (1, 400):
        asked = choosing.choice("Whose goals?", choices[:count], Action.OPEN_GOALS, "Open", "Name the person.")
        yield Case(choosing.choice, f"{count}", message(asked))
    for person in (None, LONG_ID):
        yield Case(choosing.no_tour, str(person), message(choosing.no_tour(person)))
