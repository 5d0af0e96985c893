"""Everything that can be wrong with a library of prompts, each fault as one sentence that an author understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bot.prompts.catalogue import (
    CLAIMS,
    FACTS_OF_OTHERS,
    KINDS_OF_TOUR,
    LONGEST_TITLE,
    MOMENTS,
    NOT_OURS,
    QUESTIONS,
    REPLIES_AT_LEAST,
    RUNGS,
    SECTIONS,
    SHAPES,
    SIDES,
    TOPICS,
    TURNS_AT_LEAST,
    VARIANTS_AT_LEAST,
    WARNING,
    WORDINGS,
    PromptKind,
    samples,
)
from bot.prompts.files import Prompt
from bot.prompts.mrkdwn import PromptError
from bot.prompts.rehearsals import Rehearsal, Step


def faults(by_name: Mapping[str, Prompt], unreadable: Sequence[str] = ()) -> list[str]:
    """Return every fault: files that could not be read, then each prompt's own, then what the library lacks."""
    own = [f"{name}: {fault}" for name, prompt in sorted(by_name.items()) for fault in _faults_of(prompt)]
    return [*unreadable, *own, *_lacking(list(by_name.values()))]


def _faults_of(prompt: Prompt) -> Iterator[str]:
    yield from _facts(prompt)
    if len(prompt.title) > LONGEST_TITLE:
        yield f"the title has {len(prompt.title)} characters; {LONGEST_TITLE} is the most"
    if prompt.kind in _CHECKS_BY_KIND:
        yield from _CHECKS_BY_KIND[prompt.kind](prompt)
    try:
        spoken = list(_spoken(prompt))
    except PromptError as error:
        yield from error.problems
        return
    yield from _length(prompt, spoken)
    yield from _voice(prompt, spoken)


def _facts(prompt: Prompt) -> Iterator[str]:
    moment = MOMENTS.get(prompt.moment)
    known = moment.facts if moment else FACTS_OF_OTHERS
    for fact in sorted(prompt.used_facts - prompt.facts):
        yield f'uses the fact "{fact}" without declaring it'
    for fact in sorted(prompt.facts - prompt.used_facts):
        yield f'declares the fact "{fact}" without using it'
    for fact in sorted(prompt.facts - known):
        yield f'has no fact "{fact}"; it may use {", ".join(sorted(known))}'


def _message(prompt: Prompt) -> Iterator[str]:
    yield from _moment(prompt)
    if prompt.name != f"messages/{prompt.moment}":
        yield f"the message for this moment is the file messages/{prompt.moment}.md"


def _nudge(prompt: Prompt) -> Iterator[str]:
    yield from _moment(prompt)
    place = "/".join(filter(None, ["nudges", prompt.moment, prompt.rung]))
    if prompt.name.rpartition("/")[0] != place:
        yield f"by its front matter it belongs into the folder {place}"


def _moment(prompt: Prompt) -> Iterator[str]:
    if prompt.paragraphs < 2:
        yield "it says what to do in its first paragraph and why now in its second"
    moment = MOMENTS.get(prompt.moment)
    if moment is None or moment.kind is not prompt.kind:
        yield f'no {prompt.kind} has the moment "{prompt.moment}"'
    elif moment.by_rung and prompt.rung not in RUNGS:
        yield f"the rung must be one of {', '.join(RUNGS)}"
    elif prompt.rung and not moment.by_rung:
        yield "this moment has no rungs"


def _rung(prompt: Prompt) -> Iterator[str]:
    if prompt.rung not in RUNGS:
        yield f"the rung must be one of {', '.join(RUNGS)}"


def _guide(prompt: Prompt) -> Iterator[str]:
    yield from _side(prompt)
    titles = tuple(title for title, _ in prompt.sections)
    if len(titles) != len(SECTIONS) or (prompt.language == "en" and titles != SECTIONS):
        yield f"a guide has these sections, in this order: {', '.join(SECTIONS)}"
        return
    questions = prompt.sections[SECTIONS.index("Questions to ask")][1]
    try:
        asked = [questions.render(facts).count("• ") for facts in _samples(prompt)]
    except PromptError:
        return
    if not all(QUESTIONS[0] <= count <= QUESTIONS[1] for count in asked):
        yield f"a guide has {QUESTIONS[0]} or {QUESTIONS[1]} questions, as a list"


def _side(prompt: Prompt) -> Iterator[str]:
    if prompt.for_whom not in SIDES:
        yield f"for must be one of {', '.join(SIDES)}"


def _rehearsal(prompt: Prompt) -> Iterator[str]:
    yield from _side(prompt)
    if prompt.rehearsal is None:
        return
    yield from _branches(prompt.rehearsal)
    for step in prompt.rehearsal.steps.values():
        yield from _replies(step)


def _branches(rehearsal: Rehearsal) -> Iterator[str]:
    steps = rehearsal.steps
    if rehearsal.start not in steps:
        yield f'it starts at "{rehearsal.start}", which is no step'
        return
    for step in steps.values():
        for target in sorted({reply.leads_to for reply in step.replies} - set(steps)):
            yield f'"{step.id}" leads to "{target}", which is no step'
    reached = rehearsal.reachable(rehearsal.start)
    for name in sorted(set(steps) - reached):
        yield f'nothing leads to "{name}"'
    for name in sorted(reached):
        if not any(steps[end].is_ending for end in rehearsal.reachable(name)):
            yield f'no way leads from "{name}" to an ending'
    if rehearsal.turns < TURNS_AT_LEAST:
        yield f"its shortest way has {rehearsal.turns} turns; {TURNS_AT_LEAST} is the least"


