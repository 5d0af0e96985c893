"""Leave: a tour stands still until somebody is back, and goes on by itself on that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.db.work import Database, Work
from bot.domain.lifecycle import State
from bot.domain.outbox import Planned
from bot.domain.permissions import Action
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Tour
from bot.services import replanning, timetable
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail, detail
from bot.services.tours import news, opened

FIRST_MORNING: Final = timedelta(hours=14)  # in the easternmost zone a day begins so long before it does in UTC


class Pauses:
    """The use cases of leave. Either side pauses and resumes; the other is told, and no reason is asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pause(
        self, actor: Actor, tour_id: int, until: date | None, now: datetime, *, delivery: str | None = None
    ) -> TourDetail:
        """Let nudges and check-ins stand still up to the day of return.

        Raises Refused at "until" for a day that cannot be, WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = opened(work, actor, tour_id, Action.PAUSE)
            if until is None:
                raise Refused(Reason.REQUIRED, field="until")
            tour.pause(until, today=actor.today(now), now=now)
            replanning.stand_still(work, tour, now)
            work.outbox.put(_told(tour, actor, "tour_paused", now), now)
            return detail(work, tour, actor, now)

    def resume(self, actor: Actor, tour_id: int, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Go on before the day of return. Raises Refused WRONG_STATE, NOT_FOUND or NOT_YOURS."""
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = opened(work, actor, tour_id, Action.PAUSE)
            _resume(work, tour, actor.today(now), now)
            work.outbox.put(_told(tour, actor, "tour_resumed", now), now)
            return detail(work, tour, actor, now)

    def resume_due(self, team_id: str, now: datetime, limit: int = 100) -> int:
        """Let up to `limit` tours of a workspace go on whose day of return has begun where their manager is."""
        with self._database.work(team_id) as work:
            count = 0
            for tour_id in work.tours.paused_until((now + FIRST_MORNING).date(), limit):
                tour = work.tours.get(tour_id)
                sides = timetable.Sides.load(work, tour)
                today = sides.manager.day_of(now)
                if tour.state is State.PAUSED and tour.paused_until is not None and tour.paused_until <= today:
                    _resume(work, tour, today, now)
                    for side, calendar in ((tour.manager_id, sides.manager), (tour.holder_id, sides.holder)):
                        key = f"tour_resumed:{tour.id}:{today}:{side}"
                        told = timetable.news(to=side, moment="tour_resumed", tour_id=tour.id, now=now, key=key)
                        # Nobody has acted: it waits for their working hours as a nudge does.
                        work.outbox.put(replace(told, due_at=calendar.next_opening(now)), now)
                    count += 1
            return count


def _resume(work: Work, tour: Tour, today: date, now: datetime) -> None:
    """Go on; however late this comes, the pause took no longer than until the day of return."""
    since = tour.paused_on or today
    tour.resume(today=min(today, tour.paused_until or today), now=now)
    replanning.go_on(work, tour, now, since=since)


def _told(tour: Tour, actor: Actor, moment: str, now: datetime) -> Planned:
    """Return what tells the other side; a tour may be paused again and again, so the moment is part of its key."""
    told = news(tour, actor, moment, now)
    return timetable.news(
        to=told.recipient_id, moment=moment, tour_id=tour.id, now=now, key=f"{moment}:{tour.id}:{now.isoformat()}"
    )
