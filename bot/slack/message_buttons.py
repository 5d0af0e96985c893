"""The buttons of each moment in a DM, with the ids that they carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.check_ins import Review
from bot.domain.nudges import Moment
from bot.domain.rungs import Rung
from bot.services.say import Say
from bot.slack.blocks import Element, button
from bot.slack.ids import Action
from bot.slack.words import _


def of_nudge(say: Say) -> list[Element]:
    """Return what can be done about a nudge, without what can be done about any."""
    return NUDGE_BUTTONS[Moment(say.moment)](say)


def of_news(say: Say) -> list[Element]:
    """Return what can be done about another person's act."""
    return NEWS_BUTTONS.get(say.moment, _tour)(say)


def review_words(review: Review) -> str:
    """Return what a kind of talk is called."""
    return {
        Review.CHECK_IN: _("check-in"),
        Review.HALFWAY: _("halfway review"),
        Review.NEXT_TOUR_TALK: _("talk about the next tour"),
        Review.REAFFIRMATION: _("yearly reaffirmation"),
    }[review]


def about_tour(say: Say) -> str:
    """Return the value of a button about a tour."""
    return str(say.tour_id)


def about_subject(say: Say) -> str:
    """Return the value of a button about one talk or promise."""
    return str(say.subject_id)


def about_nudge(say: Say) -> str:
    """Return the value of a button about the nudge itself: which tour, which thing, which moment."""
    return f"{say.tour_id}:{say.subject_id}:{say.moment}"


def described(
    label: str, action_id: str, say: Say, value: Callable[[Say], str] = about_subject, style: str | None = None
) -> Element:
    """Return a button about what is said; a screen reader hears what it is about."""
    return button(label, action_id, value(say), style=style, described_as=f"{label}: {_of(say)}")


def _of(say: Say) -> str:
    """Return what a screen reader needs to tell equal buttons of one DM apart."""
    return review_words(say.review) if say.review else (say.kind.value if say.kind else "")


def _review_due(say: Say) -> list[Element]:
    prepare = described(_("Prepare the talk"), Action.PREPARE_REVIEW, say)
    record = described(_("Record the talk"), Action.RECORD_REVIEW, say)
    match say.rung:
        case Rung.GO_FIRST:
            card = described(_("Write my three lines"), Action.WRITE_OPENING_CARD, say, about_tour, "primary")
            return [card, prepare, record]
        case Rung.TAKE_TURNS:
            return [_rung(_("Take one question along"), say), prepare, record]
        case Rung.PLEDGE:
            return [_rung(_("Read the pledge"), say), prepare, record]
        case Rung.ASK:
            both = described(_("What both of us value"), Action.COMMON_GROUND, say, about_tour)
            return [_rung(_("How to ask"), say), prepare, both, record]
        case _:
            return [_rung(_("What was promised"), say), prepare, record]


def _rung(label: str, say: Say) -> Element:
    return described(label, Action.CLIMB_RUNG, say, lambda s: f"{s.tour_id}:{s.rung}", "primary")


def _review_coming(say: Say) -> list[Element]:
    return [described(_("Prepare the talk"), Action.PREPARE_REVIEW, say, style="primary")]


def _review_past(say: Say) -> list[Element]:
    return [
        described(_("Record the talk"), Action.RECORD_REVIEW, say, style="primary"),
        described(_("Move the talk"), Action.MOVE_REVIEW, say),
    ]


def _promise_due(say: Say) -> list[Element]:
    show = described(_("Show the promises"), Action.SHOW_PROMISES, say, about_tour)
    if say.count > 1:
        return [show]
    kept = described(_("It is done"), Action.PROMISE_KEPT, say, style="primary")
    return [kept, described(_("Name a new date"), Action.PROMISE_MOVED, say), show]


def _promise_wished(say: Say) -> list[Element]:
    return [described(_("Answer it"), Action.OPEN_WISH, say, style="primary")]


def _promise_marked(say: Say) -> list[Element]:
    return [described(_("Look at it"), Action.OPEN_PROMISE, say, style="primary")]


def _goal_due(say: Say) -> list[Element]:
    return [described(_("Update my goals"), Action.UPDATE_GOALS, say, about_tour, "primary")]


def _talk_waiting(say: Say) -> list[Element]:
    return [described(_("Answer"), Action.OPEN_SIGNAL, say, about_tour, "primary")]


def _talk_dated(say: Say) -> list[Element]:
    return [described(_("See it"), Action.ASK_FOR_TALK, say, about_tour)]


def _proposal(say: Say) -> list[Element]:
    return [described(_("Read the proposal"), Action.OPEN_PROPOSAL, say, about_tour, "primary")]


def _amendment(say: Say) -> list[Element]:
    return [described(_("Read the changes"), Action.OPEN_PROPOSAL, say, about_tour, "primary")]


def _resumed(say: Say) -> list[Element]:
    return [described(_("Move the dates"), Action.MOVE_DATES, say, about_tour, "primary"), *_tour(say)]


def _choose_passing(say: Say) -> list[Element]:
    return [described(_("Choose what passes"), Action.CHOOSE_PASSING, say, about_tour, "primary"), *_tour(say)]


