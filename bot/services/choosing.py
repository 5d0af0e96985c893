"""Which tour is meant, when somebody asks for goals or a talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.db.work import Work
from bot.domain.lifecycle import RUNNING
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Kind, Terms, Tour


@dataclass(frozen=True)
class TourChoice:
    """One tour to choose from: who is on its other side, and until when it runs (None: no end)."""

    tour_id: int
    other_id: str
    kind: Kind
    leads: bool
    end_on: date | None


def running_tours(work: Work, user_id: str, with_id: str | None = None) -> list[TourChoice]:
    """Return the tours that are under way for `user_id`, all of them or those with one person."""
    choices = [
        TourChoice(
            tour_id=line.id,
            other_id=line.holder_id if line.manager_id == user_id else line.manager_id,
            kind=line.kind,
            leads=line.manager_id == user_id,
            end_on=line.end_on,
        )
        for line in work.tours.of(user_id)
        if line.state in RUNNING
    ]
    return [choice for choice in choices if with_id in (None, choice.other_id)]


def require_running(tour: Tour) -> Terms:
    """Return the terms in force, or raise Refused(WRONG_STATE) for a tour that is not agreed yet, or over."""
    if tour.state not in RUNNING or tour.in_force is None:
        raise Refused(Reason.WRONG_STATE, state=tour.state)
    return tour.in_force
