"""What a proposal can be answered with: a signature, a change, a no; and its author can take it back.

Changed terms of a running tour are answered in the same way, on the same screens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from slack_sdk import WebClient

from bot.domain.lifecycle import State
from bot.domain.merging import merge
from bot.domain.refusals import Reason, Refused
from bot.domain.wordings import WordingText
from bot.prompts import Prompts
from bot.services.amendments import Amendments
from bot.services.company import CompanySettings, CompanySheet
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail
from bot.services.tours import ChangeTour, Tours
from bot.slack.blocks import View
from bot.slack.forms import tours as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.listeners.tour_screens import OURS, after, lead_back, screen, show_form, signing
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import overtaking, start_aids, tour_form
from bot.slack.words import _

FASTER: Final = frozenset({Reason.CHANGED_MEANWHILE, Reason.WRONG_STATE})
"""Refusals of a change that say that somebody else was faster."""


def register(routes: Routes) -> None:
    """Add these listeners to the table."""
    routes.action(Action.CHANGE_PROPOSAL)(open_change)
    routes.action(Action.AMEND_TOUR)(open_amendment)
    routes.action(Action.DECLINE_PROPOSAL)(decline)
    routes.action(Action.WITHDRAW_PROPOSAL)(withdraw)
    routes.submission(ViewId.CHANGE_PROPOSAL)(propose_change)
    routes.submission(ViewId.READ_PROPOSAL)(sign)


def open_change(
    ack: Ack,
    actor: Actor,
    company: CompanySettings,
    now: datetime,
    prompts: Prompts,
    sheets: Sheets,
    tours: Tours,
    value: str,
) -> None:
    """Open the form for a change of the newest version. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    form = _change(detail, company.read(actor)) if detail.is_open or detail.is_amending else None
    show_form(sheets, form, detail, prompts)
    ack()


def open_amendment(
    ack: Ack,
    actor: Actor,
    company: CompanySettings,
    now: datetime,
    prompts: Prompts,
    sheets: Sheets,
    tours: Tours,
    value: str,
) -> None:
    """Open the form for changed terms of a running tour. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    form = _change(detail, company.read(actor)) if detail.may_amend else None
    show_form(sheets, form, detail, prompts)
    ack()


def _change(detail: TourDetail, company: CompanySheet) -> View:
    form = tour_form.change(detail, detail.base.wish, base=detail.base.number)
    return start_aids.beside_company(form, company.now)


def propose_change(
    ack: Ack,
    actor: Actor,
    amendments: Amendments,
    client: WebClient,
    delivery: str,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Propose the changed version, and show it where the one before it stood.

    Where somebody else was faster, nothing is proposed: the form shows what they did, beside all that was typed. Where
    they proposed the same, theirs is shown to be signed.
    """
    command = forms.change_tour(view)
    verbs = amendments if command.amends else tours
    try:
        detail = verbs.propose_change(actor, command, now, delivery=delivery)
    except Refused as refused:
        if refused.reason is Reason.SAME_TERMS:
            detail = tours.read(actor, command.tour_id, now)
            lead_back(ack, client, view, screen(detail, prompts, overtaking.same(detail), wants_changes=True))
            return
        overtaken = _overtaken(tours.read(actor, command.tour_id, now), command) if refused.reason in FASTER else None
        if overtaken is None:
            raise
        ack(response_action="update", view=start_aids.carried(overtaken, view))
        return
    refresh_home(detail.reader_id, detail.other_id)
    notice = _("Version {number} is proposed, and the other side is told.").format(number=detail.latest.number)
    lead_back(ack, client, view, screen(detail, prompts, notice, wants_changes=True))


def _overtaken(detail: TourDetail, command: ChangeTour) -> View | None:
    """Return the form anew, written on what stands now, or None where nothing can be changed any more."""
    before = next((version for version in detail.versions if version.number == command.base_number), None)
    if before is None or not (detail.is_open or detail.may_amend):
        return None
    merged = merge(before.wish, detail.base.wish, command.wish)
    return tour_form.change(detail, merged.wish, base=detail.base.number, reason=command.reason, overtaken=merged)


def _verbs(tours: Tours, amendments: Amendments, actor: Actor, tour_id: int, now: datetime) -> Tours | Amendments:
    """Return what answers a version: of a tour that runs already, it is an amendment."""
    return amendments if tours.read(actor, tour_id, now).is_running else tours


def sign(
    ack: Ack,
    actor: Actor,
    amendments: Amendments,
    delivery: str,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Sign the version that was shown. Where it is not the newest any more, show that one instead."""
    command = replace(forms.sign_terms(view), wording=WordingText(*signing(prompts)))
    verbs = _verbs(tours, amendments, actor, command.tour_id, now)
    detail, notice = after(
        lambda: verbs.sign(actor, command, now, delivery=delivery),
        lambda: tours.read(actor, command.tour_id, now),
        "",
    )
    notice = notice or _signed(detail, amends=verbs is amendments)
    refresh_home(detail.reader_id, detail.other_id)
    ack(response_action="update", view=screen(detail, prompts, notice, wants_changes=True))


def _signed(detail: TourDetail, *, amends: bool) -> str:
    if amends:
        return _("Both of you have signed. These terms are in force now, and the talks follow their dates.")
    if detail.state is State.AGREED:
        return _("Both of you have signed. Until it begins, the earlier tour and its promises hold.")
    return _("Both of you have signed. Next: write a goal or two while you remember why.")


def decline(
    ack: Ack,
    actor: Actor,
    amendments: Amendments,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    sheets: Sheets,
    tours: Tours,
    value: str,
) -> None:
    """Say no to a proposal or to changed terms. The value is "TOUR"."""
    tour_id = numbers(value)[0]
    verbs = _verbs(tours, amendments, actor, tour_id, now)
    detail, notice = after(
        lambda: verbs.decline(actor, tour_id, now),
        lambda: tours.read(actor, tour_id, now),
        _("Declined. The other side is told that you did, and nothing else."),
    )
    refresh_home(detail.reader_id, detail.other_id)
    sheets.over(OURS).show(screen(detail, prompts, notice, wants_changes=True))
    ack()


def withdraw(
    ack: Ack,
    actor: Actor,
    amendments: Amendments,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    sheets: Sheets,
    tours: Tours,
    value: str,
) -> None:
    """Take one's own proposal or changed terms back. The value is "TOUR"."""
    tour_id = numbers(value)[0]
    verbs = _verbs(tours, amendments, actor, tour_id, now)
    detail, notice = after(
        lambda: verbs.withdraw(actor, tour_id, now),
        lambda: tours.read(actor, tour_id, now),
        _("Withdrawn, and the other side is told."),
    )
    refresh_home(detail.reader_id, detail.other_id)
    sheets.over(OURS).show(screen(detail, prompts, notice, wants_changes=True))
    ack()
