"""Which tour is meant, when somebody has several and named nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.tours import Kind
from bot.services.choosing import TourChoice
from bot.slack.blocks import Block, actions, button, context, section
from bot.slack.ids import Action
from bot.slack.words import _, mark, short_date

MOST = 40  # a message takes 50 blocks
_KINDS: Final[Mapping[Kind, str]] = {
    Kind.ROTATIONAL: mark("rotational tour"),
    Kind.TRANSFORMATIONAL: mark("transformational tour"),
    Kind.FOUNDATIONAL: mark("foundational tour"),
}


def kind_name(kind: Kind) -> str:
    """Return the kind of a tour in the reader's language."""
    return _(_KINDS[kind])


def choice(title: str, choices: Sequence[TourChoice], action_id: str, label: str, hint: str) -> list[Block]:
    """A line and a button for each tour; `hint` says how to name the person where there are too many to list."""
    lines = [
        section(_line(tour), accessory=button(label, action_id, str(tour.tour_id)), block_id=f"tour.{tour.tour_id}")
        for tour in choices[:MOST]
    ]
    rest = [context(hint)] if len(choices) > MOST else []
    return [section(f"*{title}*"), *lines, *rest]


def no_tour(with_id: str | None) -> list[Block]:
    """What to do for somebody who has no tour under way, or none with the person they named."""
    words = (
        _("You have no tour under way with <@{person}>. Once both of you have signed one, it has goals and talks.")
        if with_id
        else _("You have no tour under way. Once both sides have signed one, it has goals and talks.")
    )
    start = button(_("Start a tour"), Action.START_TOUR, with_id, style="primary")
    return [section(words.format(person=with_id)), actions(start)]


def _line(tour: TourChoice) -> str:
    place = _("you are the manager") if tour.leads else _("you are the tour holder")
    until = _("until {day}").format(day=short_date(tour.end_on)) if tour.end_on else _("without an end")
    return f"<@{tour.other_id}> · {kind_name(tour.kind)} {until} · {place}"
