"""From the form of an asked-for promise to its command."""

from __future__ import annotations

from bot.domain.drafting import FIRST_ROWS
from bot.services.wishes import AnswerWish
from bot.slack.forms.state import View, day, memo, number_in, person, text


def answer(view: View, reason: str) -> AnswerWish:
    """Return the command of the form. Raises Refused(FORM_OUTDATED)."""
    remembered = memo(view)
    row = number_in(remembered, "row", least=FIRST_ROWS)
    at = f"promise.{row}"
    return AnswerWish(
        turn_id=number_in(remembered, "turn"),
        base_number=number_in(remembered, "base"),
        row=row,
        words=text(view, f"{at}.words"),
        owner_id=person(view, f"{at}.owner_id"),
        due_on=day(view, f"{at}.due_on"),
        reason=reason,
    )
