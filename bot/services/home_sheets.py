"""What Home shows: facts about one person's tours, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.db.check_ins import CheckInLine
from bot.domain.doors import Standing
from bot.domain.lifecycle import AMENDABLE, RUNNING, STANDING_STILL, State
from bot.domain.promises import Side
from bot.domain.tours import Kind
from bot.services.nudge_sheets import ForecastLine, PaceLine


class Step(StrEnum):
    """What can be the one next step, the most pressing first."""

    TALK = "talk"
    SIGN = "sign"
    PROPOSE = "propose"
    CHANGED = "changed"
    PASSING = "passing"
    LEFT = "left"
    ANSWER_CLOSE = "answer_close"
    CLOSE = "close"
    RECORD = "record"
    DOOR = "door"
    DOORS_DIFFER = "doors_differ"
    FOLLOW = "follow"
    LEAVE_WELL = "leave_well"
    CARD = "card"
    PREPARE = "prepare"
    PROMISE = "promise"
    CONFIRM = "confirm"
    GOALS = "goals"
    LOOK_BACK = "look_back"
    START = "start"
    NOTHING = "nothing"


class DueKind(StrEnum):
    """What a day to come is about."""

    PROMISE = "promise"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class TourRow:
    """One tour as its reader sees it in a list. `talk` is the next one planned; it may be late.

    Where nothing goes on there is none: a talk planned for that time may be struck out.
    """

    id: int
    other_id: str
    leads: bool
    state: State
    kind: Kind
    start_on: date
    end_on: date | None
    waits_for_me: bool
    talk: CheckInLine | None
    goals_open: int
    goals_done: int
    is_past_end: bool = False  # its planned end has passed, and nobody has opened the close
    other_is_gone: bool = False  # their account is deactivated
    paused_until: date | None = None  # of the last leave
    door: Standing = Standing.NOBODY  # how the reader's confirmation stands to the other side's
    waits_for_other: bool = False  # what the reader proposed or changed is still to be answered
    closes_on: date | None = None  # until when a close waits for both answers
    ended_on: date | None = None  # the reader's day, of a tour that is over
    is_unsaid: bool = False  # it closes or has ended, and the reader has not said how

    @property
    def is_running(self) -> bool:
        """Whether both have signed and it is not over."""
        return self.state in RUNNING

    @property
    def goes_on(self) -> bool:
        """Whether there are talks and promises to look after.

        There are none where it stands still, where it closes, and where the other side has left.
        """
        is_at_rest = self.state in STANDING_STILL or self.state is State.CLOSING
        return self.is_running and not is_at_rest and not self.other_is_gone

    @property
    def is_left(self) -> bool:
        """Whether the reader is to decide what becomes of it, as the other side has left."""
        return self.other_is_gone and self.state in AMENDABLE and not self.is_past_end

    @property
    def is_handing_over(self) -> bool:
        """Whether it waits for a new manager."""
        return self.state is State.HANDING_OVER


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next, with whom, and how many more of its kind wait behind it.

    `tour` is None where the step is about no tour of the reader's, `other_id` where it names nobody.
    """

    step: Step
    tour: TourRow | None = None
    due_on: date | None = None
    more: int = 0
    other_id: str | None = None


@dataclass(frozen=True, slots=True)
class DueLine:
    """A promise or a goal that is due soon, or late, with its words, which both sides of the tour may read.

    `is_mine` tells whether the reader is to do something about it.
    """

    kind: DueKind
    id: int
    tour_id: int
    other_id: str
    side: Side
    due_on: date
    is_mine: bool
    words: str = "–"


@dataclass(frozen=True)
class HomeSheet:
    """Everything that Home shows. `leading` is one page of the tours that the reader leads; `page` counts from 0."""

    reader_id: str
    today: date
    step: NextStep
    leading: tuple[TourRow, ...]
    leading_count: int
    page: int
    pages: int
    serving: tuple[TourRow, ...]
    earlier_count: int
    due: tuple[DueLine, ...]
    due_count: int
    nudges: tuple[ForecastLine, ...]
    paused_until: date | None
    asks_confidence: bool
    ended: tuple[TourRow, ...] = ()  # tours that ended lately, the last one first
    stopped: tuple[PaceLine, ...] = ()  # kinds of nudge that went by unused until they stopped
    people_contact_id: str | None = None  # whom to speak with besides one's manager
    talk_asked_on: date | None = None  # when the reader asked for a talk that is still to come
    talk_named_by: tuple[str, date] | None = None  # who has named a day for that talk, and which

    @property
    def is_empty(self) -> bool:
        """Whether there is no tour at all, not even a past one."""
        return not (self.leading_count or self.serving or self.earlier_count)
