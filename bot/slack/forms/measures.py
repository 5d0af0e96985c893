"""From the four choices of the confidence questions to answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.measures import ITEMS, Answers
from bot.slack.forms.state import chosen


def answers(view: Mapping[str, Any]) -> Answers:
    """Return the answers; a question that was left empty is None."""
    given = {item: chosen(view, item) for item in ITEMS}
    return Answers(**{item: int(choice) if choice else None for item, choice in given.items()})
