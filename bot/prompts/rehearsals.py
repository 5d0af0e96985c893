"""Reads a rehearsal: a short branching practice of one hard moment, written as sections with replies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.prompts.mrkdwn import PromptError, blocks, text_of


@dataclass(frozen=True)
class Reply:
    """What one could say, whether it opens the talk or shuts it, why, and the step it leads to. All mrkdwn."""

    says: str
    opens: bool
    why: str
    leads_to: str


@dataclass(frozen=True)
class Step:
    """What happens, and the replies to choose from. A step without replies is an ending."""

    id: str
    scene: str
    replies: tuple[Reply, ...]

    @property
    def is_ending(self) -> bool:
        return not self.replies


@dataclass(frozen=True)
class Rehearsal:
    """One practice: read `situation`, begin at `start`, follow the replies until a step is an ending."""

    name: str
    title: str
    for_whom: str
    situation: str
    start: str
    steps: Mapping[str, Step]

    @property
    def turns(self) -> int:
        """How many replies one gives on the shortest way to an ending; 0 if there is no way."""
        distance = {self.start: 0}
        for name in _breadth_first(self.start, self.steps, distance):
            if self.steps[name].is_ending:
                return distance[name]
        return 0

    def reachable(self, start: str) -> set[str]:
        """Return every step that can be reached from `start`, itself included."""
        return set(_breadth_first(start, self.steps, {start: 0}))


def _breadth_first(start: str, steps: Mapping[str, Step], distance: dict[str, int]) -> Iterator[str]:
    """Yield existing steps, nearest first, and note in `distance` how many replies lead to each."""
    queue = [start]
    for name in queue:
        if name not in steps:
            continue
        yield name
        for reply in steps[name].replies:
            if reply.leads_to not in distance:
                distance[reply.leads_to] = distance[name] + 1
                queue.append(reply.leads_to)


_STEP = re.compile(r"^## +(\w+) *$", re.MULTILINE)
_REPLY = re.compile(r"^- +", re.MULTILINE)
_ANSWER = re.compile(r"(?P<says>.+?)\n +(?P<tone>opens|shuts): +(?P<why>.+?)\n +next: +(?P<next>\w+)\s*", re.DOTALL)


def read_rehearsal(name: str, title: str, for_whom: str, start: str, body: str) -> Rehearsal:
    """Read the body of a rehearsal's file. Raises PromptError naming the step that cannot be read."""
    situation, *parts = _STEP.split(body)
    ids, texts = parts[::2], parts[1::2]
    if len(set(ids)) < len(ids):
        raise PromptError("two steps have the same name")
    steps = {step: _step(step, text) for step, text in zip(ids, texts, strict=True)}
    return Rehearsal(name, title, for_whom, _mrkdwn(situation), start, steps)


def _step(step: str, text: str) -> Step:
    scene, *replies = _REPLY.split(text)
    return Step(step, _mrkdwn(scene), tuple(_reply(step, reply) for reply in replies))


def _reply(step: str, text: str) -> Reply:
    found = _ANSWER.fullmatch(text)
    if found is None:
        raise PromptError(f'a reply in "{step}" needs a line "opens:" or "shuts:" with why, then a line "next:"')
    return Reply(_mrkdwn(found["says"]), found["tone"] == "opens", _mrkdwn(found["why"]), found["next"])


def _mrkdwn(markdown: str) -> str:
    return text_of(blocks(markdown)).render({})
