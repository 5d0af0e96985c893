"""The coach: card, rungs, pledge, guides, and the four questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.coach import CardDraft
from bot.domain.measures import Answers
from bot.domain.permissions import Role
from bot.domain.promises import Side
from bot.domain.rungs import Rung
from bot.domain.tours import Kind
from bot.services.coach_sheets import CardSaved, Facing, OpenPromise, PledgeSheet, RungSheet, SharedCard, Step
from bot.slack.views import coach, guides, measures, opening_card
from tests.slack.cases.case import Case, in_modal, message
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import MANAGER, PROMPTS, TODAY, World


def cases(world: World) -> Iterator[Case]:
    """Yield every screen that shows what people wrote."""
    yield from _card(world)
    promise = OpenPromise(10**9, Side.COMPANY, world.words, TODAY)
    yield from _rung(Rung.KEEP, (promise,) * 40)


def fixed() -> Iterator[Case]:
    """Yield every other screen of this story."""
    yield from _rungs()
    yield from _guides()
    yield Case(measures.offer, "", in_modal(measures.offer()))
    for answers in (None, Answers(), Answers(1, 2, 4, 5)):
        yield Case(measures.questions, str(answers), measures.questions(answers))


def _card(world: World) -> Iterator[Case]:
    for sheet in (world.services.coach.card(MANAGER), world.services.coach.card(MANAGER, world.running)):
        for sent in (True, False):
            yield Case(opening_card.opening_card, f"sent: {sent}", opening_card.opening_card(sheet, sent_here=sent))
        alone = opening_card.opening_card(replace(sheet, readers=(), chosen_id=None))
        yield Case(opening_card.opening_card, "for nobody", alone)
    people = tuple(f"{LONG_ID}{number}" for number in range(60))
    for saved in (CardSaved(people, people, Step(10**9, LONG_ID, Rung.TAKE_TURNS)), CardSaved((), (), None)):
        yield Case(opening_card.card_saved, "", message(opening_card.card_saved(saved)))
    words = world.words
    for draft in (CardDraft(words, words, words), CardDraft(None, None, "x")):
        yield Case(opening_card.shared_card, "", opening_card.shared_card(SharedCard(LONG_ID, draft)))


def _rungs() -> Iterator[Case]:
    wording = PROMPTS.render("wording/pledge", {"kind": None})
    yield Case(coach.pledge_text, "", in_modal(coach.pledge_text(wording)))
    yield Case(coach.pledge_text, "none", in_modal(coach.pledge_text(None)))
    yield Case(coach.pledge, "", coach.pledge(PledgeSheet(1, LONG_ID, LONG_ID, TODAY), wording))
    for rung in Rung:
        yield Case(coach.climbed, rung, coach.climbed(Step(10**9, LONG_ID, rung)))
        yield from _rung(rung, ())


def _rung(rung: Rung, promises: tuple[OpenPromise, ...]) -> Iterator[Case]:
    wording = PROMPTS.render("wording/pledge", {"kind": None}) if rung is Rung.PLEDGE else None
    guide = PROMPTS.render(f"guides/rungs/{rung.value}", {"kind": Kind.TRANSFORMATIONAL.value})
    for climbed_on, in_person in ((None, False), (TODAY, True), (TODAY, False)):
        sheet = RungSheet(10**9, LONG_ID, rung, climbed_on, in_person, promises, Kind.FOUNDATIONAL)
        yield Case(coach.rung, f"{rung}, {climbed_on}", coach.rung(sheet, guide, wording, 10**6))


def _guides() -> Iterator[Case]:
    found = PROMPTS.guides()
    yield Case(guides.prepare_talk, "all", guides.prepare_talk(found, person_id=LONG_ID, topic="halfway"))
    yield Case(guides.prepare_talk, "one", guides.prepare_talk(found[:1]))
    for summary in found:
        for kind in Kind:
            guide = PROMPTS.guide(summary.topic, summary.for_whom, kind.value)
            for facing in (None, Facing(10**9, LONG_ID, Role.MANAGER, kind)):
                yield Case(guides.guide, f"{summary.name}, {kind}", guides.guide(guide, facing))
