"""What stands beside the form of a tour, and the examples."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from bot.domain.choosing_kind import Fit, Why
from bot.domain.company import CompanyDraft
from bot.domain.drafting import MOST_PROMISES, TermsWish
from bot.domain.merging import Merged
from bot.domain.patterns import fill
from bot.domain.tours import Kind
from bot.services.patterns import Begun, Beside, examples
from bot.slack.views import examples as views
from bot.slack.views import start_aids, tour_form
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, in_modal
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import MANAGER, NOW, TODAY, World

SHIPPED = examples(PROMPTS)


def cases(world: World) -> Iterator[Case]:
    """Yield every screen that shows what people wrote."""
    company = CompanyDraft(LONG_ID, world.words, world.words)
    beside = Beside(SHIPPED[:3], SHIPPED[3:], company)
    yield Case(start_aids.about_company, "full", in_modal(start_aids.about_company(company)))
    yield from _changing(company, world)
    for pattern in SHIPPED[:2]:
        wish = fill(TermsWish(mission=world.words), pattern, None, TODAY)
        form = tour_form.start(wish, TODAY, partner_id=LONG_ID, rows=MOST_PROMISES, more=True)
        filled = start_aids.dress(form, beside, Begun(pattern.key))
        yield Case(start_aids.dress, pattern.key, filled)
        yield Case(start_aids.carried, pattern.key, start_aids.carried(form, deepcopy(filled)))
        asking = start_aids.redress(filled, beside, Begun(pattern.key, is_asking=True))
        yield Case(start_aids.redress, pattern.key, start_aids.carried(form, asking))
        own = replace(pattern, mission=world.words, company=(world.words[:500],) * 6, uncertainties=world.words)
        yield Case(views.terms_of, pattern.key, in_modal(views.terms_of(own)))


def _changing(company: CompanyDraft, world: World) -> Iterator[Case]:
    detail = world.services.tours.read(MANAGER, world.proposed, NOW)
    wish = detail.latest.wish
    merged = Merged(wish, frozenset(), frozenset({"mission", "result", "gain", "uncertainties", "end_on"}))
    for overtaken in (None, merged):
        form = tour_form.change(
            detail, wish, base=1, reason=world.words, rows=MOST_PROMISES, amends=True, overtaken=overtaken
        )
        beside = start_aids.beside_company(form, company)
        yield Case(start_aids.beside_company, "overtaken" if overtaken else "full", beside)


def fixed() -> Iterator[Case]:
    """Yield every other screen of this story."""
    form = tour_form.start(TermsWish(), TODAY)
    yield Case(start_aids.dress, "nothing there", start_aids.dress(form, Beside(), Begun()))
    for people in ((), (LONG_ID,) * 200):
        yield Case(start_aids.offering, f"{len(people)} people", start_aids.offering(form, people))
    many = tuple(replace(SHIPPED[0], key=f"example/{n}") for n in range(150))
    yield Case(
        start_aids.dress,
        "very many",
        start_aids.dress(
            form, Beside(tuple(replace(each, key=f"standard/{each.key}") for each in many), many), Begun()
        ),
    )
    for why in Why:
        begun = Begun(fit=Fit(Kind.TRANSFORMATIONAL, why))
        yield Case(start_aids.dress, why, start_aids.dress(form, Beside((), SHIPPED), begun))
    for pattern in SHIPPED:
        for in_form in (True, False):
            yield Case(views.example, pattern.key, views.example(pattern, SHIPPED, in_form=in_form))
    yield Case(views.none_here, "", views.none_here())
