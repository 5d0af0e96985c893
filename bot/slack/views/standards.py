"""The screens of standard tours: all of them, one to read, and the form in which a steward writes one."""

from __future__ import annotations

import json
from typing import Final

from bot.domain.patterns import Pattern
from bot.domain.tours import Kind, Rhythm
from bot.services.standards import StandardList, StandardSheet
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    confirm,
    context,
    field,
    modal,
    option,
    quoted,
    radio,
    section,
    select,
    text_input,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.choosing import kind_name
from bot.slack.views.examples import shape_of, terms_of
from bot.slack.views.terms import rhythm_name
from bot.slack.words import _

MONTHS: Final = (1, 2, 3, 6, 9, 12, 18, 24, 30, 36, 48, 60, 72)


def standards(found: StandardList, notice: str | None = None) -> View:
    """All of them. `notice` says what has just been done."""
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        section(
            _("A standard tour is written once. Whoever starts a tour can begin with it and change what they like.")
        ),
        *(part for pattern in found.standards for part in _line(pattern, is_steward=found.is_steward)),
        *([] if found.standards else [section(_("There is none here yet."))]),
        *_ways_on(found),
        visible_to(_("Visible to: everybody in this workspace. Stewards write them.")),
    ]
    return modal(ViewId.STANDARDS, _("Standard tours"), blocks, close=_("Close"))


def standard(pattern: Pattern) -> View:
    """One of them, to read and to start from."""
    start = button(_("Start from this one"), Action.START_FROM_EXAMPLE, pattern.key, style="primary")
    blocks = [
        quoted(pattern.name),
        *terms_of(pattern),
        actions(start, button(_("All standard tours"), Action.OPEN_STANDARDS), block_id="ways_on"),
        visible_to(_("Visible to: everybody in this workspace.")),
    ]
    return modal(ViewId.STANDARD, _("A standard tour"), blocks, close=_("Close"))


def form(sheet: StandardSheet) -> View:
    """The form in which a steward writes one, or words it anew."""
    draft = sheet.draft
    memory = {"id": sheet.id, "version": sheet.version}
    blocks = [
        field(
            "name",
            _("Name"),
            text_input(Action.INPUT, initial=draft.name),
            hint=_("For instance: First year in sales."),
        ),
        field("kind", _("Kind of tour"), _kinds(draft.kind)),
        field("mission", _("Mission"), _text(draft.mission)),
        field("result", _("Result for the company"), _text(draft.result)),
        field("gain", _("Gain for the career"), _text(draft.gain)),
        field("company", _("Promises of the company"), _text(draft.company), hint=_("A line for each.")),
        field("holder", _("Promises of the holder"), _text(draft.holder), hint=_("A line for each."), optional=True),
        field(
            "months", _("Length"), _months(draft.months), hint=_("Left empty: as is usual for the kind."), optional=True
        ),
        field("rhythm", _("Check-ins"), _rhythms(draft.rhythm), hint=_("Left empty: as is usual."), optional=True),
        *([actions(_take_out(sheet.id), block_id="take_out")] if sheet.id is not None else []),
        visible_to(_("Visible to: everybody in this workspace, as soon as you save it.")),
    ]
    return modal(
        ViewId.STANDARD_FORM,
        _("A standard tour"),
        blocks,
        submit=_("Save"),
        close=_("Cancel"),
        private_metadata=json.dumps(memory),
    )


def _line(pattern: Pattern, *, is_steward: bool) -> list[Block]:
    number = pattern.key.rpartition("/")[2]
    do = (
        button(_("Change"), Action.CHANGE_STANDARD, number)
        if is_steward
        else button(_("Read"), Action.OPEN_STANDARD, number)
    )
    return [quoted(pattern.name, accessory=do), context(shape_of(pattern))]


def _ways_on(found: StandardList) -> list[Block]:
    back = button(_("Settings"), Action.OPEN_SETTINGS)
    add = button(_("Write one"), Action.CHANGE_STANDARD, style="primary")
    return [actions(*([add] if found.is_steward else []), back, block_id="ways_on")]


def _text(initial: str | None) -> Element:
    return text_input(Action.INPUT, initial=initial, multiline=True)


def _kinds(initial: Kind | None) -> Element:
    return radio(Action.INPUT, [option(kind_name(kind).capitalize(), kind) for kind in Kind], initial=initial)


def _months(initial: int | None) -> Element:
    options = [option(_("1 month") if n == 1 else _("{count} months").format(count=n), str(n)) for n in MONTHS]
    return select(Action.INPUT, options, initial=str(initial))


def _rhythms(initial: Rhythm | None) -> Element:
    return select(Action.INPUT, [option(rhythm_name(rhythm), rhythm) for rhythm in Rhythm], initial=initial)


def _take_out(standard_id: int) -> Element:
    words = _("Nobody can start from it any more. Tours that were started from it stay as they are.")
    sure = confirm(_("Take it out?"), words, _("Take it out"), _("Keep it"))
    return button(_("Take it out"), Action.REMOVE_STANDARD, str(standard_id), style="danger", confirm=sure)
