"""The form in which a manager makes a promise of what a holder asked for."""

from __future__ import annotations

import json

from bot.services.wishes import WishSheet
from bot.slack.blocks import (
    View,
    actions,
    button,
    context,
    date_input,
    field,
    labelled,
    modal,
    person_input,
    text_input,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _


def answer(sheet: WishSheet) -> View:
    """The form: the holder's words to start from, who keeps the promise, and until when."""
    at = f"promise.{sheet.row}"
    due_on = sheet.tour.base.wish.promise_due(sheet.tour.today)
    cannot = button(_("If you cannot promise it"), Action.OPEN_GUIDE, f"promise_we_cannot_keep:{sheet.holder_id}")
    blocks = [
        *labelled(_("What they told you"), sheet.words),
        field(
            f"{at}.words",
            _("What you promise"),
            text_input(Action.INPUT, initial=sheet.words, multiline=True),
            hint=_("Only what is in your power. Make it smaller until it holds."),
        ),
        field(
            f"{at}.owner_id",
            _("Who keeps it?"),
            person_input(Action.INPUT, initial=sheet.tour.manager_id),
            hint=_("Left empty: you."),
            optional=True,
        ),
        field(f"{at}.due_on", _("By when?"), date_input(Action.INPUT, initial=due_on)),
        context(_("It is proposed as a change of your terms, signed by you. It counts once they have signed as well.")),
        actions(cannot, block_id="cannot"),
        visible_to(_("Visible to: you and <@{holder}>, nobody else.").format(holder=sheet.holder_id)),
    ]
    memory = {"turn": sheet.turn_id, "base": sheet.tour.base.number, "row": sheet.row}
    return modal(
        ViewId.PROMISE_WISH,
        _("A promise they ask for"),
        blocks,
        submit=_("Propose it"),
        close=_("Not now"),
        private_metadata=json.dumps(memory),
    )


def reason() -> str:
    """Return why the terms are changed, as both read it."""
    return _("A promise that came out of an answer.")
