"""What its author reads once a tour is proposed: what happens now, and the next step while they wait."""

from __future__ import annotations

import json

from bot.services.starting import Proposed
from bot.slack.blocks import Block, View, actions, button, divider, modal, section
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.measures import offer
from bot.slack.words import _


def proposed(tour: Proposed) -> View:
    """Who is told and what they can do. A manager is shown how to go first, and offered the four questions once."""
    words = _(
        "*Proposed.* <@{other}> gets one message now, and can sign it, change it or decline. You hear of the answer "
        "at once; after {days} days without one it lapses."
    )
    blocks = [
        section(words.format(other=tour.partner_id, days=tour.lapse_days)),
        *(_go_first(tour) if tour.goes_first else []),
        *([divider(), *offer()] if tour.offers_survey else []),
    ]
    remembered = {name: fact for name, fact in vars(tour).items() if name != "at_home"}
    return modal(ViewId.PROPOSED, _("Proposed"), blocks, close=_("Close"), private_metadata=json.dumps(remembered))


def _go_first(tour: Proposed) -> list[Block]:
    words = _(
        "*While you wait: write three lines about yourself for <@{other}>.* People who are asked look first "
        "at who is asking. One line is enough, and it can wait until the first talk comes near."
    )
    card = button(_("Write my three lines"), Action.WRITE_OPENING_CARD, str(tour.tour_id), style="primary")
    return [divider(), section(words.format(other=tour.partner_id)), actions(card)]
