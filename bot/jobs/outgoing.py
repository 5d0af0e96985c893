"""What delivery asks of whoever turns a message into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.db.delivery import ClaimedMessage


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: the person is off, or had a nudge today. `until` is an aware moment, `why` a code, never words."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Not any more: it is done already, or the tour is over. `why` is a code, never words."""

    why: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One DM for a bundle.

    `prompt` names the prompt it was made of; where messages of the bundle were made of different ones, `prompts` names
    theirs by message id. Messages in `set_aside` (by id) are not in the DM: they are put off, or cancelled.
    """

    text: str
    blocks: Sequence[dict[str, Any]]
    prompt: str
    prompts: Mapping[str, str] = field(default_factory=dict)
    set_aside: Mapping[str, Later | Unwanted] = field(default_factory=dict)


Bundle = Sequence[ClaimedMessage]
"""What one DM carries: one urgent message, or all nudges of one person that are due, the earliest first."""

Composed = Outgoing | Later | Unwanted
"""The DM of a bundle, or what becomes of the whole bundle instead."""


class Composer(Protocol):
    """Makes the DMs of bundles from the facts of the day."""

    def compose(self, team_id: str, bundles: Sequence[Bundle], now: datetime) -> list[Composed]:
        """Return what becomes of each bundle of a workspace, in their order.

        Called by several threads, outside any transaction: it opens and closes a short one of its own. When it raises,
        each bundle is asked for by itself; one that is at fault alone is tried again later, and logged by its type.
        """
