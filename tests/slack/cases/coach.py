"""The coach: card, rungs, pledge, guides, and the four questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.coach import CardDraft
from bot.domain.common_ground import Meeting
from bot.domain.measures import Answers
from bot.domain.permissions import Role
from bot.domain.promises import Side
from bot.domain.rungs import Rung
from bot.domain.tours import Kind
from bot.domain.turns import Choice, Question
from bot.domain.wordings import WordingText
from bot.prompts import Rendered
from bot.services.coach_sheets import CardSaved, Facing, OpenPromise, PledgeSheet, RungSheet, SharedCard, Step
from bot.services.common_ground import Ground
from bot.services.turns import AskedTurn, ReceivedTurn, TurnsSheet
from bot.services.wishes import WishSheet
from bot.slack.views import coach, common_ground, guides, measures, opening_card, pledges, rehearsals, turns, wishes
from bot.slack.views.company import contact_line
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, in_modal, message
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World


def cases(world: World) -> Iterator[Case]:
    """Yield every screen that shows what people wrote."""
    yield from _card(world)
    yield from _keeping(world)
    yield from _ground(world)
    yield from _turns(world)


def fixed() -> Iterator[Case]:
    """Yield every other screen of this story."""
    yield from _rungs()
    yield from _guides()
    yield from _rehearsals()
    wording = PROMPTS.render("wording/reflection", {"kind": None})
    yield Case(common_ground.reflection, "", common_ground.reflection(wording, 10**9, LONG_ID))
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
        yield Case(opening_card.shared_card, "", opening_card.shared_card(SharedCard(LONG_ID, draft, 7)))
    yield Case(opening_card.card_erased, "", opening_card.card_erased())


def _keeping(world: World) -> Iterator[Case]:
    sides = (Side.COMPANY, Side.HOLDER) * 20
    promises = tuple(OpenPromise(10**9 + n, side, world.words, TODAY) for n, side in enumerate(sides))
    for found in (promises, ()):
        sheet = _sheet(Rung.KEEP, found)
        yield Case(coach.keep_part, f"{len(found)}", in_modal(list(coach.keep_part(sheet))))
        yield Case(coach.rung, f"keep, {len(found)}", coach.rung(sheet, _guide(Rung.KEEP), coach.keep_part(sheet)))


def _turns(world: World) -> Iterator[Case]:
    words, every = world.words, tuple(Question)
    asked = tuple(AskedTurn(question, words, TODAY, theirs) for question in every for theirs in (words, None))
    for sheet in (
        TurnsSheet(10**9, LONG_ID, asked, every, TODAY),
        TurnsSheet(10**9, LONG_ID, asked, (), None),
        TurnsSheet(10**9, LONG_ID, (), every, None),
        TurnsSheet(10**9, LONG_ID, (), every[:1], TODAY),
    ):
        name = f"{len(sheet.asked)}, {len(sheet.left)}"
        yield Case(turns.part, name, in_modal(list(turns.part(sheet, 99))))
        rung = coach.rung(_sheet(Rung.TAKE_TURNS), _guide(Rung.TAKE_TURNS), turns.part(sheet, 99))
        yield Case(coach.rung, f"turns, {name}", rung)
    for question in every:
        yield Case(turns.ask, question, turns.ask(sheet, question))
    received = [
        ReceivedTurn(10**9, LONG_ID, question, words, mine, is_shared=shared)
        for question in every
        for mine, shared in ((None, False), (words, True), (words, False))
    ]
    for turn in received:
        yield Case(turns.received, turn.question, turns.received(turn))
    shared = ReceivedTurn(10**9, LONG_ID, Question.STAY, words, words, is_shared=True)
    for turn in (shared, replace(shared, is_wished=True)):
        yield Case(turns.received, f"stay, {turn.is_wished}", turns.received(turn))
        yield Case(turns.settled, f"stay, {turn.is_wished}", in_modal(turns.settled(Choice.SHARED, turn).blocks))
    wished = AskedTurn(Question.STAY, words, TODAY, words, 10**9, is_wished=True)
    for found, from_on in (((wished,), None), ((), TODAY), ((), None)):
        sheet = TurnsSheet(10**9, LONG_ID, found, (), from_on)
        yield Case(turns.stay_part, f"{len(found)}, {from_on}", in_modal(list(turns.stay_part(sheet))))
    for actor in (MANAGER, HOLDER):
        detail = world.services.tours.read(actor, world.running, NOW)
        yield Case(wishes.answer, actor.user_id, wishes.answer(WishSheet(10**9, LONG_ID, words, detail)))
    for some in (received * 9, []):
        yield Case(turns.all_received, f"{len(some)}", turns.all_received(some))


def _ground(world: World) -> Iterator[Case]:
    words = world.words
    both = tuple(Meeting(words, words[::-1]) for _ in range(30))
    full = Ground(10**9, Role.HOLDER, LONG_ID, words, words, is_shared=True, version=9, company=words, both=both)
    bare = Ground(10**9, Role.HOLDER, LONG_ID, None, None, is_shared=False, version=0, company=None, both=())
    for ground in (full, replace(full, both=()), bare):
        for reader in (Role.MANAGER, Role.HOLDER):
            shown = common_ground.ground(replace(ground, reader=reader))
            yield Case(common_ground.ground, f"{reader}, {len(ground.both)}", shown)
        yield Case(common_ground.saved, f"{len(ground.both)}", common_ground.saved(ground))


def _rungs() -> Iterator[Case]:
    wording = WordingText(*PROMPTS.render("wording/pledge", {"kind": None}))
    for withdrawn_on in (None, TODAY):
        made = PledgeSheet(10**9, LONG_ID, LONG_ID, LONG_ID, TODAY, withdrawn_on, 10**9, wording)
        yield Case(pledges.pledge, f"{withdrawn_on}", pledges.pledge(made))
    yield Case(coach.ask_part, "", in_modal(list(coach.ask_part(_sheet(Rung.ASK)))))
    for rung in Rung:
        yield Case(coach.climbed, rung, coach.climbed(Step(10**9, LONG_ID, rung)))
        yield Case(coach.climbed, f"{rung}, pledge", coach.climbed(Step(10**9, LONG_ID, rung), is_pledge=True))
        for climbed_on, in_person in ((None, False), (TODAY, True), (TODAY, False)):
            here = climbed_on is not None and not in_person
            sheet = replace(_sheet(rung), climbed_on=climbed_on, in_person=in_person, is_pledged=here)
            pledge = list(pledges.part(sheet, wording))
            yield Case(pledges.part, f"{climbed_on}, {in_person}", in_modal(pledge))
            body = pledge if rung is Rung.PLEDGE else coach.ask_part(sheet)
            yield Case(coach.rung, f"{rung}, {climbed_on}", coach.rung(sheet, _guide(rung), body))


def _sheet(rung: Rung, promises: tuple[OpenPromise, ...] = ()) -> RungSheet:
    return RungSheet(
        tour_id=10**9,
        holder_id=LONG_ID,
        rung=rung,
        climbed_on=None,
        in_person=False,
        promises=promises,
        kind=Kind.FOUNDATIONAL,
    )


def _guide(rung: Rung) -> Rendered:
    return PROMPTS.render(f"guides/rungs/{rung.value}", {"kind": Kind.TRANSFORMATIONAL.value})


def _guides() -> Iterator[Case]:
    found = PROMPTS.guides()
    yield Case(guides.prepare_talk, "all", guides.prepare_talk(found, person_id=LONG_ID, topic="halfway"))
    yield Case(guides.prepare_talk, "one", guides.prepare_talk(found[:1]))
    for summary in found:
        for kind in Kind:
            guide = PROMPTS.guide(summary.topic, summary.for_whom, kind.value)
            for facing in (None, Facing(10**9, LONG_ID, Role.MANAGER, kind)):
                yield Case(guides.guide, f"{summary.name}, {kind}", guides.guide(guide, facing, contact_line(LONG_ID)))


def _rehearsals() -> Iterator[Case]:
    known = PROMPTS.rehearsals()
    for under_way in ((), [each.name for each in known]):
        yield Case(rehearsals.choose, f"{len(under_way)}", rehearsals.choose(known, under_way))
    for summary in known:
        rehearsal = PROMPTS.rehearsal(summary.name)
        for step in rehearsal.steps.values():
            said = (reply for before in rehearsal.steps.values() for reply in before.replies)
            for reply in (None, *(reply for reply in said if reply.leads_to == step.id)):
                yield Case(rehearsals.step, f"{summary.name}, {step.id}", rehearsals.step(rehearsal, step, reply))
