"""Screens of the guides: choose a person and a talk, and read what helps with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.permissions import Role
from bot.prompts import Guide, GuideSummary
from bot.services.coach_sheets import Facing
from bot.slack.blocks import (
    Block,
    Option,
    View,
    actions,
    button,
    context,
    field,
    modal,
    option,
    person_input,
    section,
    select,
    visible_to,
)
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.words import _

OPTIONS_LIMIT: Final = 100
WITH_CONTACT: Final = frozenset({"broken_trust", "tour_going_badly", "asking_for_a_talk", "saying_no"})
"""Topics whose guides speak of the People contact, who is then named."""


def prepare_talk(guides: Sequence[GuideSummary], *, person_id: str | None = None, topic: str | None = None) -> View:
    """The form of the shortcut: with whom, and about what. The person may be left out."""
    options = _topics(guides)
    return modal(
        ViewId.PREPARE_TALK,
        _("Prepare a talk"),
        [
            field(
                block("topic"),
                _("What is the talk about?"),
                select(Action.INPUT, options, initial=topic),
            ),
            field(
                block("person_id"),
                _("With whom?"),
                person_input(Action.INPUT, initial=person_id),
                hint=_("They are not told. It fits the words to your tour with them."),
                optional=True,
            ),
            visible_to(_("Visible to you alone. Nothing of this is kept.")),
            actions(button(_("Practise a hard talk instead"), Action.OPEN_REHEARSALS)),
        ],
        submit=_("Show the guide"),
        close=_("Cancel"),
    )


def _topics(guides: Sequence[GuideSummary]) -> list[Option]:
    """Return each topic once; where each side has its own telling, it is listed by the manager's title."""
    titles: dict[str, str] = {}
    for guide in sorted(guides, key=lambda guide: guide.for_whom != Role.MANAGER.value):
        titles.setdefault(guide.topic, guide.title)
    return [option(title, topic) for topic, title in sorted(titles.items(), key=lambda item: item[1])][:OPTIONS_LIMIT]


def guide(found: Guide, facing: Facing | None = None, contact: str | None = None) -> View:
    """One guide, section by section. `contact` is the line that names the People contact, where the guide needs it."""
    return modal(
        ViewId.GUIDE,
        _("Prepare a talk"),
        [
            section(f"*{found.title}*"),
            *([context(_("With <@{person}>").format(person=facing.person_id))] if facing else []),
            *(section(f"*{part.title}*\n{part.text}") for part in found.sections),
            *([section(contact)] if contact else []),
            *_lead_on(facing),
        ],
        close=_("Close"),
    )


def _lead_on(facing: Facing | None) -> list[Block]:
    practise = button(_("Practise a hard talk"), Action.OPEN_REHEARSALS)
    if facing is None or facing.role is not Role.MANAGER:
        return [actions(practise)]
    return [actions(button(_("My next step with them"), Action.CLIMB_RUNG, str(facing.tour_id)), practise)]
