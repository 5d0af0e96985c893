"""The prompt library: every prompt of one language, from the shipped folder and those laid over it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from bot.prompts.catalogue import AGREED, KINDS_OF_TOUR, PromptKind, samples
from bot.prompts.checks import faults
from bot.prompts.examples import Example
from bot.prompts.files import Prompt, read_folder
from bot.prompts.mrkdwn import PromptError, mention
from bot.prompts.rehearsals import Rehearsal


class Rendered(NamedTuple):
    """A prompt ready for Slack, in mrkdwn: its first line, and the rest (may be empty)."""

    heading: str
    body: str


class Agreed(NamedTuple):
    """A wording that people give their word to: as it was shipped, and as the workspace's own folder has it."""

    shipped: Rendered
    offered: Rendered


class Section(NamedTuple):
    """One part of a guide: a title (plain words) and its text (mrkdwn)."""

    title: str
    text: str


@dataclass(frozen=True)
class Guide:
    """Questions and advice for one talk, told to one side. Sections come in the order of catalogue.SECTIONS."""

    name: str
    topic: str
    title: str
    for_whom: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class GuideSummary:
    """A guide in a list. `for_whom` is "manager", "holder" or "both"."""

    topic: str
    title: str
    for_whom: str
    name: str


@dataclass(frozen=True)
class RehearsalSummary:
    """A rehearsal in a list."""

    name: str
    title: str
    for_whom: str


