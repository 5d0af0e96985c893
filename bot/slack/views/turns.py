"""Screens of taking turns: what a manager asks with their own answer, and what a holder does with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.rungs import Rung
from bot.domain.turns import Choice, Question
from bot.services.turns import AskedTurn, ReceivedTurn, TurnsSheet
from bot.slack.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    divider,
    field,
    labelled,
    modal,
    option,
    radio,
    section,
    text_input,
    visible_to,
)
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.views.coach import rung_value
from bot.slack.views.reply import Reply
from bot.slack.words import _, short_date

SHOWN: Final = len(Question)


def question_words(question: Question) -> str:
    """Return a question as one asks it."""
    words: Mapping[Question, str] = {
        Question.LOST_IN_WORK: _("When did you last lose track of time at work, and what were you doing?"),
        Question.LEARNED_FROM: _("Whom here have you learned the most from, and what was it?"),
        Question.GIVE_AWAY: _("Which part of your week would you give away first?"),
        Question.REMEMBERED: _("What did somebody do for you here that you still remember?"),
        Question.KNOWN_FOR: _("What would you like to be known for, by people who have worked with you?"),
        Question.VALUES: _("What do you value that this place makes difficult?"),
        Question.WOULD_TRY: _("What would you try if you knew that nobody would hold a failure against you?"),
        Question.DO_MORE: _("What should we do more of, or stop, so that the work goes better?"),
        Question.STAY: _("What would make you want to stay, and which part of it could be promised?"),
    }
    return words[question]


def part(sheet: TurnsSheet, at: int = 0) -> Iterator[Block]:
    """What stands under the rung of taking turns: a question to take along or to ask here, and what was asked."""
    if sheet.left:
        yield from _one_question(sheet, at % len(sheet.left))
    if sheet.from_on is not None:
        yield context(_one_at_a_time(sheet))
    for turn in sheet.asked[:SHOWN]:
        yield from _asked(turn)


def stay_part(sheet: TurnsSheet) -> Iterator[Block]:
    """What stands under the rung of asking: the one question that can be asked here, or what came of it."""
    if sheet.stay is not None:
        yield from _asked(sheet.stay)
        return
    yield section(f"> {question_words(Question.STAY)}")
    if sheet.from_on is not None:
        yield context(_one_at_a_time(sheet))
    else:
        yield actions(button(_("Ask it here"), Action.ASK_TURN, f"{sheet.tour_id}:{Question.STAY.value}"))


def _one_question(sheet: TurnsSheet, at: int) -> Iterator[Block]:
    question = sheet.left[at]
    yield section(_("*Take this one along.* Answer it yourself first, then ask it, then be silent."))
    yield section(f"> {question_words(question)}")
    ask = button(_("Ask it here"), Action.ASK_TURN, f"{sheet.tour_id}:{question.value}")
    another = button(_("Another question"), Action.CLIMB_RUNG, f"{rung_value(sheet.tour_id, Rung.TAKE_TURNS)}:{at + 1}")
    buttons = [*([ask] if sheet.from_on is None else []), *([another] if len(sheet.left) > 1 else [])]
    if buttons:
        yield actions(*buttons)


def _one_at_a_time(sheet: TurnsSheet) -> str:
    day = short_date(sheet.from_on) if sheet.from_on else ""
    return _("One question at a time: the next can be asked from {day}, or once an answer is shared.").format(day=day)


def _asked(turn: AskedTurn) -> list[Block]:
    """One question that was asked. Where nothing is shared, the same words stand, whatever the holder did."""
    asked = _("*{question}*\nAsked on {day}").format(
        question=question_words(turn.question), day=short_date(turn.asked_on)
    )
    none = _("No answer is shared here. It may be unread, kept, or passed: nobody can tell, and all three are fine.")
    theirs = labelled(_("What they shared"), turn.theirs) if turn.theirs else [context(none)]
    return [divider(), section(asked), *labelled(_("What you wrote"), turn.mine), *theirs, *_wished(turn)]


def _wished(turn: AskedTurn) -> list[Block]:
    if not turn.is_wished:
        return []
    answer = button(_("Answer it"), Action.OPEN_WISH, str(turn.id), style="primary")
    return [section(_("*They ask for it as a promise.*"), accessory=answer)]


def ask(sheet: TurnsSheet, question: Question) -> View:
    """The form with which a manager answers first and asks."""
    return modal(
        ViewId.ASK_TURN,
        _("Answer first, then ask"),
        [
            section(f"*{question_words(question)}*"),
            field(
                block("mine"),
                _("My own answer"),
                text_input(Action.INPUT, multiline=True),
                hint=_("They read this with the question. A few honest lines do more than a finished text."),
            ),
            context(_("They may answer, keep their answer, or pass. Unless they share it, you are not told which.")),
            visible_to(_("Visible to you and <@{holder}>.").format(holder=sheet.holder_id)),
        ],
        submit=_("Answer and ask"),
        close=_("Cancel"),
        private_metadata=f'{{"tour":{sheet.tour_id},"question":"{question.value}"}}',
    )


def received(turn: ReceivedTurn) -> View:
    """The question as its holder reads it: the manager's answer first, then the choice."""
    return modal(
        ViewId.ANSWER_TURN,
        _("One question"),
        [
            section(f"*{question_words(turn.question)}*"),
            *labelled(_("Your manager answered first"), turn.theirs),
            context(_("You may answer, keep your answer to yourself, or pass. Nobody is told which.")),
            field(
                block("yours"),
                _("My answer"),
                text_input(Action.INPUT, initial=turn.mine, multiline=True),
                optional=True,
            ),
            field(block("choice"), _("What to do with it"), radio(Action.INPUT, _choices(turn), initial=_chosen(turn))),
            *_wish(turn),
            visible_to(
                _("Visible to you alone, unless you share it; then also to <@{other}>.").format(other=turn.manager_id)
            ),
        ],
        submit=_("Done"),
        close=_("Close"),
        private_metadata=f'{{"turn":{turn.id}}}',
    )


