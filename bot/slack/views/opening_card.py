"""Screens of the opening card: writing it, sharing it, reading it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from bot.services.coach_sheets import CardReader, CardSaved, CardSheet, SharedCard
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    checkboxes,
    confirm,
    context,
    divider,
    field,
    labelled,
    modal,
    option,
    section,
    text_input,
    visible_to,
)
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.views.coach import step_button
from bot.slack.words import _

READERS_SHOWN: Final = 10  # as many boxes as Slack allows in one row


def opening_card(sheet: CardSheet, *, sent_here: bool = False) -> View:
    """The form of the opening card. `sent_here` says that another rung led here because this one comes first."""
    draft = sheet.draft
    blocks: list[Block] = (
        [alert(_("Go first: this card comes before that step. One line is enough."))] if sent_here else []
    )
    blocks += [
        section(_("Three lines about you, before you ask anybody for theirs. One line in one of them is enough.")),
        _lines("admired", _("Three people I admire, and what in them"), draft.admired),
        _lines("values", _("What matters to me"), draft.values),
        _lines("hope", _("What I hope to do after this job"), draft.hope),
        *_sharing(sheet),
        visible_to(_("Visible to you, and to those you share it with, until you take it back.")),
        *([actions(_erase())] if sheet.version else []),
    ]
    return modal(
        ViewId.OPENING_CARD,
        _("My opening card"),
        blocks,
        submit=_("Save"),
        close=_("Cancel"),
        private_metadata=json.dumps(
            {"version": sheet.version, "offered": [reader.holder_id for reader in _shown(sheet)]}
        ),
    )


def _erase() -> Element:
    sure = confirm(
        _("Erase your card?"),
        _("Its words are erased, and nobody can open it any more. What somebody has read they have read."),
        _("Erase it"),
        _("Keep it"),
    )
    return button(_("Erase my card"), Action.ERASE_CARD, "card", style="danger", confirm=sure)


def card_erased() -> View:
    """What the author reads after erasing."""
    words = section(_("Your card is erased. You can write another one whenever you like."))
    return modal(ViewId.OPENING_CARD, _("My opening card"), [words], close=_("Close"))


def _lines(name: str, label: str, words: str | None) -> Block:
    return field(block(name), label, text_input(Action.INPUT, initial=words, multiline=True), optional=True)


def _shown(sheet: CardSheet) -> Sequence[CardReader]:
    return sheet.readers[:READERS_SHOWN]


def _sharing(sheet: CardSheet) -> Iterator[Block]:
    readers = _shown(sheet)
    if not readers:
        return
    boxes = [option(reader.name, reader.holder_id) for reader in readers]
    ticked = [reader.holder_id for reader in readers if reader.is_shared or reader.holder_id == sheet.chosen_id]
    yield field(
        block("share_with"),
        _("Share it with"),
        checkboxes(Action.INPUT, boxes, initial=ticked),
        hint=_("They are told at once that there is something to read. Clear the box to take it back."),
        optional=True,
    )
    if len(sheet.readers) > READERS_SHOWN:
        yield context(_("For anybody who is not in this list, open your tour with them."))


def card_saved(saved: CardSaved) -> list[Block]:
    """What the author reads after saving: who was told, and the next step, where there is one."""
    lines = [_("Your card is saved.")]
    if saved.shared:
        lines.append(_("It is open now to {people}, and they are told.").format(people=_people(saved.shared)))
    if saved.taken_back:
        lines.append(_("It is closed again to {people}.").format(people=_people(saved.taken_back)))
    blocks = [section(" ".join(lines))]
    return [*blocks, actions(step_button(saved.next_step))] if saved.next_step else blocks


def _people(user_ids: Sequence[str]) -> str:
    return ", ".join(f"<@{user_id}>" for user_id in sorted(user_ids))


def shared_card(card: SharedCard) -> View:
    """The card as somebody reads it with whom it is shared."""
    draft = card.draft
    lines = (
        (_("Three people I admire, and what in them"), draft.admired),
        (_("What matters to me"), draft.values),
        (_("What I hope to do after this job"), draft.hope),
    )
    written = [piece for label, words in lines if words for piece in labelled(label, words)]
    return modal(
        ViewId.READ_CARD,
        _("Opening card"),
        [
            section(_("<@{author}> wrote this about themselves, for you to read.").format(author=card.author_id)),
            *written,
            divider(),
            section(_("Nothing is asked of you. If you want to answer, do it in your own way and your own time.")),
            *([actions(_common_ground(card))] if draft.values else []),
            visible_to(_("Visible to <@{author}>, and to those they share it with.").format(author=card.author_id)),
        ],
        close=_("Close"),
    )


def _common_ground(card: SharedCard) -> Element:
    return button(_("What both of us value"), Action.COMMON_GROUND, str(card.tour_id))
