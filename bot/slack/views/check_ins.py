"""Screens on which talks are read: all talks of a tour, and one talk with everything written about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.db.check_ins import CheckInLine, NoteLine
from bot.domain.check_ins import CheckInState, Purpose, Review, Visibility
from bot.services.check_in_sheets import Sides, Talk, TalksOfTour
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    context,
    divider,
    modal,
    option,
    quoted,
    section,
    select,
    shorten,
    visible_to,
    written,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.files import send_button
from bot.slack.words import _, short_date, spoken_date

PAGE: Final = 10
LATER: Final = 4
MOST_LATER: Final = 12
MOST_PASSED_OVER: Final = 100  # Slack takes no more options; more than a monthly rhythm misses in eight years
GLIMPSE: Final = 300  # characters of an agreement that a list shows


def review_name(review: Review) -> str:
    """Return what kind of talk it is, in the reader's language."""
    names = {
        Review.CHECK_IN: _("Check-in"),
        Review.HALFWAY: _("Halfway review"),
        Review.NEXT_TOUR_TALK: _("Talk about the next tour"),
        Review.REAFFIRMATION: _("Yearly reaffirmation"),
    }
    return names[review]


def for_both(sides: Sides) -> Block:
    """The line under what both sides can read."""
    return visible_to(_("Visible to both sides: you and <@{other}>.").format(other=sides.other_id))


def for_you() -> Block:
    """The line under what its author alone can read."""
    return visible_to(_("Visible to you alone."))


def all_talks(tour: TalksOfTour, page: int = 0) -> View:
    """The next talk of a tour with what can be done about it, those after it, and those that were held."""
    blocks = [
        section(_("Talks with <@{other}>").format(other=tour.sides.other_id)),
        *_next(tour),
        *_held(tour, page),
        for_both(tour.sides),
    ]
    return modal(ViewId.TALKS, _("Talks"), blocks, close=_("Close"))


def in_full(talk: Talk, notice: str | None = None) -> View:
    """One talk and every note on it that the reader may read; `notice` says what has just been done."""
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        section(f"*{review_name(talk.line.review)}*"),
        context(_("With <@{other}>").format(other=talk.sides.other_id) + " · " + day_line(talk.line, talk.sides)),
        *([actions(*_buttons(talk.line, talk.sides))] if talk.sides.may_change else [_over()]),
        *_notes(talk),
    ]
    return modal(ViewId.TALK, _("Talk"), blocks, close=_("Close"))


def day_line(line: CheckInLine, sides: Sides) -> str:
    """Return when a talk was held, or is or was due."""
    if line.held_on is not None:
        mine = line.recorded_by_id == sides.reader_id
        held = _("held on {day}, recorded by you") if mine else _("held on {day}, recorded by <@{person}>")
        return held.format(day=spoken_date(line.held_on), person=line.recorded_by_id)
    if line.state is CheckInState.CANCELLED:
        return _("not held")
    when = _("was due on {day}") if line.due_on < sides.today else _("due on {day}")
    return when.format(day=spoken_date(line.due_on))


def _next(tour: TalksOfTour) -> list[Block]:
    talk = tour.next
    if not tour.sides.may_change:
        return [_over()]
    if talk is None:
        return [section(_("No talk is planned. The tour's terms say when the two of you talk."))]
    title = f"*{review_name(talk.review)}*\n{day_line(talk, tour.sides)}"
    later = [line for line in tour.planned if line is not talk and line not in tour.passed_over]
    return [section(title), actions(*_buttons(talk, tour.sides)), *_later(later), *_passed_over(tour)]


def _over() -> Block:
    return context(_("This tour has ended: talks are not planned or recorded any more, and what was noted stays."))


def _passed_over(tour: TalksOfTour) -> list[Block]:
    """The talks for which a later one stands; one that was held after all can still be recorded."""
    days = [option(spoken_date(line.due_on), str(line.id)) for line in reversed(tour.passed_over)]
    if not days:
        return []
    told = _("Talks that nobody recorded, and for which a later one stands. If one was held after all, open it.")
    choice = select(Action.OPEN_TALK, days[:MOST_PASSED_OVER], placeholder=_("Choose its day"))
    return [section(told, accessory=choice)]


def _later(planned: Sequence[CheckInLine]) -> list[Block]:
    """The talks after the next one: some regular ones, and every greater one, which may be brought forward."""
    shown = [line for place, line in enumerate(planned) if place < LATER or line.review is not Review.CHECK_IN]
    lines = [_openable(line) for line in shown[:MOST_LATER]]
    return [context(_("After that:")), *lines] if lines else []


def _openable(line: CheckInLine) -> Block:
    opens = button(_("Open"), Action.OPEN_TALK, str(line.id), described_as=_("Prepare, record or move this talk"))
    return section(f"{review_name(line.review)}, {short_date(line.due_on)}", accessory=opens)


def _buttons(line: CheckInLine, sides: Sides) -> list[Element]:
    talk = str(line.id)
    if line.state is CheckInState.HELD:
        return [button(_("Add to the notes"), Action.RECORD_REVIEW, talk), _back(sides)]
    if line.state is CheckInState.CANCELLED:
        return [_back(sides)]
    due = line.due_on <= sides.today
    return [
        button(_("Prepare"), Action.PREPARE_REVIEW, talk, style=None if due else "primary"),
        button(_("Record"), Action.RECORD_REVIEW, talk, style="primary" if due else None),
        button(_("Move"), Action.MOVE_REVIEW, talk),
        send_button(_("For my calendar"), Action.SEND_TALK, talk),
    ]


def _back(sides: Sides) -> Element:
    return button(_("All talks"), Action.OPEN_TALKS, str(sides.tour_id))


def _held(tour: TalksOfTour, page: int) -> list[Block]:
    first = max(page, 0) * PAGE
    shown = tour.held[first : first + PAGE]
    blocks = [block for line in shown for block in _glimpse(line, tour.notes)]
    if first + PAGE < len(tour.held):
        more = button(_("Earlier talks"), f"{Action.OPEN_TALKS}:on", f"{tour.sides.tour_id}:{page + 1}")
        blocks.append(actions(more))
    return [divider(), *blocks] if blocks else []


def _glimpse(line: CheckInLine, notes: Sequence[NoteLine]) -> list[Block]:
    read = button(_("Read"), Action.OPEN_TALK, str(line.id), described_as=_("Read what was noted about this talk"))
    held = _("held on {day}").format(day=short_date(line.held_on or line.due_on))
    agreed = [note.words for note in notes if note.check_in_id == line.id and note.purpose is Purpose.AGREEMENT]
    title = section(f"*{review_name(line.review)}* · {held}", accessory=read)
    return [title, *(quoted(shorten(words, GLIMPSE)) for words in agreed)]


def _notes(talk: Talk) -> list[Block]:
    if not talk.notes:
        return [divider(), section(_("Nothing has been noted about this talk."))]
    return [block for note in talk.notes for block in note_in_full(note, talk.sides)]


def note_in_full(note: NoteLine, sides: Sides) -> list[Block]:
    """What one side wrote, under a line that says what it is, and above one that says who can read it."""
    titles = {
        Purpose.PREPARATION: _("Prepared"),
        Purpose.AGREEMENT: _("What we agreed"),
        Purpose.PRIVATE: _("Private note"),
    }
    who = _("by you") if note.author_id == sides.reader_id else _("by <@{author}>").format(author=note.author_id)
    readers = for_both(sides) if note.visibility is Visibility.BOTH_SIDES else for_you()
    return [divider(), section(f"*{titles[note.purpose]}* {who}"), *written(note.words), readers]
