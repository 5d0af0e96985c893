"""Forms of talks: prepare, record, move. None asks for more than two things."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.db.check_ins import CheckInLine, NoteLine
from bot.domain.check_ins import Purpose, Visibility
from bot.domain.promises import Side
from bot.prompts import Guide
from bot.services.check_in_sheets import Talk
from bot.slack.blocks import (
    Block,
    View,
    actions,
    alert,
    button,
    checkboxes,
    context,
    date_input,
    divider,
    field,
    modal,
    option,
    section,
    shorten,
    text_input,
    visible_to,
)
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.views.check_ins import day_line, for_both, for_you, note_in_full, review_name
from bot.slack.words import _, short_date, spoken_date

MOST_LISTED: Final = 8
MOST_MISSED: Final = 3
GLIMPSE: Final = 200
SHARE: Final = "share"
SECTIONS_OF_GUIDE: Final = ("How to open", "Questions to ask")


def prepare(talk: Talk, guide: Guide | None) -> View:
    """The form in which one side prepares alone, with a short guide and what is open between the two."""
    own = talk.own(Purpose.PREPARATION)
    shared = own is not None and own.visibility is Visibility.BOTH_SIDES
    theirs = talk.theirs(Purpose.PREPARATION)
    share = option(_("Share it with the other side before the talk"), SHARE)
    blocks = [
        *_heading(talk),
        *_guide(guide, talk),
        *(note_in_full(theirs, talk.sides) if theirs else []),
        *_open(talk),
        divider(),
        field(
            "words",
            _("What do you want to bring up?"),
            text_input(Action.INPUT, initial=_words(own), multiline=True),
            hint=_("A line or two is enough."),
        ),
        for_both(talk.sides) if shared else for_you(),
        field(
            SHARE,
            _("Share"),
            checkboxes(Action.INPUT, [share], initial=[SHARE] if shared else []),
            hint=_("Until you tick this and save, nobody but you can read it, and nobody is told that it exists."),
            optional=True,
        ),
    ]
    return _form(ViewId.PREPARE_REVIEW, _("Prepare"), blocks, talk)


def record(talk: Talk) -> View:
    """The form in which either side notes that the talk was held; for one recorded already, only the notes."""
    theirs = talk.theirs(Purpose.AGREEMENT)
    own, private = talk.own(Purpose.AGREEMENT), talk.own(Purpose.PRIVATE)
    blocks = [
        *_heading(talk),
        *([alert(_already(talk), level="info")] if talk.is_held else []),
        *(note_in_full(theirs, talk.sides) if theirs else []),
        *([] if talk.is_held else [*_open(talk), divider(), *_stands_for(talk), _held_on(talk)]),
        field(
            "agreed",
            _("What we agreed"),
            text_input(Action.INPUT, initial=_words(own), multiline=True),
            hint=_("New promises too: who does what, by when."),
            optional=True,
        ),
        for_both(talk.sides),
        field(
            "private",
            _("Private note"),
            text_input(Action.INPUT, initial=_words(private), multiline=True),
            optional=True,
        ),
        for_you(),
        *([] if talk.is_held else [_next_on(talk.following, talk.sides.today)]),
    ]
    return _form(ViewId.RECORD_REVIEW, _("Add to the notes") if talk.is_held else _("Record the talk"), blocks, talk)


def move(talk: Talk) -> View:
    """The form that plans a talk for another day."""
    blocks = [
        *_heading(talk),
        field("to", _("New day"), date_input(Action.INPUT, initial=max(talk.line.due_on, talk.sides.today))),
        visible_to(_("Visible to both sides: <@{other}> is told of the new day.").format(other=talk.sides.other_id)),
    ]
    return _form(ViewId.MOVE_REVIEW, _("Move the talk"), blocks, talk)


def _form(callback_id: str, title: str, blocks: Sequence[Block], talk: Talk) -> View:
    memory = json.dumps({"talk": talk.line.id})
    return modal(callback_id, title, blocks, submit=_("Save"), close=_("Cancel"), private_metadata=memory)


def _words(note: NoteLine | None) -> str | None:
    return note.words if note else None


def _heading(talk: Talk) -> list[Block]:
    title = f"*{review_name(talk.line.review)}* " + _("with <@{other}>").format(other=talk.sides.other_id)
    return [section(title), context(day_line(talk.line, talk.sides))]


def _already(talk: Talk) -> str:
    if talk.line.recorded_by_id == talk.sides.reader_id:
        return _("You recorded this talk already. Here you can change your own notes on it.")
    return _("<@{person}> recorded this talk already. What you write is kept beside their notes.").format(
        person=talk.line.recorded_by_id
    )


def _guide(guide: Guide | None, talk: Talk) -> list[Block]:
    """The parts of the guide that help with preparing; the whole of it is a press away."""
    if guide is None:
        return []
    parts = [part for part in guide.sections if part.title in SECTIONS_OF_GUIDE] or list(guide.sections[:2])
    whole = button(_("The whole guide"), Action.OPEN_GUIDE, f"{guide.topic}:{talk.sides.other_id}")
    return [*(section(f"*{part.title}*\n{part.text}") for part in parts), actions(whole)]


def _open(talk: Talk) -> list[Block]:
    promises = [
        _bullet(line.words, line.due_on, _promised(line.side), talk.sides.today, line.owner_id)
        for line in talk.promises[:MOST_LISTED]
    ]
    goals = [_bullet(goal.what, goal.due_on, "", talk.sides.today) for goal in talk.goals[:MOST_LISTED]]
    return [
        *_list(_("Promises that are open"), promises, len(talk.promises)),
        *_list(_("Goals that are open"), goals, len(talk.goals)),
    ]


def _promised(side: Side) -> str:
    return _("of the company, kept by ") if side is Side.COMPANY else _("of the tour holder, kept by ")


def _list(title: str, items: Sequence[dict[str, Any]], count: int) -> list[Block]:
    if not items:
        return []
    rest = [context(_("and {count} more").format(count=count - len(items)))] if count > len(items) else []
    bullets = {"type": "rich_text_list", "style": "bullet", "elements": list(items)}
    return [section(f"*{title}*"), {"type": "rich_text", "elements": [bullets]}, *rest]


def _bullet(words: str, due_on: date, whose: str, today: date, owner_id: str | None = None) -> dict[str, Any]:
    """One line of a list: a person's words as text, never as markup."""
    due = (_("was due {day}") if due_on < today else _("due {day}")).format(day=short_date(due_on))
    facts = f" · {due}" + (f" · {whose}" if whose else "")
    owner = [{"type": "user", "user_id": owner_id}] if owner_id else []
    parts = [{"type": "text", "text": shorten(words, GLIMPSE)}, {"type": "text", "text": facts}, *owner]
    return {"type": "rich_text_section", "elements": parts}


