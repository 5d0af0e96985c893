"""Messages as DMs: text and blocks with the buttons that each moment carries. People and dates only, never words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.check_ins import Review
from bot.domain.nudges import Moment
from bot.domain.rungs import Rung
from bot.prompts import Rendered, mention
from bot.services.say import Say
from bot.slack.blocks import Block, Element, actions, button, context, divider, option, overflow, section, shorten
from bot.slack.ids import Action
from bot.slack.words import _

IN_FULL: Final = (
    8  # nudges of one DM with words and buttons of their own: Slack takes 50 blocks and some 13,000 letters
)
LINES_IN_A_BLOCK: Final = 20
MOST_LINES: Final = 80


@dataclass(frozen=True)
class Dm:
    """One direct message. `text` is what notifications and screen readers say."""

    text: str
    blocks: list[Block]


def facts(say: Say) -> dict[str, object]:
    """Return the facts that prompts may name about one thing to say."""
    return {
        "other": mention(say.other_id),
        "kind": say.kind.value if say.kind else "",
        "review": review_words(say.review) if say.review else "",
        "due": day_words(say.due_on, say.today) if say.due_on else "",
        "first_review": day_words(say.due_on, say.today) if say.due_on else "",
        "days": say.days,
        "count": say.count,
    }


def news_dm(say: Say, words: Rendered) -> Dm:
    """Return the DM about another person's act."""
    buttons = _NEWS_BUTTONS.get(say.moment, _tour)(say)
    text = "\n".join(part for part in (words.heading, words.body) if part)
    return Dm(text, [section(text), actions(*buttons)])


def nudges_dm(told: Sequence[tuple[Say, Rendered | None]], more: Sequence[Say] = ()) -> Dm:
    """Return the DM of all nudges of a day: those `told` in full, most urgent first, and the others in one line each.

    A nudge without words says that its kind has stopped.
    """
    blocks: list[Block] = []
    for say, words in told:
        blocks += [*([divider()] if blocks else []), *_nudge(say, words)]
    blocks += _lines(more)
    first = title(told[0][0])
    count = len(told) + len(more) - 1
    return Dm(first if not count else _("{first}, and {count} more").format(first=first, count=count), blocks)


def title(say: Say) -> str:
    """Return what a nudge is about in one line: a person and a day."""
    words = facts(say)
    labels = {
        Moment.PROMISE_DUE_COMPANY: _("A promise to {other}, due on {due}")
        if say.count == 1
        else _("{count} promises to {other}, due on {due}"),
        Moment.PROMISE_DUE_HOLDER: _("Your promise to {other}, due on {due}")
        if say.count == 1
        else _("{count} promises of yours to {other}, due on {due}"),
        Moment.REVIEW_OVERDUE: _("Not recorded yet: {review} with {other}, {due}"),
        Moment.REVIEW_DUE: _("Your {review} with {other}: {due}"),
        Moment.REVIEW_TO_RECORD: _("To record: {review} with {other}, {due}"),
        Moment.REVIEW_COMING: _("Your {review} with {other}: {due}"),
        Moment.PROPOSAL_LAPSING: _("The proposal from {other} lapses on {due}"),
        Moment.PROPOSAL_WAITING: _("A proposal from {other} waits for you"),
        Moment.TALK_WAITING: _("{other} waits for a talk with you"),
        Moment.DOOR_TO_CHOOSE: _("A door to choose with {other}"),
        Moment.AMENDMENT_LAPSING: _("The changed terms from {other} lapse on {due}"),
        Moment.AMENDMENT_WAITING: _("Changed terms from {other} wait for you"),
        Moment.GOAL_DUE: _("A goal with {other}, due on {due}")
        if say.count == 1
        else _("{count} goals with {other}, due on {due}"),
    }
    return labels[Moment(say.moment)].format_map(words)


def review_words(review: Review) -> str:
    """Return what a kind of talk is called."""
    return {
        Review.CHECK_IN: _("check-in"),
        Review.HALFWAY: _("halfway review"),
        Review.NEXT_TOUR_TALK: _("talk about the next tour"),
        Review.REAFFIRMATION: _("yearly reaffirmation"),
    }[review]


