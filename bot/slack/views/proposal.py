"""A proposal as both sides read it: the text, what changed and why, what signing means, and the answers it can get."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from bot.domain.calendar import local_day
from bot.domain.wordings import WordingText
from bot.prompts import Rendered
from bot.services.nudge_sheets import ForecastLine
from bot.services.tour_detail import TermsRead, TourDetail
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    confirm,
    context,
    divider,
    labelled,
    modal,
    section,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.check_ins import review_name
from bot.slack.views.choosing import kind_name
from bot.slack.views.nudges import forecast_blocks
from bot.slack.views.terms import terms
from bot.slack.words import _, short_date, spoken_date

MOST_BLOCKS: Final = 100
MOST_BYTES: Final = 230_000  # of a modal's blocks; Slack takes 250 KB for all of it
FORECAST: Final = 3


def proposal(tour: TourDetail, signing: Rendered, notice: str | None = None) -> View:
    """The newest version of an open proposal or amendment.

    `signing` is the wording of a signature; `notice` says what just happened.
    """
    version = tour.latest
    read = WordingText(*signing).text_hash
    memory = {"tour": tour.id, "number": version.number, "hash": version.text_hash, "wording": read}
    return modal(
        ViewId.READ_PROPOSAL,
        _("Changed terms") if tour.is_amending else _("Proposed tour"),
        _fitting(tour, signing, notice),
        submit=_("Sign") if tour.awaits_reader else None,
        close=_("Close"),
        private_metadata=json.dumps(memory),
    )


def _fitting(tour: TourDetail, signing: Rendered, notice: str | None) -> list[Block]:
    """Return the blocks with every change marked, or, where that is more than a modal takes, the new text alone."""
    known = tour.known
    marked = _blocks(tour, signing, notice, known)
    if len(marked) <= MOST_BLOCKS and len(json.dumps(marked, ensure_ascii=False).encode()) <= MOST_BYTES:
        return marked
    return _blocks(tour, signing, notice, None)


def _blocks(tour: TourDetail, signing: Rendered, notice: str | None, known: TermsRead | None) -> list[Block]:
    version = tour.latest
    return [
        *([alert(notice, level="info")] if notice else []),
        section(_who(tour)),
        context(_standing(tour), *_meanwhile(tour)),
        actions(*_answers(tour), block_id="answers"),
        *(labelled(_("Why this change"), version.reason) if version.reason else []),
        *_compared(known, tour),
        divider(),
        *terms(version.draft, known.draft if known else None),
        divider(),
        *forecast(tour, as_changed=tour.is_amending),
        divider(),
        section("\n".join(part for part in (f"*{_signing_title(tour, signing)}*", signing.body) if part)),
        visible_to(_("Visible to: you and <@{other}>, nobody else.").format(other=tour.other_id)),
    ]


def _signing_title(tour: TourDetail, signing: Rendered) -> str:
    return (signing.heading or "") if tour.awaits_reader else _("What a signature means")


def _who(tour: TourDetail) -> str:
    words = _("*A {kind}*: <@{manager}> leads it, <@{holder}> serves it.")
    return words.format(kind=kind_name(tour.latest.draft.kind), manager=tour.manager_id, holder=tour.holder_id)


def _standing(tour: TourDetail) -> str:
    version = tour.latest
    mine = version.author_id == tour.reader_id
    words = _("Version {number}, proposed and signed by {author} on {day}. It waits for {awaited}.")
    return words.format(
        number=version.number,
        author=_("you") if mine else f"<@{tour.other_id}>",
        day=short_date(local_day(version.written_at, tour.time_zone)),
        awaited=f"<@{tour.other_id}>" if mine else _("your answer"),
    )


def _meanwhile(tour: TourDetail) -> list[str]:
    """Say of an amendment what holds until it is signed."""
    if not tour.is_amending:
        return []
    words = _("Until both of you have signed it, version {number} stays in force as it is.")
    return [words.format(number=tour.in_force_number)]


def _compared(known: TermsRead | None, tour: TourDetail) -> list[Block]:
    """Return which version the text is marked against, if the reader knows an earlier one."""
    if tour.known is None:
        return []
    if known is None:
        words = _("More was changed since version {number} than can be marked here; this is the new text.")
        return [context(words.format(number=tour.known.number))]
    whose = _("which you wrote") if known.author_id == tour.reader_id else _("which you signed")
    whose = _("which is in force") if known.number == tour.in_force_number else whose
    words = _("Against version {number}, {whose}: *added* is bold, ~removed~ is struck out.")
    return [context(words.format(number=known.number, whose=whose))]


def _answers(tour: TourDetail) -> list[Element]:
    tour_id = str(tour.id)
    if not tour.awaits_reader:
        return [
            button(_("Change it"), Action.CHANGE_PROPOSAL, tour_id),
            button(_("Withdraw"), Action.WITHDRAW_PROPOSAL, tour_id, style="danger", confirm=sure_to_withdraw(tour)),
        ]
    return [
        button(_("Propose a change"), Action.CHANGE_PROPOSAL, tour_id),
        button(_("Decline"), Action.DECLINE_PROPOSAL, tour_id, style="danger", confirm=_sure_to_decline(tour)),
    ]


def _sure_to_decline(tour: TourDetail) -> Element:
    words = _("The other side is told that you declined. You are not asked why, and nobody else learns of it.")
    title = _("Decline these changes?") if tour.is_amending else _("Decline this proposal?")
    return confirm(title, f"{words} {_stays(tour)}".strip(), _("Decline"), _("Not yet"))


def sure_to_withdraw(tour: TourDetail) -> Element:
    """The question before a proposal, changed terms, or an agreed tour that has not begun, are taken back."""
    words = _("The other side is told that you took it back. You can propose another one at any time.")
    title = _("Withdraw these changes?") if tour.is_amending else _("Withdraw this proposal?")
    every = _("Every version of it goes, the other side's too.") if tour.is_open and tour.latest.number > 1 else ""
    return confirm(title, " ".join(filter(None, [words, every, _stays(tour)])), _("Withdraw"), _("Keep it"))


def _stays(tour: TourDetail) -> str:
    return _("The terms stay as they are.") if tour.is_amending else ""


def forecast(tour: TourDetail, *, as_changed: bool = False) -> list[Block]:
    """Return the first talks to come in a line, or nothing where none is. `as_changed`: as an amendment has them."""
    talks = tour.changed_talks if as_changed else tour.talks
    if not talks:
        return []
    first = "\n".join(f"• {spoken_date(talk.due_on)}: {review_name(talk.review)}" for talk in talks[:FORECAST])
    rest = len(talks) - FORECAST
    more = "\n" + _("and {count} more until the end").format(count=rest) if rest > 0 else ""
    title = _("Talks that will be planned") if tour.is_open or as_changed else _("Talks to come")
    value = f"{tour.id}:1" if as_changed else str(tour.id)
    return [section(f"*{title}*\n{first}{more}", accessory=button(_("Every reminder"), Action.SHOW_FORECAST, value))]


def reminders(tour: TourDetail, lines: Sequence[ForecastLine], *, as_changed: bool = False) -> View:
    """Every reminder that a tour will send to either side; of an open proposal, those it would send once signed.

    `as_changed`: those that an amendment would bring.
    """
    words = (
        _("Once both have signed, these reminders go out, each in its reader's own time zone and working hours.")
        if tour.is_open or as_changed
        else _("These reminders are to come, each in its reader's own time zone and working hours.")
    )
    blocks = [
        section(words),
        *forecast_blocks(lines, reader_id=tour.reader_id),
        visible_to(_("Visible to: you and <@{other}>, nobody else.").format(other=tour.other_id)),
    ]
    return modal(ViewId.FORECAST, _("Every reminder"), blocks, close=_("Back"))
