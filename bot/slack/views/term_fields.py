"""The fields of terms: six are required, the rest has defaults that follow the kind, or is folded away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.domain.drafting import FIRST_ROWS, MOST_PROMISES, TEXT_LIMIT, PromiseWish, TermsWish
from bot.domain.promises import Side
from bot.domain.tours import Kind, Rhythm
from bot.domain.vagueness import Finding
from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    date_input,
    field,
    option,
    person_input,
    radio,
    select,
    text_input,
)
from bot.slack.ids import Action, block
from bot.slack.views.sharpening import questions
from bot.slack.views.terms import rhythm_name
from bot.slack.words import _

Findings = Mapping[str, tuple[Finding, ...]]
NOTHING: Final[Findings] = {}


def fields_of_terms(
    wish: TermsWish, today: date, *, rows: int, more: bool, found: Findings = NOTHING
) -> Sequence[Block]:
    """Return the fields of a form with so many rows for promises; `more` unfolds all of them, `found` asks below."""
    filled = {promise.row: promise for promise in wish.promises}
    return [
        field("kind", _("Kind of tour"), _kind_choice(wish.kind), speaks_up=True),
        *_texts(wish, found),
        *(part for row in range(rows) for part in _promise(row, filled.get(row), wish, today, more=more)),
        *_another(rows),
        *_dates(wish, today),
        *(_folded(wish, today) if more else [*_of_short(wish, today), _more()]),
    ]


def refill(wish: TermsWish, words: str | None) -> str | None:
    """Return what to put back into a field: nothing where all would be too much; Slack keeps what was typed anyway."""
    return words if fits(wish) else None


def fits(wish: TermsWish) -> bool:
    """Tell whether all texts together are few enough to be put into a form."""
    texts = [wish.mission, wish.result, wish.gain, wish.uncertainties, *(p.words for p in wish.promises)]
    return sum(len((text or "").encode()) for text in texts) <= TEXT_LIMIT


def _kind_choice(kind: Kind | None) -> dict[str, Any]:
    kinds = [
        option(_("Rotational"), Kind.ROTATIONAL, _("A known role with a set end, often a year")),
        option(_("Transformational"), Kind.TRANSFORMATIONAL, _("One mission of your own, two to five years")),
        option(_("Foundational"), Kind.FOUNDATIONAL, _("For the long run, reaffirmed each year, no end")),
    ]
    return radio(Action.CHOOSE_KIND, kinds, initial=kind)


def _text(name: str, label: str, hint: str, wish: TermsWish, found: Findings) -> list[Block]:
    words = text_input(
        Action.INPUT,
        initial=refill(wish, getattr(wish, name)),
        multiline=True,
        focus=name == next((each for each in ("mission", "result", "gain") if each in found), None),
    )
    asked = [questions(found[name])] if name in found else []
    return [field(name, label, words, hint=hint), *asked]


def _texts(wish: TermsWish, found: Findings) -> list[Block]:
    mission = _("What is this tour for, in a sentence or two?")
    result = _("What does success look like, and how would you both see it?")
    gain = _("Which line of a public profile becomes stronger?")
    return [
        *_text("mission", _("Mission"), mission, wish, found),
        *_text("result", _("Result for the company"), result, wish, found),
        *_text("gain", _("Gain for the career"), gain, wish, found),
    ]


def _promise(row: int, promise: PromiseWish | None, wish: TermsWish, today: date, *, more: bool) -> list[Block]:
    """The fields of one promise. The first row is the company's and required, the second the holder's.

    Who keeps the first and until when the second is kept have their defaults, and are folded away with the rest.
    """
    at, label = f"promise.{row}", _promise_label(row)
    promise = promise or PromiseWish(row, Side.HOLDER if row == 1 else Side.COMPANY)
    words = text_input(Action.INPUT, initial=refill(wish, promise.words), multiline=True)
    sides = select(Action.INPUT, [option(_side(side), side) for side in Side], initial=promise.side)
    owner = person_input(Action.INPUT, initial=promise.owner_id)
    owner_hint = _("Left empty: the manager.") if row == 0 else _("Left empty: the manager, or the holder for theirs.")
    due = date_input(Action.INPUT, initial=promise.due_on or wish.promise_due(today))
    whose, who, when = _("{promise}: whose?"), _("{promise}: who keeps it?"), _("{promise}: by when?")
    due_on = field(_for_kind(f"{at}.due_on", wish), when.format(promise=label), due, optional=True)
    owner_id = field(f"{at}.owner_id", who.format(promise=label), owner, hint=owner_hint, optional=True)
    return [
        *([field(f"{at}.side", whose.format(promise=label), sides, optional=True)] if row >= FIRST_ROWS else []),
        field(f"{at}.words", label, words, hint=_promise_hint(row), optional=row > 0),
        *([owner_id] if row >= FIRST_ROWS or (row == 0 and more) else []),  # the holder keeps their own
        *([due_on] if row != 1 or more else []),
    ]


def _promise_label(row: int) -> str:
    names = {0: _("Promise of the company"), 1: _("Promise of the holder")}
    return names.get(row) or _("Promise {number}").format(number=row + 1)


def _promise_hint(row: int) -> str | None:
    hints = {
        0: _(
            "To start from: feedback, flexibility, training, other disciplines, creative work, top colleagues, an "
            "introduction."
        ),
        1: _("What the company can count on."),
    }
    return hints.get(row)


def _side(side: Side) -> str:
    return _("Promise of the company") if side is Side.COMPANY else _("Promise of the holder")


def _for_kind(name: str, wish: TermsWish) -> str:
    """Return a block id that carries the kind: when it changes, Slack takes the new initial value."""
    return block(name, wish.kind) if wish.kind else name


def _dates(wish: TermsWish, today: date) -> list[Block]:
    dates = wish.dates(today)
    start_on = field("start_on", _("Start"), date_input(Action.INPUT, initial=wish.start_on or today), optional=True)
    if dates is None:
        return [start_on, context(_("Choose the kind, and the end and the rhythm that suit it stand here."))]
    rhythms = [option(rhythm_name(rhythm), rhythm) for rhythm in Rhythm]
    rhythm = select(Action.INPUT, rhythms, initial=wish.rhythm or dates.rhythm)
    return [
        start_on,
        *([_end_on(wish, dates.end_on)] if dates.end_on else []),
        field(_for_kind("rhythm", wish), _("Check-ins"), rhythm, optional=True),
    ]


def _end_on(wish: TermsWish, end_on: date) -> Block:
    """The end speaks up: the form of a short tour asks for more."""
    chosen = date_input(Action.CHOOSE_END, initial=end_on)
    return field(_for_kind("end_on", wish), _("Planned end"), chosen, optional=True, speaks_up=True)


def _folded(wish: TermsWish, today: date) -> list[Block]:
    return [_uncertainties(wish), *_talk_dates(wish, today)]


def _of_short(wish: TermsWish, today: date) -> list[Block]:
    """What stands open in the form of a short tour: there, what could change it weighs most."""
    return [_uncertainties(wish)] if wish.is_short(today) or wish.uncertainties is not None else []


def _uncertainties(wish: TermsWish) -> Block:
    words = text_input(Action.INPUT, initial=refill(wish, wish.uncertainties), multiline=True)
    hint = _("A reorganisation, a budget, a move: what you both know may come.")
    return field("uncertainties", _("What could change this?"), words, hint=hint, optional=True)


def _talk_dates(wish: TermsWish, today: date) -> list[Block]:
    dates = wish.dates(today)
    if dates is None or dates.end_on is None:
        return []
    halfway, next_talk = (date_input(Action.INPUT, initial=day) for day in wish.reviews(today))
    return [
        field(_for_kind("halfway_on", wish), _("Halfway review"), halfway, optional=True),
        field(_for_kind("next_talk_on", wish), _("Talk about the next tour"), next_talk, optional=True),
    ]


def _another(rows: int) -> list[Block]:
    if rows >= MOST_PROMISES:
        return [context(_("A tour holds up to {limit} promises.").format(limit=MOST_PROMISES))]
    return [actions(button(_("Add a promise"), Action.ADD_PROMISE), block_id="another")]


def _more() -> Block:
    shows = _("Show who keeps a promise, uncertainties and the dates of talks")
    return actions(button(_("More"), Action.MORE, described_as=shows), block_id="more")
