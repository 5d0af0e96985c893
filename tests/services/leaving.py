"""What two sides do on their way out of a tour."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.db.outbox import OutboxLine
from bot.db.work import Database
from bot.domain.doors import Door
from bot.domain.endings import FAIR_TIME
from bot.domain.goals import GoalState
from bot.domain.nudges import Moment
from bot.domain.promises import PromiseState
from bot.services.check_in_sheets import RecordTalk
from bot.services.check_ins import CheckIns
from bot.services.doors import ChooseDoor, Doors
from bot.services.endings import AnswerClose, Endings
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail
from bot.services.tours import Tours
from tests.given import TEAM, a_goal
from tests.making import HOLDER, MANAGER


def read(database: Database, actor: Actor, tour_id: int, now: datetime) -> TourDetail:
    return Tours(database).read(actor, tour_id, now)


def talk(database: Database, doors: Doors, tour_id: int, now: datetime) -> None:
    """Hold and record a talk about the next tour."""
    talk_id = doors.plan_talk(MANAGER, tour_id, now)
    CheckIns(database).record(MANAGER, RecordTalk(talk_id, now.date(), None, None, None, None), now)


def agree(database: Database, doors: Doors, tour_id: int, door: Door, now: datetime) -> None:
    talk(database, doors, tour_id, now)
    for actor in (MANAGER, HOLDER):
        doors.confirm(actor, ChooseDoor(tour_id, door), now)


def due(database: Database, user_id: str) -> list[OutboxLine]:
    with database.reading(TEAM) as work:
        waiting = work.outbox.waiting(recipient_id=user_id)
    return [line for line in waiting if line.moment == Moment.DOOR_TO_CHOOSE]


def answer(detail: TourDetail, actor: Actor, outcome: str | None = "Done", thanks: str | None = None) -> AnswerClose:
    own = [each for each in detail.shown.promises if detail.is_of_reader(each) and each.state is PromiseState.OPEN]
    return AnswerClose(detail.id, outcome, thanks, {each.id: PromiseState.KEPT for each in own})


def closing(database: Database, endings: Endings, tour_id: int, now: datetime) -> tuple[TourDetail, datetime]:
    end_on = read(database, MANAGER, tour_id, now).shown.draft.end_on
    assert end_on is not None
    late = now + (end_on - now.date())
    return endings.open_close(MANAGER, tour_id, late), late


def finished(database: Database, endings: Endings, tour_id: int, now: datetime, words: str) -> datetime:
    """Close a tour with a goal that was done; only the holder answers."""
    goal_id = a_goal(database, tour_id, now, date(2026, 6, 1), HOLDER.user_id)
    with database.work(TEAM) as work:
        work.goals.get(goal_id).report(GoalState.DONE, by=HOLDER.user_id, words=None, now=now)
    _detail, late = closing(database, endings, tour_id, now)
    endings.answer(HOLDER, answer(read(database, HOLDER, tour_id, late), HOLDER, words, words[:300]), late)
    endings.complete_waiting(TEAM, late + FAIR_TIME + timedelta(days=1), 1)
    return late
