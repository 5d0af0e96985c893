"""Screens of the confidence questions: a one-line offer, and the four questions."""

from __future__ import annotations

from dataclasses import asdict

from bot.domain.measures import HIGHEST, LOWEST, Answers
from bot.slack.blocks import (
    Block,
    Element,
    Option,
    View,
    actions,
    button,
    field,
    modal,
    option,
    section,
    select,
    visible_to,
)
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.words import _


def offer() -> list[Block]:
    """The offer that stands in Home, or under an answer, before a manager's first tour. It blocks nothing."""
    return [
        section(_("Before your first tour: how sure are you of the talks ahead? Four questions.")),
        actions(
            button(_("Answer four questions"), Action.RATE_CONFIDENCE),
            button(_("No, thank you"), Action.SKIP_CONFIDENCE),
        ),
        _visible(),
    ]


def _visible() -> Block:
    return visible_to(_("Visible to you alone."))


def questions(known: Answers | None, below: str = "") -> View:
    """The form: four choices that may all stay empty, so that opening and saving are enough.

    `below` is what the sheet under it remembers of itself, so that it can be brought up to date.
    """
    given = asdict(known) if known else {}
    inputs = [field(block(item), label, _choice(given.get(item)), optional=True) for item, label in _labels().items()]
    return modal(
        ViewId.CONFIDENCE,
        _("How sure do you feel?"),
        [
            section(_("Answer as you feel today, or leave a question empty. Today cannot be measured later.")),
            *inputs,
            _visible(),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        private_metadata=below,
    )


def _choice(given: int | None) -> Element:
    return select(Action.INPUT, _scale(), initial=str(given) if given else None)


def _labels() -> dict[str, str]:
    return {
        "start_career_talk": _("Beginning a talk about somebody's career"),
        "discuss_personal_goals": _("Talking with somebody about what they want for themselves"),
        "build_trust": _("Building trust with the people I lead"),
        "speak_about_leaving": _("Speaking with somebody about the day they may leave"),
    }


def _scale() -> list[Option]:
    words = (_("not sure at all"), _("a little"), _("half and half"), _("fairly sure"), _("very sure"))
    numbers = range(LOWEST, HIGHEST + 1)
    return [option(f"{number} – {word}", str(number)) for number, word in zip(numbers, words, strict=True)]
