"""From the form of a holder's own list to a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.services.common_ground import WriteValues
from bot.slack.forms.state import chosen_many, memo, number_in, text


def write(view: Mapping[str, Any]) -> WriteValues:
    """Return what matters to the holder, and whether to share it. Raises Refused(FORM_OUTDATED) for another form."""
    remembered = memo(view)
    return WriteValues(
        tour_id=number_in(remembered, "tour"),
        words=text(view, "values"),
        share="share" in chosen_many(view, "share"),
        version=number_in(remembered, "version", least=0),
    )
