"""The answer to "who is my manager?": who leads the writer's tours, and how each stands."""

from __future__ import annotations

from bot.domain.lifecycle import NEGOTIATING
from bot.services.home_sheets import TourRow
from bot.services.understanding import Understood
from bot.slack.blocks import actions, button, section
from bot.slack.ids import Action
from bot.slack.views.home import SERVING_SHOWN, tour_line
from bot.slack.views.reply import Known, Reply, says
from bot.slack.words import _


def leader(_said: Understood, known: Known) -> Reply:
    """Who leads the tours that the writer serves; for somebody who serves none, how to start one."""
    serving = [row for row in known.tours if not row.leads]
    if not serving:
        return _nobody(known)
    words = " ".join(_leads(row) for row in serving[:SERVING_SHOWN])
    guide = button(_("When the manager changes"), Action.OPEN_GUIDE, "new_manager")
    ends = [actions(guide)] if any(row.is_handing_over or row.other_is_gone for row in serving) else []
    return Reply(words, [section(words), *(tour_line(row) for row in serving[:SERVING_SHOWN]), *ends])


def _leads(row: TourRow) -> str:
    if row.is_handing_over:
        words = _("<@{other}> led your tour so far. It waits for its new manager.")
    elif row.other_is_gone:
        words = _(
            "<@{other}> led your tour, and their account here is deactivated. From the tour you can name a new one."
        )
    elif row.is_running:
        words = _("<@{other}> leads your tour.")
    elif row.state in NEGOTIATING:
        words = _("<@{other}> is to lead a tour of yours, once both of you have signed it.")
    else:
        words = _("<@{other}> is to lead your next tour, which both of you have signed.")
    return words.format(other=row.other_id)


def _nobody(known: Known) -> Reply:
    words = _(
        "Nobody leads a tour of yours: there is none that you serve. You can propose one to your manager yourself; the "
        "form asks who leads it."
    )
    start = button(_("Start a tour"), Action.START_TOUR, style="primary")
    led = [button(_("The tours I lead"), f"{Action.DID_YOU_MEAN}:led", "list:")] if known.tours else []
    return says(words, start, *led)
