"""One promise as both sides see it: what became of it, what each says, and every line of its history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from bot.domain.calendar import local_day
from bot.domain.ledger import MarkRead
from bot.domain.promises import PromiseState, Side
from bot.services.ledger import PromiseSheet
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    context,
    modal,
    section,
    visible_to,
    written,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.words import _, short_date

MOST_LINES: Final = 30  # of a history; a promise has a handful
SAID: Final = (PromiseState.KEPT, PromiseState.RENEGOTIATED, PromiseState.MISSED)


def promise(sheet: PromiseSheet, notice: str | None = None) -> View:
    """One promise. `notice` says what has just been done."""
    found = sheet.promise
    facts = _("{side}, kept by <@{owner}>, due {day}").format(
        side=_of_whom(found.side), owner=found.owner_id, day=short_date(found.due_on)
    )
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        *written(found.words),
        context(facts),
        section(_stands(sheet)),
        *_ways_on(sheet),
        *_history(sheet),
        visible_to(_("Visible to: you and <@{other}>, nobody else.").format(other=sheet.tour.other_id)),
    ]
    return modal(
        ViewId.PROMISE,
        _("A promise"),
        blocks,
        close=_("Close"),
        private_metadata=json.dumps({"promise": found.id, "tour": sheet.tour.id}),
    )


def state_words(state: PromiseState) -> str:
    """Return what became of a promise, in a word or two."""
    words = {
        PromiseState.OPEN: _("open"),
        PromiseState.KEPT: _("kept"),
        PromiseState.RENEGOTIATED: _("agreed anew"),
        PromiseState.MISSED: _("missed"),
    }
    return words[state]


def _of_whom(side: Side) -> str:
    return _("Promised by the company") if side is Side.COMPANY else _("Promised by the holder")


def _stands(sheet: PromiseSheet) -> str:
    said = sheet.standing
    if said.is_confirmed:
        return _("*Both say: {state}.*").format(state=state_words(said.maker))
    mine, theirs = (said.maker, said.receiver) if sheet.is_maker else (said.receiver, said.maker)
    if said.differs:
        words = _("*Seen differently*: you say {mine}, <@{other}> says {theirs}. Both stand as they are.")
        return words.format(mine=state_words(mine), theirs=state_words(theirs), other=sheet.tour.other_id)
    if mine is not PromiseState.OPEN:
        return _("*You say: {state}.* <@{other}> has not said how they see it.").format(
            state=state_words(mine), other=sheet.tour.other_id
        )
    if theirs is not PromiseState.OPEN:
        return _("*<@{other}> says: {state}.* Do you see it the same?").format(
            state=state_words(theirs), other=sheet.tour.other_id
        )
    return _("*Open.* Nobody has said what became of it.")


def _ways_on(sheet: PromiseSheet) -> list[Block]:
    """What the reader can say, the state that the other side named first."""
    if not sheet.may_say:
        return []
    mine = sheet.standing.maker if sheet.is_maker else sheet.standing.receiver
    theirs = sheet.standing.receiver if sheet.is_maker else sheet.standing.maker
    ordered = sorted(SAID, key=lambda state: state is not theirs)
    marks = [_mark(sheet, state, same=state is theirs) for state in ordered if state is not mine]
    moves = sheet.is_maker and sheet.promise.state is PromiseState.OPEN
    move = button(_("Name a new date"), Action.PROMISE_MOVED, str(sheet.promise.id))
    return [actions(*marks, *([move] if moves else []), block_id="say")]


def _mark(sheet: PromiseSheet, state: PromiseState, *, same: bool) -> Element:
    labels: Mapping[PromiseState, str] = {
        PromiseState.KEPT: _("It is done") if sheet.is_maker else _("It was kept"),
        PromiseState.RENEGOTIATED: _("We agreed anew"),
        PromiseState.MISSED: _("It was missed"),
    }
    label = _("I see it the same: {state}").format(state=state_words(state)) if same else labels[state]
    value = f"{sheet.promise.id}:{SAID.index(state)}"
    return button(label, f"{Action.MARK_PROMISE}:{state}", value, style="primary" if same else None)


def _history(sheet: PromiseSheet) -> list[Block]:
    lines = [_line(sheet, mark) for mark in sheet.history[-MOST_LINES:]]
    return [section(f"*{_('What was said of it')}*\n" + "\n".join(lines))] if lines else []


def _line(sheet: PromiseSheet, mark: MarkRead) -> str:
    day = short_date(local_day(mark.marked_at, sheet.tour.time_zone))
    if mark.moved_from is not None and mark.moved_to is not None:
        words = _("{day}: <@{who}> moved it from {before} to {after}")
        return "• " + words.format(
            day=day, who=mark.by_id, before=short_date(mark.moved_from), after=short_date(mark.moved_to)
        )
    return "• " + _("{day}: <@{who}> says {state}").format(day=day, who=mark.by_id, state=state_words(mark.state))
