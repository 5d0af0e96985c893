"""From the two forms of asking for a talk to commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.refusals import Reason, Refused
from bot.domain.signals import SignalAnswer, Topic
from bot.services.signal_sheets import AnswerSignal, AskForTalk
from bot.slack.forms.state import choice, day, memo, number_in


def ask(view: Mapping[str, Any]) -> AskForTalk:
    """Return what the talk is to be about. Raises Refused(REQUIRED) at "topic" when nothing is chosen."""
    topic = choice(view, "topic", Topic)
    if topic is None:
        raise Refused(Reason.REQUIRED, field="topic")
    return AskForTalk(number_in(memo(view), "tour"), topic)


def answer(view: Mapping[str, Any]) -> AnswerSignal:
    """Return what the manager says. Raises Refused(REQUIRED) at "answer" when nothing is chosen."""
    said = choice(view, "answer", SignalAnswer)
    if said is None:
        raise Refused(Reason.REQUIRED, field="answer")
    return AnswerSignal(number_in(memo(view), "tour"), said, day(view, "talk_on"))
