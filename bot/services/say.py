"""What is to be said to one person about one thing, or why nothing is: ids, kinds and dates, never words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.check_ins import Review
from bot.domain.rungs import Rung
from bot.domain.tours import Kind, Tour


class Asked(Protocol):
    """A message whose hour has come, or may come."""

    @property
    def id(self) -> str: ...
    @property
    def recipient_id(self) -> str: ...
    @property
    def moment(self) -> str: ...
    @property
    def tour_id(self) -> int | None: ...
    @property
    def subject_id(self) -> int | None: ...


@dataclass(frozen=True)
class Wait:
    """Not now. `until` is an aware moment, `why` a code."""

    until: datetime
    why: str


@dataclass(frozen=True)
class Drop:
    """Not any more. `why` is a code."""

    why: str


class Cause(StrEnum):
    """Why somebody could not be reached, as far as it changes what is to be done."""

    LEFT = "left"  # the account was deactivated
    HIDDEN = "hidden"  # Slack lets the bot not see or write to them
    FORBIDDEN = "forbidden"  # the bot lacks a permission in this workspace
    FAULT = "fault"  # of ours, or one that only whoever runs the bot can look into


@dataclass(frozen=True)
class Unreached:
    """Somebody to whom the bot could not bring something. What it was is closed to stewards but for its kind."""

    user_id: str
    is_reminder: bool
    cause: Cause


@dataclass(frozen=True)
class Say:
    """One thing to say to somebody: ids, kinds and dates, never words.

    `ids` are the messages that it answers. `count` things are due together; `days` working days have passed since
    (of what has lapsed: days until it did); `months` are those for which what is over is kept.
    `slowed` and `stopping` say that the person has left this kind alone again and again. `unreached` is for stewards:
    whom the bot could not bring something.
    """

    ids: tuple[str, ...]
    moment: str
    to_id: str
    other_id: str
    tour_id: int | None
    subject_id: int | None
    kind: Kind | None = None
    review: Review | None = None
    due_on: date | None = None
    rung: Rung | None = None
    count: int = 1
    days: int = 0
    months: int = 0
    today: date = date.min
    leads: bool = False  # whether the person told leads the tour
    slowed: bool = False
    stopping: bool = False
    unreached: tuple[Unreached, ...] = ()


class NotWanted(Exception):
    """A nudge is not wanted; `outcome` says what becomes of it."""

    def __init__(self, outcome: Wait | Drop) -> None:
        super().__init__(outcome.why)
        self.outcome = outcome


def about_tour(tour: Tour, message: Asked, today: date) -> Say:
    """Return what a message about a tour says before more is known of its subject.

    To whoever is, or was, named to lead it next, it is about its holder.
    """
    to_id = message.recipient_id
    return Say(
        ids=(message.id,),
        moment=message.moment,
        to_id=to_id,
        other_id=tour.other_side(to_id) if to_id in {tour.manager_id, tour.holder_id} else tour.holder_id,
        tour_id=tour.id,
        subject_id=message.subject_id,
        kind=(tour.in_force or tour.latest).kind,
        today=today,
        leads=to_id == tour.manager_id,
    )
