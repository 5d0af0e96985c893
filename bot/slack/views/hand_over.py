"""A new manager: the forms that name them and say what they get, and what the tour's screen says meanwhile."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.domain.passing import Passing
from bot.services.tour_detail import TourDetail
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    confirm,
    context,
    field,
    modal,
    option,
    person_input,
    radio,
    section,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _


def name(detail: TourDetail) -> View:
    """The form in which a side names the new manager; the holder also says what passes."""
    words = _("<@{holder}> chooses what the new manager gets to read.")
    chosen = context(words.format(holder=detail.holder_id)) if detail.reader_leads else _choice()
    blocks = [
        field("partner_id", _("Who leads the tour from now on?"), person_input(Action.INPUT)),
        chosen,
        context(_how(), _never()),
        visible_to(_("Visible to: both sides of the tour and the new manager.")),
    ]
    return _form(blocks, detail.id)


def name_for_another() -> View:
    """The form in which a steward names the new manager of somebody's tour."""
    blocks = [
        field("holder_id", _("Whose tour?"), person_input(Action.INPUT), hint=_("The person who serves it.")),
        field("partner_id", _("Who leads it from now on?"), person_input(Action.INPUT)),
        context(_("The holder chooses what the new manager gets to read. You see nothing of it."), _how()),
        visible_to(_("Visible to: both sides of the tour and the new manager.")),
    ]
    return _form(blocks, None)


def named_for_another(holder_id: str, incoming_id: str) -> View:
    """What a steward reads after it: that it is done, and nothing of the tour."""
    words = _(
        "*<@{incoming}> is named.* <@{holder}> is asked what passes of the tour; until <@{incoming}> has signed, it "
        "stands still. You hear nothing more of it from me."
    )
    blocks = [
        section(words.format(incoming=incoming_id, holder=holder_id)),
        visible_to(_("Visible to: only you.")),
    ]
    return modal(ViewId.NAME_MANAGER, _("A new manager"), blocks, close=_("Close"))


def _form(blocks: Sequence[Block], tour_id: int | None) -> View:
    return modal(
        ViewId.NAME_MANAGER,
        _("A new manager"),
        blocks,
        submit=_("Name them"),
        close=_("Cancel"),
        private_metadata=json.dumps({"tour": tour_id} if tour_id else {}),
    )


def choose(detail: TourDetail) -> View:
    """The form in which the holder says what the new manager gets."""
    words = _("*<@{incoming}> is to lead your tour.* What may they read of it?")
    seen = _("Visible to: you. What you choose, <@{incoming}> can read.")
    blocks = [
        section(words.format(incoming=detail.incoming_id)),
        _choice(),
        context(_never()),
        visible_to(seen.format(incoming=detail.incoming_id)),
    ]
    return modal(
        ViewId.CHOOSE_PASSING,
        _("What passes"),
        blocks,
        submit=_("Pass it on"),
        close=_("Cancel"),
        private_metadata=json.dumps({"tour": detail.id}),
    )


def _choice() -> Block:
    choices = [
        option(_("Nothing"), Passing.NOTHING, _("They propose terms of their own to you")),
        option(_("The terms"), Passing.TERMS, _("They read and sign the terms that hold today")),
        option(_("Terms and goals"), Passing.GOALS, _("Goals come along once they have signed")),
        option(_("All shared notes"), Passing.NOTES, _("Terms, goals, and what both of you shared in talks")),
    ]
    return field("passing", _("What does the new manager get?"), radio(Action.INPUT, choices))


def _how() -> str:
    return _("The tour stands still until the new manager has signed. If they say no, it goes on as it is.")


def _never() -> str:
    return _("Private notes, opening cards, pledges and answers to questions never pass.")


def waiting(detail: TourDetail) -> list[Block]:
    """Say what a tour waits for that is to be handed over, or what can be done where somebody has left."""
    if detail.is_handing_over:
        return [section(_standing(detail)), actions(*_ways(detail), block_id="handing_over")]
    if not detail.other_is_gone or not detail.may_amend:
        return []
    words = _("*<@{other}> has left.* What you both signed stays here, and so do your own notes.")
    next_one = button(_("Name a new manager"), Action.NAME_MANAGER, str(detail.id), style="primary")
    said = section(words.format(other=detail.other_id))
    return [said] if detail.reader_leads else [said, actions(next_one, block_id="left")]


def _standing(detail: TourDetail) -> str:
    if detail.passes is None:
        words = (
            _("*<@{incoming}> is named as the new manager.* It waits for <@{holder}> to choose what passes.")
            if detail.reader_leads
            else _("*<@{incoming}> is named as your new manager.* Choose what they may read of this tour.")
        )
    elif detail.passes is Passing.NOTHING:
        words = _("*<@{incoming}> is asked to propose terms of their own.* Once both have signed, this tour ends.")
    else:
        words = _("*<@{incoming}> has the terms to read and sign.* Once they have, the tour goes on with them.")
    return words.format(incoming=detail.incoming_id, holder=detail.holder_id)


def _ways(detail: TourDetail) -> list[Element]:
    found: list[Element] = []
    if not detail.reader_leads and detail.passes is None:
        found.append(button(_("Choose what passes"), Action.CHOOSE_PASSING, str(detail.id), style="primary"))
    if not detail.reader_leads and detail.passes is Passing.NOTHING:
        found.append(button(_("Propose terms to them"), Action.START_TOUR, detail.incoming_id))
    sure = confirm(
        _("Call it off?"),
        _("The tour goes on with the manager it has. Whoever was asked is told."),
        _("Call it off"),
        _("Not yet"),
    )
    return [*found, button(_("Call it off"), Action.CALL_OFF_HANDOVER, str(detail.id), confirm=sure)]
