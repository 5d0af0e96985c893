"""How fast one workspace's messages go out. Moments are seconds on the monotonic clock: a jump of the wall clock, or
the playground's, neither hurries a post nor holds it up."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.jobs.desk import DOUBT_WAIT, Job
from bot.slack.postman import POST_SECONDS

_CATCH_UP = 1.0  # seconds of posts that may follow faster after a hold-up


@dataclass(frozen=True, slots=True)
class Pace:
    """The settings of delivery.

    `messages_per_minute` is for one workspace: Slack speaks of several hundred and names no number. The lease must
    outlast a post by far, or a slow answer would let another process post the same again.
    """

    messages_per_minute: int = 300
    lease: timedelta = timedelta(seconds=60)
    post_seconds: float = POST_SECONDS
    doubt_wait: timedelta = DOUBT_WAIT
    ahead_seconds: float = 4.0  # how much is claimed before its turn: what is urgent waits for no more than this
    at_once: int = 200  # DMs in one claim, of all workspaces: nothing more is claimed while one waits for its words
    threads: int = 64

    def __post_init__(self) -> None:
        if self.messages_per_minute < 1:
            raise ValueError("a workspace must be allowed at least one message a minute")
        if self.lease.total_seconds() < 2 * self.post_seconds:
            raise ValueError("the lease must be at least twice as long as a post may take")

    @property
    def interval(self) -> float:
        """Seconds between two posts in one workspace."""
        return 60 / self.messages_per_minute

    @property
    def batch(self) -> int:
        """How many DMs of a workspace are in hand at most."""
        seconds = min(self.ahead_seconds, self.lease.total_seconds() / 2 - self.post_seconds / 2)
        return max(1, int(seconds / self.interval))

    @property
    def first_batch(self) -> int:
        """How many DMs are claimed with a lane: a second's worth, so that every workspace's first ones go soon."""
        return min(self.batch, max(1, int(1 / self.interval)))


@dataclass(slots=True)
class HeldLane:
    """A lane in this dispatcher's hands."""

    team_id: str
    interval: float
    next_slot: float
    queue: deque[tuple[Job, float]] = field(default_factory=deque)  # with the moment when its lease gets too short
    on_the_way: int = 0
    expected: int = 0  # claimed, their words not made yet
    turn: float | None = None  # the slot for which it stands in the row of turns
    waits_until: datetime | None = None  # Slack said so

    @property
    def in_hand(self) -> int:
        """How many DMs are claimed and not yet settled."""
        return len(self.queue) + self.on_the_way + self.expected

    def add(self, job: Job, expires: float) -> None:
        """Queue a job: what is urgent before what is not, else in order."""
        if job.urgent:
            place = next((i for i, (queued, _) in enumerate(self.queue) if not queued.urgent), len(self.queue))
            self.queue.insert(place, (job, expires))
        else:
            self.queue.append((job, expires))

    def take_slot(self, now: float) -> None:
        """Note that a post goes out now: the next one an interval after its turn, so that no time is lost."""
        self.next_slot = max(self.next_slot, now - _CATCH_UP) + self.interval
