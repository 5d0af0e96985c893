"""Screens of the coach: the rungs of the ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.domain.promises import Side
from bot.domain.rungs import Rung
from bot.prompts import Rendered
from bot.services.coach_sheets import OpenPromise, RungSheet, Step
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    labelled,
    modal,
    section,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _, short_date

PROMISES_SHOWN: Final = 10


def rung_title(rung: Rung) -> str:
    """Return the name of a rung, as everywhere on screens."""
    titles: Mapping[Rung, str] = {
        Rung.GO_FIRST: _("Go first"),
        Rung.TAKE_TURNS: _("Take turns"),
        Rung.PLEDGE: _("Pledge"),
        Rung.ASK: _("Ask"),
        Rung.KEEP: _("Keep"),
    }
    return titles[rung]


def step_button(step: Step) -> Element:
    """Return the button that leads straight to a manager's next step with one holder."""
    if step.rung is Rung.GO_FIRST:
        return button(_("Write my three lines"), Action.WRITE_OPENING_CARD, str(step.tour_id))
    labels: Mapping[Rung, str] = {
        Rung.TAKE_TURNS: _("Take one question along"),
        Rung.PLEDGE: _("Read the pledge"),
        Rung.ASK: _("How to ask"),
        Rung.KEEP: _("What was promised"),
    }
    return button(labels[step.rung], Action.CLIMB_RUNG, rung_value(step.tour_id, step.rung))


def rung_value(tour_id: int, rung: Rung) -> str:
    """Return what a button of a rung carries."""
    return f"{tour_id}:{rung.value}"


def rung(sheet: RungSheet, guide: Rendered, body: Iterable[Block]) -> View:
    """One rung with one holder: the short guide, then `body`: what to say, and what can be done here."""
    return modal(
        ViewId.CLIMB_RUNG,
        rung_title(sheet.rung),
        [
            context(
                _("Earn the right of first conversation with <@{holder}>").format(holder=sheet.holder_id),
                _ladder(sheet.rung),
            ),
            section("\n\n".join(filter(None, [f"*{guide.heading}*", guide.body]))),
            divider(),
            *body,
            *_done(sheet),
        ],
        close=_("Close"),
    )


def _ladder(current: Rung) -> str:
    return " › ".join(f"*{rung_title(rung)}*" if rung is current else rung_title(rung) for rung in Rung)


def _done(sheet: RungSheet) -> Iterator[Block]:
    if sheet.rung is not Rung.PLEDGE:
        yield actions(in_person(sheet))
    if sheet.climbed_on is not None:
        how = _("You did this in person, on {day}.") if sheet.in_person else _("You did this here, on {day}.")
        yield context(how.format(day=short_date(sheet.climbed_on)))
    yield visible_to(_("Visible to you alone, unless it says otherwise. Answers of the other side are not counted."))


def in_person(sheet: RungSheet) -> Element:
    """Return the button with which a manager says that it was done in person."""
    value = rung_value(sheet.tour_id, sheet.rung)
    return button(_("We did this in person"), Action.CLIMBED_IN_PERSON, value)


def ask_part(sheet: RungSheet) -> Iterator[Block]:
    """What stands under the rung of asking: the sentence, and six things to talk about."""
    yield section(_("*You could say:* “After this job I would like to … What job would you like after this one?”"))
    reasons = (
        _("better feedback"),
        _("more freedom over when and where"),
        _("training"),
        _("seeing other disciplines"),
        _("more creative work"),
        _("strong colleagues to learn from"),
    )
    listed = "\n".join(f"•  {reason}" for reason in reasons)
    yield section(
        _("*And then:* “What would make you want to stay?” Six things that people often name:") + f"\n{listed}"
    )
    yield section(_("Take the answer as it comes. Do not weigh it, and promise nothing today that you cannot date."))
    yield actions(
        button(_("What both of us value"), Action.COMMON_GROUND, str(sheet.tour_id)),
        button(_("Would I fight to keep them?"), Action.REFLECT, f"{sheet.tour_id}:{sheet.holder_id}"),
    )


def keep_part(sheet: RungSheet) -> Iterator[Block]:
    """What stands under the rung of keeping: the open promises between the two."""
    if not sheet.promises:
        yield section(_("Nothing that was promised between you is open. Say so in the talk, and ask what is missing."))
    for promise in sheet.promises[:PROMISES_SHOWN]:
        yield from _promise(promise)
    if len(sheet.promises) > PROMISES_SHOWN:
        yield context(_("There are more: the tour shows all of them."))


def _promise(promise: OpenPromise) -> list[Block]:
    """One promise; the company's can be marked from here, the other side marks their own."""
    if promise.side is Side.HOLDER:
        label = _("Promised by them, by {day}").format(day=short_date(promise.due_on))
        return labelled(label, promise.words)
    kept = button(_("It is done"), Action.PROMISE_KEPT, str(promise.id))
    moved = button(_("Name a new date"), Action.PROMISE_MOVED, str(promise.id))
    label = _("Promised to them, by {day}").format(day=short_date(promise.due_on))
    return [*labelled(label, promise.words), actions(kept, moved)]


def climbed(step: Step, *, is_pledge: bool = False) -> View:
    """What a manager reads after a rung was climbed: that it is noted, or their pledge made, and the next one."""
    made = _("Your pledge is made: <@{holder}> is told, and can read it from now on.") if is_pledge else _("Noted.")
    line = f"{made} " + _("Next with <@{holder}>: *{rung}*.")
    line = line.format(holder=step.holder_id, rung=rung_title(step.rung))
    blocks = [section(line), actions(step_button(step))]
    return modal(ViewId.CLIMB_RUNG, rung_title(step.rung), blocks, close=_("Close"))
