"""A tour that was agreed, or is over: its terms, what became of its promises, its dates, and every version with why."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from bot.domain.calendar import local_day
from bot.domain.lifecycle import UNDER_WAY, State
from bot.domain.promises import PromiseState, Side
from bot.services.tour_detail import PromiseRead, TermsRead, TourDetail
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    context,
    date_input,
    divider,
    field,
    modal,
    quoted,
    section,
    shorten,
    visible_to,
)
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views import hand_over, leave
from bot.slack.views.choosing import kind_name
from bot.slack.views.endings import about_the_end, ways_out
from bot.slack.views.proposal import forecast, sure_to_withdraw
from bot.slack.views.terms import LABEL, paragraphs, promises_of, text, user, wording
from bot.slack.words import _, short_date

MOST_VERSIONS: Final = 10
MOST_SETTLED: Final = 10
GLIMPSE: Final = 400  # characters of an earlier reason or promise
SHORT_HASH: Final = 12  # characters of a fingerprint that people compare


def tour(detail: TourDetail, notice: str | None = None) -> View:
    """Everything about one tour. `notice` says what has just been done."""
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        section(_who(detail)),
        context(state_line(detail)),
        *about_the_end(detail),
        *_waiting(detail),
        *leave.away(detail),
        *hand_over.waiting(detail),
        *_ways_on(detail),
        divider(),
        *wording(detail.shown.draft),
        *_ledger(detail),
        *_settled(detail),
        divider(),
        *forecast(detail),
        *ways_out(detail),
        *_history(detail),
        visible_to(_("Visible to: you and <@{other}>, nobody else.").format(other=detail.other_id)),
    ]
    return modal(ViewId.TOUR, _("Tour"), blocks, close=_("Close"), private_metadata=json.dumps({"tour": detail.id}))


def promises(detail: TourDetail, notice: str | None = None) -> View:
    """The promises of both sides, and what became of them."""
    blocks = [
        *([alert(notice, level="success")] if notice else []),
        section(_("What you and <@{other}> promised each other").format(other=detail.other_id)),
        *_ledger(detail),
        actions(button(_("Open the tour"), Action.OPEN_TOUR, str(detail.id))),
        visible_to(_("Visible to: you and <@{other}>, nobody else.").format(other=detail.other_id)),
    ]
    memory = json.dumps({"tour": detail.id})
    return modal(ViewId.PROMISES, _("Promises"), blocks, close=_("Close"), private_metadata=memory)


def move_promise(detail: TourDetail, promise: PromiseRead) -> View:
    """The form that names a new date for a promise."""
    in_time = promise.due_on >= detail.today
    says = (
        _("It is due on {day}. Moved before its date, a promise counts as honoured.")
        if in_time
        else _("It was due on {day}, so this is late. Say it openly, and name a date that will hold.")
    )
    blocks = [
        quoted(promise.words),
        context(says.format(day=short_date(promise.due_on))),
        field("due_on", _("The new date"), date_input(Action.INPUT, initial=max(promise.due_on, detail.today))),
        visible_to(_("Visible to: you and <@{other}>.").format(other=detail.other_id)),
    ]
    return modal(
        ViewId.MOVE_PROMISE,
        _("Name a new date"),
        blocks,
        submit=_("Move it"),
        close=_("Cancel"),
        private_metadata=json.dumps({"promise": promise.id}),
    )


def state_line(detail: TourDetail) -> str:
    """Return how the tour stands, and since when."""
    since = _day(detail, detail.active_since) if detail.active_since else ""
    until = _day(detail, detail.ended_at) if detail.ended_at else ""
    sentences = {
        State.DRAFT: _("A draft."),
        State.PROPOSED: _("Proposed; it waits for an answer."),
        State.COUNTERED: _("Changed; it waits for an answer."),
        State.AGREED: _("Agreed by both. It begins when its first day has come and the earlier tour is closed."),
        State.ACTIVE: _("Agreed by both on {since}."),
        State.PAUSED: _("Paused. Agreed by both on {since}."),
        State.HANDING_OVER: _("Waits for its new manager. Agreed by both on {since}."),
        State.CLOSING: _("Closing. Agreed by both on {since}."),
        State.COMPLETED: _("Completed on {until}."),
        State.DECLINED: _("Declined on {until}."),
        State.WITHDRAWN: _("Withdrawn on {until}."),
        State.LAPSED: _("Lapsed on {until}: nobody answered in time."),
        State.ENDED_EARLY: _("Ended early on {until}."),
        State.HANDED_OVER: _("Handed over to a new manager on {until}."),
    }
    return " ".join([sentences[detail.state].format(since=since, until=until), *_beyond(detail)])


def _beyond(detail: TourDetail) -> list[str]:
    """Say that a tour has outlived its planned end, where it has."""
    end_on = detail.in_force.draft.end_on if detail.in_force else None
    if detail.state not in UNDER_WAY or end_on is None or end_on >= detail.today:
        return []
    next_talk = [] if detail.way_out.agreed else [_("Talk about what comes next.")]
    return [_("Its planned end, {day}, has passed.").format(day=short_date(end_on)), *next_talk]


def _who(detail: TourDetail) -> str:
    words = _("*A {kind}* of <@{holder}>, led by <@{manager}>.")  # also of one that is over, or never began
    return words.format(kind=kind_name(detail.shown.draft.kind), manager=detail.manager_id, holder=detail.holder_id)


def _ways_on(detail: TourDetail) -> list[Block]:
    tour_id = str(detail.id)
    if detail.state is State.AGREED:
        back = button(
            _("Take it back"), Action.WITHDRAW_PROPOSAL, tour_id, style="danger", confirm=sure_to_withdraw(detail)
        )
        return [actions(back, block_id="ways_on")]
    if not detail.is_running:
        again = button(_("Propose another one"), Action.START_TOUR, detail.other_id)
        return [actions(again, block_id="ways_on")]
    goals = button(_("Goals"), Action.OPEN_GOALS, tour_id)
    add = button(_("Write goals"), Action.ADD_GOALS, tour_id, style=None if detail.way_out.is_due else "primary")
    talks = button(_("Talks"), Action.OPEN_TALKS, tour_id)
    if detail.state is State.CLOSING:
        return [actions(goals, talks, block_id="ways_on")]
    return [actions(add, goals, talks, block_id="ways_on"), *_first_steps(detail), *_changes(detail)]


def _waiting(detail: TourDetail) -> list[Block]:
    """Say that changed terms wait for somebody, and open them."""
    if not detail.is_amending:
        return []
    words = (
        _("*Changed terms wait for your answer.* Those you both signed hold until both have signed the new ones.")
        if detail.awaits_reader
        else _("*Changed terms wait for <@{other}>.* Those you both signed hold until both have signed the new ones.")
    )
    read = button(_("Read the changed terms"), Action.OPEN_PROPOSAL, str(detail.id))
    return [section(words.format(other=detail.other_id), accessory=read)]


def _changes(detail: TourDetail) -> list[Block]:
    """What either side can change about the tour itself, with the other side there to answer."""
    if detail.other_is_gone:
        return []
    tour_id = str(detail.id)
    found: list[Element] = []
    if detail.may_amend:
        found.append(button(_("Change the terms"), Action.AMEND_TOUR, tour_id))
    if detail.may_amend and not detail.is_paused:
        found.append(button(_("Pause"), Action.PAUSE_TOUR, tour_id))
    if detail.may_amend:
        found.append(button(_("A new manager"), Action.NAME_MANAGER, tour_id))
    return [actions(*found, block_id="changes")] if found else []


def _first_steps(detail: TourDetail) -> list[Block]:
    """What the manager did first, for both to open; and for the manager, what comes next."""
    tour_id, steps = str(detail.id), detail.first_steps
    climbs = detail.reader_leads and not detail.other_is_gone
    found = [button(_("My next step"), Action.CLIMB_RUNG, tour_id)] if climbs else []
    if steps.card_is_shared and not detail.reader_leads:
        found.append(button(_("Their opening card"), Action.READ_CARD, tour_id))
    if steps.card_is_shared:
        found.append(button(_("What both of us value"), Action.COMMON_GROUND, tour_id))
    if steps.is_pledged:
        found.append(button(_("The pledge"), Action.READ_PLEDGE, tour_id))
    if steps.has_questions and not detail.reader_leads:
        found.append(button(_("Their questions"), Action.OPEN_QUESTIONS, tour_id))
    if not detail.reader_leads and not detail.other_is_gone:
        found.append(button(_("Ask for a talk"), Action.ASK_FOR_TALK, tour_id))
    return [actions(*found, block_id="first_steps")] if found else []


def _ledger(detail: TourDetail) -> list[Block]:
    found: list[Block] = []
    for side in Side:
        of_side = [promise for promise in detail.shown.promises if promise.side is side]
        found += [section(f"*{promises_of(side)}*")] if of_side else []
        found += [block for promise in of_side for block in _promise(detail, promise)]
    return found


def _settled(detail: TourDetail) -> list[Block]:
    """Promises of earlier terms that the newer ones do not repeat, in one line each."""
    if not detail.settled_promises:
        return []
    lines = [text("• " + shorten(p.words, GLIMPSE) + f" · {_end_of(detail, p)}\n") for p in detail.settled_promises]
    return [section(f"*{_('Promised in earlier terms')}*"), *paragraphs(lines[:MOST_SETTLED])]


def _end_of(detail: TourDetail, promise: PromiseRead) -> str:
    return _("taken out by both") if promise.state is PromiseState.OPEN else _became(detail, promise)


def _promise(detail: TourDetail, promise: PromiseRead) -> list[Block]:
    owner = [text("\n" + _("kept by") + " "), user(promise.owner_id)]
    words = paragraphs([text("• " + promise.words), *owner, text(f" · {_became(detail, promise)}")])
    if not detail.is_running:
        return words
    return [*words, actions(*_marks(detail, promise), block_id=f"promise.{promise.id}")]


def _marks(detail: TourDetail, promise: PromiseRead) -> list[Element]:
    number = str(promise.id)
    mine = [
        button(_("It is done"), Action.PROMISE_KEPT, number),
        button(_("Name a new date"), Action.PROMISE_MOVED, number),
    ]
    return [*(mine if detail.may_mark(promise) else []), button(_("Open"), Action.OPEN_PROMISE, number)]


def _became(detail: TourDetail, promise: PromiseRead) -> str:
    """Return what became of a promise, in plain words and without judging."""
    if promise.standing.differs:
        return _("seen differently")
    if promise.state is not PromiseState.OPEN and promise.marked_at is not None:
        became = {
            PromiseState.KEPT: _("kept, said on {day}"),
            PromiseState.RENEGOTIATED: _("agreed anew, said on {day}"),
            PromiseState.MISSED: _("missed, said on {day}"),
        }
        return became[promise.state].format(day=_day(detail, promise.marked_at))
    late = detail.is_running and promise.due_on < detail.today
    due = (_("was due {day}") if late else _("due {day}")).format(day=short_date(promise.due_on))
    if not promise.was_moved:
        return due
    moved = _("moved from {day} after it was due") if promise.moved_late else _("moved in time from {day}")
    return f"{due}, {moved.format(day=short_date(promise.agreed_on))}"


def _history(detail: TourDetail) -> list[Block]:
    if len(detail.versions) == 1 and detail.in_force is None:
        return []
    shown = list(reversed(detail.versions))[:MOST_VERSIONS]
    left_out = len(detail.versions) - len(shown)
    more = [context(_("and {count} before").format(count=left_out))] if left_out else []
    return [section(f"*{_('Versions')}*"), *(block for version in shown for block in _version(detail, version)), *more]


def _version(detail: TourDetail, version: TermsRead) -> list[Block]:
    title = _("Version {number}{standing}, fingerprint {hash}").format(
        number=version.number, standing=_standing_of(detail, version), hash=version.text_hash[:SHORT_HASH]
    )
    reason = [text("\n" + shorten(version.reason, GLIMPSE))] if version.reason else []
    signed: list[Element] = []
    for signature in version.signatures:
        under = _(", under signing text {number}") if signature.wording_number is not None else ""
        day = f", {_day(detail, signature.signed_at)}{under.format(number=signature.wording_number)}"
        signed += [text("\n" + _("signed by") + " "), user(signature.signer_id), text(day)]
    return paragraphs([text(title, LABEL), *reason, *signed])


def _standing_of(detail: TourDetail, version: TermsRead) -> str:
    """Say whether a version holds, once one was signed by both: the newest may have been taken back."""
    if detail.in_force_number is None:
        return ""
    if version.number == detail.in_force_number:
        return _(", in force") if detail.is_running else _(", signed by both")
    if detail.is_amending and version.number == detail.latest.number:
        return _(", not yet in force")
    return _(", in force before") if len(version.signatures) > 1 else _(", never in force")


def _day(detail: TourDetail, moment: datetime) -> str:
    """Return the day of a moment where the reader is."""
    return short_date(local_day(moment, detail.time_zone))
