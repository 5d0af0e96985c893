"""A form whose text somebody else changed meanwhile: what they did, beside everything that was typed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.merging import Merged
from bot.services.tour_detail import TourDetail
from bot.slack.blocks import Block, actions, button, section, shorten
from bot.slack.ids import Action, block, field_of
from bot.slack.views.terms import LABEL, paragraphs, text
from bot.slack.words import _

GLIMPSE: Final = 600  # characters of what they wrote; the whole is behind the button


def notice(tour: TourDetail, merged: Merged) -> list[Block]:
    """Return what happened, what is in the form now, and the way to their version."""
    read = button(_("Read their version"), Action.OPEN_PROPOSAL, str(tour.id))
    found = [section(" ".join(_sentences(tour, merged)))]
    return [*found, actions(read, block_id="theirs")] if tour.is_open or tour.is_amending else found


def same(tour: TourDetail) -> str:
    """Say that what was typed stands there already, word for word, and what is left to do."""
    if tour.awaits_reader:
        words = _("<@{other}> proposed the very same terms while you wrote. Sign theirs here, and they are in force.")
    elif tour.is_open or tour.is_amending:
        words = _("You have proposed these very terms from another window. They wait for <@{other}>.")
    else:
        words = _("These very terms are in force already. Nothing is left to sign.")
    return words.format(other=tour.other_id)


def proposed_before(tour: TourDetail) -> str:
    """Say that changed terms wait already, and for whom, to somebody who would propose others."""
    if tour.awaits_reader:
        words = _("<@{other}> has proposed changed terms already. Read them here: sign them, or propose a change.")
    else:
        words = _("You have proposed changed terms already. They wait for <@{other}>.")
    return words.format(other=tour.other_id)


def _sentences(tour: TourDetail, merged: Merged) -> list[str]:
    sentences = [_happened(tour), _("All that you typed is below.")]
    if merged.taken:
        sentences.append(_("Where only they changed something, their words stand there now."))
    if merged.differing:
        sentences.append(_("Where you both did, yours stay, and theirs stand beneath."))
    return [*sentences, _("Look through it once, then propose it.")]


def _happened(tour: TourDetail) -> str:
    number, author = tour.base.number, tour.base.author_id
    if not tour.is_open and not tour.is_amending:
        words = _("*Not proposed yet: version {number} is in force now.* It was signed or settled while you wrote.")
    elif author == tour.reader_id:
        words = _("*Not proposed yet: you proposed version {number} from another window.*")
    else:
        words = _("*Not proposed yet: <@{author}> proposed version {number} while you wrote.*")
    return words.format(number=number, author=author)


def beside(tour: TourDetail, fields: Sequence[Block], merged: Merged) -> list[Block]:
    """Return the fields of the form, each that both changed with the other's words beneath it."""
    found: list[Block] = []
    for part in fields:
        name = field_of(part.get("block_id", ""))
        # Slack keeps what stands in a field that it knows: under a new id it shows the words that came in.
        found.append({**part, "block_id": block(part["block_id"], tour.base.number)} if name in merged.taken else part)
        if name in merged.differing:
            found += _theirs(getattr(tour.base.wish, name))
    return found


def _theirs(value: object) -> list[Block]:
    words = value if isinstance(value, str) else "" if value is None else str(value)
    return paragraphs([text(_("Theirs") + ": ", LABEL), text(shorten(words, GLIMPSE) or _("left empty"))])
