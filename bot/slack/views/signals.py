"""Screens of asking for a talk: a holder asks and sees how it stands, a manager reads what helps and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.domain.signals import SignalAnswer, Topic
from bot.prompts import Rendered
from bot.services.signal_sheets import AskedSignal, AskSheet, HeardSignal
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    alert,
    button,
    confirm,
    context,
    date_input,
    divider,
    field,
    modal,
    option,
    radio,
    section,
    visible_to,
)
from bot.slack.ids import Action, block
from bot.slack.ids import View as ViewId
from bot.slack.words import _, short_date, spoken_date

GUIDE_FOR_HOLDERS = "asking_for_a_talk"
GUIDE_FOR_MANAGERS = "someone_is_looking"


def topic_words(topic: Topic) -> str:
    """Return a topic as the one who chooses it reads it."""
    words: Mapping[Topic, str] = {
        Topic.UNSAID: _("I would rather say it in the talk"),
        Topic.WORK: _("The work, or my goals"),
        Topic.PROMISE: _("Something that was promised"),
        Topic.TOGETHER: _("How we work together"),
        Topic.FIRST_CONVERSATION: _("A first conversation: what comes next for me, here or elsewhere"),
    }
    return words[topic]


def ask(sheet: AskSheet) -> View:
    """The form: what it is about, if one wants to say so, and what becomes of it."""
    return modal(
        ViewId.ASK_FOR_TALK,
        _("Ask for a talk"),
        [
            section(
                _(
                    "<@{manager}> is told one thing: that you would like to talk. "
                    "The message is the same whatever you choose here."
                ).format(manager=sheet.manager_id)
            ),
            field(
                block("topic"),
                _("What is it about?"),
                radio(Action.INPUT, [option(topic_words(t), t) for t in sheet.topics], initial=Topic.UNSAID),
            ),
            context(
                _("It leaves in ten minutes; until then you can take it back, and nobody knows. Give no reason here.")
            ),
            actions(button(_("How to ask for a talk"), Action.OPEN_GUIDE, f"{GUIDE_FOR_HOLDERS}:{sheet.manager_id}")),
            visible_to(
                _(
                    "Visible to: you; what you choose, also to <@{manager}>, in one window. It stands in no report "
                    "and in no file but your own; after {days} days it is erased."
                ).format(manager=sheet.manager_id, days=sheet.kept_days)
            ),
        ],
        submit=_("Ask"),
        close=_("Cancel"),
        private_metadata=json.dumps({"tour": sheet.tour_id}),
    )


def asked(sheet: AskSheet, signal: AskedSignal) -> View:
    """How a talk that was asked for stands, and the way to take it back. What it is about is not repeated here."""
    return modal(
        ViewId.TALK_ASKED,
        _("Your talk"),
        [
            section(_stands(sheet, signal)),
            *([context(_late(sheet))] if signal.is_late else []),
            *([actions(_take_back(signal, sheet))] if signal.is_waiting else []),
            visible_to(_known_to(sheet, signal)),
        ],
        close=_("Close"),
    )


def _known_to(sheet: AskSheet, signal: AskedSignal) -> str:
    if not signal.has_left:
        return _("Visible to you alone. Nobody else knows of it.")
    words = _("Visible to you alone. That you asked is known to <@{manager}>, and to nobody else.")
    return words.format(manager=sheet.manager_id)


def _stands(sheet: AskSheet, signal: AskedSignal) -> str:
    if not signal.has_left:
        leaves = signal.leaves_at.astimezone(ZoneInfo(sheet.time_zone))
        words = _("It leaves at {time}. Until then you can take it back, and <@{manager}> never learns of it.")
        return words.format(time=f"{leaves:%H:%M}", manager=sheet.manager_id)
    if signal.talk_on is not None:
        words = _("<@{manager}> names a day for your talk: {day}.")
        return words.format(manager=sheet.manager_id, day=spoken_date(signal.talk_on))
    words = _("You asked <@{manager}> for a talk on {day}. It waits for an answer.")
    return words.format(manager=sheet.manager_id, day=short_date(signal.asked_on))


def _late(sheet: AskSheet) -> str:
    words = _(
        "Two working days have passed, and <@{manager}> is reminded once. You can also ask in person, or speak with "
        "{contact}."
    )
    contact = f"<@{sheet.contact_id}>" if sheet.contact_id else _("your People team")
    return words.format(manager=sheet.manager_id, contact=contact)


def _take_back(signal: AskedSignal, sheet: AskSheet) -> Element:
    if not signal.has_left:
        return button(_("Take it back"), Action.WITHDRAW_SIGNAL, str(sheet.tour_id), style="primary")
    sure = confirm(
        _("Take it back?"),
        _("Your manager has had the message, and gets no other. Their window then asks nothing of them any more."),
        _("Take it back"),
        _("Leave it"),
    )
    return button(_("Take it back"), Action.WITHDRAW_SIGNAL, str(sheet.tour_id), confirm=sure)


def taken_back(sheet: AskSheet) -> View:
    """What a holder reads after taking it back."""
    words = _("It is taken back. You can ask again whenever you like.")
    again = button(_("Ask for a talk"), Action.ASK_FOR_TALK, str(sheet.tour_id))
    return modal(ViewId.TALK_ASKED, _("Your talk"), [section(words), actions(again)], close=_("Close"))


def nothing_to_serve() -> list[Block]:
    """What somebody reads who serves no tour: the words for asking in person."""
    return [
        section(_("Whoever serves a tour can ask its manager for a talk here. You serve none just now.")),
        actions(button(_("How to ask for a talk"), Action.OPEN_GUIDE, GUIDE_FOR_HOLDERS)),
    ]


def answer(heard: HeardSignal, card: Sequence[Rendered]) -> View:
    """What a manager reads who was asked for a talk: what to say and what not, and the two ways to answer."""
    return modal(
        ViewId.ANSWER_SIGNAL,
        _("A talk is asked for"),
        [
            section(f"*{_asked_by(heard)}*\n{_about(heard.topic)}"),
            *(section(f"*{part.heading}*\n{part.body}") for part in card),
            *_guides(heard),
            divider(),
            field(block("answer"), _("My answer"), radio(Action.INPUT, _answers(), initial=_first(heard))),
            field(
                block("talk_on"),
                _("The day of the talk"),
                date_input(Action.INPUT, initial=heard.talk_on),
                hint=_("They are told this day and nothing else."),
                optional=True,
            ),
            visible_to(
                _(
                    "Visible to you alone. Write nothing of it down, and tell nobody; it is erased after {days} days."
                ).format(days=heard.kept_days)
            ),
        ],
        submit=_("Answer"),
        close=_("Close"),
        private_metadata=json.dumps({"tour": heard.tour_id}),
    )


def _asked_by(heard: HeardSignal) -> str:
    words = _("<@{holder}> asked for a talk with you on {day}.")
    return words.format(holder=heard.holder_id, day=short_date(heard.asked_on))


def _about(topic: Topic) -> str:
    words: Mapping[Topic, str] = {
        Topic.UNSAID: _("What it is about is theirs to say. Do not guess, and do not ask in writing."),
        Topic.WORK: _("It is about the work, or their goals."),
        Topic.PROMISE: _("It is about something that was promised."),
        Topic.TOGETHER: _("It is about how you two work together."),
        Topic.FIRST_CONVERSATION: _("They take you at your pledge: it is a first conversation about what comes next."),
    }
    return words[topic]


def _guides(heard: HeardSignal) -> list[Block]:
    if heard.topic is not Topic.FIRST_CONVERSATION:
        return []
    guide = button(_("The whole guide"), Action.OPEN_GUIDE, f"{GUIDE_FOR_MANAGERS}:{heard.holder_id}")
    return [actions(guide, button(_("What I pledged"), Action.READ_PLEDGE, str(heard.tour_id)))]


def _answers() -> list[Block]:
    return [
        option(_("We will talk on the day below"), SignalAnswer.DATE, _("Within two working days, if you can")),
        option(_("We have talked"), SignalAnswer.TALKED, _("Nobody is told, and no reminder comes")),
    ]


def _first(heard: HeardSignal) -> str | None:
    return SignalAnswer.DATE if heard.is_waiting else SignalAnswer.TALKED


def nothing_waits() -> View:
    """What a manager reads where nothing (more) is asked: it was taken back, or its time is over."""
    words = _("Nothing is asked of you here any more: it was taken back, or its time is over. Leave it at that.")
    return modal(ViewId.TALK_ASKED, _("A talk is asked for"), [section(words)], close=_("Close"))


def answered(heard: HeardSignal) -> View:
    """What a manager reads after answering."""
    if heard.talk_on is None:
        words = _("Noted, for you alone. What was said stays between you.")
    else:
        words = _("<@{holder}> is told: {day}. Put it into your calendar now, without a subject.").format(
            holder=heard.holder_id, day=spoken_date(heard.talk_on)
        )
    return modal(ViewId.TALK_ASKED, _("A talk is asked for"), [alert(words, level="success")], close=_("Close"))
