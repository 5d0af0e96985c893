"""The end of a tour: what leads to it, the early end, the close, and what both said."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.domain.calendar import local_day
from bot.domain.doors import Standing
from bot.domain.endings import THANKS_LIMIT, EndReason
from bot.domain.lifecycle import State
from bot.domain.promises import PromiseState
from bot.services.ending_sheets import EndRead, SaidAtTheEnd
from bot.services.tour_detail import PromiseRead, TourDetail
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    confirm,
    context,
    field,
    labelled,
    modal,
    option,
    quoted,
    radio,
    section,
    select,
    shorten,
    text_input,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views.career import career_words
from bot.slack.views.files import send_button
from bot.slack.words import _, short_date

OF_A_PROMISE = 500  # characters of a promise that the form of the close shows


def reason_name(reason: EndReason) -> str:
    """Return a kind of reason in the reader's language."""
    return {
        EndReason.NEW_ROLE: _("A new role here"),
        EndReason.LEAVING: _("Leaving the company"),
        EndReason.REORGANISED: _("Reorganised"),
        EndReason.NOT_WORKING: _("It is not working"),
        EndReason.OTHER: _("Another reason"),
    }[reason]


def about_the_end(detail: TourDetail) -> list[Block]:
    """What a tour's screen says of its end, with the one step that is due, and of the tours before it."""
    return [*_due(detail), *_how_it_ended(detail), *_career(detail)]


def ways_out(detail: TourDetail) -> list[Block]:
    """The ways out of a tour that goes on: by a door, or early."""
    if detail.state not in {State.ACTIVE, State.PAUSED, State.HANDING_OVER}:
        return []
    tour_id = str(detail.id)
    doors = [button(_("The three doors"), Action.OPEN_DOORS, tour_id)] if detail.state is State.ACTIVE else []
    early = button(_("End it early"), Action.END_EARLY, tour_id)
    return [section(f"*{_('How it ends')}*"), actions(*doors, early, block_id="ways_out")]


def end_early(detail: TourDetail) -> View:
    """The form that ends a tour at once; it says before what that means."""
    words = _(
        "*This ends your tour with <@{other}> today.* They get a message at once, which says that it ended, and not "
        "why; the kind of reason stands in the tour, for the two of you. Reminders stop, and talks to come are struck "
        "out. Open promises stay as they are: settle them between you. It cannot be undone; you can propose a new tour "
        "at any time."
    )
    options = [option(reason_name(reason), reason) for reason in EndReason]
    seen = _("Visible to: you and <@{other}>, on this tour's screen; nobody else, stewards neither.")
    blocks = [
        section(words.format(other=detail.other_id)),
        context(_("Talk first, if you can: a message is a poor way to hear it.")),
        field("reason", _("What kind of reason is it?"), radio(Action.INPUT, options)),
        visible_to(seen.format(other=detail.other_id)),
    ]
    return _form(ViewId.END_EARLY, _("End it early"), blocks, _("End the tour"), detail)


def answer_close(detail: TourDetail) -> View:
    """The form of the close: what came of it beside what was agreed, own promises that are open, thanks."""
    end = detail.way_out.end
    own = end.own if end else None
    thanks = text_input(Action.INPUT, initial=own.thanks if own else None)
    outcome = text_input(Action.INPUT, initial=own.outcome if own else None, multiline=True)
    blocks = [
        visible_to(
            _("Visible to: you and <@{other}>, and in the tour record, which belongs to <@{holder}>.").format(
                other=detail.other_id, holder=detail.holder_id
            )
        ),
        *labelled(_("Agreed: result for the company"), detail.shown.draft.result),
        *labelled(_("Agreed: gain for the career"), detail.shown.draft.gain),
        field(
            "outcome", _("What came of it?"), outcome, hint=_("What is different now, for both sides? Facts are best.")
        ),
        *(block for promise in own_open(detail) for block in _settling(promise)),
        field(
            "thanks",
            _("One sentence of thanks"),
            {**thanks, "max_length": THANKS_LIMIT},
            hint=_("For something they did, not for what they are."),
            optional=True,
        ),
        context(
            _("Saving is your signature under the tour record. Your words can be changed later."),
            *([_("What you say of a promise stands.")] if own_open(detail) else []),
        ),
    ]
    return _form(ViewId.ANSWER_CLOSE, _("Say how it ended"), blocks, _("Save and sign"), detail)


def record(detail: TourDetail) -> View:
    """The tour record for the person it belongs to: what it holds, and the three shapes in which it can be had."""
    words = _(
        "*Your tour record*\nOne page: the mission, what came of it, goals that were reached, what became of the "
        "promises, thanks, and both signatures; with lines for a public profile. It belongs to you."
    )
    shapes = [
        (_("Send me the page"), "record_html"),
        (_("As plain text"), "record_md"),
        (_("As data"), "record_json"),
    ]
    buttons = [send_button(label, f"{Action.SEND_RECORD}:{kind}", f"{kind}:{detail.id}") for label, kind in shapes]
    blocks = [
        section(words),
        context(_signatures(detail)),
        actions(*buttons),
        context(
            _("The page opens in a browser. Plain text is Markdown; data is JSON. Nothing is sent before you say so.")
        ),
        visible_to(_("Visible to you. <@{other}> can read all of it in the tour.").format(other=detail.other_id)),
    ]
    return modal(ViewId.RECORD, _("Tour record"), blocks, close=_("Back"), private_metadata=_memory(detail))


