"""Tours: the form that starts one, the list, and one tour as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from slack_sdk import WebClient

from bot.db.tours import TourLine
from bot.domain.drafting import MOST_PROMISES, TermsWish
from bot.domain.lifecycle import OVER
from bot.domain.refusals import Reason, Refused
from bot.domain.vagueness import Finding
from bot.prompts import Prompts
from bot.services.nudges import Nudges
from bot.services.people import Actor, People
from bot.services.sharpening import look_over_terms
from bot.services.starting import NotAcquainted, StartTour
from bot.services.tours import Tours
from bot.slack import blocks
from bot.slack.answer import Answer
from bot.slack.forms import tours as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners import promises, proposals
from bot.slack.listeners.sheets import Sheets, numbers, whom
from bot.slack.listeners.tour_screens import OURS, screen, update
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import choosing, start_aids, tour_form
from bot.slack.views.proposal import reminders
from bot.slack.views.proposed import proposed
from bot.slack.views.sharpening import Stage
from bot.slack.views.tour_list import tour_list
from bot.slack.words import _


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("list")(list_tours)
    routes.command("show")(show)
    routes.action(Action.CHOOSE_KIND)(choose_kind)
    routes.action(Action.MORE)(unfold)
    routes.action(Action.ADD_PROMISE)(add_promise)
    routes.action(Action.SHARPEN_TERMS)(redraw)
    routes.action(Action.OPEN_PROPOSAL)(open_proposal)
    routes.action(Action.OPEN_TOUR)(open_tour)
    routes.action(Action.LIST_TOURS)(turn_list)
    routes.action(Action.SHOW_FORECAST)(show_forecast)
    routes.submission(ViewId.START_TOUR)(propose)
    proposals.register(routes)
    promises.register(routes)


def choose_kind(
    ack: Ack, actor: Actor, client: WebClient, now: datetime, tours: Tours, view: Mapping[str, Any]
) -> None:
    """Give the open form the dates that suit the kind just chosen; all that was typed stays."""
    typed, before = forms.wish(view), forms.shape(view)
    if typed.kind is not None and typed.kind is not before.kind:
        wish = replace(typed, kind=before.kind).of_kind(typed.kind, actor.today(now))
        regrow(client, view, tours, actor, now, wish=wish)
    ack()


def unfold(ack: Ack, actor: Actor, client: WebClient, now: datetime, tours: Tours, view: Mapping[str, Any]) -> None:
    """Show the fields of the open form that are folded away at first."""
    regrow(client, view, tours, actor, now, more=True)
    ack()


def add_promise(
    ack: Ack, actor: Actor, client: WebClient, now: datetime, tours: Tours, view: Mapping[str, Any]
) -> None:
    """Give the open form one more promise."""
    regrow(client, view, tours, actor, now, rows=min(forms.shape(view).rows + 1, MOST_PROMISES))
    ack()


def redraw(ack: Ack, actor: Actor, client: WebClient, now: datetime, tours: Tours, view: Mapping[str, Any]) -> None:
    """Show the open form as its fields want it: the questions below them, and all that belongs to a short tour."""
    regrow(client, view, tours, actor, now)
    ack()


def regrow(
    client: WebClient,
    view: Mapping[str, Any],
    tours: Tours,
    actor: Actor,
    now: datetime,
    *,
    wish: TermsWish | None = None,
    rows: int | None = None,
    more: bool | None = None,
) -> None:
    """Show the open form (for a new tour or a change) with other dates or fields, and all that was typed."""
    shape = forms.shape(view)
    wish, rows = wish or forms.wish(view), rows or shape.rows
    if view["callback_id"] == ViewId.CHANGE_PROPOSAL:
        command = forms.change_tour(view)
        detail = tours.read(actor, command.tour_id, now)
        form = tour_form.change(
            detail, wish, base=command.base_number, reason=command.reason, rows=rows, amends=command.amends
        )
    else:
        form = tour_form.start(
            wish,
            actor.today(now),
            partner_id=forms.partner(view),
            leads=forms.leads(view),
            rows=rows,
            more=shape.more if more is None else more,
            stage=Stage.ASKED if shape.has_asked else Stage.FRESH,
            found=look_over_terms(wish, actor.locale) if shape.has_asked else {},
        )
    update(client, view["id"], start_aids.carried(form, view), seen=view.get("hash"))


def propose(
    ack: Ack,
    actor: Actor,
    delivery: str,
    now: datetime,
    people: People,
    refresh_home: Refresh,
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Ask once about what is vague; then propose the tour that the form asks for, and offer the next step."""
    command, shape = forms.start_tour(view), forms.shape(view)

    def answer(command: StartTour) -> blocks.View:
        if not shape.has_asked and (found := tours.review(actor, command, now)):
            return start_aids.carried(asking(command, shape, actor.today(now), found), view)
        tour = tours.start(actor, command, now, delivery=delivery)
        refresh_home(*tour.at_home)
        return proposed(tour)

    try:
        answered = answer(command)
    except NotAcquainted:
        look_up(people, actor, command.partner_id, now)
        answered = answer(replace(command, has_looked_up=True))
    ack(response_action="update", view=answered)