def _propose(say: Say) -> list[Element]:
    return [described(_("Propose a tour"), Action.START_TOUR, say, lambda s: s.other_id, "primary")]


def _left(say: Say) -> list[Element]:
    """Whoever's manager has left names the next one; a manager whose holder has left sees how the tour stands."""
    if say.leads:
        return _tour(say)
    return [described(_("Name a new manager"), Action.NAME_MANAGER, say, about_tour, "primary"), *_tour(say)]


def _all_nudges(_say: Say) -> list[Element]:
    return [button(_("All my nudges"), Action.NUDGE_SETTINGS, "all")]


def _who_sees_what(_say: Say) -> list[Element]:
    return [button(_("Who sees what"), Action.PRIVACY, "stewards")]


def _tour(say: Say) -> list[Element]:
    return [described(_("Open the tour"), Action.OPEN_TOUR, say, about_tour)]


def _doors(say: Say) -> list[Element]:
    return [described(_("The three doors"), Action.OPEN_DOORS, say, about_tour, "primary")]


def _closing(say: Say) -> list[Element]:
    return [described(_("Say how it ended"), Action.ANSWER_CLOSE, say, about_tour, "primary")]


def _active(say: Say) -> list[Element]:
    return [described(_("Write goals"), Action.ADD_GOALS, say, about_tour, "primary"), *_tour(say)]


def _goals_added(say: Say) -> list[Element]:
    return [described(_("Look at the goals"), Action.OPEN_GOALS, say, about_tour, "primary")]


def _recorded(say: Say) -> list[Element]:
    return [described(_("Read it"), Action.OPEN_TALK, say, style="primary")]


def _reads(action_id: str) -> Callable[[Say], list[Element]]:
    return lambda say: [described(_("Read it"), action_id, say, about_tour, "primary")]


def _read_question(say: Say) -> list[Element]:
    return [described(_("Read it"), Action.ANSWER_TURN, say, style="primary")]


def _read_answer(say: Say) -> list[Element]:
    return [described(_("Read it"), Action.CLIMB_RUNG, say, lambda s: f"{s.tour_id}:{Rung.TAKE_TURNS}", "primary")]


NUDGE_BUTTONS: Final[Mapping[Moment, Callable[[Say], list[Element]]]] = {
    Moment.REVIEW_DUE: _review_due,
    Moment.REVIEW_COMING: _review_coming,
    Moment.REVIEW_TO_RECORD: _review_past,
    Moment.REVIEW_OVERDUE: _review_past,
    Moment.PROMISE_DUE_COMPANY: _promise_due,
    Moment.PROMISE_DUE_HOLDER: _promise_due,
    Moment.GOAL_DUE: _goal_due,
    Moment.TALK_WAITING: _talk_waiting,
    Moment.DOOR_TO_CHOOSE: _doors,
    Moment.PROPOSAL_WAITING: _proposal,
    Moment.PROPOSAL_LAPSING: _proposal,
    Moment.AMENDMENT_WAITING: _amendment,
    Moment.AMENDMENT_LAPSING: _amendment,
    Moment.HANDOVER_WAITING: _choose_passing,
    Moment.HANDOVER_TO_PROPOSE: _propose,
}

NEWS_BUTTONS: Final[Mapping[str, Callable[[Say], list[Element]]]] = {
    "proposal_arrived": _proposal,
    "proposal_changed": _proposal,
    "proposal_declined": _tour,
    "proposal_withdrawn": _tour,
    "proposal_lapsed": _tour,
    "amendment_arrived": _amendment,
    "terms_changed": _tour,
    "amendment_declined": _tour,
    "amendment_withdrawn": _tour,
    "amendment_lapsed": _tour,
    "tour_paused": _tour,
    "tour_resumed": _resumed,
    "handover_choose": _choose_passing,
    "handover_named": _tour,
    "handover_asked": _proposal,
    "handover_anew": _propose,
    "handover_done": _tour,
    "handover_off": _tour,
    "handover_ended": _propose,
    "handover_recalled": _all_nudges,
    "tour_active": _active,
    "goals_added": _goals_added,
    "check_in_recorded": _recorded,
    "check_in_moved": _review_coming,
    "promise_marked": _promise_marked,
    "promise_differs": _promise_marked,
    "promise_agreed": _promise_marked,
    "promise_wished": _promise_wished,
    "card_shared": _reads(Action.READ_CARD),
    "pledge_made": _reads(Action.READ_PLEDGE),
    "pledge_withdrawn": _reads(Action.READ_PLEDGE),
    "values_shared": _reads(Action.COMMON_GROUND),
    "turn_asked": _read_question,
    "turn_answered": _read_answer,
    "talk_asked": _talk_waiting,
    "talk_dated": _talk_dated,
    "person_left": _left,
    "not_delivered": _who_sees_what,
    "check_in_planned": _review_coming,
    "door_confirmed": _doors,
    "doors_agreed": _doors,
    "doors_differ": _doors,
    "close_opened": _closing,
    "tour_completed": _tour,
    "tour_ended_early": _tour,
    "tour_agreed": _tour,
    "tour_begun": _active,
    "next_tour_withdrawn": _tour,
}
