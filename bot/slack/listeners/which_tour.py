"""Which tour a command means: the only one that fits, or the one that its reader chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.choosing import TourChoice
from bot.slack.answer import Answer
from bot.slack.views import choosing
from bot.slack.words import _


@dataclass(frozen=True)
class Asking:
    """How to ask which tour is meant: the question, what each answer does, and a hint where there are too many."""

    title: str
    action_id: str
    hint: str


def meant(choices: Sequence[TourChoice], with_id: str | None, asking: Asking, answer: Answer) -> int | None:
    """Return the only tour that a command can mean; where there are several, or none, answer that, and return None.

    `with_id`: the person whom the command names.
    """
    if len(choices) == 1:
        return choices[0].tour_id
    if choices:
        answer(asking.title, choosing.choice(asking.title, choices, asking.action_id, _("Open"), asking.hint))
    else:
        answer(_("You have no tour under way."), choosing.no_tour(with_id))
    return None