def day_words(day: date, today: date) -> str:
    """Return a day as one says it, with the year only where it is another one: "Thursday, 4 March"."""
    spoken = f"{day:%A}, {day.day} {day:%B}"
    return spoken if day.year == today.year else f"{spoken} {day.year}"


def about_tour(say: Say) -> str:
    """Return the value of a button about a tour."""
    return str(say.tour_id)


def about_subject(say: Say) -> str:
    """Return the value of a button about one talk or promise."""
    return str(say.subject_id)


def about_nudge(say: Say) -> str:
    """Return the value of a button about the nudge itself: which tour, which thing, which moment."""
    return f"{say.tour_id}:{say.subject_id}:{say.moment}"


def _nudge(say: Say, words: Rendered | None) -> list[Block]:
    if words is None:
        return [section(_stopped(say)), actions(_button(_("All my nudges"), Action.NUDGE_SETTINGS, say, about_nudge))]
    blocks = [section(_text(words)), actions(*_buttons(say), _menu(say))]
    if say.slowed:
        slowed = _("The last two of this kind went by unused, so half as many come. After one more they stop.")
        blocks.append(context(slowed))
    return blocks


def _text(words: Rendered) -> str:
    return "\n".join(part for part in (f"*{words.heading}*", words.body) if part)


def _stopped(say: Say) -> str:
    rest = _("Three reminders of this kind went by unused, so they stop here. The talk itself stays planned.")
    return f"*{title(say)}*\n{rest}"


def _lines(more: Sequence[Say]) -> list[Block]:
    if not more:
        return []
    lines = [f"• {title(say)}" for say in more[:MOST_LINES]]
    if len(more) > MOST_LINES:
        lines.append(_("and {count} more").format(count=len(more) - MOST_LINES))
    groups = [lines[at : at + LINES_IN_A_BLOCK] for at in range(0, len(lines), LINES_IN_A_BLOCK)]
    found = [divider(), *(section(shorten("\n".join(group), 3000)) for group in groups)]
    return [*found, actions(button(_("All my nudges"), Action.NUDGE_SETTINGS, "all"))]


def _button(
    label: str, action_id: str, say: Say, value: Callable[[Say], str] = about_subject, style: str | None = None
) -> Element:
    return button(label, action_id, value(say), style=style, described_as=f"{label}: {_of(say)}")


def _of(say: Say) -> str:
    """Return what a screen reader needs to tell equal buttons of one DM apart."""
    return review_words(say.review) if say.review else (say.kind.value if say.kind else "")


def _buttons(say: Say) -> list[Element]:
    return [*_NUDGE_BUTTONS[Moment(say.moment)](say), _button(_("Not now"), Action.SNOOZE_NUDGE, say, about_nudge)]


def _menu(say: Say) -> Element:
    value = about_nudge(say)
    return overflow(
        Action.NUDGE_MENU,
        [
            option(_("Skip this one"), f"skip:{value}"),
            option(_("Less often"), f"less:{value}"),
            option(_("Stop these"), f"stop:{value}"),
            option(_("All my nudges"), "settings"),
        ],
    )


def _review_due(say: Say) -> list[Element]:
    prepare = _button(_("Prepare the talk"), Action.PREPARE_REVIEW, say)
    record = _button(_("Record the talk"), Action.RECORD_REVIEW, say)
    match say.rung:
        case Rung.GO_FIRST:
            card = _button(_("Write my three lines"), Action.WRITE_OPENING_CARD, say, about_tour, "primary")
            return [card, prepare, record]
        case Rung.TAKE_TURNS:
            return [_rung(_("Take one question along"), say), prepare, record]
        case Rung.PLEDGE:
            return [_rung(_("Read the pledge"), say), prepare, record]
        case Rung.ASK:
            both = _button(_("What both of us value"), Action.COMMON_GROUND, say, about_tour)
            return [_rung(_("How to ask"), say), prepare, both, record]
        case _:
            return [_rung(_("What was promised"), say), prepare, record]


def _rung(label: str, say: Say) -> Element:
    return _button(label, Action.CLIMB_RUNG, say, lambda s: f"{s.tour_id}:{s.rung}", "primary")


