"""Tours that are under way, for tests of what hangs on a tour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.db.work import Database
from bot.domain.lifecycle import Act
from bot.domain.outbox import Urgency
from bot.domain.promises import PromiseDraft, Side
from bot.domain.tours import Draft, Kind, Rhythm, Tour
from bot.services import timetable
from bot.services.people import Actor

MANAGER = Actor("T1", "U0MANAGER", "Europe/Berlin", "en-US")
HOLDER = Actor("T1", "U0HOLDER", "Asia/Tokyo", "en-US")
STRANGER = Actor("T1", "U0STRANGER", "Europe/Berlin", "en-US")
ELSEWHERE = Actor("T2", "U0MANAGER", "Europe/Berlin", "en-US")

PROMISES = (
    PromiseDraft(Side.COMPANY, "An introduction to the paper mill", MANAGER.user_id, date(2026, 3, 2)),
    PromiseDraft(Side.HOLDER, "Train one colleague at the press", HOLDER.user_id, date(2026, 4, 1)),
)
DRAFT = Draft(
    kind=Kind.ROTATIONAL,
    mission="Run the second press",
    result="The second press runs two shifts",
    gain="Certified as a press operator",
    promises=PROMISES,
    start_on=date(2026, 1, 5),
    end_on=date(2026, 12, 31),
    rhythm=Rhythm.MONTHLY,
    halfway_on=date(2026, 7, 6),
    next_talk_on=date(2026, 11, 2),
)
ENDLESS = replace(
    DRAFT,
    kind=Kind.FOUNDATIONAL,
    end_on=None,
    rhythm=Rhythm.TWICE_A_YEAR,
    halfway_on=None,
    next_talk_on=None,
)


def proposed(
    database: Database, now: datetime, holder: Actor = HOLDER, draft: Draft = DRAFT, manager: Actor = MANAGER
) -> int:
    """Keep a tour that the manager has proposed, and return its id."""
    with database.work(manager.team_id) as work:
        tour = Tour.propose(
            team_id=manager.team_id,
            manager_id=manager.user_id,
            holder_id=holder.user_id,
            by=manager.user_id,
            draft=draft,
            now=now,
        )
        return work.tours.add(tour).id


def under_way(
    database: Database, now: datetime, holder: Actor = HOLDER, draft: Draft = DRAFT, manager: Actor = MANAGER
) -> int:
    """Keep a tour that both have signed, with its talks planned, and return its id."""
    tour_id = proposed(database, now, holder, draft, manager)
    with database.work(manager.team_id) as work:
        tour = work.tours.get(tour_id)
        tour.sign(by=holder.user_id, number=1, text_hash=tour.latest.text_hash, now=now)
        timetable.plan_tour(work, tour, {}, now)
    return tour_id


def ended(database: Database, tour_id: int, now: datetime, actor: Actor = MANAGER) -> None:
    """End a tour that is under way."""
    with database.work(actor.team_id) as work:
        tour = work.tours.get(tour_id)
        tour._move(Act.END_EARLY, now)
        timetable.stop_tour(work, tour, "ended")


def told(database: Database, user_id: str, team_id: str = MANAGER.team_id) -> list[str]:
    """Return the moments of what goes out to somebody at once, in alphabetical order."""
    with database.reading(team_id) as work:
        waiting = work.outbox.waiting(recipient_id=user_id)
        return sorted(line.moment for line in waiting if line.urgency is Urgency.NOW)
