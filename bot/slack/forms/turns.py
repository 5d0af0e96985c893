"""From the two forms of taking turns to commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.refusals import Reason, Refused
from bot.domain.turns import Choice, Question
from bot.services.turns import AnswerTurn, AskTurn
from bot.slack.forms.state import chosen, memo, number_in, text


def ask(view: Mapping[str, Any]) -> AskTurn:
    """Return the question and the manager's own answer. Raises Refused(FORM_OUTDATED) for a form that is not ours."""
    remembered = memo(view)
    return AskTurn(number_in(remembered, "tour"), named_question(remembered.get("question")), text(view, "mine"))


def answer(view: Mapping[str, Any]) -> AnswerTurn:
    """Return what the holder chose. Raises Refused(REQUIRED) at "choice" when nothing is chosen."""
    choice = chosen(view, "choice")
    if choice not in set(Choice):
        raise Refused(Reason.REQUIRED, field="choice")
    return AnswerTurn(number_in(memo(view), "turn"), Choice(choice), text(view, "yours"))


def named_question(name: object) -> Question:
    """Return the question of this name. Raises Refused(FORM_OUTDATED) for one that there is not."""
    if not isinstance(name, str) or name not in set(Question):
        raise Refused(Reason.FORM_OUTDATED)
    return Question(name)