def _review_coming(say: Say) -> list[Element]:
    return [_button(_("Prepare the talk"), Action.PREPARE_REVIEW, say, style="primary")]


def _review_past(say: Say) -> list[Element]:
    return [
        _button(_("Record the talk"), Action.RECORD_REVIEW, say, style="primary"),
        _button(_("Move the talk"), Action.MOVE_REVIEW, say),
    ]


def _promise_due(say: Say) -> list[Element]:
    show = _button(_("Show the promises"), Action.SHOW_PROMISES, say, about_tour)
    if say.count > 1:
        return [show]
    kept = _button(_("It is done"), Action.PROMISE_KEPT, say, style="primary")
    return [kept, _button(_("Name a new date"), Action.PROMISE_MOVED, say), show]


def _goal_due(say: Say) -> list[Element]:
    return [_button(_("Update my goals"), Action.UPDATE_GOALS, say, about_tour, "primary")]


def _talk_waiting(say: Say) -> list[Element]:
    return [_button(_("Answer"), Action.OPEN_SIGNAL, say, about_tour, "primary")]


def _talk_dated(say: Say) -> list[Element]:
    return [_button(_("See it"), Action.ASK_FOR_TALK, say, about_tour)]


def _proposal(say: Say) -> list[Element]:
    return [_button(_("Read the proposal"), Action.OPEN_PROPOSAL, say, about_tour, "primary")]


def _amendment(say: Say) -> list[Element]:
    return [_button(_("Read the changes"), Action.OPEN_PROPOSAL, say, about_tour, "primary")]


def _tour(say: Say) -> list[Element]:
    return [_button(_("Open the tour"), Action.OPEN_TOUR, say, about_tour)]


def _doors(say: Say) -> list[Element]:
    return [_button(_("The three doors"), Action.OPEN_DOORS, say, about_tour, "primary")]


def _closing(say: Say) -> list[Element]:
    return [_button(_("Say how it ended"), Action.ANSWER_CLOSE, say, about_tour, "primary")]


def _active(say: Say) -> list[Element]:
    return [_button(_("Write goals"), Action.ADD_GOALS, say, about_tour, "primary"), *_tour(say)]


def _goals_added(say: Say) -> list[Element]:
    return [_button(_("Look at the goals"), Action.OPEN_GOALS, say, about_tour, "primary")]


def _recorded(say: Say) -> list[Element]:
    return [_button(_("Read it"), Action.OPEN_TALK, say, style="primary")]


def _reads(action_id: str) -> Callable[[Say], list[Element]]:
    return lambda say: [_button(_("Read it"), action_id, say, about_tour, "primary")]


def _read_question(say: Say) -> list[Element]:
    return [_button(_("Read it"), Action.ANSWER_TURN, say, style="primary")]


def _read_answer(say: Say) -> list[Element]:
    return [_button(_("Read it"), Action.CLIMB_RUNG, say, lambda s: f"{s.tour_id}:{Rung.TAKE_TURNS}", "primary")]


_NUDGE_BUTTONS: Final[Mapping[Moment, Callable[[Say], list[Element]]]] = {
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
}

_NEWS_BUTTONS: Final[Mapping[str, Callable[[Say], list[Element]]]] = {
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
    "tour_active": _active,
    "goals_added": _goals_added,
    "check_in_recorded": _recorded,
    "check_in_moved": _review_coming,
    "card_shared": _reads(Action.READ_CARD),
    "pledge_made": _reads(Action.READ_PLEDGE),
    "pledge_withdrawn": _reads(Action.READ_PLEDGE),
    "values_shared": _reads(Action.COMMON_GROUND),
    "turn_asked": _read_question,
    "turn_answered": _read_answer,
    "talk_asked": _talk_waiting,
    "talk_dated": _talk_dated,
    "person_left": _tour,
    "check_in_planned": _review_coming,
    "door_confirmed": _doors,
    "doors_agreed": _doors,
    "doors_differ": _doors,
    "close_opened": _closing,
    "tour_completed": _tour,
    "tour_ended_early": _tour,
    "tour_agreed": _tour,
    "tour_begun": _active,
}
