"""Screens of common ground, and of the reflection that nobody keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from bot.domain.common_ground import Meeting
from bot.domain.permissions import Role
from bot.prompts import Rendered
from bot.services.common_ground import Ground
from bot.slack.blocks import (
    Block,
    View,
    actions,
    alert,
    button,
    checkboxes,
    context,
    divider,
    field,
    labelled,
    modal,
    option,
    section,
    shorten,
    text_input,
    visible_to,
)
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.views.terms import paragraphs, text
from bot.slack.words import _

MEETINGS_SHOWN: Final = 12
GLIMPSE: Final = 120
SHARE: Final = "share"


def ground(found: Ground) -> View:
    """What stands in both lists, both lists, and the company's: a form for the holder, a page for the manager."""
    if found.reader is Role.MANAGER:
        return modal(ViewId.COMMON_GROUND, _("Common ground"), [*_for_manager(found)], close=_("Close"))
    return modal(
        ViewId.COMMON_GROUND,
        _("Common ground"),
        [*_for_holder(found)],
        submit=_("Save"),
        close=_("Close"),
        private_metadata=json.dumps({"tour": found.tour_id, "version": found.version}),
    )


def saved(found: Ground) -> View:
    """What a holder reads after saving: who can see it, and what stands in both."""
    words = _("Saved, and shared.") if found.is_shared else _("Saved for you alone. Nobody is told.")
    again = button(_("Change it"), Action.COMMON_GROUND, str(found.tour_id))
    blocks = [alert(words, level="success"), *_both(found), actions(again)]
    return modal(ViewId.COMMON_GROUND, _("Common ground"), blocks, close=_("Close"))


def _for_manager(found: Ground) -> Iterator[Block]:
    yield from _both(found)
    yield divider()
    if found.mine:
        yield from labelled(_("What matters to you, as your card has it"), found.mine)
    else:
        yield context(_("Your card says nothing yet on what matters to you. Go first: one line is enough."))
        yield actions(button(_("Write it on my card"), Action.WRITE_OPENING_CARD, str(found.tour_id)))
    yield from _theirs(found)
    yield from _company(found)
    yield visible_to(_("Visible to you and <@{other}>; each side shares its own list.").format(other=found.other_id))


def _for_holder(found: Ground) -> Iterator[Block]:
    yield from _both(found)
    yield from _theirs(found)
    yield from _company(found)
    yield divider()
    yield field(
        block("values"),
        _("What matters to me"),
        text_input(Action.INPUT, initial=found.mine, multiline=True),
        hint=_("A word or a line each. Three are plenty; none is owed."),
    )
    yield field(
        block(SHARE),
        _("Share"),
        checkboxes(
            Action.INPUT,
            [option(_("Share it with my manager"), SHARE)],
            initial=[SHARE] if found.is_shared else [],
        ),
        hint=_("Without this it stays yours, and nobody is told that it exists."),
        optional=True,
    )
    yield visible_to(_("Visible to you alone, unless you share it; then also to <@{m}>.").format(m=found.other_id))


def _both(found: Ground) -> Iterator[Block]:
    if found.both:
        yield section(_("*What stands in both lists.* Start from one of these, and ask each other for an example."))
        yield from (_meeting(meeting) for meeting in found.both[:MEETINGS_SHOWN])
    elif found.theirs and found.is_shared and found.mine:
        yield section(
            _("*No line stands in both lists.* It need not. Ask which of the other's lines surprises you most.")
        )
    else:
        yield section(_("*What both of you value* shows here once both lists are shared. There is no score."))


def _meeting(meeting: Meeting) -> Block:
    first, second = shorten(meeting.first, GLIMPSE), shorten(meeting.second, GLIMPSE)
    same = first.casefold() == second.casefold()
    (block_,) = paragraphs([text("• " + first)] if same else [text("• " + first), text("  –  "), text(second)])
    return block_


def _theirs(found: Ground) -> list[Block]:
    if found.theirs:
        return [*labelled(_("What matters to the other side"), found.theirs)]
    if found.reader is Role.MANAGER:
        return [context(_("Their list is not shared here. It may be unwritten, or kept: both are fine."))]
    return [context(_("Your manager's card says nothing on this yet."))]


def _company(found: Ground) -> list[Block]:
    return labelled(_("What the company says it stands for"), found.company) if found.company else []


def reflection(wording: Rendered, tour_id: int, person_id: str) -> View:
    """Five quiet questions to oneself, with nothing to fill in, and the two ways on."""
    return modal(
        ViewId.REFLECTION,
        _("For you alone"),
        [
            section(f"*{wording.heading}*\n\n{wording.body}"),
            actions(
                button(_("Where you stand"), Action.OPEN_GUIDE, f"where_you_stand:{person_id}"),
                button(_("My next step with them"), Action.CLIMB_RUNG, str(tour_id)),
            ),
            visible_to(_("Visible to you alone. Nothing is asked for here, and nothing is kept.")),
        ],
        close=_("Close"),
    )
