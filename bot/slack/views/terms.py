"""The text of one version, as both sides read it; beside an earlier version, what was added and what was removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from bot.domain.diff import Change, pairs, word_diff
from bot.domain.promises import PromiseDraft, Side
from bot.domain.tours import Draft, Rhythm
from bot.slack.blocks import SECTION_LIMIT, Block, Element, section
from bot.slack.views.choosing import kind_name
from bot.slack.words import _, short_date

Style = Mapping[str, bool]

BLOCK_LIMIT: Final = 4000  # characters of one block of rich text [ours]: a whole field with its label and date

ADDED: Final[Style] = {"bold": True}
REMOVED: Final[Style] = {"strike": True}
LABEL: Final[Style] = {"bold": True}


def rhythm_name(rhythm: Rhythm) -> str:
    """Return how often both check in, in the reader's language."""
    names = {
        Rhythm.MONTHLY: _("every month"),
        Rhythm.QUARTERLY: _("every three months"),
        Rhythm.TWICE_A_YEAR: _("twice a year"),
    }
    return names[rhythm]


def terms(new: Draft, old: Draft | None = None) -> list[Block]:
    """Return everything that both sign: texts, dates, promises. Against `old`, what changed is marked word by word."""
    return [*wording(new, old), *promises((old or new).promises, new.promises)]


def wording(new: Draft, old: Draft | None = None) -> list[Block]:
    """Return the texts and dates of a version, marked against `old` as `terms` does."""
    before = old or new
    return [
        *_field(_("Mission"), before.mission, new.mission),
        *_field(_("Result for the company"), before.result, new.result),
        *_field(_("Gain for the career"), before.gain, new.gain),
        *_field(_("What could change this"), before.uncertainties or "", new.uncertainties or ""),
        _days(before, new),
    ]


def promises(before: Sequence[PromiseDraft], after: Sequence[PromiseDraft]) -> list[Block]:
    """Return the promises of both sides, the company's first."""
    found: list[Block] = []
    for side in Side:
        of_side = list(pairs(before, after, side))
        found += [section(f"*{promises_of(side)}*")] if of_side else []
        found += [block for old, new in of_side for block in paragraphs(_promise(old, new))]
    return found


def promises_of(side: Side) -> str:
    """Return the heading over the promises of one side."""
    return _("Promises of the company") if side is Side.COMPANY else _("Promises of the holder")


def text(words: str, style: Style | None = None) -> Element:
    """Return a run of rich text."""
    return {"type": "text", "text": words, **({"style": dict(style)} if style else {})}


def user(user_id: str) -> Element:
    """Return a person in rich text."""
    return {"type": "user", "user_id": user_id}


def paragraphs(elements: Sequence[Element]) -> list[Block]:
    """Return rich text, in as many blocks as its length needs."""
    blocks: list[list[Element]] = [[]]
    room = BLOCK_LIMIT
    for piece in (piece for element in elements for piece in _pieces(element)):
        size = len(piece.get("text", ""))
        if size > room:
            blocks.append([])
            room = BLOCK_LIMIT
        blocks[-1].append(piece)
        room -= size
    return [_rich_text(parts) for parts in blocks]


def _rich_text(elements: list[Element]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _pieces(element: Element) -> Iterator[Element]:
    words = element.get("text", "")
    if len(words) <= SECTION_LIMIT:
        yield element
        return
    for at in range(0, len(words), SECTION_LIMIT):
        yield {**element, "text": words[at : at + SECTION_LIMIT]}


def _field(label: str, before: str, after: str) -> list[Block]:
    """A label over a text; nothing where neither version has it."""
    if not before and not after:
        return []
    return paragraphs(
        [
            text(label if before == after else _("{label} (changed)").format(label=label), LABEL),
            text("\n"),
            *changed(before, after),
        ]
    )


def changed(before: str, after: str) -> list[Element]:
    """Return how one text became another: added words bold, removed ones struck out."""
    if before == after:
        return [text(after)]
    styles: Mapping[Change, Style | None] = {Change.KEPT: None, Change.ADDED: ADDED, Change.REMOVED: REMOVED}
    found: list[Element] = []
    was_removed = False
    for run in word_diff(before, after):
        if was_removed and run.change is Change.ADDED:
            found.append(text(" "))  # so that the old word and the new one do not read as one
        found.append(text(run.words, styles[run.change]))
        was_removed = run.change is Change.REMOVED
    return found


def _value(before: str, after: str) -> list[Element]:
    """Return a short value, behind the one it replaces."""
    return [text(after)] if before == after else [text(before, REMOVED), text(" "), text(after, ADDED)]


def _days(before: Draft, after: Draft) -> Block:
    lines: list[Element] = [text(_("Kind and dates"), LABEL)]
    for (label, was), (_label, becomes) in zip(_facts(before), _facts(after), strict=True):
        if was or becomes:
            lines += [text(f"\n{label}: "), *_value(was or "–", becomes or "–")]
    return _rich_text(lines)


def _facts(draft: Draft) -> list[tuple[str, str]]:
    return [
        (_("Kind"), kind_name(draft.kind)),
        (_("Start"), short_date(draft.start_on)),
        (_("Planned end"), short_date(draft.end_on) if draft.end_on else _("none")),
        (_("Check-ins"), rhythm_name(draft.rhythm)),
        (_("Halfway review"), _day(draft.halfway_on)),
        (_("Talk about the next tour"), _day(draft.next_talk_on)),
    ]


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


def _promise(old: PromiseDraft | None, new: PromiseDraft | None) -> list[Element]:
    if old is None and new is not None:
        return [text(_("New") + ": ", LABEL), text(new.words, ADDED), *_kept_by(new, new)]
    if new is None and old is not None:
        return [text(_("Removed") + ": ", LABEL), text(old.words, REMOVED)]
    if old is None or new is None:
        return []
    return [text("• "), *changed(old.words, new.words), *_kept_by(old, new)]


def _kept_by(old: PromiseDraft, new: PromiseDraft) -> list[Element]:
    owner = [user(new.owner_id)] if old.owner_id == new.owner_id else [user(new.owner_id), text(_(" (changed)"), ADDED)]
    due = _value(short_date(old.due_on), short_date(new.due_on))
    return [text("\n" + _("kept by") + " "), *owner, text(", " + _("due") + " "), *due]
