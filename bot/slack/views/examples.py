"""One example tour to read, a list of the others, and the way from it into a form."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.domain.patterns import Pattern
from bot.domain.promises import Side
from bot.domain.tours import Kind
from bot.slack.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    labelled,
    modal,
    option,
    section,
    select,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.choosing import kind_name
from bot.slack.views.terms import promises_of, rhythm_name
from bot.slack.words import _


def example(pattern: Pattern, others: Sequence[Pattern], *, in_form: bool) -> View:
    """One example. `in_form` says that it lies on top of a form, in which it can be chosen."""
    choice = select(Action.SHOW_EXAMPLE, [option(each.name, each.key) for each in others], initial=pattern.key)
    blocks = [
        context(_("Made up by us, to start from. No two tours should be worded alike.")),
        section(_("*Which one?*"), accessory=choice, block_id="examples"),
        *terms_of(pattern),
        *([] if in_form else [actions(_start(pattern), block_id="start")]),
        *([context(_("To use it, go back and choose it under “Start from”."))] if in_form else []),
        visible_to(_("Visible to you alone, until you propose a tour.")),
    ]
    return modal(
        ViewId.EXAMPLE,
        _("An example"),
        blocks,
        close=_("Back") if in_form else _("Close"),
        private_metadata=json.dumps({"in_form": in_form}),
    )


def terms_of(pattern: Pattern) -> list[Block]:
    """What a pattern says, part by part."""
    return [
        section(f"*{shape_of(pattern)}*"),
        *labelled(_("Mission"), pattern.mission),
        *labelled(_("Result for the company"), pattern.result),
        *labelled(_("Gain for the career"), pattern.gain),
        *_promises(Side.COMPANY, pattern.company),
        *_promises(Side.HOLDER, pattern.holder),
        *(labelled(_("What could change this"), pattern.uncertainties) if pattern.uncertainties else []),
    ]


def none_here() -> View:
    """What is shown where there is no example at all."""
    return modal(ViewId.EXAMPLE, _("An example"), [section(_("There is no example here."))], close=_("Close"))


def _start(pattern: Pattern) -> dict[str, object]:
    return button(_("Start from this one"), Action.START_FROM_EXAMPLE, pattern.key, style="primary")


def shape_of(pattern: Pattern) -> str:
    """Return kind, length and rhythm in one line."""
    kind = kind_name(pattern.kind)
    name = kind[:1].upper() + kind[1:]
    rhythm = rhythm_name(pattern.rhythm)
    if pattern.kind is Kind.FOUNDATIONAL:
        return _("{kind}, without an end, with a talk {rhythm}").format(kind=name, rhythm=rhythm)
    words = _("{kind}, {months} months, with a talk {rhythm}")
    return words.format(kind=name, months=pattern.months, rhythm=rhythm)


def _promises(side: Side, words: Sequence[str]) -> list[Block]:
    return labelled(promises_of(side), "\n".join(f"• {each}" for each in words)) if words else []
