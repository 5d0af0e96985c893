"""Our defaults: which rules are ours, what holds here, and the form in which stewards change what they may."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from bot.domain.periods import BOUNDS, NOTICE, OURS, Period
from bot.services.period_sheets import PeriodSheet
from bot.slack.blocks import (
    Block,
    View,
    actions,
    alert,
    button,
    context,
    divider,
    field,
    modal,
    section,
    text_input,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _, mark, short_date

LABELS: Final[Mapping[Period, str]] = {
    Period.LAPSE: mark("A proposal or a change without an answer"),
    Period.NOTES: mark("Notes of a talk"),
    Period.ENDED: mark("A tour that is over"),
    Period.SIGNALS: mark("That somebody asked for a talk"),
}
HOLDS: Final[Mapping[Period, str]] = {
    Period.LAPSE: mark("lapses after {count} days, with reminders before that."),
    Period.NOTES: mark(
        "are kept {count} months; so are questions with their answers, and what somebody wrote that matters to them."
    ),
    Period.ENDED: mark("is kept {count} months: its text, promises and goals, and what was said at the end."),
    Period.SIGNALS: mark("is kept {count} days."),
}
FIXED: Final = (
    mark("A person serves one active tour at a time, and one more can be proposed to them."),
    mark("At most one message of reminders a day."),
    mark("The length and rhythm that the form proposes for each kind of tour. You choose in the form."),
    mark("Ten minutes to take back that a talk was asked for."),
    mark("Who opened something of yours from outside stands in your list for 24 months."),
    mark("When the workspace removes me, everything goes within 14 days."),
)


def periods(sheet: PeriodSheet, notice: str | None = None) -> View:
    """What holds here beside what we chose, then what cannot be changed. `notice` says what has just been done."""
    change = button(_("Change these"), Action.CHANGE_PERIODS, style="primary")
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        section(_("Nobody has proved these numbers: we chose them. A steward can choose others for this workspace.")),
        *(section(_held(sheet, period)) for period in Period),
        *_decided(sheet),
        *([actions(change, block_id="ways_on")] if sheet.is_steward else []),
        divider(),
        section("\n".join([_("*Also ours, and the same everywhere*"), *(f"• {_(words)}" for words in FIXED)])),
        visible_to(_("Visible to: everybody in this workspace. Stewards change it.")),
    ]
    return modal(ViewId.PERIODS, _("Our defaults"), blocks, close=_("Close"))


def form(sheet: PeriodSheet) -> View:
    """The form in which a steward changes what may be changed."""
    blocks = [
        section(
            _(
                "*Before you make one shorter:* what is older goes {days} days later, and nobody can bring it back. "
                "Until then everybody reads the day under `/tour privacy` and can take theirs along, and you can undo "
                "it here."
            ).format(days=NOTICE.days)
        ),
        *(_field(sheet, period) for period in Period),
        context(
            _(
                "A longer one counts for what begins from now on: nothing is kept longer than was promised. A proposal "
                "that waits already lapses on the day that it was told."
            )
        ),
        visible_to(_("Visible to: everybody in this workspace, with your name and the day.")),
    ]
    return modal(
        ViewId.CHANGE_PERIODS,
        _("Our defaults"),
        blocks,
        submit=_("Save"),
        close=_("Cancel"),
        private_metadata=json.dumps({"number": sheet.number}),
    )


def goes_from(sheet: PeriodSheet, period: Period) -> str | None:
    """Return from which day on what is older goes, while a period was shortened so lately that nothing has gone."""
    day = sheet.erases_from(period)
    return _("What is older goes from {day} on.").format(day=short_date(day)) if day else None


def _field(sheet: PeriodSheet, period: Period) -> Block:
    bounds, unit = BOUNDS[period], _unit(period)
    hint = _("{unit}, from {least} to {most}. Our default is {ours}.").format(
        unit=unit, least=bounds.least, most=bounds.most, ours=OURS.count(period)
    )
    entry = text_input(Action.INPUT, initial=str(sheet.periods.count(period)))
    return field(period, _(LABELS[period]), entry, hint=hint)


def _unit(period: Period) -> str:
    return _("Days") if period in {Period.LAPSE, Period.SIGNALS} else _("Months")


def _held(sheet: PeriodSheet, period: Period) -> str:
    count, ours = sheet.periods.count(period), OURS.count(period)
    whose = _("That is our default.") if count == ours else _("Our default is {ours}.").format(ours=ours)
    words = f"*{_(LABELS[period])}* {_(HOLDS[period]).format(count=count)} {whose}"
    return " ".join([words, *([goes] if (goes := goes_from(sheet, period)) else [])])


def _decided(sheet: PeriodSheet) -> Iterator[Block]:
    if sheet.decided_by_id is not None and sheet.decided_on is not None:
        words = _(
            "Decided by <@{steward}> on {day}. What was promised a shorter time before goes by that; a proposal lapses "
            "on the day that it was told."
        )
        yield context(words.format(steward=sheet.decided_by_id, day=short_date(sheet.decided_on)))
