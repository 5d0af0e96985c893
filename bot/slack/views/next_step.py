"""The one next step: what to do, why now, and the button that does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.domain.doors import Standing
from bot.domain.lifecycle import State
from bot.services.home_sheets import HomeSheet, NextStep, Step, TourRow
from bot.slack.blocks import Block, Element, actions, button, context, section
from bot.slack.ids import Action
from bot.slack.views.check_ins import review_name
from bot.slack.views.endings import sure_to_close
from bot.slack.views.names import guide_of
from bot.slack.words import _, mark, spoken_date


class Words(NamedTuple):
    """What to do, in one line, and why now."""

    what: str
    why: str


_WORDS: Final[Mapping[Step, Words]] = {
    Step.TALK: Words(
        mark("Answer <@{other}>, who would like to talk with you."),
        mark("Name a day, within the next two working days if you can. You need no reason to say yes."),
    ),
    Step.SIGN: Words(
        mark("Read the tour that <@{other}> proposes."),
        mark(
            "It waits for you: sign it, propose a change with a reason, or decline. Nothing holds until both have "
            "signed."
        ),
    ),
    Step.PROPOSE: Words(
        mark("Propose a tour to <@{other}>."),
        mark(
            "You are named as their new manager, and nothing of their tour was passed on. It stands still until you "
            "propose one of your own. Either of you can change any line before both have signed."
        ),
    ),
    Step.CHANGED: Words(
        mark("Read what <@{other}> would change in your tour."),
        mark("It waits for you: sign it, change it again, or decline. What you both signed holds until then."),
    ),
    Step.PASSING: Words(
        mark("Choose what your new manager may read of your tour with <@{other}>."),
        mark("Somebody is named to lead it. Until you have chosen and they have signed, the tour stands still."),
    ),
    Step.LEFT: Words(
        mark("Decide what becomes of your tour with <@{other}>."),
        mark("Their account here is deactivated, so I remind you of nothing in it. What you both signed stays yours."),
    ),
    Step.RECORD: Words(
        mark("Record your talk with <@{other}>."),
        mark("{review}, due on {day}. Two lines are enough. If it did not take place, name another day."),
    ),
    Step.ANSWER_CLOSE: Words(
        mark("Say how your tour with <@{other}> ended."),
        mark("Its close is open: what came of it, what became of your promises, one sentence of thanks. Ten minutes."),
    ),
    Step.CLOSE: Words(
        mark("Open the close of your tour with <@{other}>."),
        mark("Its planned end, {day}, has passed. Closed in good order, it leaves a record worth keeping."),
    ),
    Step.DOOR: Words(
        mark("Confirm a door with <@{other}>."),
        mark("You have talked about what comes next, and the two of you have not confirmed the same door yet."),
    ),
    Step.DOORS_DIFFER: Words(
        mark("Talk once more with <@{other}> about what comes next."),
        mark("You have each confirmed a door, and the two are not the same yet. Nothing is decided by that."),
    ),
    Step.FOLLOW: Words(
        mark("Propose the tour that follows yours with <@{other}>."),
        mark(
            "You both confirmed the door that leads to it. Either of you fills in the form; the other reads and signs."
        ),
    ),
    Step.LEAVE_WELL: Words(
        mark("Agree with <@{other}> which day is the last."),
        mark(
            "You both confirmed that this tour ends and leaving goes well. Open the close on that day; until then your "
            "promises hold."
        ),
    ),
    Step.CARD: Words(
        mark("Write three lines about yourself before you talk with <@{other}>."),
        mark(
            "{review}: {day}. People who are asked about their plans look first at who is asking. "
            "Say what you hope to do after this job. One line is enough."
        ),
    ),
    Step.PREPARE: Words(
        mark("Prepare your talk with <@{other}>."),
        mark("{review}: {day}. What you write is yours alone until you share it."),
    ),
    Step.PROMISE: Words(
        mark("Keep what you promised <@{other}>."),
        mark("It is due on {day}. If it is done, say so. If the day will not work, name a new one before it passes."),
    ),
    Step.CONFIRM: Words(
        mark("Say whether you see a promise as <@{other}> sees it."),
        mark("They have said what became of it. If you see it otherwise, both views stand side by side."),
    ),
    Step.GOALS: Words(
        mark("Write two goals for your tour with <@{other}>."),
        mark("One for the company and one for the career, each with a day and a way for both of you to know."),
    ),
    Step.LOOK_BACK: Words(
        mark("Say what came of your tour with <@{other}>."),
        mark(
            "It ended on {day}. What you write stands in it for both of you, with your thanks; nothing waits for it, "
            "and you can start another tour at any time."
        ),
    ),
    Step.START: Words(
        mark("Agree on a tour of duty with somebody."),
        mark(
            "None is under way. Name a mission, what the company gets, what the person gets, and one promise of "
            "the company. A manager can propose it, and so can the person: it takes about ten minutes."
        ),
    ),
    Step.NOTHING: Words(
        mark("Nothing waits for you."),
        mark("A nudge comes when a talk, a promise or a goal is near."),
    ),
}


_CHANGE_TO_SIGN: Final = Words(
    mark("Read what <@{other}> would change in your proposal."),
    mark("It waits for you: sign it, change it again with a reason, or decline. Nothing holds until both have signed."),
)
_THEIRS_CONFIRMED: Final = Words(
    mark("Confirm a door with <@{other}>."),
    mark("They have confirmed one after your talk about what comes next; which one is not said here."),
)
_LATE_PROMISE: Final = Words(
    mark("Settle what you promised <@{other}>."),
    mark("It was due on {day}, so it is late. If it is done, say so. If not, name a day that will hold."),
)


def blocks(sheet: HomeSheet) -> list[Block]:
    """The step with its buttons, the first of them the primary one."""
    step = sheet.step
    is_late = step.step is Step.PROMISE and step.due_on is not None and step.due_on < sheet.today
    words = _LATE_PROMISE if is_late else _as_it_stands(step)
    facts = {
        "other": step.other_id or "",
        "day": spoken_date(step.due_on) if step.due_on else "",
        "review": review_name(step.tour.talk.review) if step.tour and step.tour.talk else "",
    }
    said = f"*{_(words.what).format(**facts)}*\n{_(words.why).format(**facts)}"
    buttons = _buttons(step)
    return [
        section(said, block_id="next"),
        *([actions(*buttons, block_id="next.do")] if buttons else []),
        *([context(_("After that, {count} more of this kind.").format(count=step.more))] if step.more else []),
    ]


def _as_it_stands(step: NextStep) -> Words:
    """Return the words of a step, by what the other side has done already."""
    if step.tour is not None and step.step is Step.SIGN and step.tour.state is State.COUNTERED:
        return _CHANGE_TO_SIGN
    if step.tour is not None and step.step is Step.DOOR and step.tour.door is Standing.THEIRS:
        return _THEIRS_CONFIRMED
    return _WORDS[step.step]


def _buttons(step: NextStep) -> list[Element]:
    if step.tour is not None:
        return _of_tour(step.step, step.tour)
    if step.step is Step.PROPOSE:
        return [_primary(_("Propose a tour"), Action.START_TOUR, step.other_id)]
    return start_buttons() if step.step is Step.START else []


def start_buttons() -> list[Element]:
    """What somebody without a tour can do: start one, or see what one looks like."""
    return [
        button(_("Start a tour"), Action.START_TOUR, style="primary"),
        button(_("Show me an example"), Action.SHOW_EXAMPLE),
    ]


def _of_tour(step: Step, row: TourRow) -> list[Element]:
    tour, talk = str(row.id), str(row.talk.id) if row.talk else None
    found: Mapping[Step, list[Element]] = {
        Step.TALK: [_primary(_("Answer"), Action.OPEN_SIGNAL, tour)],
        Step.SIGN: [_primary(_("Read and answer"), Action.OPEN_PROPOSAL, tour)],
        Step.CHANGED: [_primary(_("Read and answer"), Action.OPEN_PROPOSAL, tour)],
        Step.PASSING: [_primary(_("Choose what passes"), Action.CHOOSE_PASSING, tour)],
        Step.LEFT: _left(row),
        Step.RECORD: [
            _primary(_("Record the talk"), Action.RECORD_REVIEW, talk),
            button(_("Another day"), Action.MOVE_REVIEW, talk),
        ],
        Step.ANSWER_CLOSE: [_primary(_("Say how it ended"), Action.ANSWER_CLOSE, tour)],
        Step.LOOK_BACK: [_primary(_("Say how it ended"), Action.ANSWER_CLOSE, tour)],
        Step.CLOSE: _closing(tour, "primary"),
        Step.DOOR: [_primary(_("The three doors"), Action.OPEN_DOORS, tour)],
        Step.DOORS_DIFFER: [
            _primary(_("Read how to begin"), Action.OPEN_GUIDE, f"doors_differ:{row.other_id}"),
            button(_("The three doors"), Action.OPEN_DOORS, tour),
        ],
        Step.FOLLOW: [
            _primary(_("Fill in the proposal"), Action.PROPOSE_NEXT, tour),
            button(_("The three doors"), Action.OPEN_DOORS, tour),
        ],
        Step.LEAVE_WELL: _closing(tour),
        Step.CARD: [_primary(_("Write my three lines"), Action.WRITE_OPENING_CARD, tour)],
        Step.PREPARE: [_primary(_("Prepare the talk"), Action.PREPARE_REVIEW, talk), *_guide(row)],
        Step.PROMISE: [_primary(_("Show the promises"), Action.SHOW_PROMISES, tour)],
        Step.CONFIRM: [_primary(_("Show the promises"), Action.SHOW_PROMISES, tour)],
        Step.GOALS: [_primary(_("Add goals"), Action.ADD_GOALS, tour)],
    }
    return found[step]


def _closing(tour: str, style: str | None = None) -> list[Element]:
    return [
        button(_("Open the close"), Action.OPEN_CLOSE, tour, style=style, confirm=sure_to_close()),
        button(_("The three doors"), Action.OPEN_DOORS, tour),
    ]


def _left(row: TourRow) -> list[Element]:
    """Whoever's manager has left may name the next one; either side can end the tour from its own screen."""
    tour = str(row.id)
    if row.leads:
        return [_primary(_("Open the tour"), Action.OPEN_TOUR, tour)]
    return [
        _primary(_("Name a new manager"), Action.NAME_MANAGER, tour),
        button(_("Open the tour"), Action.OPEN_TOUR, tour),
    ]


def _guide(row: TourRow) -> list[Element]:
    if row.talk is None:
        return []
    return [button(_("Read the guide"), Action.OPEN_GUIDE, f"{guide_of(row.talk.review)}:{row.other_id}")]


def _primary(label: str, action_id: str, value: str | None) -> Element:
    return button(label, action_id, value, style="primary")
