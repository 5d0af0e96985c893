"""A tour on leave: the form that pauses it, and what its screen says meanwhile and afterwards."""

from __future__ import annotations

import json

from bot.services.tour_detail import TourDetail
from bot.slack.blocks import Block, View, button, context, date_input, field, modal, section, visible_to
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _, short_date


def pause(detail: TourDetail) -> View:
    """The form that asks for the day of return, and for nothing else."""
    words = _(
        "*Pause the tour with <@{other}>.* Reminders stop, and check-ins stand still, until the day of return. On that "
        "day it goes on by itself. No reason is asked for."
    )
    blocks = [
        section(words.format(other=detail.other_id)),
        field("until", _("First day back"), date_input(Action.INPUT)),
        context(_("Afterwards I offer to move the tour's dates by as long as the pause took. Both of you sign that.")),
        visible_to(_("Visible to: you and <@{other}>, who is told the day.").format(other=detail.other_id)),
    ]
    return modal(
        ViewId.PAUSE_TOUR,
        _("Pause the tour"),
        blocks,
        submit=_("Pause"),
        close=_("Cancel"),
        private_metadata=json.dumps({"tour": detail.id}),
    )


def away(detail: TourDetail) -> list[Block]:
    """Say until when the tour stands still, or, after a leave, offer to move its dates."""
    tour_id = str(detail.id)
    if detail.is_paused and detail.paused_until is not None:
        words = _("*Paused until {day}.* Nothing is asked of either of you until then.")
        back = button(_("Go on now"), Action.RESUME_TOUR, tour_id)
        return [section(words.format(day=short_date(detail.paused_until)), accessory=back)]
    if detail.days_away <= 0 or detail.is_amending or detail.other_is_gone:
        return []
    words = _("*The pause took {count} days.* The dates of the tour are still those from before it.")
    moves = button(_("Move the dates"), Action.MOVE_DATES, tour_id)
    return [section(words.format(count=detail.days_away), accessory=moves)]
