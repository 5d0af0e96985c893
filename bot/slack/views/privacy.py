"""Who can read what, what is kept, and what is never done."""

from __future__ import annotations

from bot.slack.blocks import Block, View, header, modal, section
from bot.slack.ids import View as ViewId
from bot.slack.words import _


def blocks() -> list[Block]:
    """The whole of it, in the order in which people ask."""
    return [header(_("Who can see what")), *(section(f"*{title}*\n{words}") for title, words in _paragraphs())]


def sheet() -> View:
    """The same as a modal, behind the button of Home."""
    return modal(ViewId.PRIVACY, _("Who can see what"), blocks()[1:], close=_("Close"))


def _paragraphs() -> list[tuple[str, str]]:
    return [
        (
            _("The two sides of a tour"),
            _(
                "Both read the text of the tour, its promises and goals, and the notes that were shared. Nobody else "
                "does: no other manager, no People team."
            ),
        ),
        (
            _("You alone"),
            _(
                "Private notes, what you prepared until you share it, your answers about confidence, and your "
                "settings. An opening card is read by its author and by those it was shared with."
            ),
        ),
        (
            _("In messages"),
            _(
                "My direct messages name people and dates, never what somebody wrote, because administrators of a "
                "Slack workspace may be able to export messages. What you write to me in a message is answered and not "
                "kept by me; Slack keeps the message."
            ),
        ),
        (
            _("Where it lies"),
            _(
                "What people write is encrypted in the database. Whoever runs the server holds the key, so they could "
                "read it; no screen, report or log of mine shows it to them."
            ),
        ),
        (
            _("How long"),
            _(
                "Notes of a talk: 24 months. The text, promises and goals of a tour: 12 months after it has ended. An "
                "opening card: until its author takes it back. These are our defaults."
            ),
        ),
        (
            _("What I never do"),
            _(
                "I cannot read channels. I guess nobody's wish to leave, rank no managers, feed no reviews or pay, and "
                "send nothing to anybody outside."
            ),
        ),
    ]
