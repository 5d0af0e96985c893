"""The form of a tour, for a new one and for changed terms."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bot.domain.drafting import FIRST_ROWS, TermsWish
from bot.domain.merging import Merged
from bot.services.tour_detail import TourDetail
from bot.slack.blocks import (
    View,
    context,
    field,
    modal,
    option,
    person_input,
    radio,
    section,
    text_input,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views import overtaking
from bot.slack.views.sharpening import Stage, way_back
from bot.slack.views.term_fields import NOTHING, Findings, fields_of_terms, refill
from bot.slack.words import _


def start(
    wish: TermsWish,
    today: date,
    *,
    partner_id: str | None = None,
    leads: bool = True,
    rows: int = FIRST_ROWS,
    more: bool = False,
    stage: Stage = Stage.FRESH,
    found: Findings = NOTHING,
) -> View:
    """The form for a new tour, filled with `wish`. `more` shows the fields that are folded away at first.

    `found` is what could be said more exactly, by field, once `stage` is past the first press of "Propose".
    """
    is_asking = stage is Stage.ASKING
    blocks = [
        *([section(_invitation())] if is_asking else []),
        # No name: Slack sends no news of another person chosen, so a name here could be that of somebody else.
        visible_to(_("Visible to: you and the person it is with, every field, as soon as you propose it.")),
        field("partner_id", _("With whom?"), person_input(Action.INPUT, initial=partner_id)),
        field("leads", _("Who is the manager?"), _lead_choice(leads=leads), optional=True),
        *fields_of_terms(wish, today, rows=rows, more=more, found=found),
        *([way_back(Action.SHARPEN_TERMS)] if is_asking else []),
        context(
            _(
                "Proposing signs this version for you. It is a statement of intent: no contract, and no change to "
                "anybody's terms of employment. It counts once both of you have signed the same version."
            )
        ),
    ]
    memory = {**_memory(wish, rows=rows, more=more), "asked": stage is not Stage.FRESH}
    return modal(
        ViewId.START_TOUR,
        _("Start a tour"),
        blocks,
        submit=_("Keep as is") if is_asking else _("Propose"),
        close=_("Cancel"),
        private_metadata=json.dumps(memory),
    )


def change(
    tour: TourDetail,
    wish: TermsWish,
    *,
    base: int,
    reason: str | None = None,
    rows: int | None = None,
    amends: bool | None = None,
    overtaken: Merged | None = None,
) -> View:
    """The form in which either side words version `base` anew, and says why.

    `amends` says that the terms it changes are in force; by default as the tour stands. `overtaken` is what came of it
    where the other side was faster: their words beside those typed here.
    """
    rows = rows or max(FIRST_ROWS, len(wish.promises))
    amends = tour.is_running if amends is None else amends
    fields = [
        field(
            "reason",
            _("Why this change?"),
            text_input(Action.INPUT, initial=refill(wish, reason), multiline=True),
            hint=_("One sentence is enough."),
        ),
        *fields_of_terms(wish, tour.today, rows=rows, more=True),
    ]
    blocks = [
        *(overtaking.notice(tour, overtaken) if overtaken else []),
        visible_to(_("Visible to: you and <@{other}>, every field.").format(other=tour.other_id)),
        *(overtaking.beside(tour, fields, overtaken) if overtaken else fields),
        context(_what_proposing_does(tour, amends=amends)),
    ]
    memory = {**_memory(wish, rows=rows, more=True), "tour": tour.id, "base": base, "amends": amends}
    return modal(
        ViewId.CHANGE_PROPOSAL,
        _("Change the terms") if amends else _("Propose a change"),
        blocks,
        submit=_("Propose"),
        close=_("Back"),
        private_metadata=json.dumps(memory),
    )


def _what_proposing_does(tour: TourDetail, *, amends: bool) -> str:
    intent = _("It is a statement of intent: no contract, and no change to anybody's terms of employment.")
    if amends and tour.in_force_number is not None:
        words = _(
            "Proposing signs the changed terms for you. Until the other side has signed them too, version {number} "
            "stays in force as it is."
        )
        return f"{words.format(number=tour.in_force_number)} {intent}"
    words = _("Proposing signs the changed version for you and takes back every signature under the version before it.")
    return f"{words} {intent}"


def _invitation() -> str:
    return _("*Not proposed yet.* Some of this could be said more exactly. Sharpen it, or keep it: both are fine.")


def _memory(wish: TermsWish, *, rows: int, more: bool) -> dict[str, Any]:
    return {"rows": rows, "more": more, "kind": wish.kind}


def _lead_choice(*, leads: bool) -> dict[str, Any]:
    mine, theirs = option(_("I lead this tour"), "me"), option(_("They lead it, I serve it"), "them")
    return radio(Action.INPUT, [mine, theirs], initial="me" if leads else "them")
