"""Listeners of the guides: `/tour coach`, the shortcut "Prepare a talk", and the buttons that open a guide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.domain.permissions import Role
from bot.prompts import PromptError, Prompts
from bot.services.coach import Coach
from bot.services.coach_sheets import Facing
from bot.services.company import CompanySettings
from bot.services.people import Actor
from bot.services.turns import Turns
from bot.services.understanding import MENTION, find_topic
from bot.slack import blocks
from bot.slack.forms.state import chosen, person
from bot.slack.ids import Action, View
from bot.slack.listeners.rungs import OURS, RungScreens, rung_called
from bot.slack.listeners.sheets import Sheets, mentioned
from bot.slack.routes import Ack, Routes
from bot.slack.views import guides as views
from bot.slack.views import turns as turn_views
from bot.slack.views.company import contact_line

PREPARE_TALK: Final = "prepare_talk"


def coach(
    ack: Ack,
    actor: Actor,
    coach: Coach,
    company: CompanySettings,
    now: datetime,
    prompts: Prompts,
    sheets: Sheets,
    turns: Turns,
    words: str,
) -> None:
    """`/tour coach [@person] [topic]`: the guide, or the next step with somebody one leads, or the form that asks.

    Facing somebody whom one leads, the name of a rung opens that rung.
    """
    person_id = mentioned(words)
    facing = coach.facing(actor, person_id) if person_id else None
    leads = facing is not None and facing.role is Role.MANAGER
    asked = MENTION.sub(" ", words)
    rung = rung_called(asked) if leads else None
    topic = None if rung else find_topic(asked, holders_alone(prompts) if leads else ())
    if facing is not None and leads and topic is None:
        view = RungScreens(actor, now, coach, turns, prompts).view(facing.tour_id, rung)
    elif facing is not None and topic is None and (received := turns.received(actor, facing.tour_id)):
        view = turn_views.all_received(received)
    else:
        view = guide_view(actor, topic, person_id, coach, company, prompts)
    sheets.over(OURS).show(view)
    ack()


def holders_alone(prompts: Prompts) -> set[str]:
    """Return the topics that are told to holders alone: nobody needs them facing somebody whom they lead."""
    guides = prompts.guides()
    return {each.topic for each in guides} - {each.topic for each in guides if each.for_whom != Role.HOLDER.value}


def prepare_talk(ack: Ack, prompts: Prompts, sheets: Sheets) -> None:
    """The shortcut: ask with whom and about what."""
    sheets.over(OURS).show(views.prepare_talk(prompts.guides()))
    ack()


def show_chosen(
    ack: Ack, actor: Actor, company: CompanySettings, view: Mapping[str, Any], coach: Coach, prompts: Prompts
) -> None:
    """Show the guide that was chosen, in place of the form."""
    found = guide_view(actor, chosen(view, "topic") or None, person(view, "person_id") or None, coach, company, prompts)
    ack(response_action="update", view=found)


def open_guide(
    ack: Ack, sheets: Sheets, actor: Actor, value: str | None, coach: Coach, company: CompanySettings, prompts: Prompts
) -> None:
    """Open the guide that a button names: "topic" or "topic:person". A button without one asks which."""
    topic, _, person_id = (value or "").partition(":")
    sheets.over(OURS).show(guide_view(actor, topic or None, person_id or None, coach, company, prompts))
    ack()


def guide_view(
    actor: Actor, topic: str | None, person_id: str | None, coach: Coach, company: CompanySettings, prompts: Prompts
) -> blocks.View:
    """Return the guide told to the side that the actor is on, or the form where the topic is unknown."""
    facing = coach.facing(actor, person_id) if person_id else None
    if topic is None:
        return views.prepare_talk(prompts.guides(), person_id=person_id)
    try:
        found = prompts.guide(topic, side_of(facing), facing.kind.value if facing else None)
    except PromptError:
        return views.prepare_talk(prompts.guides(), person_id=person_id)
    contact = contact_line(company.people_contact(actor.team_id)) if topic in views.WITH_CONTACT else None
    return views.guide(found, facing, contact)


def side_of(facing: Facing | None) -> str:
    """Return whom the guide is told to: a manager, unless the actor is the holder of a tour with that person."""
    return (facing.role if facing else Role.MANAGER).value


def register(routes: Routes) -> None:
    """Add the listeners of the guides."""
    routes.command("coach")(coach)
    routes.shortcut(PREPARE_TALK)(prepare_talk)
    routes.submission(View.PREPARE_TALK)(show_chosen)
    routes.action(Action.PREPARE_TALK)(prepare_talk)
    routes.action(Action.OPEN_GUIDE)(open_guide)
