"""Listeners of rehearsals. A step that is not there any more (the text was edited) leads to the start."""

from __future__ import annotations

from datetime import datetime

from bot.domain.refusals import Reason, Refused
from bot.prompts import PromptError, Prompts, Rehearsal
from bot.services.people import Actor
from bot.services.rehearsals import Rehearsals
from bot.slack.ids import Action
from bot.slack.listeners.rungs import OURS
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Routes
from bot.slack.views import rehearsals as views


def open_rehearsals(ack: Ack, actor: Actor, prompts: Prompts, rehearsals: Rehearsals, sheets: Sheets) -> None:
    """Show which talks can be practised."""
    sheets.over(OURS).show(views.choose(prompts.rehearsals(), rehearsals.under_way(actor)))
    ack()


def rehearse(
    ack: Ack, actor: Actor, prompts: Prompts, rehearsals: Rehearsals, sheets: Sheets, value: str | None
) -> None:
    """Begin a rehearsal, or go on where the actor stopped. The value is its name."""
    rehearsal = named(prompts, value)
    stopped_at = rehearsals.under_way(actor).get(rehearsal.name, rehearsal.start)
    step = rehearsal.steps.get(stopped_at) or rehearsal.steps[rehearsal.start]
    sheets.over(OURS).show(views.step(rehearsal, step))
    ack()


def reply(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, rehearsals: Rehearsals, sheets: Sheets, value: str | None
) -> None:
    """Say one of the replies. The value is "NAME:STEP:NUMBER"."""
    name, _, at = (value or "").partition(":")
    rehearsal = named(prompts, name)
    before, _, number = at.partition(":")
    step = rehearsal.steps.get(before)
    if step is None or not number.isdecimal() or int(number) >= len(step.replies):
        raise Refused(Reason.LINK_EXPIRED)
    said = step.replies[int(number)]
    after = rehearsal.steps[said.leads_to]
    if after.is_ending:
        rehearsals.ends(actor, rehearsal.name)
    else:
        rehearsals.goes_on(actor, rehearsal.name, after.id, now)
    sheets.over(OURS).show(views.step(rehearsal, after, said))
    ack()


def named(prompts: Prompts, name: str | None) -> Rehearsal:
    """Return the rehearsal of this name. Raises Refused(LINK_EXPIRED) for one that there is not."""
    try:
        return prompts.rehearsal(name or "")
    except PromptError:
        raise Refused(Reason.LINK_EXPIRED) from None


def register(routes: Routes) -> None:
    """Add the listeners of rehearsals."""
    routes.action(Action.OPEN_REHEARSALS)(open_rehearsals)
    routes.action(Action.REHEARSE)(rehearse)
    routes.action(Action.REPLY)(reply)
