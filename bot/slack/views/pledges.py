"""Screens of the pledge: its wording under its rung, and as both sides read what was made."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.wordings import WordingText
from bot.services.coach_sheets import PledgeSheet, RungSheet
from bot.slack.blocks import Block, Element, View, actions, button, confirm, context, modal, section, visible_to
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.coach import in_person
from bot.slack.words import _, short_date

SHORT_HASH = 12  # characters of a fingerprint that people compare


def part(sheet: RungSheet, wording: WordingText) -> Iterator[Block]:
    """What stands under the rung of the pledge: its wording, and the button that makes it or takes it back."""
    yield section(text(wording))
    if sheet.is_pledged:
        yield actions(button(_("What I pledged"), Action.READ_PLEDGE, str(sheet.tour_id)))
        return
    make = button(
        _("I make this pledge"),
        Action.MAKE_PLEDGE,
        f"{sheet.tour_id}:{wording.text_hash}",
        style="primary",
        confirm=confirm(
            _("Make this pledge?"),
            _("The other side is told at once, and can read it from now on. It is your word, not a contract."),
            _("I make it"),
            _("Not yet"),
        ),
    )
    yield actions(make, in_person(sheet))


def text(wording: WordingText) -> str:
    """Return the wording of the pledge as it is read."""
    return f"*{wording.heading}*\n\n{wording.body}"


def pledge(sheet: PledgeSheet) -> View:
    """The pledge as both read it: word for word what the manager promised, since when, and until when."""
    version = _("Version {number}, fingerprint {hash}").format(
        number=sheet.number or 1, hash=sheet.text.text_hash[:SHORT_HASH]
    )
    return modal(
        ViewId.READ_PLEDGE,
        _("The pledge"),
        [
            section(_since(sheet)),
            section(text(sheet.text)),
            context(version),
            *_way_back(sheet),
            visible_to(_("Visible to both of you. A pledge is a promise, not protection: what you tell is up to you.")),
        ],
        close=_("Close"),
    )


def _since(sheet: PledgeSheet) -> str:
    mine = _("You made this pledge to <@{holder}> on {day}.")
    theirs = _("<@{manager}> made this pledge to you on {day}.")
    words = mine if sheet.reader_id == sheet.manager_id else theirs
    made = words.format(manager=sheet.manager_id, holder=sheet.holder_id, day=short_date(sheet.pledged_on))
    if sheet.withdrawn_on is None:
        return made
    over = _("It was taken back on {day}. What was told before that day stays under it.")
    return f"{made} *{over.format(day=short_date(sheet.withdrawn_on))}*"


def _way_back(sheet: PledgeSheet) -> Iterator[Block]:
    if sheet.reader_id == sheet.manager_id and sheet.withdrawn_on is None:
        yield actions(_take_back(sheet))


def _take_back(sheet: PledgeSheet) -> Element:
    sure = confirm(
        _("Take the pledge back?"),
        _(
            "They are told at once. What they told you while it stood stays under it. A talk they asked for still "
            "waits; what it is about can no longer be read."
        ),
        _("Take it back"),
        _("Let it stand"),
    )
    return button(_("Take my pledge back"), Action.TAKE_BACK_PLEDGE, str(sheet.tour_id), style="danger", confirm=sure)