def _example(prompt: Prompt) -> Iterator[str]:
    if prompt.example is not None and prompt.example.tour not in KINDS_OF_TOUR:
        yield f"tour must be one of {', '.join(KINDS_OF_TOUR)}"


def _replies(step: Step) -> Iterator[str]:
    if step.is_ending:
        return
    if len(step.replies) < REPLIES_AT_LEAST:
        yield f'"{step.id}" needs {REPLIES_AT_LEAST} replies to choose from'
    if not any(reply.opens for reply in step.replies):
        yield f'"{step.id}" has no reply that opens the talk'


_CHECKS_BY_KIND: Mapping[PromptKind, Callable[[Prompt], Iterator[str]]] = {
    PromptKind.MESSAGE: _message,
    PromptKind.NUDGE: _nudge,
    PromptKind.GUIDE: _guide,
    PromptKind.RUNG: _rung,
    PromptKind.REHEARSAL: _rehearsal,
    PromptKind.EXAMPLE: _example,
}


def _samples(prompt: Prompt) -> list[dict[str, object]]:
    """Return the facts to try a prompt with: each kind of tour, one thing due and several, no two alike."""
    every = [{fact: sample[fact] for fact in prompt.facts if fact in sample} for sample in _SAMPLES]
    return [facts for place, facts in enumerate(every) if facts not in every[:place]]


_SAMPLES = [facts for kind in KINDS_OF_TOUR for facts in samples(kind)]


def _spoken(prompt: Prompt) -> Iterator[str]:
    """Yield each text that is read in one go, with sample facts. PromptError for a fact out of reach."""
    if prompt.rehearsal is not None:
        yield from _script(prompt.rehearsal, with_warnings=True)
        return
    if prompt.example is not None:
        yield "\n".join(prompt.example.texts)
        return
    for facts in _samples(prompt):
        yield f"{prompt.heading.render(facts)}\n{prompt.body.render(facts)}"


def _in_our_voice(prompt: Prompt, spoken: Sequence[str]) -> Iterator[str]:
    """Yield what we say ourselves, without what is quoted in order to warn of it: there, any word may stand."""
    if prompt.rehearsal is not None:
        yield from _script(prompt.rehearsal, with_warnings=False)
    elif prompt.sections:
        for facts in _samples(prompt):
            yield from (text.render(facts) for title, text in prompt.sections if title != WARNING)
    else:
        yield from spoken


def _script(rehearsal: Rehearsal, *, with_warnings: bool) -> Iterator[str]:
    yield rehearsal.situation
    for step in rehearsal.steps.values():
        yield step.scene
        for reply in step.replies:
            yield reply.why
            if reply.opens or with_warnings:
                yield reply.says


def _length(prompt: Prompt, spoken: Sequence[str]) -> Iterator[str]:
    most = SHAPES[prompt.kind].most_words
    words = max(len(_words(text)) for text in spoken)
    if words > most:
        yield f"{words} words; {most} is the most"


def _words(text: str) -> list[str]:
    return [word for word in text.split() if word not in ("•", ">")]


def _voice(prompt: Prompt, spoken: Sequence[str]) -> Iterator[str]:
    if any("!" in text for text in spoken):
        yield "has an exclamation mark"
    for words in _found(_NOT_OURS, _in_our_voice(prompt, spoken)):
        yield f'says "{words}", which is not how we speak'
    claims = _found(_CLAIMS, spoken)
    if claims and not prompt.sources:
        yield f'speaks of "{claims[0]}" without naming sources in the front matter'


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word.lower()) for word in words)})\b")


_NOT_OURS = _any_of(NOT_OURS)
_CLAIMS = _any_of(CLAIMS)


def _found(words: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    # Most samples of a prompt differ in one line or none; and small letters are searched three times as fast as any.
    lines = {line for text in texts for line in text.lower().split("\n")}
    return sorted({found for line in lines for found in words.findall(line)})


def _lacking(prompts: Sequence[Prompt]) -> Iterator[str]:
    for name, moment in MOMENTS.items():
        told = [prompt for prompt in prompts if prompt.kind is moment.kind and prompt.moment == name]
        if moment.kind is PromptKind.MESSAGE:
            if not told:
                yield f'the moment "{name}" has no message'
            continue
        yield from _variants(name, told, by_rung=moment.by_rung)
    yield from _guides(prompts)
    written = {prompt.name for prompt in prompts}
    needed = [*(f"guides/rungs/{rung}" for rung in RUNGS), *(f"wording/{name}" for name in WORDINGS)]
    yield from (f"{name}: is missing" for name in needed if name not in written)


def _variants(moment: str, told: Sequence[Prompt], *, by_rung: bool) -> Iterator[str]:
    for rung in RUNGS if by_rung else ("",):
        some = [prompt for prompt in told if prompt.rung == rung]
        if len(some) < VARIANTS_AT_LEAST:
            place = f"{moment}/{rung}" if rung else moment
            yield f"nudges/{place}: has {len(some)} variants; {VARIANTS_AT_LEAST} is the least"
    if by_rung and len({prompt.heading.source for prompt in told}) > 1:
        yield f"nudges/{moment}: all variants of all rungs begin with the same heading"


def _guides(prompts: Sequence[Prompt]) -> Iterator[str]:
    told = [(prompt.topic, prompt.for_whom) for prompt in prompts if prompt.kind is PromptKind.GUIDE]
    for twice, side in sorted({pair for pair in told if told.count(pair) > 1}):
        yield f'guides: "{twice}" is told twice to {side}'
    for topic in TOPICS:
        sides = {side for name, side in told if name == topic.name}
        needed = {"manager", "holder"} if topic.for_whom == "both" else {topic.for_whom}
        if "both" not in sides and not needed <= sides:
            yield f'guides: "{topic.name}" has no telling for {" and ".join(sorted(needed - sides))}'
