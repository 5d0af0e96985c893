"""Who can read what, what is kept, what is never done, and who opened something of the reader's from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.access import Thing, Why
from bot.domain.periods import OURS, Periods
from bot.services.access import AccessSheet, ReceiptLine
from bot.services.period_sheets import PeriodSheet
from bot.slack.blocks import Block, View, context, header, modal, section, visible_to
from bot.slack.ids import View as ViewId
from bot.slack.views import keeping
from bot.slack.words import _, mark, short_date

_PARAGRAPHS: Final[Sequence[tuple[str, str]]] = (
    (
        mark("The two sides of a tour"),
        mark(
            "Both read the text of the tour, its promises and goals, and the notes that were shared. Nobody else "
            "does: no other manager, no People team. A new manager reads what the tour holder chose to pass on, and "
            "never a private note."
        ),
    ),
    (
        mark("Stewards"),
        mark(
            "They can take a list of who tours with whom, which kind, from when to when, and whether it goes on. It "
            "holds no words and no reasons, and below you see when somebody took it. They are told whom I could not "
            "write to, and never what I had to say."
        ),
    ),
    (
        mark("You alone"),
        mark(
            "Private notes, the doors that you choose, how sure you feel, and your settings. Until you share them: "
            "what you prepare, your answer to your manager's question, and what matters to you. An opening card is "
            "read by those it is shared with. That you asked for a talk, the two of you know; if you chose to say what "
            "it is about, your manager reads that in one window."
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
            "read it; no report or log of mine shows it to them. If they make you a file of your things because you "
            "asked, it is listed below."
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


def rules(periods: PeriodSheet) -> list[Block]:
    """What holds for everybody, in the order in which people ask."""
    told = [(_(title), _(words)) for title, words in _PARAGRAPHS]
    paragraphs = [*told[:-1], (_("How long"), _how_long(periods)), told[-1]]
    return [header(_("Who can see what")), *(section(f"*{title}*\n{words}") for title, words in paragraphs)]


def _how_long(sheet: PeriodSheet) -> str:
    periods = sheet.periods
    times = _(
        "Notes of a talk, questions and answers: {notes} months. The text, promises and goals of a tour: {ended} "
        "months after it has ended. An opening card: until its author erases it. That somebody asked for a talk: "
        "{signals} days."
    ).format(notes=periods.notes_months, ended=periods.ended_months, signals=periods.signal_days)
    return " ".join([times, *_lately_shorter(sheet), _whose(periods), _rest()])


def _lately_shorter(sheet: PeriodSheet) -> list[str]:
    """Say what goes soon, while it can still be taken along."""
    if not sheet.shorter_from:
        return []
    day = min(day for _period, day in sheet.shorter_from)
    words = _("Something of this was made shorter: what is older goes from {day} on. `/tour export` takes it along.")
    return [words.format(day=short_date(day))]


def _whose(periods: Periods) -> str:
    if replace(periods, lapse_days=OURS.lapse_days) == OURS:  # how long a proposal waits is not told here
        return _("These are our defaults; a steward may change them under `/tour settings`.")
    return _(
        "A steward chose these numbers; what was promised a shorter time before goes by that. Our defaults stand "
        "under `/tour settings`."
    )


def _rest() -> str:
    return _(
        "*Erase mine* takes what you wrote at once; what both of you signed stays with the other side. When the "
        "workspace removes me, everything goes within 14 days."
    )


def blocks(access: AccessSheet, periods: PeriodSheet) -> list[Block]:
    """The rules with the periods that hold here, and the reader's own receipts."""
    return [*rules(periods), *receipts(access), keeping.buttons()]


def sheet(access: AccessSheet, periods: PeriodSheet) -> View:
    """The same as a modal, behind the button of Home."""
    return modal(ViewId.PRIVACY, _("Who can see what"), blocks(access, periods)[1:], close=_("Close"))


def receipts(access: AccessSheet) -> list[Block]:
    """Who opened something of the reader's who is no side of their tours, the newest first."""
    title = _("Who opened something of yours from outside")
    lines = [_line(receipt) for receipt in access.newest] or [_("Nobody so far.")]
    more = access.count - len(access.newest)
    earlier = [context(_("And {count} earlier ones; the file of your things holds them all.").format(count=more))]
    return [
        section(f"*{title}*\n" + "\n".join(lines)),
        *(earlier if more else []),
        visible_to(_("Visible to: only you. The two sides of a tour open it all day, which is not listed.")),
    ]


def _line(receipt: ReceiptLine) -> str:
    by = f"<@{receipt.by_id}>" if receipt.by_id else _("whoever runs Tourguide's server")
    things: Mapping[Thing, str] = {
        Thing.WHO_TOURS: _("with whom you tour, from when to when (no words)"),
        Thing.TERMS: _("the terms of a tour"),
        Thing.TERMS_AND_GOALS: _("the terms and goals of a tour"),
        Thing.SHARED_NOTES: _("the terms, goals and shared notes of a tour"),
        Thing.EVERYTHING: _("everything that you wrote or can read"),
    }
    reasons: Mapping[Why, str] = {
        Why.HAND_OVER: _("the tour was handed over"),
        Why.WORKSPACE_EXPORT: _("a steward's list of all tours"),
        Why.OPERATOR_EXPORT: _("your file was asked for"),
    }
    said = _("{day}: {by} opened {thing}. Why: {why}.")
    return said.format(day=short_date(receipt.on), by=by, thing=things[receipt.thing], why=reasons[receipt.why])
