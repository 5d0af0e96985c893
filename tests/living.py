"""Days that pass: the clock goes from one due message to the next, and what is due goes to a Slack that takes all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.db.delivery import Delivery
from bot.db.work import Database
from bot.domain.outbox import MessageState, Urgency
from bot.jobs.compose import FactsOfTheDay
from bot.jobs.desk import Desk, Done, Job
from bot.slack.postman import Sent
from tests.shipped import PROMPTS

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Arrived:
    """A DM that stands in Slack."""

    at: datetime
    to: str
    moments: tuple[str, ...]
    urgency: Urgency
    text: str
    blocks: list[dict[str, object]]
    prompts: tuple[str, ...]

    @property
    def words(self) -> str:
        """Everything that is read in it."""
        return "\n".join(str(block.get("text", {}).get("text", "")) for block in self.blocks if "text" in block)  # type: ignore[attr-defined]

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """action_id and value of all its buttons, in order; of a menu, each of its options."""
        found: list[tuple[str, str]] = []
        for block in self.blocks:
            for element in block.get("elements", []):  # type: ignore[attr-defined]
                options = element.get("options") or [element]
                found += [(element["action_id"], option["value"]) for option in options if "value" in option]
        return found


@dataclass
class Life:
    """A bot and the clock that drives it."""

    database: Database
    now: datetime
    arrived: list[Arrived] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.delivery = Delivery(self.database.engine)
        self.composer = FactsOfTheDay(self.database, PROMPTS)
        self.desk = Desk(self.delivery, self.composer, "one", lambda *_: None)

    def until(self, moment: datetime) -> list[Arrived]:
        """Let everything go out that is due up to `moment`; return what arrived."""
        before = len(self.arrived)
        while (due := self.delivery.next_due()) is not None and due <= moment:
            self.now = max(self.now, due)
            self._tick()
        self.now = max(self.now, moment)
        return self.arrived[before:]

    def days(self, count: float) -> list[Arrived]:
        """Let so many days pass; return what arrived."""
        return self.until(self.now + timedelta(days=count))

    def _tick(self) -> None:
        rooms = dict.fromkeys(self.desk.lanes_due(self.now), 100)
        claimed = self.desk.claim(rooms, self.now, self.now + A_MINUTE)
        for job in [job for bundles in claimed.values() for job in self.desk.make(bundles, self.now)]:
            self.desk.settle([Done(job, Sent("D1", str(len(self.arrived))), self.now)])
            self.arrived.append(_arrived(job, self.now))


def _arrived(job: Job, now: datetime) -> Arrived:
    return Arrived(
        at=now,
        to=job.parcel.recipient_id,
        moments=tuple(message.moment for message in job.messages),
        urgency=job.messages[0].urgency,
        text=job.parcel.text,
        blocks=list(job.parcel.blocks),
        prompts=tuple(job.prompts[message.id] for message in job.messages),
    )


def reasons(database: Database, user_id: str, now: datetime, team_id: str = "T1") -> list[tuple[str, str | None]]:
    """Return moment and reason of what was not sent to somebody, the latest first."""
    with database.reading(team_id) as work:
        lines = work.outbox.settled(user_id, since=now - timedelta(days=3660))
        return [(line.moment, line.reason) for line in lines if line.state is not MessageState.SENT]
