"""The vagueness check of goals: local, explained, never blocking.

It names the exact words, says why they are vague, asks one question and gives one example to start from. The words of a
language stand in vague_words/LANGUAGE.yml; how well the English ones do is measured in docs/vagueness.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from bot.domain.promises import Side

WORDS: Final = Path(__file__).parent / "vague_words"
Span = tuple[int, int]
"""From where until before where something stands in a text."""
MOST_READ: Final = 3000  # characters of one text that are looked at


class Rule(StrEnum):
    """What can be vague about a goal."""

    EMPTY = "empty"
    NO_BASELINE = "no_baseline"
    ACTIVITY = "activity"
    NO_TIME = "no_time"
    NO_OWNER = "no_owner"
    SEVERAL = "several"
    NO_EVIDENCE = "no_evidence"
    ONE_SIDED = "one_sided"


class Excuse(StrEnum):
    """What a text may hold besides, so that a rule has nothing to ask."""

    TIME = "time"
    MEASURE = "measure"
    PROOF = "proof"


@dataclass(frozen=True)
class Finding:
    """One thing that is vague: the rule, the exact words as they were written, and what to say about them."""

    rule: Rule
    words: str
    why: str
    question: str
    rewrite: str


@dataclass(frozen=True)
class _Told:
    why: str
    question: str
    rewrite: str
    unless: frozenset[Excuse]
    pattern: re.Pattern[str] | None
    at_head: bool


class Language:
    """The words of one language, compiled once."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._number = f"(?:{data['number']})"
        self._verbs = frozenset(str(data["verbs"]).split())
        self._several_from = int(data["several_from"])
        self._time = self._any(data["time"])
        self._excuses = {Excuse.MEASURE: self._any(data["measure"]), Excuse.PROOF: self._any(data["proof"])}
        self._openers = re.compile(rf"(?:\W|(?:{'|'.join(data['openers'])})\b)*")
        self._amount = self._any(["<number>"])
        self._trailing = re.compile(rf"(?:\s+(?:{data['trailing']}))+$")
        self._known_by = self._any(data["known_by"])
        self._between = re.compile(data["between"])
        self._told = {rule: self._rule(data["rules"][rule.value]) for rule in Rule}

    def check(self, text: str, *, evidence: str | None = None, has_day: bool = False) -> list[Finding]:
        """Return what is vague in `text`, at most one finding for each rule, in the order of Rule.

        The words of a finding stand in `text` exactly so, but for runs of blanks, which are one blank in them.
        `evidence` is what its writer says about how both will know; `has_day` that a due date stands beside the text.
        """
        written = _in_one_line(text)
        text = _in_small_letters(written)
        found = self._excuses_in(f"{text}. {_in_small_letters(_in_one_line(evidence or ''))}")
        if has_day:
            found.add(Excuse.TIME)
        spans = self._spans(text, found, has_evidence=bool(evidence))
        return [self._finding(rule, written[start:end]) for rule, (start, end) in spans]

    def one_sided(self, sides: Sequence[Side]) -> Finding | None:
        """Return a finding, of no words, where there are several goals and all of them are for one side."""
        if len(sides) < 2 or len(set(sides)) > 1:
            return None
        return self._finding(Rule.ONE_SIDED, "")

    def _spans(self, text: str, excuses: set[Excuse], *, has_evidence: bool) -> Iterator[tuple[Rule, Span]]:
        told_of: list[str] = []
        for rule, (start, end) in self._candidates(text, excuses):
            words = text[start:end]
            if not any(words in earlier or earlier in words for earlier in told_of):
                told_of.append(words)
                yield rule, (start, end)
        if not told_of and not has_evidence and self._known_by.search(text) and not self._is_checkable(text, excuses):
            yield Rule.NO_EVIDENCE, (0, len(text))

    def _candidates(self, text: str, excuses: set[Excuse]) -> Iterator[tuple[Rule, Span]]:
        for rule, told in self._told.items():
            if rule is Rule.SEVERAL:
                span = self._several(text)
            else:
                span = None if told.unless & excuses else self._match(told, text)
            if span is not None:
                yield rule, span

    def _excuses_in(self, said: str) -> set[Excuse]:
        timeless, times = self._time.subn(" ", said)
        found = {excuse for excuse, pattern in self._excuses.items() if pattern.search(timeless)}
        return found | ({Excuse.TIME} if times else set())

    def _match(self, told: _Told, text: str) -> Span | None:
        if told.pattern is None:
            return None
        found = told.pattern.match(text, self._head(text)) if told.at_head else told.pattern.search(text)
        if found is None:
            return None
        start, end = found.span()
        trailing = self._trailing.search(text, start, end)
        return _without_blanks(text, start, trailing.start() if trailing else end)

    def _head(self, text: str) -> int:
        """Return where the verb of a goal stands, behind "Over the next year, I will"."""
        at = 0
        while (found := self._time.match(text, at)) or (found := self._openers.match(text, at)):
            if found.end() == at:
                return at
            at = found.end()
        return at

    def _several(self, text: str) -> Span | None:
        """Return where an enumeration of things to do stands, if the text is one."""
        head = self._head(text)
        parts = [part for part in self._between.split(text[head:]) if self._starts_with_verb(part)]
        return _without_blanks(text, head, len(text)) if len(parts) >= self._several_from else None

    def _starts_with_verb(self, part: str) -> bool:
        first = re.match(r"[\w-]+", part.strip())
        return first is not None and (first[0] in self._verbs or re.sub("^re-?", "", first[0]) in self._verbs)

    def _is_checkable(self, text: str, excuses: set[Excuse]) -> bool:
        """Tell whether anything in the text lets two people see that it is reached: a day, an amount, a deed."""
        told = self._told[Rule.NO_EVIDENCE]
        does = self._starts_with_verb(text[self._head(text) :])
        return does or bool(told.unless & excuses) or self._amount.search(text) is not None

    def _finding(self, rule: Rule, words: str) -> Finding:
        told = self._told[rule]
        return Finding(rule, words, told.why, told.question, told.rewrite)

    def _rule(self, data: Mapping[str, Any]) -> _Told:
        phrases = data.get("heads") or data.get("words")
        return _Told(
            why=data["why"],
            question=data["question"],
            rewrite=data["rewrite"],
            unless=frozenset(Excuse(name) for name in data.get("unless", ())),
            pattern=self._any(phrases) if phrases else None,
            at_head="heads" in data,
        )

    def _any(self, phrases: Sequence[str]) -> re.Pattern[str]:
        joined = "|".join(f"(?:{phrase})" for phrase in phrases).replace("<number>", self._number)
        return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])")


def _in_one_line(text: str) -> str:
    """Long runs of blanks would cost the patterns a long time, and mean nothing."""
    return " ".join(text[:MOST_READ].split())


def _in_small_letters(text: str) -> str:
    """Return as many small letters: patterns that need not regard case find them in a third of the time."""
    return text.replace("İ", "I").lower()  # the one letter whose small form is two


def _without_blanks(text: str, start: int, end: int) -> Span | None:
    """Return where the words between these two stand, or None where there are only blanks."""
    words = text[start:end].strip()
    if not words:
        return None
    first = text.index(words, start)
    return first, first + len(words)


@lru_cache
def language(locale: str) -> Language | None:
    """Return the words for a Slack locale such as "en-GB", or None where no file speaks its language."""
    path = WORDS / f"{locale.split('-')[0].lower()}.yml"
    if not path.exists():
        return None
    return Language(yaml.safe_load(path.read_text(encoding="utf-8")))
