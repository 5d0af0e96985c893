"""From the forms that pause a tour, or hand it over, to what they ask for."""

from __future__ import annotations

from datetime import date

from bot.domain.passing import Passing
from bot.services.hand_overs import NameManager
from bot.slack.forms.state import View, choice, day, memo, number_in, person


def pause(view: View) -> tuple[int, date | None]:
    """Return which tour is to pause, and until when if a day was chosen. Raises Refused(FORM_OUTDATED)."""
    return number_in(memo(view), "tour"), day(view, "until")


def name_manager(view: View) -> NameManager:
    """Return who is to lead which tour. Raises Refused(FORM_OUTDATED)."""
    remembered = memo(view)
    return NameManager(
        new_manager_id=person(view, "partner_id"),
        tour_id=number_in(remembered, "tour") if "tour" in remembered else None,
        holder_id=person(view, "holder_id"),
        passing=choice(view, "passing", Passing),
    )


def choose_passing(view: View) -> tuple[int, Passing | None]:
    """Return what passes of which tour. Raises Refused(FORM_OUTDATED)."""
    return number_in(memo(view), "tour"), choice(view, "passing", Passing)
