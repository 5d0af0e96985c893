"""From the forms of doors, the early end and the close to commands."""

from __future__ import annotations

from bot.domain.doors import Door
from bot.domain.endings import EndReason
from bot.domain.promises import PromiseState
from bot.services.doors import ChooseDoor
from bot.services.endings import AnswerClose, EndEarly
from bot.slack.forms.state import View, choice, memo, number_in, text
from bot.slack.ids import field_of


def door(view: View) -> ChooseDoor:
    """Return which door was chosen, if one was. Raises Refused(FORM_OUTDATED)."""
    return ChooseDoor(_tour(view), choice(view, "door", Door))


def end_early(view: View) -> EndEarly:
    """Return the tour that is to end, and the kind of reason if one was chosen. Raises Refused(FORM_OUTDATED)."""
    return EndEarly(_tour(view), choice(view, "reason", EndReason))


def answer_close(view: View) -> AnswerClose:
    """Return what a side says at the end. Raises Refused(FORM_OUTDATED)."""
    promises = {int(number): choice(view, field, PromiseState) for field, number in _promises(view)}
    settled = {number: state for number, state in promises.items() if state is not PromiseState.OPEN}
    return AnswerClose(_tour(view), text(view, "outcome"), text(view, "thanks"), settled)


def _tour(view: View) -> int:
    return number_in(memo(view), "tour")


def _promises(view: View) -> list[tuple[str, str]]:
    """Return field and number of each promise that the form asks about."""
    values = view.get("state", {}).get("values", {})
    fields = [field_of(block_id) for block_id in values] if isinstance(values, dict) else []
    parts = [(field, field.partition(".")) for field in fields]
    return [(field, number) for field, (what, _dot, number) in parts if what == "promise" and number.isdecimal()]
