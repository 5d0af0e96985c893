"""What arrives over the weeks of a tour, and what people do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.db.work import Database
from bot.domain.nudges import Moment
from bot.domain.people import Profile
from bot.services.nudge_sheets import NudgeRef
from bot.services.people import People
from bot.slack.ids import Action
from tests.living import Arrived, Life
from tests.making import DRAFT, MANAGER

LONG_TERM = replace(DRAFT, promises=())


def change(database: Database, user_id: str, **facts: object) -> None:
    with database.work("T1") as work:
        person = work.people.get(user_id)
        assert person is not None
        for name, value in facts.items():
            setattr(person, name, value)


def to(user_id: str, arrived: list[Arrived]) -> list[Arrived]:
    return [dm for dm in arrived if dm.to == user_id]


def moments(arrived: list[Arrived]) -> list[tuple[date, str, tuple[str, ...]]]:
    return [(dm.at.date(), dm.to, dm.moments) for dm in arrived]


def announcements(arrived: list[Arrived]) -> list[int]:
    return [dm.at.month for dm in arrived if "review_due" in dm.moments]


def heed(database: Database, now: datetime) -> None:
    People(database, lambda *_: Profile(name="-", time_zone=MANAGER.time_zone)).actor("T1", MANAGER.user_id, now)


def live(life: Life, database: Database, months: int, *, heeding: bool) -> list[Arrived]:
    found: list[Arrived] = []
    for _ in range(months * 30):
        today = life.days(1)
        found += today
        if heeding and to(MANAGER.user_id, today):
            heed(database, life.now)
    return found


def ref(dm: Arrived) -> NudgeRef:
    value = dict(dm.buttons)[Action.SNOOZE_NUDGE]
    tour_id, subject_id, moment = value.split(":")
    return NudgeRef(int(tour_id), int(subject_id), Moment(moment))
