"""The screens about stewards: who they are, and the form in which they name each other."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.stewards import MOST
from bot.slack.blocks import Block, View, button, context, field, modal, people_input, section, visible_to
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.words import _


def form(user_ids: Sequence[str]) -> View:
    """The form for a steward, with the stewards of today."""
    stewards = people_input(Action.INPUT, initial=user_ids, most=MOST)
    return modal(
        ViewId.STEWARDS,
        _("Stewards"),
        [
            section(_("Stewards look after Tourguide here: its settings, and who else is a steward.")),
            field(block("stewards"), _("Stewards"), stewards, hint=_("At least one. I write to nobody about it.")),
            visible_to(_("Visible to: everybody in this workspace, by `/tour settings`.")),
            section(
                _("A manager who leaves or moves on hands their tours over. If they cannot, you can."),
                accessory=button(_("Name a new manager"), Action.NAME_MANAGER_FOR),
            ),
        ],
        submit=_("Save"),
        close=_("Cancel"),
    )


def names(user_ids: Sequence[str]) -> list[Block]:
    """What everybody else sees: whom to ask."""
    if not user_ids:
        return [section(_("Nobody is a steward here yet. Whoever runs Tourguide for you names the first one."))]
    people = ", ".join(f"<@{user_id}>" for user_id in user_ids)
    return [
        section(_("Stewards here: {people}").format(people=people)),
        context(_("They look after the settings. What people write is closed to them.")),
    ]
