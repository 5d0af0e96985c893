"""Which screen shows a tour as it stands, and how the listeners of tours, proposals and promises bring it up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.refusals import Reason, Refused
from bot.prompts import Prompts, Rendered
from bot.services.tour_detail import TourDetail
from bot.slack.blocks import View
from bot.slack.errors import sentence
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack
from bot.slack.views import tour as tours
from bot.slack.views.proposal import proposal

OURS: Final = frozenset({ViewId.READ_PROPOSAL, ViewId.TOUR, ViewId.PROMISES, ViewId.DOORS})
"""Screens of one tour take each other's place; a form is put on top of them, so that "Back" leads back to the text."""

OVERTAKEN: Final = frozenset(
    {
        Reason.CHANGED_MEANWHILE,
        Reason.NEWER_VERSION,
        Reason.WRONG_STATE,
        Reason.OWN_VERSION,
        Reason.WORDING_CHANGED,
        Reason.NOT_AUTHOR,
        Reason.HOLDER_HAS_TOUR,
        Reason.PARTNER_LEFT,
    }
)
"""Refusals that are told together with how the tour stands now."""

_ALREADY_ELSEWHERE: Final = frozenset({"hash_conflict", "not_found"})


def screen(detail: TourDetail, prompts: Prompts, notice: str | None = None, *, wants_changes: bool = False) -> View:
    """Return the screen of a tour as it stands: an open proposal to answer, or what was agreed.

    `wants_changes`: of a running tour, the changed terms that wait for a signature, where there are any.
    """
    if detail.is_open or (wants_changes and detail.is_amending):
        return proposal(detail, signing(prompts), notice)
    return tours.tour(detail, notice)


def signing(prompts: Prompts) -> Rendered:
    """Return what stands above a signature today."""
    return prompts.render("wording/signing", {})


def show_form(sheets: Sheets, form: View | None, detail: TourDetail, prompts: Prompts) -> None:
    """Put a form on top of the tour's screen; where there is none (any more), show how the tour stands."""
    if form is not None:
        sheets.show(form)
    else:
        sheets.over(OURS).show(screen(detail, prompts, sentence(Refused(Reason.WRONG_STATE))))


def after(act: Callable[[], TourDetail], read: Callable[[], TourDetail], done: str) -> tuple[TourDetail, str]:
    """Do something to a tour; return how it stands then, and the notice `done`.

    Where the tour has moved on since the reader saw it, nothing is changed, and the notice says so.
    """
    try:
        return act(), done
    except Refused as refused:
        if refused.reason not in OVERTAKEN:
            raise
        return read(), sentence(refused)


def update(client: WebClient, view_id: str, view: View, *, seen: str | None = None) -> None:
    """Replace an open view. Where the person has closed it, or done something else in it meanwhile, leave it alone.

    `seen` is the hash of the view as it was when the person acted.
    """
    try:
        client.views_update(view_id=view_id, view=view, **({"hash": seen} if seen else {}))
    except SlackApiError as error:
        if error.response["error"] not in _ALREADY_ELSEWHERE:
            raise


def lead_back(ack: Ack, client: WebClient, form: Mapping[str, Any], shown: View) -> None:
    """After a form was taken: show what it led to on the screen below it, else in its place."""
    if below := form.get("previous_view_id"):
        update(client, below, shown)
        ack()
    else:
        ack(response_action="update", view=shown)
