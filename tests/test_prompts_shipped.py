"""Every word that is shipped: complete, short, in our voice, different from its neighbours, and safe to show."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from bot.domain.check_ins import Review
from bot.domain.nudges import Moment
from bot.domain.rungs import Rung
from bot.domain.tours import Kind
from bot.prompts import KINDS_OF_TOUR, MOMENTS, RUNGS, PromptKind, Prompts, Rehearsal, mention
from bot.prompts.catalogue import SECTIONS, SHAPES, samples
from bot.prompts.rehearsals import read_rehearsal
from tests.shipped import SHIPPED

PROMPTS = Prompts.load(SHIPPED)
NAMES = sorted(PROMPTS.by_name)
NUDGES = [name for name in NAMES if name.startswith("nudges/")]
REHEARSALS = [summary.name for summary in PROMPTS.rehearsals()]
EARN = "Earn the right of first conversation"


def body_of(name: str) -> str:
    """Return what an author wrote below the front matter."""
    return (SHIPPED / "en" / f"{name}.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]


def test_the_catalogue_speaks_of_the_same_things_as_the_domain() -> None:
    assert set(RUNGS) == {rung.value for rung in Rung}
    assert set(KINDS_OF_TOUR) == {kind.value for kind in Kind}
    assert {name for name, moment in MOMENTS.items() if moment.kind is PromptKind.NUDGE} == {m.value for m in Moment}
    assert {review.value for review in Review} <= {guide.topic for guide in PROMPTS.guides()}


def test_the_library_is_complete() -> None:
    kinds = Counter(prompt.kind for prompt in PROMPTS.by_name.values())
    assert sum(kinds.values()) >= 60
    assert kinds[PromptKind.REHEARSAL] >= 6
    assert all(len(PROMPTS.variants("review_due", rung)) >= 3 for rung in RUNGS)
    assert len(PROMPTS.variants("review_due")) == sum(len(PROMPTS.variants("review_due", rung)) for rung in RUNGS)
    assert PROMPTS.variants("card_shared") == []


@pytest.mark.parametrize("moment", sorted(MOMENTS))
@pytest.mark.parametrize("kind", KINDS_OF_TOUR)
def test_every_moment_renders_from_its_own_facts(moment: str, kind: str) -> None:
    names = PROMPTS.variants(moment) or [f"messages/{moment}"]
    for name in names:
        for facts in samples(kind):
            rendered = PROMPTS.render(name, {fact: facts[fact] for fact in MOMENTS[moment].facts})
            words = " ".join(rendered).split()
            assert 15 <= len(words) <= 60, name
            assert rendered.body
            assert mention("U0SAMPLE") in " ".join(rendered), name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", KINDS_OF_TOUR)
def test_every_prompt_can_be_previewed(name: str, kind: str) -> None:
    shown = PROMPTS.render_sample(name, kind)
    assert not re.search(r"\{[{%]|[\ue000\ue001]|!|  \n", shown)
    assert "None" not in shown


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_named_as_the_public_knows_them(name: str) -> None:
    assert not any(re.search(r"(^|\s)[./~]|\.txt|seed", source) for source in PROMPTS.by_name[name].sources)


def test_a_due_review_is_told_under_one_heading() -> None:
    rendered = [PROMPTS.render(name, samples("rotational")[0]) for name in PROMPTS.variants("review_due")]
    assert {words.heading for words in rendered} == {EARN}


def test_the_company_is_named_before_anything_is_asked_of_a_holder() -> None:
    """Only nudges to managers ask about plans: what a holder is sent about a talk asks nothing of the kind."""
    to_holders = [*PROMPTS.variants("review_coming"), *PROMPTS.variants("promise_due_holder")]
    for name in to_holders:
        assert not re.search(r"\b(leav|looking|next job|career|values?|plans?|after this job)", body_of(name)), name


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, body_of(one).split(), body_of(other).split(), autojunk=False).ratio()


@pytest.mark.parametrize("moment", [name for name, moment in MOMENTS.items() if moment.kind is PromptKind.NUDGE])
def test_variants_take_different_angles(moment: str) -> None:
    names = PROMPTS.variants(moment)
    assert max(_alike(*pair) for pair in combinations(names, 2)) < 0.5
    firsts = [body_of(name).removeprefix(f"# {EARN}\n\n").strip().split("\n")[0] for name in names]
    assert len({first.split()[0] + first.split()[1] for first in firsts}) >= min(3, len(names))


@pytest.mark.parametrize("name", [guide.name for guide in PROMPTS.guides()])
def test_guides_are_whole_and_short(name: str) -> None:
    prompt = PROMPTS.by_name[name]
    guide = PROMPTS.guide(prompt.topic, prompt.for_whom, kind=None)
    assert guide.name == name
    assert tuple(title for title, _ in guide.sections) == SECTIONS
    assert all(len(text) > 20 for _, text in guide.sections)
    for kind in (None, *KINDS_OF_TOUR):
        sections = PROMPTS.guide(prompt.topic, prompt.for_whom, kind).sections
        assert (
            sum(len(f"{title} {text}".split()) for title, text in sections) <= SHAPES[PromptKind.GUIDE].most_words + 4
        )


def test_a_guide_is_told_to_the_side_that_asks() -> None:
    assert PROMPTS.guide("check_in").name == "guides/check_in"
    assert PROMPTS.guide("check_in", "holder").name == "guides/holder/check_in"
    assert PROMPTS.guide("saying_no").for_whom == "holder", "the only telling there is"
    assert PROMPTS.guide("starting", kind="rotational") != PROMPTS.guide("starting", kind="foundational")


@pytest.mark.parametrize("name", REHEARSALS)
def test_rehearsals_branch_and_explain(name: str) -> None:
    rehearsal = PROMPTS.rehearsal(name)
    assert rehearsal.turns >= 5
    assert len([step for step in rehearsal.steps.values() if step.is_ending]) >= 2
    for step in rehearsal.steps.values():
        assert step.scene
        assert step.is_ending or step.replies[0].opens
        assert len({reply.says for reply in step.replies}) == len(step.replies)
        assert all(len(reply.why.split()) >= 4 for reply in step.replies)
    assert any(len({reply.leads_to for reply in step.replies}) > 1 for step in rehearsal.steps.values())


def _walk(rehearsal: Rehearsal, *, well: bool) -> str:
    """Follow the best reply (the first, which opens the talk) or the last to the ending."""
    step = rehearsal.steps[rehearsal.start]
    for _ in range(20):
        if step.is_ending:
            return step.id
        step = rehearsal.steps[(step.replies[0] if well else step.replies[-1]).leads_to]
    raise AssertionError("no ending in twenty turns")


@pytest.mark.parametrize("name", REHEARSALS)
def test_speaking_well_and_badly_end_differently(name: str) -> None:
    rehearsal = PROMPTS.rehearsal(name)
    assert _walk(rehearsal, well=True) != _walk(rehearsal, well=False)


README = (SHIPPED / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(MOMENTS))
def test_the_reference_lists_each_moment_with_its_facts(name: str) -> None:
    facts = ", ".join(f"`{fact}`" for fact in sorted(MOMENTS[name].facts))
    assert f"| `{name}` | {MOMENTS[name].kind} | {facts} |" in README


@pytest.mark.parametrize("kind", list(PromptKind))
def test_the_reference_lists_each_kind_with_its_front_matter(kind: PromptKind) -> None:
    shape = SHAPES[kind]
    must, may = (", ".join(f"`{key}`" for key in sorted(keys - {"kind"})) for keys in (shape.required, shape.optional))
    assert f"| `{shape.folder}` | {kind} | {must} | {may} | {shape.most_words}" in README


def test_the_rehearsal_in_the_reference_can_be_read() -> None:
    example = "\n".join(line[4:] for line in README.split("reply:\n\n")[1].splitlines() if line.startswith("    "))
    step = read_rehearsal("x", "X", "manager", "the_doubt", example).steps["the_doubt"]
    assert [(reply.opens, reply.leads_to) for reply in step.replies] == [(True, "the_wish"), (False, "the_retreat")]
