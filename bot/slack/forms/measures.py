"""From the four choices of the confidence questions to answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.measures import ITEMS, Answers
from bot.services.starting import Proposed
from bot.slack.forms.state import chosen, memo, number_in


def answers(view: Mapping[str, Any]) -> Answers:
    """Return the answers; a question that was left empty is None."""
    given = {item: chosen(view, item) for item in ITEMS}
    return Answers(**{item: int(choice) if choice else None for item, choice in given.items()})


def proposed_below(view: Mapping[str, Any]) -> Proposed | None:
    """Return what the sheet under the form told of a tour, with no questions to offer any more.

    None where another sheet (or none) lies there.
    """
    remembered = memo(view)
    if not remembered:
        return None
    return Proposed(
        tour_id=number_in(remembered, "tour_id"),
        author_id=str(remembered.get("author_id")),
        partner_id=str(remembered.get("partner_id")),
        leads=remembered.get("leads") is True,
        goes_first=remembered.get("goes_first") is True,
        offers_survey=False,
        lapse_days=number_in(remembered, "lapse_days"),
    )
