"""What somebody who starts a tour finds beside the form: standard tours, examples, and what the company is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.db.work import Database
from bot.domain import cadence
from bot.domain.choosing_kind import Fit
from bot.domain.company import CompanyDraft
from bot.domain.patterns import Pattern
from bot.domain.tours import Kind, Rhythm
from bot.domain.vagueness import language
from bot.prompts import Example, Prompts
from bot.services.company import NOT_SET, purpose
from bot.services.people import Actor

EXAMPLE: Final = "example"


@dataclass(frozen=True)
class Beside:
    """What stands beside the form of a tour: what it can be started from, and the company's mission and values."""

    standards: tuple[Pattern, ...] = ()
    examples: tuple[Pattern, ...] = ()
    company: CompanyDraft = NOT_SET

    def find(self, key: str | None) -> Pattern | None:
        """Return what has this key, or None where it is not there (any more)."""
        return next((pattern for pattern in (*self.standards, *self.examples) if pattern.key == key), None)


@dataclass(frozen=True)
class Begun:
    """How far somebody has come with what stands beside their form.

    `pattern_key` is what the form was filled from; `is_asking` says that the three questions about the kind are
    unfolded; `fit` is the kind that their answers spoke for.
    """

    pattern_key: str | None = None
    is_asking: bool = False
    fit: Fit | None = None


class Patterns:
    """The verbs of what a tour can be started from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beside(self, actor: Actor, prompts: Prompts) -> Beside:
        """Return what stands beside the form of whoever starts a tour."""
        with self._database.reading(actor.team_id) as work:
            return Beside(
                standards=tuple(standard.pattern() for standard in work.standards.all()),
                examples=examples(prompts),
                company=purpose(work, work.company.get()),
            )


def examples(prompts: Prompts) -> tuple[Pattern, ...]:
    """Return every example, sorted by its title."""
    return tuple(sorted(map(_pattern, prompts.examples()), key=lambda pattern: pattern.name))


def faults(prompts: Prompts) -> list[str]:
    """Return what is wrong with examples as tours, a sentence each: a wrong length, or words that the check asks about.

    What is wrong with them as files, `Prompts.check` says.
    """
    return [f"{example.name}: {fault}" for example in prompts.examples() for fault in _faults(_pattern(example))]


def all_faults(prompts: Prompts) -> list[str]:
    """Return what is wrong with the prompts as files; where nothing is, what is wrong with examples as tours."""
    return prompts.check() or faults(prompts)


def _faults(pattern: Pattern) -> Iterator[str]:
    length = cadence.limits(pattern.kind)
    if length is not None and not length.shortest <= (pattern.months or 0) <= length.longest:
        yield f"a {pattern.kind} tour lasts from {length.shortest} to {length.longest} months"
    known = language("en")
    for part in ("mission", "result", "gain"):
        found = known.check(getattr(pattern, part), has_day=True) if known else []
        yield from (f'{part}: "{finding.words}": {finding.why}' for finding in found)


def _pattern(example: Example) -> Pattern:
    return Pattern(
        key=f"{EXAMPLE}/{example.name.rpartition('/')[2]}",
        name=example.title,
        kind=Kind(example.tour),
        mission=example.mission,
        result=example.result,
        gain=example.gain,
        company=example.company,
        holder=example.holder,
        months=example.months,
        rhythm=Rhythm(example.rhythm),
        uncertainties=example.uncertainties,
    )