def _wish(turn: ReceivedTurn) -> list[Block]:
    """What a holder can make of a shared answer: only they can ask for it as a promise."""
    if turn.is_wished:
        return [context(_("You have asked for it as a promise. What becomes of it, you both sign."))]
    if not turn.can_be_wished:
        return []
    wish = button(_("Ask for it as a promise"), Action.WISH_PROMISE, str(turn.id))
    words = _("Your manager is asked to promise it, with a day. It counts once both of you have signed it.")
    return [section(words, accessory=wish, block_id="wish")]


def _choices(turn: ReceivedTurn) -> list[Block]:
    return [
        option(_("Share it"), Choice.SHARED, _("Your manager is told that there is something to read")),
        option(_("Keep it to myself"), Choice.KEPT, _("It stays here for you; nobody is told")),
        option(_("Pass"), Choice.PASSED, _("Nothing is kept, and nobody is told")),
    ]


def _chosen(turn: ReceivedTurn) -> str | None:
    if turn.mine is None:
        return None
    return Choice.SHARED if turn.is_shared else Choice.KEPT


def all_received(turns: Sequence[ReceivedTurn]) -> View:
    """Every question that a holder was asked, to come back to."""
    blocks = [section(question_words(turn.question), accessory=_open(turn)) for turn in turns[:SHOWN]]
    none = section(_("No question has been asked here. You can always start by yourself: the guides show how."))
    visible = visible_to(_("Visible to: both of you, the questions. What you do with one is yours until you share it."))
    return modal(ViewId.TURNS, _("Questions"), [*(blocks or [none]), visible], close=_("Close"))


def _open(turn: ReceivedTurn) -> Block:
    return button(_("Open"), Action.ANSWER_TURN, str(turn.id), described_as=question_words(turn.question))


def sent(holder_id: str) -> str:
    """What a manager is told after asking."""
    return _("Sent to <@{holder}>, with your answer. Now leave it alone: no reminder, no question about it.").format(
        holder=holder_id
    )


def settled(choice: Choice, turn: ReceivedTurn) -> Reply:
    """What a holder is told after choosing; what would make them stay, they can ask for as a promise at once."""
    words: Mapping[Choice, str] = {
        Choice.SHARED: _("Shared with <@{manager}>. You can change it or take it back whenever you like."),
        Choice.KEPT: _("Kept for you alone. Nobody is told."),
        Choice.PASSED: _("Passed. Nothing is kept, and nobody is told."),
    }
    said = words[choice].format(manager=turn.manager_id)
    return Reply(said, [section(said), *_wish(turn)])
