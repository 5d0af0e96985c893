"""What is mine: the screen from which one takes a file of it, and the form that erases it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.services.keeping import Erased, ErasureSheet
from bot.slack.blocks import Block, Element, View, actions, alert, button, context, modal, section, visible_to
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.files import send_button
from bot.slack.words import _

HTML: Final = "mine_html"
JSON: Final = "mine_json"


def buttons() -> Block:
    """The two buttons that lead here, for Home and for the screen about privacy."""
    return actions(
        button(_("Export mine"), Action.EXPORT_MINE), button(_("Erase mine"), Action.ERASE_MINE), block_id="mine"
    )


def export_blocks(links: Mapping[str, str | None]) -> list[Block]:
    """What a file of one's own holds, and the ways to get it. `links` are by the name of the file's maker."""
    return [
        section(
            _(
                "*Everything of yours, in a file.* What you wrote, and what others share with you: your tours with "
                "their terms, promises, goals and notes; your own notes, answers and hours. It never holds another "
                "person's private notes, or an answer that they keep to themselves."
            )
        ),
        section(_("A page to read, or the same for a program (JSON).")),
        actions(*_ways(_("Send me the page"), HTML, _("Open the page"), links), block_id=HTML),
        actions(*_ways(_("Send me the JSON"), JSON, _("Open the JSON"), links), block_id=JSON),
        *([context(_("The links work for ten minutes, for everybody who has them."))] if any(links.values()) else []),
        visible_to(_("Visible to: only you.")),
    ]


def export_sheet(links: Mapping[str, str | None]) -> View:
    """The same as a modal, behind the button."""
    return modal(ViewId.EXPORT_MINE, _("Export mine"), export_blocks(links), close=_("Close"))


def _ways(sends: str, kind: str, opens: str, links: Mapping[str, str | None]) -> Iterator[Element]:
    yield send_button(sends, f"{Action.SEND_MINE}:{kind}", kind)
    if link := links.get(kind):
        yield {**button(opens, f"{Action.OPEN_FILE}:{kind}"), "url": link}


def erase_form(sheet: ErasureSheet) -> View:
    """What an erasure takes and what stays, with the button that does it; without one where there is nothing."""
    if sheet.is_empty:
        nothing = [section(_("There is nothing here that you wrote.")), context(_hours())]
        return modal(ViewId.ERASE_MINE, _("Erase mine"), nothing, close=_("Close"))
    goes = "\n".join(
        _("• {what}: {count}").format(what=_named(title), count=count) for title, count in sheet.takes.items()
    )
    return modal(
        ViewId.ERASE_MINE,
        _("Erase mine"),
        [
            alert(_("This cannot be undone. Nobody can bring it back, in this app or from here."), level="error"),
            section(_("*What you wrote goes, shared or not:*") + f"\n{goes}"),
            section(_("*What becomes of your tours*") + "\n" + "\n".join(_tours(sheet))),
            section(_("*What stays*") + "\n" + "\n".join(_stays(sheet))),
            actions(button(_("Export mine first"), Action.EXPORT_MINE), block_id="first"),
            visible_to(
                _("Visible to: only you. Nobody is told that you erased, but the other side sees what is gone.")
            ),
        ],
        submit=_("Erase it all"),
        close=_("Keep it"),
    )


def erased(result: Erased) -> View:
    """What was done."""
    words = _("Erased: {count} pieces of writing.").format(count=result.count)
    withdrawn = _("Withdrawn proposals: {count}.").format(count=result.proposals)
    done = words if not result.proposals else f"{words} {withdrawn}"
    return modal(ViewId.ERASE_MINE, _("Erase mine"), [section(done), context(_hours())], close=_("Close"))


def _named(title: str) -> str:
    """Return what goes of a shelf, where that is not all of it: what both signed stays."""
    if title == "Terms":
        return _("Reasons that you gave for a change, and versions that both did not sign")
    return _("Promises in versions that both did not sign") if title == "Promises" else _(title)


def _tours(sheet: ErasureSheet) -> Iterator[str]:
    if sheet.proposals:
        yield _("• Proposals of yours that wait: {count}. They are withdrawn, and the other side is told so.").format(
            count=sheet.proposals
        )
    if sheet.running:
        yield _("• Tours under way: {count}. They go on with the terms that both signed; erasing ends none.").format(
            count=sheet.running
        )
        yield _("• Your goals in them are dropped. Goals of the other side stay.")
    if not sheet.proposals and not sheet.running:
        yield _("• You have none under way, and no proposal that waits.")


def _stays(sheet: ErasureSheet) -> Iterator[str]:
    words = _("• Terms that both signed, with their promises: until {months} months after the tour has ended.")
    yield words.format(months=sheet.ended_months)
    yield _("• What the other side wrote, and that a talk was held on its day.")
    yield f"• {_hours()}"
    yield _("• Copies that whoever runs Tourguide made as a backup, until they throw them away.")


def _hours() -> str:
    return _("Your hours and which nudges you want stay, so that nothing is sent against your wish.")
