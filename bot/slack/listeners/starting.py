"""The form of a new tour opens, with what stands beside it: examples, something to start from, the kind that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from slack_sdk import WebClient

from bot.domain.choosing_kind import fitting
from bot.domain.drafting import FIRST_ROWS, TermsWish
from bot.domain.patterns import Pattern, fill
from bot.domain.refusals import Reason, Refused
from bot.prompts import Prompts
from bot.services.leads import Leads
from bot.services.patterns import Begun, Beside, Patterns
from bot.services.people import Actor
from bot.services.tours import Tours
from bot.slack import blocks
from bot.slack.forms import start_aids as aids
from bot.slack.forms import tours as forms
from bot.slack.forms.state import memo
from bot.slack.ids import Action, View
from bot.slack.listeners.sheets import Sheets, whom
from bot.slack.listeners.tours import redraw, regrow
from bot.slack.routes import Ack, Routes
from bot.slack.views import examples, start_aids, tour_form
from bot.slack.views.term_fields import fits

OURS: Final = frozenset({View.EXAMPLE, View.STANDARD})


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("start")(start)
    routes.shortcut("start_tour")(open_form)
    routes.action(Action.START_TOUR)(open_form)
    routes.action(Action.SHOW_EXAMPLE)(show_example)
    routes.action(Action.START_FROM)(start_from)
    routes.action(Action.START_FROM_EXAMPLE)(start_from_example)
    routes.action(Action.CHOOSE_END)(redraw)
    routes.action(Action.ASK_KIND)(ask_kind)
    routes.action(Action.ANSWER_KIND)(answer_kind)


def start(
    ack: Ack,
    actor: Actor,
    sheets: Sheets,
    now: datetime,
    patterns: Patterns,
    prompts: Prompts,
    leads: Leads,
    words: str,
) -> None:
    """`/tour start [@person]`. Raises Refused(PARTNER_IS_SELF) where one names oneself."""
    partner_id = whom(words)
    if partner_id == actor.user_id:
        raise Refused(Reason.PARTNER_IS_SELF)
    sheets.show(new_form(actor, now, patterns, prompts, leads, partner_id))
    ack()


def open_form(
    ack: Ack,
    actor: Actor,
    sheets: Sheets,
    now: datetime,
    patterns: Patterns,
    prompts: Prompts,
    leads: Leads,
    value: str | None,
) -> None:
    """The shortcut "Start a tour", and the button. Its value is the partner's user id, where one is meant."""
    sheets.show(new_form(actor, now, patterns, prompts, leads, value or None))
    ack()


def new_form(
    actor: Actor, now: datetime, patterns: Patterns, prompts: Prompts, leads: Leads, partner_id: str | None = None
) -> blocks.View:
    """Return the form of a new tour, with what it can be started from beside it.

    Where the company says who leads whom, the one person who can be meant stands there already, and who leads.
    """
    offer = leads.offer(actor)
    partner_id = partner_id or offer.only
    form = tour_form.start(
        TermsWish(), actor.today(now), partner_id=partner_id, leads=partner_id is None or offer.leads(partner_id)
    )
    dressed = start_aids.dress(form, patterns.beside(actor, prompts), Begun())
    return dressed if partner_id else start_aids.offering(dressed, offer.people)


def show_example(
    ack: Ack, actor: Actor, patterns: Patterns, prompts: Prompts, sheets: Sheets, value: str | None
) -> None:
    """Show an example: the one that was chosen on its screen, at first the first."""
    beside = patterns.beside(actor, prompts)
    current = sheets.below
    in_form = current.get("callback_id") == View.START_TOUR or (
        current.get("callback_id") == View.EXAMPLE and memo(current).get("in_form") is True
    )
    sheets.over(OURS).show(_example(beside, value, in_form=in_form))
    ack()


def start_from(
    ack: Ack,
    actor: Actor,
    client: WebClient,
    now: datetime,
    patterns: Patterns,
    prompts: Prompts,
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Fill the open form from what was chosen; what was typed stays. Raises Refused(NOT_FOUND) where that is gone."""
    beside, begun = patterns.beside(actor, prompts), aids.begun(view)
    key = aids.pattern_key(view)
    if key is not None and key != begun.pattern_key:
        typed = replace(forms.wish(view), kind=forms.shape(view).kind)
        wish = fill(typed, _found(beside, key), beside.find(begun.pattern_key), actor.today(now))
        if fits(wish):
            changed = start_aids.redress(view, beside, Begun(pattern_key=key))
            regrow(client, changed, tours, actor, now, wish=wish, rows=_rows(wish), more=_more(wish, view))
    ack()


def start_from_example(
    ack: Ack, actor: Actor, now: datetime, patterns: Patterns, prompts: Prompts, sheets: Sheets, value: str | None
) -> None:
    """Open the form of a new tour, filled from an example, in place of it. The value is its key."""
    beside, today = patterns.beside(actor, prompts), actor.today(now)
    pattern = _found(beside, value)
    wish = fill(TermsWish(), pattern, None, today)
    form = tour_form.start(wish, today, rows=_rows(wish), more=wish.uncertainties is not None)
    sheets.over(OURS).show(start_aids.dress(form, beside, Begun(pattern_key=pattern.key)))
    ack()


def ask_kind(
    ack: Ack,
    actor: Actor,
    client: WebClient,
    now: datetime,
    patterns: Patterns,
    prompts: Prompts,
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Unfold the three questions in the open form."""
    begun = replace(aids.begun(view), is_asking=True, fit=None)
    regrow(client, start_aids.redress(view, patterns.beside(actor, prompts), begun), tours, actor, now)
    ack()


def answer_kind(
    ack: Ack,
    actor: Actor,
    client: WebClient,
    now: datetime,
    patterns: Patterns,
    prompts: Prompts,
    tours: Tours,
    view: Mapping[str, Any],
) -> None:
    """Choose the kind that fits, once all three are answered, and say why; its dates follow."""
    if fit := fitting(aids.answers(view)):
        begun = replace(aids.begun(view), is_asking=False, fit=fit)
        wish = replace(forms.wish(view), kind=forms.shape(view).kind).of_kind(fit.kind, actor.today(now))
        changed = start_aids.redress(view, patterns.beside(actor, prompts), begun)
        regrow(client, changed, tours, actor, now, wish=wish)
    ack()


def _example(beside: Beside, key: str | None, *, in_form: bool) -> blocks.View:
    if not beside.examples:
        return examples.none_here()
    shown = next((each for each in beside.examples if each.key == key), beside.examples[0])
    return examples.example(shown, beside.examples, in_form=in_form)


def _found(beside: Beside, key: str | None) -> Pattern:
    pattern = beside.find(key)
    if pattern is None:
        raise Refused(Reason.NOT_FOUND)
    return pattern


def _rows(wish: TermsWish) -> int:
    return max(FIRST_ROWS, len(wish.promises))


def _more(wish: TermsWish, view: Mapping[str, Any]) -> bool:
    return forms.shape(view).more or wish.uncertainties is not None
