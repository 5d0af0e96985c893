"""The wordings of pledge and signing, for stewards: what holds, and what waits for their approval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.wordings import WordingText
from bot.services.wordings import WordingSheet
from bot.slack.blocks import Block, Element, View, actions, alert, button, confirm, context, divider, modal, section
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _, short_date


def wordings(sheets: Sequence[WordingSheet], notice: str | None = None) -> View:
    """Every wording that people give their word to."""
    blocks: list[Block] = [
        *([alert(notice, level="success")] if notice else []),
        section(
            _(
                "People give their word to these. Whoever runs Tourguide can lay your own words over ours; they hold "
                "once a steward has approved them. What was pledged before stays as it was read."
            )
        ),
    ]
    for sheet in sheets:
        blocks += [divider(), *_wording(sheet)]
    return modal(ViewId.WORDINGS, _("Pledge and signing"), blocks, close=_("Close"))


def _wording(sheet: WordingSheet) -> Iterator[Block]:
    yield section(_text(sheet.holds))
    yield context(_since(sheet))
    if sheet.waits is not None:
        yield section(_("*This waits for a steward:*"))
        yield section(_text(sheet.waits))
        yield actions(_approve(sheet, sheet.waits), block_id=f"approve.{sheet.name}")


def _text(text: WordingText) -> str:
    return f"*{text.heading}*\n\n{text.body}"


def _since(sheet: WordingSheet) -> str:
    if sheet.approved_by_id is None or sheet.approved_on is None:
        return _("In use as it came with Tourguide.")
    words = _("Holds since {day}, approved by <@{steward}>.")
    return words.format(day=short_date(sheet.approved_on), steward=sheet.approved_by_id)


def _approve(sheet: WordingSheet, text: WordingText) -> Element:
    sure = confirm(
        _("Put this wording into use?"),
        _("From now on people read and sign these words. What was pledged before stays as it was."),
        _("Put it into use"),
        _("Not yet"),
    )
    return button(
        _("Approve it"), Action.APPROVE_WORDING, f"{sheet.name}:{text.text_hash}", style="primary", confirm=sure
    )
