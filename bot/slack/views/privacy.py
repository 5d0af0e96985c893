"""Who can read what, what is kept, and what is never done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.slack.blocks import Block, View, header, modal, section
from bot.slack.ids import View as ViewId
from bot.slack.words import _, mark

_PARAGRAPHS: Final[Sequence[tuple[str, str]]] = (
    (
        mark("The two sides of a tour"),
        mark(
            "Both read the text of the tour, its promises and goals, and the notes that were shared. Nobody else "
            "does: no other manager, no People team."
        ),
    ),
    (
        mark("You alone"),
        mark(
            "Private notes, what you prepared until you share it, your answers about confidence, and your "
            "settings; your answer to a question of your manager, until you share it. An opening card is read by its "
            "author and by those it was shared with."
        ),
    ),
    (
        mark("In messages"),
        mark(
            "My direct messages name people and dates, never what somebody wrote, because administrators of a "
            "Slack workspace may be able to export messages. What you write to me in a message is answered and not "
            "kept by me; Slack keeps the message."
        ),
    ),
    (
        mark("Where it lies"),
        mark(
            "What people write is encrypted in the database. Whoever runs the server holds the key, so they could "
            "read it; no screen, report or log of mine shows it to them."
        ),
    ),
    (
        mark("How long"),
        mark(
            "Notes of a talk: 24 months. The text, promises and goals of a tour: 12 months after it has ended. An "
            "opening card: until its author erases it. These are our defaults."
        ),
    ),
    (
        mark("What I never do"),
        mark(
            "I cannot read channels. I guess nobody's wish to leave, rank no managers, feed no reviews or pay, and "
            "send nothing to anybody outside."
        ),
    ),
)


def blocks() -> list[Block]:
    """The whole of it, in the order in which people ask."""
    return [header(_("Who can see what")), *(section(f"*{_(title)}*\n{_(words)}") for title, words in _PARAGRAPHS)]


def sheet() -> View:
    """The same as a modal, behind the button of Home."""
    return modal(ViewId.PRIVACY, _("Who can see what"), blocks()[1:], close=_("Close"))
