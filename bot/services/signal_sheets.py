"""What asking for a talk shows to either side, and what it is asked for: read models and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.signals import SignalAnswer, Topic
from bot.domain.tours import Kind


@dataclass(frozen=True)
class AskedSignal:
    """A signal as its sender sees it: that a talk was asked for, and how that stands. Days are in the sender's zone."""

    id: int
    asked_on: date
    leaves_at: datetime
    has_left: bool
    is_waiting: bool
    is_late: bool  # two working days of the manager have passed without an answer
    talk_on: date | None


@dataclass(frozen=True)
class AskSheet:
    """What a holder needs to ask for a talk, or to see how the one they asked for stands."""

    tour_id: int
    manager_id: str
    time_zone: str
    topics: tuple[Topic, ...]
    asked: AskedSignal | None
    contact_id: str | None  # the People contact, where one is set
    kept_days: int  # after which it is erased


@dataclass(frozen=True)
class HeardSignal:
    """A signal as its manager sees it. `topic` is UNSAID, too, where there is no pledge (any more) to rest it on."""

    tour_id: int
    holder_id: str
    asked_on: date
    topic: Topic
    is_waiting: bool
    talk_on: date | None
    today: date
    kind: Kind
    kept_days: int


@dataclass(frozen=True)
class AskForTalk:
    """Ask the manager of this tour for a talk."""

    tour_id: int
    topic: Topic


@dataclass(frozen=True)
class AnswerSignal:
    """Say that both have talked, or name the day."""

    tour_id: int
    answer: SignalAnswer
    talk_on: date | None
