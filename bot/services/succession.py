"""The tour that follows: signed while the earlier one is under way, begun when that one makes room."""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Work
from bot.domain.doors import LEADS_TO_PROPOSAL, standing
from bot.domain.endings import Ending
from bot.domain.lifecycle import State
from bot.domain.tours import Tour
from bot.services import timetable


def is_held_up(work: Work, tour: Tour) -> bool:
    """Tell whether the holder of `tour` has another tour under way."""
    return work.endings.under_way(tour.holder_id) not in (None, tour.id)


def begin_if_free(work: Work, tour: Tour, now: datetime) -> bool:
    """Begin an agreed tour whose first day has come, if nothing is in its way; return whether it began.

    The earlier tour makes room where its two sides agreed on a door that leads on: it begins to close. Otherwise it
    stays as it is, and the next one waits until it is closed or ended: no tour is closed behind anybody's back.
    """
    terms = tour.in_force
    if terms is None or terms.start_on > timetable.Sides.load(work, tour).holder.day_of(now):
        return False
    earlier_id = work.endings.under_way(tour.holder_id)
    if earlier_id is not None and not _make_room(work, work.tours.get(earlier_id), now):
        return False
    tour.begin(now)
    work.tours.write(tour)
    timetable.plan_tour(work, tour, {}, now)
    return True


def open_close(work: Work, tour: Tour, by: str | None, now: datetime) -> None:
    """Let a tour begin to close: nothing of it is planned any more, and each side hears of it that did not ask."""
    tour.close(now)
    work.tours.write(tour)
    work.endings.add(Ending.close(tour.team_id, tour.id, by, now))
    timetable.stop_tour(work, tour, "tour_over")
    for side in {tour.manager_id, tour.holder_id} - {by}:
        key = f"close_opened:{tour.id}:{side}"
        timetable.tell(work, to=side, moment="close_opened", tour_id=tour.id, now=now, key=key)


def _make_room(work: Work, earlier: Tour, now: datetime) -> bool:
    _stands, agreed = standing(work.endings.doors(earlier.id), earlier.manager_id, earlier.holder_id)
    if earlier.state is not State.ACTIVE or agreed not in LEADS_TO_PROPOSAL:
        return False
    open_close(work, earlier, None, now)
    return True
