"""One life of a bot that will be killed: it plans its messages, and delivers what is due in a few workspaces."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.clock import SystemClock
from bot.db.delivery import Delivery
from bot.db.engine import make_engine, reading
from bot.db.outbox import Outbox
from bot.domain.outbox import Message, MessageState, Planned, Urgency
from bot.jobs.deliver import Dispatcher, Pace
from bot.jobs.outgoing import Bundle, Composed, Outgoing
from bot.slack.postman import Postman, post_client

TEAMS = [f"T{i}" for i in range(60)]
PEOPLE = 5  # in each workspace
PLANNED = 12  # messages that each life plans
_TEAMS_OF_A_LIFE = 3
_POST_SECONDS = 0.3
HASTE = Pace(
    messages_per_minute=3600,
    lease=timedelta(seconds=1.2),
    post_seconds=_POST_SECONDS,
    doubt_wait=timedelta(seconds=0.5),
    ahead_seconds=0.4,
    threads=8,
)


@dataclass(frozen=True)
class World:
    """Where a life is lived."""

    database_url: str
    slack_url: str


class NamingComposer:
    """Makes DMs that name the messages they carry."""

    def compose(self, team_id: str, bundles: Sequence[Bundle], now: datetime) -> list[Composed]:
        return [Outgoing(" ".join(message.id for message in bundle), [], "crash") for bundle in bundles]


class SomeLanes(Delivery):
    """Sees the lanes of a few workspaces only, so that a life that ends leaves most lanes to the next."""

    def __init__(self, engine: Engine, teams: Sequence[str]) -> None:
        super().__init__(engine)
        self._teams = teams

    def lanes_due(self, holder: str, now: datetime) -> list[str]:
        return [team for team in super().lanes_due(holder, now) if team in self._teams]


def plans_of(number: int) -> list[tuple[str, Planned]]:
    """Return what life `number` plans, and where: the same each time it is asked."""
    chance = random.Random(number)
    due = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    return [
        (
            chance.choice(teams_of(number)),
            Planned(
                recipient_id=f"U{chance.randrange(PEOPLE)}",
                moment="review_due",
                due_at=due,
                dedupe_key=f"{number}-{i}",
                urgency=chance.choice(list(Urgency)),
            ),
        )
        for i in range(PLANNED)
    ]


def teams_of(number: int) -> list[str]:
    """Return the workspaces of life `number`."""
    return random.Random(-number).sample(TEAMS, _TEAMS_OF_A_LIFE)


def live(world: World, number: int) -> None:
    """Plan and deliver until killed."""
    engine = make_engine(world.database_url)
    dispatcher = _dispatcher(SomeLanes(engine, teams_of(number)), world)
    threading.Thread(target=_plan, args=(engine, number), daemon=True).start()
    _deliver(dispatcher, lambda: False)


def live_in_peace(world: World, lives: int) -> None:
    """Plan whatever lives did not come to plan, and deliver until nothing waits."""
    engine = make_engine(world.database_url)
    for number in range(lives):
        _plan(engine, number)

    def finished() -> bool:
        with Session(reading(engine)) as session:
            return session.query(Message).filter_by(state=MessageState.PENDING).first() is None

    _deliver(_dispatcher(Delivery(engine), world), finished)


def _dispatcher(delivery: Delivery, world: World) -> Dispatcher:
    postman = Postman(lambda team: post_client(f"xoxb-{team}", world.slack_url, _POST_SECONDS))
    return Dispatcher(delivery, NamingComposer(), postman, SystemClock(), HASTE)


def _deliver(dispatcher: Dispatcher, finished: Callable[[], bool]) -> None:
    dispatcher.start()
    while not finished():
        dispatcher.wake()
        time.sleep(0.05)
    dispatcher.stop()


def _plan(engine: Engine, number: int) -> None:
    plans = plans_of(number)
    for team in teams_of(number):
        with Session(engine) as session, session.begin():
            now = datetime.now(UTC)
            Outbox(session, team).put_many([planned for where, planned in plans if where == team], now)
