"""Which kind of tour fits: three short questions (The Alliance: scale, adapt, continue), and what answers speak for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.tours import Kind


class Why(StrEnum):
    """What speaks for a kind. Its sentence stands in bot/slack/views/start_aids.py."""

    LASTING = "lasting"  # both mean to stay
    CHANGE = "change"  # something is to change
    SCALE = "scale"  # several people do the same
    OPEN = "open"  # none of the three: see how it goes


@dataclass(frozen=True)
class Answers:
    """Is this work that several people do in the same way? Is something to change? Do both mean to stay?

    None is a question without an answer yet.
    """

    scale: bool | None = None
    adapt: bool | None = None
    lasts: bool | None = None

    @property
    def are_complete(self) -> bool:
        return None not in (self.scale, self.adapt, self.lasts)


@dataclass(frozen=True)
class Fit:
    """The kind that fits, and why."""

    kind: Kind
    why: Why


def fitting(answers: Answers) -> Fit | None:
    """Return which kind fits, or None while a question is open. Staying weighs most, then change, then scale [ours]."""
    if not answers.are_complete:
        return None
    if answers.lasts:
        return Fit(Kind.FOUNDATIONAL, Why.LASTING)
    if answers.adapt:
        return Fit(Kind.TRANSFORMATIONAL, Why.CHANGE)
    return Fit(Kind.ROTATIONAL, Why.SCALE if answers.scale else Why.OPEN)
