"""From the form of the opening card to a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.coach import CardDraft
from bot.domain.refusals import Reason, Refused
from bot.services.coach_sheets import WriteCard
from bot.slack.forms.state import chosen_many, memo, number_in, text


def write_card(view: Mapping[str, Any]) -> WriteCard:
    """Return what the author wants the card to say, and who may read it. Raises Refused for a form that is not ours."""
    remembered = memo(view)
    offered = remembered.get("offered")
    if not isinstance(offered, list) or not all(isinstance(user_id, str) for user_id in offered):
        raise Refused(Reason.FORM_OUTDATED)
    return WriteCard(
        draft=CardDraft(admired=text(view, "admired"), values=text(view, "values"), hope=text(view, "hope")),
        version=number_in(remembered, "version", least=0),
        share_with=frozenset(chosen_many(view, "share_with")),
        offered=frozenset(offered),
    )