def asking(
    command: StartTour, shape: forms.Shape, today: date, found: Mapping[str, tuple[Finding, ...]]
) -> blocks.View:
    """Return the form of a new tour with what could be said more clearly, before it is proposed as it is."""
    return tour_form.start(
        command.wish,
        today,
        partner_id=command.partner_id,
        leads=command.leads,
        rows=shape.rows,
        more=shape.more,
        stage=Stage.ASKING,
        found=found,
    )


def look_up(people: People, actor: Actor, user_id: str | None, now: datetime) -> None:
    """Learn from Slack who somebody is, before the unit of work that needs to know."""
    if user_id is None:
        return
    try:
        people.acquaint(actor.team_id, user_id, now)
    except Refused as refused:
        # The unit of work finds nobody of this id, and says so together with everything else that is wrong.
        if refused.reason is not Reason.PARTNER_UNKNOWN:
            raise


def list_tours(actor: Actor, answer: Answer, now: datetime, tours: Tours) -> None:
    """`/tour list`."""
    answer(_("Your tours"), tour_list(tours.list_of(actor), actor.user_id, actor.today(now), actor.time_zone))


def turn_list(actor: Actor, answer: Answer, now: datetime, tours: Tours, value: str) -> None:
    """Another page of the list. The value is its number, counted from 0."""
    answer(
        _("Your tours"),
        tour_list(tours.list_of(actor), actor.user_id, actor.today(now), actor.time_zone, numbers(value)[0]),
    )


def show(
    ack: Ack, actor: Actor, answer: Answer, now: datetime, prompts: Prompts, sheets: Sheets, tours: Tours, words: str
) -> None:
    """`/tour show [@person]`: open the tour that is meant, or ask which one."""
    with_id = whom(words)
    meant = _meant(tours.list_of(actor), actor.user_id, with_id)
    if len(meant) == 1:
        detail = tours.read(actor, meant[0].id, now)
        sheets.show(screen(detail, prompts))
        ack()
    elif meant:
        answer(_("Your tours"), tour_list(meant, actor.user_id, actor.today(now), actor.time_zone))
    else:
        answer(_("There is no such tour."), choosing.no_tour(with_id))


def _meant(lines: list[TourLine], user_id: str, with_id: str | None) -> list[TourLine]:
    """Return the tours with this person (or anybody): those that are open or under way, else those that are over."""
    fitting = [line for line in lines if with_id in (None, line.other_side(user_id))]
    return [line for line in fitting if line.state not in OVER] or fitting


def open_tour(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, sheets: Sheets, tours: Tours, value: str
) -> None:
    """Show a tour as it stands: an open proposal to answer, or what was agreed. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    sheets.over(OURS).show(screen(detail, prompts))
    ack()


def open_proposal(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, sheets: Sheets, tours: Tours, value: str
) -> None:
    """Show what waits for an answer: a proposal, or changed terms; else the tour as it stands. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    sheets.over(OURS).show(screen(detail, prompts, wants_changes=True))
    ack()


def show_forecast(
    ack: Ack, actor: Actor, now: datetime, nudges: Nudges, sheets: Sheets, tours: Tours, value: str
) -> None:
    """Show every reminder of a tour, on top of its screen. The value is "TOUR", or "TOUR:1" as an amendment has it."""
    tour_id, second = numbers(value)
    detail = tours.read(actor, tour_id, now)
    as_changed = second == 1 and detail.is_amending
    lines = nudges.forecast_of_tour(actor, detail.id, now, as_changed=as_changed)
    sheets.show(reminders(detail, lines, as_changed=as_changed))
    ack()
