"""The settings of a workspace, and the forms in which stewards change them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.company import CompanyDraft
from bot.domain.standards import MOST as MOST_STANDARDS
from bot.domain.standards import StandardDraft, StandardTour
from bot.domain.stewards import MOST
from bot.domain.tours import Kind, Rhythm
from bot.domain.wordings import WordingText
from bot.services.company import CompanySheet
from bot.services.patterns import examples
from bot.services.standards import NEW, StandardList, StandardSheet
from bot.services.wordings import WordingSheet
from bot.slack.views import company, standards, stewards, wordings
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, message
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import NOW, World

SHIPPED = examples(PROMPTS)
MANY = tuple(f"W{number:020}" for number in range(MOST))


def cases(world: World) -> Iterator[Case]:
    """Yield every screen that shows what a steward wrote."""
    full = CompanyDraft(LONG_ID, world.words, world.words)
    for said in (full, CompanyDraft()):
        for is_steward in (True, False):
            sheet = CompanySheet(said, MANY, is_steward=is_steward, version=10**9)
            for notice in (None, "Saved."):
                yield Case(company.settings, f"{is_steward}, {notice}", company.settings(sheet, notice))
            yield Case(company.form, f"{is_steward}", company.form(sheet))
    yield from _standards(world)


def _standards(world: World) -> Iterator[Case]:
    words = world.words.replace("\n", " ")
    draft = StandardDraft(words[:75], Kind.ROTATIONAL, words, words, words, words, words, 36, Rhythm.QUARTERLY)
    pattern = StandardTour.write("T1", draft).pattern() if draft.name and draft.name.strip() else SHIPPED[0]
    pattern = replace(pattern, key="standard/1000000000", company=pattern.company[:20], holder=pattern.holder[:20])
    many = StandardList((pattern,) * MOST_STANDARDS, is_steward=True)
    for found in (many, replace(many, is_steward=False), StandardList((), is_steward=True)):
        yield Case(standards.standards, f"{len(found.standards)}", standards.standards(found, "Saved."))
    yield Case(standards.standard, "full", standards.standard(pattern))
    yield Case(standards.form, "full", standards.form(StandardSheet(10**9, 10**6, draft)))
    yield Case(standards.form, "new", standards.form(NEW))


def _wordings(words: str) -> Iterator[Case]:
    text = WordingText("T" * 75, words)
    for waits in (text, None):
        for by in (LONG_ID, None):
            sheets = [WordingSheet(f"wording/{n}", text, by, NOW.date() if by else None, waits) for n in range(2)]
            yield Case(wordings.wordings, f"{by}", wordings.wordings(sheets, "Done." if by else None))


def fixed() -> Iterator[Case]:
    """Yield every other screen of this story."""
    yield from _wordings("W" * 2500)
    empty = CompanySheet(CompanyDraft(), (), is_steward=False, version=0)
    yield Case(company.settings, "no steward", company.settings(empty))
    for name, people in (("one", MANY[:1]), ("many", MANY)):
        yield Case(stewards.form, name, stewards.form(people))
        yield Case(stewards.names, name, message(stewards.names(people)))
    yield Case(stewards.names, "none", message(stewards.names([])))