def _stands_for(talk: Talk) -> list[Block]:
    """Say before it is saved which check-ins are then no longer asked for."""
    if not talk.missed:
        return []
    days = ", ".join(short_date(line.due_on) for line in talk.missed[-MOST_MISSED:])
    more = _(" and {count} before").format(count=len(talk.missed) - MOST_MISSED)
    words = _(
        "Nobody recorded the talks of {days}{more}. One talk stands for all of them that were due before the day "
        "on which it was held: those are not asked for any more."
    )
    return [context(words.format(days=days, more=more if len(talk.missed) > MOST_MISSED else ""))]


def _held_on(talk: Talk) -> Block:
    return field("held_on", _("Held on"), date_input(Action.INPUT, initial=talk.sides.today))


def _next_on(following: CheckInLine | None, today: date) -> Block:
    """The day of the next talk, as the timetable has it; the block's id remembers what was offered."""
    if following is None:
        return field("next_on", _("Next talk"), date_input(Action.INPUT), optional=True)
    label = _("Next: {review}").format(review=review_name(following.review))
    planned = _("Planned for {day}. Change it if you agreed on another day.")
    late = _("It was due on {day} and is still open. Change it if you agreed on another day.")
    return field(
        block("next_on", following.due_on.isoformat()),
        label,
        date_input(Action.INPUT, initial=following.due_on),
        hint=(late if following.due_on < today else planned).format(day=spoken_date(following.due_on)),
        optional=True,
    )