def own_open(detail: TourDetail) -> list[PromiseRead]:
    """Return the open promises of the reader's side, of which they have still to say what became."""
    return [each for each in detail.shown.promises if each.state is PromiseState.OPEN and detail.is_of_reader(each)]


def _form(callback_id: str, title: str, blocks: Sequence[Block], submit: str, detail: TourDetail) -> View:
    return modal(callback_id, title, blocks, submit=submit, close=_("Back"), private_metadata=_memory(detail))


def _memory(detail: TourDetail) -> str:
    return json.dumps({"tour": detail.id})


def _settling(promise: PromiseRead) -> list[Block]:
    states = [
        option(_("Kept"), PromiseState.KEPT),
        option(
            _("Agreed anew"), PromiseState.RENEGOTIATED, _("You two settled on something else; it counts as honoured.")
        ),
        option(_("Missed"), PromiseState.MISSED),
    ]
    return [
        quoted(shorten(promise.words, OF_A_PROMISE)),
        field(f"promise.{promise.id}", _("What became of this promise of yours?"), select(Action.INPUT, states)),
    ]


def _due(detail: TourDetail) -> list[Block]:
    """The one step towards the end that is due now, if any is."""
    tour_id, way = str(detail.id), detail.way_out
    if way.end is not None:
        return _to_answer(detail, way.end)
    if detail.state is not State.ACTIVE:
        return []
    doors_first = way.leads_on or (way.waits_for_door and not way.may_close)
    first, second = ("primary", None) if doors_first else (None, "primary")
    doors = button(_("See the doors"), Action.OPEN_DOORS, tour_id, style=first)
    close = button(_("Open the close"), Action.OPEN_CLOSE, tour_id, style=second, confirm=sure_to_close())
    shown = [(doors, way.talk_was_held), (close, way.may_close)]
    found = [each for each, is_shown in (shown if doors_first else reversed(shown)) if is_shown]
    lines = [line for line in (_door_line(detail),) if line]
    return [*([context(*lines)] if lines else []), *([actions(*found, block_id="due")] if found else [])]


def _door_line(detail: TourDetail) -> str:
    if not detail.way_out.talk_was_held:
        return ""
    return {
        Standing.NOBODY: _("You have talked about what comes next. A door is to be confirmed."),
        Standing.THEIRS: _("A door is to be confirmed by you."),
        Standing.MINE: _("You have confirmed a door; the other side has not yet."),
        Standing.SAME: _("You have both confirmed the same door."),
        Standing.DIFFER: _("The doors that you confirmed are not the same yet."),
    }[detail.way_out.standing]


def sure_to_close() -> Element:
    """The question before a close is opened."""
    words = _(
        "The other side is told. From then on no reminders or talks of this tour come: each of you says what came of "
        "it and what became of the promises. After two weeks it is complete, with or without both answers."
    )
    return confirm(_("Open the close?"), words, _("Open it"), _("Not yet"))


def _to_answer(detail: TourDetail, end: EndRead) -> list[Block]:
    tour_id = str(detail.id)
    label = _("Change what you said") if end.own else _("Say how it ended")
    style = None if end.own else "primary"
    buttons = [button(label, Action.ANSWER_CLOSE, tour_id, style=style)]
    if not detail.reader_leads and detail.state is not State.CLOSING:
        buttons.append(button(_("Your tour record"), Action.SHOW_RECORD, tour_id, style="primary" if end.own else None))
    return [actions(*buttons, block_id="due")]


def _how_it_ended(detail: TourDetail) -> list[Block]:
    end = detail.way_out.end
    if end is None:
        return []
    own, theirs = _("You") + ":", f"<@{detail.other_id}>:"
    return [
        context(*_standing(detail, end)),
        *(_said(own, end.own) if end.own else []),
        *(_said(theirs, end.theirs) if end.theirs else []),
    ]


def _standing(detail: TourDetail, end: EndRead) -> list[str]:
    lines = []
    if end.reason is not None:
        who = _("you") if end.by_id == detail.reader_id else f"<@{end.by_id}>"
        words = _("Ended by {who}. Kind of reason: {reason}. Visible to the two of you alone.")
        lines.append(words.format(who=who, reason=reason_name(end.reason)))
    if end.waits_until is not None and detail.state is State.CLOSING:
        day = short_date(end.waits_until)
        lines.append(_("It waits for both answers until {day}, and is complete then in any case.").format(day=day))
    return [*lines, _signatures(detail)]


def _signatures(detail: TourDetail) -> str:
    end = detail.way_out.end
    mine, theirs = (_when(detail, said) for said in ((end.own, end.theirs) if end else (None, None)))
    words = _("The record: {mine} by you, {theirs} by <@{other}>.")
    return words.format(mine=mine, other=detail.other_id, theirs=theirs)


def _when(detail: TourDetail, said: SaidAtTheEnd | None) -> str:
    if said is None:
        return _("not confirmed")
    return _("signed on {day}").format(day=short_date(local_day(said.answered_at, detail.time_zone)))


def _said(who: str, said: SaidAtTheEnd) -> list[Block]:
    return [
        section(f"*{who}*"),
        *labelled(_("What came of it"), said.outcome),
        *(labelled(_("Thanks"), said.thanks) if said.thanks else []),
    ]


def _career(detail: TourDetail) -> list[Block]:
    earlier = detail.way_out.earlier
    if not earlier:
        return []
    title = (
        _("Tours before this one, with you and <@{holder}>: {line}")
        if detail.reader_leads
        else _("Your tours before this one: {line}")
    )
    return [context(title.format(holder=detail.holder_id, line=career_words(earlier)))]
