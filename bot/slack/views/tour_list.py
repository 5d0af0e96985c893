"""All tours of a person in an answer that only they see: who, what kind, until when, and how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.db.tours import TourLine
from bot.domain.calendar import local_day
from bot.domain.lifecycle import NEGOTIATING, OVER, State
from bot.services.ending_sheets import career_line
from bot.slack.blocks import Block, Element, actions, button, context, section
from bot.slack.ids import Action
from bot.slack.views.career import career_words
from bot.slack.views.choosing import kind_name
from bot.slack.views.next_step import start_buttons
from bot.slack.words import _, mark, short_date

PAGE: Final = 20
_STATES: Final[Mapping[State, str]] = {
    State.DRAFT: mark("a draft"),
    State.PROPOSED: mark("proposed"),
    State.COUNTERED: mark("proposed"),
    State.AGREED: mark("agreed, not begun"),
    State.ACTIVE: mark("under way"),
    State.PAUSED: mark("paused"),
    State.HANDING_OVER: mark("waits for its new manager"),
    State.CLOSING: mark("closing"),
    State.COMPLETED: mark("completed"),
    State.DECLINED: mark("declined"),
    State.WITHDRAWN: mark("withdrawn"),
    State.LAPSED: mark("lapsed"),
    State.ENDED_EARLY: mark("ended early"),
    State.HANDED_OVER: mark("handed over"),
}


def tour_list(lines: Sequence[TourLine], reader_id: str, today: date, zone: str, page: int = 0) -> list[Block]:
    """One page of tours: what waits for an answer first, then what is under way, then what is over.

    `zone` (IANA) is the reader's.
    """
    if not lines:
        return _empty()
    last = (len(lines) - 1) // PAGE
    number = min(max(page, 0), last)
    shown = sorted(lines, key=_rank)[number * PAGE : (number + 1) * PAGE]
    title = _("Your tours") if last == 0 else _("Your tours, page {page} of {pages}")
    return [
        section(f"*{title.format(page=number + 1, pages=last + 1)}*"),
        *(_over(line, reader_id, zone) if line.state in OVER else _line(line, reader_id, today) for line in shown),
        *_pager(number, last),
        *_career([line for line in lines if line.holder_id == reader_id]),
        context(_("Only you see this list. What a tour says is visible to its two sides.")),
    ]


def state_name(state: State, paused_until: date | None = None, start_on: date | None = None) -> str:
    """Return how a tour stands in a few words."""
    if state is State.AGREED and start_on is not None:
        return _("agreed, to begin on {day}").format(day=short_date(start_on))
    if state is State.PAUSED and paused_until is not None:
        return _("paused until {day}").format(day=short_date(paused_until))
    return _(_STATES[state])


def _rank(line: TourLine) -> tuple[int, int]:
    place = 0 if line.state in NEGOTIATING else 2 if line.state in OVER else 1
    return place, -line.id


def _line(line: TourLine, reader_id: str, today: date) -> Block:
    until = _("until {day}").format(day=short_date(line.end_on)) if line.end_on else _("without an end")
    place = _("you lead it") if line.manager_id == reader_id else _("you serve it")
    first = f"*<@{line.other_side(reader_id)}>*  {kind_name(line.kind)}, {until}"
    action_id = Action.OPEN_PROPOSAL if line.state in NEGOTIATING else Action.OPEN_TOUR
    opens = button(_("Open"), action_id, str(line.id))
    stands = f"{place} · {_stands(line, reader_id)}"
    if line.state is State.ACTIVE and line.end_on is not None and line.end_on < today:
        stands += "\n" + _("Its planned end has passed. Open it to open the close.")
    return section(f"{first}\n{stands}", accessory=opens)


def _over(line: TourLine, reader_id: str, zone: str) -> Block:
    """A tour that is over, or a proposal that came to nothing: when it ended, not when it was to end."""
    leads = line.manager_id == reader_id
    if line.active_since is None:
        place = _("you were to lead it") if leads else _("you were to serve it")
    else:
        place = _("you led it") if leads else _("you served it")
    ended = f", {short_date(local_day(line.ended_at, zone))}" if line.ended_at else ""
    opens = button(_("Open"), Action.OPEN_TOUR, str(line.id))
    words = f"*<@{line.other_side(reader_id)}>*  {kind_name(line.kind)}\n{place} · {state_name(line.state)}{ended}"
    return section(words, accessory=opens)


def _stands(line: TourLine, reader_id: str) -> str:
    is_mine = line.awaits_id == reader_id
    if line.state is State.HANDING_OVER and is_mine:
        return _("waits for your answer")
    if line.awaits_id is None or line.state is State.HANDING_OVER:
        return state_name(line.state, line.paused_until, line.start_on)
    waits = waiting_words(line.state, for_reader=is_mine)
    return (
        waits if line.state in NEGOTIATING else f"{state_name(line.state, line.paused_until, line.start_on)}, {waits}"
    )


def waiting_words(state: State, *, for_reader: bool) -> str:
    """Say whose answer a proposal waits for, or the changed terms of a tour that runs."""
    if state in NEGOTIATING:
        return _("waits for your answer") if for_reader else _("waits for the other side")
    return _("changed terms wait for your answer") if for_reader else _("changed terms wait for the other side")


def _pager(number: int, last: int) -> list[Block]:
    turns: list[Element] = []
    if number > 0:
        turns.append(button(_("Previous"), f"{Action.LIST_TOURS}:back", str(number - 1)))
    if number < last:
        turns.append(button(_("Next"), f"{Action.LIST_TOURS}:on", str(number + 1)))
    return [actions(*turns, block_id="pages")] if turns else []


def _career(held: Sequence[TourLine]) -> list[Block]:
    """The tours that the reader served or serves, as one line, once there is more than one."""
    lines = career_line(held)
    if len(lines) < 2:
        return []
    return [context(_("Your career line here: {line}").format(line=career_words(lines)))]


def _empty() -> list[Block]:
    words = _(
        "No tour yet. A tour is an agreement with an end: what you will achieve together, what each of you gets, and "
        "when you talk about what comes next. Proposing one takes about ten minutes: `/tour start @person`."
    )
    return [section(words), actions(*start_buttons())]