@dataclass
class Prompts:
    """All prompts by name: the path below the language's folder without `.md`, as `guides/check_in`."""

    by_name: Mapping[str, Prompt]
    problems: list[str] = field(default_factory=list)
    shipped: Mapping[str, Prompt] = field(default_factory=dict)
    """What was shipped of those wordings that people give their word to, whatever lies over it."""
    fixed: Mapping[str, Rendered] = field(default_factory=dict)
    """Texts that stand in place of what the files say."""

    mention = staticmethod(mention)

    @classmethod
    def read(cls, folder: Path, *more: Path, language: str = "en") -> Prompts:
        """Read without judging: like `load`, but faults wait for `check`."""
        found: dict[str, Prompt] = {}
        beneath: dict[str, Prompt] = {}
        problems: list[str] = []
        languages = _languages(language)
        for spoken in languages:
            shipped = read_folder(folder, spoken, problems)
            found |= shipped
            beneath |= shipped
            for place in more:
                found |= read_folder(place, spoken, problems)
        problems += [
            f"{place}: has no folder {' or '.join(languages)}"
            for place in (folder, *more)
            if not any((place / spoken).is_dir() for spoken in languages)
        ]
        return cls(found, problems, {name: beneath[name] for name in _AGREED if name in beneath})

    @classmethod
    def load(cls, folder: Path, *more: Path, language: str = "en") -> Prompts:
        """Read `folder`/en/**/*.md, then the folders `more` of a workspace, each lying over those before it.

        `language` is a Slack locale or language code: prompts that exist in it replace the English ones. Raises
        PromptError with every problem that `check` finds.
        """
        prompts = cls.read(folder, *more, language=language)
        problems = prompts.check()
        if problems:
            raise PromptError(*problems)
        return prompts

    def check(self) -> list[str]:
        """Return a sentence for each fault of the library, in the order of names; empty if there is none."""
        return faults(self.by_name, self.problems)

    def render(self, name: str, facts: Mapping[str, object]) -> Rendered:
        """Return the prompt with `facts` put in, escaped; facts that it does not declare are left out.

        Raises PromptError for an unknown prompt, a missing fact, and a fact that the body uses undeclared.
        """
        if name in self.fixed:
            return self.fixed[name]
        prompt = self._prompt(name)
        known = {fact: facts[fact] for fact in prompt.facts if fact in facts}
        try:
            return Rendered(prompt.heading.render(known), prompt.body.render(known))
        except PromptError as error:
            raise PromptError(*(f"{name}: {problem}" for problem in error.problems)) from error

    def agreed(self) -> dict[str, Agreed]:
        """Return the wordings that people give their word to, by name: as shipped, and as offered here."""
        facts = {"kind": None}
        offered = replace(self, fixed={})
        return {
            name: Agreed(Rendered(prompt.heading.render(facts), prompt.body.render(facts)), offered.render(name, facts))
            for name, prompt in self.shipped.items()
        }

    @property
    def has_own_wordings(self) -> bool:
        """Whether another text lies over one of the shipped wordings that people give their word to."""
        return any(
            (self.by_name[name].heading.source, self.by_name[name].body.source)
            != (prompt.heading.source, prompt.body.source)
            for name, prompt in self.shipped.items()
        )

    def with_fixed(self, texts: Mapping[str, Rendered]) -> Prompts:
        """Return the same library, in which these texts stand in place of what the files say."""
        return replace(self, fixed=texts)

    def variants(self, moment: str, rung: str | None = None) -> list[str]:
        """Return the names of all nudges for a moment (and rung), sorted."""
        return sorted(
            prompt.name
            for prompt in self._of(PromptKind.NUDGE)
            if prompt.moment == moment and (rung is None or prompt.rung == rung)
        )

    def guide(self, topic: str, for_whom: str = "manager", kind: str | None = None) -> Guide:
        """Return the telling of a guide for one side, or the only one there is. `kind` is that of the tour, if known.

        Raises PromptError for an unknown topic.
        """
        tellings = {prompt.for_whom: prompt for prompt in self._of(PromptKind.GUIDE) if prompt.topic == topic}
        for side in (for_whom, "both", *tellings):
            if side in tellings:
                return _guide(tellings[side], kind)
        raise PromptError(f'no guide has the topic "{topic}"')

    def guides(self) -> list[GuideSummary]:
        """Return every guide, sorted by name; a topic told to both sides separately stands there twice."""
        return [GuideSummary(p.topic, p.title, p.for_whom, p.name) for p in self._of(PromptKind.GUIDE)]

    def rehearsal(self, name: str) -> Rehearsal:
        """Return one rehearsal. Raises PromptError for an unknown name."""
        prompt = self._prompt(name)
        if prompt.rehearsal is None:
            raise PromptError(f"{name} is no rehearsal")
        return prompt.rehearsal

    def rehearsals(self) -> list[RehearsalSummary]:
        """Return every rehearsal, sorted by name."""
        return [RehearsalSummary(p.name, p.title, p.for_whom) for p in self._of(PromptKind.REHEARSAL)]

    def examples(self) -> list[Example]:
        """Return every example tour, sorted by name."""
        return [prompt.example for prompt in self._of(PromptKind.EXAMPLE) if prompt.example is not None]

    def render_sample(self, name: str, kind: str = "transformational", *, several: bool = True) -> str:
        """Return any prompt as one mrkdwn text with example facts, for a tour of `kind`. PromptError if unknown.

        `several` things are due in the example, or one.
        """
        if kind not in KINDS_OF_TOUR:
            raise PromptError(f'"{kind}" is no kind of tour; there are {", ".join(KINDS_OF_TOUR)}')
        prompt = self._prompt(name)
        if prompt.rehearsal is not None:
            return _script(prompt.rehearsal)
        if prompt.example is not None:
            return "\n\n".join(filter(None, prompt.example.texts))
        if prompt.kind is PromptKind.GUIDE:
            guide = _guide(prompt, kind)
            return "\n\n".join([f"*{guide.title}*", *(f"*{title}*\n{text}" for title, text in guide.sections)])
        return "\n\n".join(filter(None, self.render(name, samples(kind)[-1 if several else 0])))

    def _of(self, kind: PromptKind) -> list[Prompt]:
        return [prompt for _, prompt in sorted(self.by_name.items()) if prompt.kind is kind]

    def _prompt(self, name: str) -> Prompt:
        if name not in self.by_name:
            raise PromptError(f'no prompt is called "{name}"')
        return self.by_name[name]


_AGREED = tuple(f"wording/{name}" for name in AGREED)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,4})?")


def _languages(language: str) -> list[str]:
    """Return the folders to read, the closest last: en, pt, pt-BR. What is no language code is read as English."""
    if not _LANGUAGE.fullmatch(language):
        return ["en"]
    return list(dict.fromkeys(["en", re.split("[-_]", language)[0], language]))


def _guide(prompt: Prompt, kind: str | None) -> Guide:
    sections = tuple(Section(title, text.render({"kind": kind})) for title, text in prompt.sections)
    return Guide(prompt.name, prompt.topic, prompt.title, prompt.for_whom, sections)


def _script(rehearsal: Rehearsal) -> str:
    """Return a whole rehearsal as one text, to be read in a terminal."""
    lines = [f"*{rehearsal.title}*", rehearsal.situation]
    for step in rehearsal.steps.values():
        lines.append(f"*{step.id}*\n{step.scene}")
        lines += [
            f"• {reply.says}\n  _{'Opens' if reply.opens else 'Shuts'} it: {reply.why}_ (then: {reply.leads_to})"
            for reply in step.replies
        ]
    return "\n\n".join(lines)
