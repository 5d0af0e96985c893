"""Reads an example tour: the terms of a tour as somebody might have written them, for others to start from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.prompts.mrkdwn import PromptError

REQUIRED: Final = ("mission", "result", "gain", "company")
PARTS: Final = (*REQUIRED, "holder", "uncertainties")
RHYTHMS: Final = ("monthly", "quarterly", "twice_a_year")
WITHOUT_END: Final = "foundational"

_PART = re.compile(r"^## +(\w+) *$", re.MULTILINE)
_ITEM = re.compile(r"^- +", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """One example. Its words are plain text, to be put into a form; `months` is None for a tour without an end."""

    name: str
    title: str
    tour: str
    months: int | None
    rhythm: str
    mission: str
    result: str
    gain: str
    company: tuple[str, ...]
    holder: tuple[str, ...]
    uncertainties: str | None

    @property
    def texts(self) -> Iterator[str]:
        """Everything that is read in it."""
        yield from (self.title, self.mission, self.result, self.gain, *self.company, *self.holder)
        yield self.uncertainties or ""


def read_example(name: str, front: Mapping[str, Any], body: str) -> Example:
    """Read the body of an example's file. Raises PromptError naming everything that is wrong with its shape."""
    before, *parts = _PART.split(body)
    if len(set(parts[::2])) < len(parts[::2]):
        raise PromptError("it says one of its parts twice")
    written = dict(zip(parts[::2], parts[1::2], strict=True))
    said = {part: _in_lines(text) for part, text in written.items()}
    company, holder = (_items(written.get(side, "")) for side in ("company", "holder"))
    problems = list(_problems(front, before, said, company))
    if problems:
        raise PromptError(*problems)
    return Example(
        name=name,
        title=str(front["title"]),
        tour=str(front["tour"]),
        months=front.get("months"),
        rhythm=str(front["rhythm"]),
        mission=said["mission"],
        result=said["result"],
        gain=said["gain"],
        company=company,
        holder=holder,
        uncertainties=said.get("uncertainties"),
    )


def _problems(
    front: Mapping[str, Any], before: str, said: Mapping[str, str], company: tuple[str, ...]
) -> Iterator[str]:
    if before.strip():
        yield "an example begins with its first part, a line with ## before it"
    for part in REQUIRED:
        if not said.get(part):
            yield f'it needs a part "## {part}"'
    for part in said:
        if part not in PARTS:
            yield f'"## {part}" is no part of an example; there are {", ".join(PARTS)}'
    if said.get("company") and not company:
        yield "the promises of the company are a list: each begins with -"
    if front["rhythm"] not in RHYTHMS:
        yield f"rhythm must be one of {', '.join(RHYTHMS)}"
    months = front.get("months")
    if (months is None) is not (front["tour"] == WITHOUT_END):
        yield "every example says its months, but for a foundational one, which has no end"
    elif months is not None and not isinstance(months, int):
        yield "months must be a whole number"


def _items(text: str) -> tuple[str, ...]:
    _, *items = _ITEM.split(text)
    return tuple(_in_lines(item) for item in items)


def _in_lines(text: str) -> str:
    """Return text as a form shows it: a line for each paragraph, however the file breaks them."""
    return "\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text.strip()))
