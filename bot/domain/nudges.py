"""The moments at which the bot writes to somebody, and what a person wishes about the nudges of one tour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base


class Moment(StrEnum):
    """Every nudge. What another person's act causes is no nudge and has no place here."""

    TALK_WAITING = "talk_waiting"
    PROMISE_DUE_COMPANY = "promise_due_company"
    PROMISE_DUE_HOLDER = "promise_due_holder"
    REVIEW_OVERDUE = "review_overdue"
    REVIEW_DUE = "review_due"
    REVIEW_TO_RECORD = "review_to_record"
    REVIEW_COMING = "review_coming"
    PROPOSAL_LAPSING = "proposal_lapsing"
    PROPOSAL_WAITING = "proposal_waiting"
    DOOR_TO_CHOOSE = "door_to_choose"
    AMENDMENT_LAPSING = "amendment_lapsing"
    AMENDMENT_WAITING = "amendment_waiting"
    HANDOVER_WAITING = "handover_waiting"
    HANDOVER_TO_PROPOSE = "handover_to_propose"
    GOAL_DUE = "goal_due"


URGENCY: Final = tuple(Moment)
"""The moments in the order in which one DM tells them, most urgent first [ours]."""

REVIEW_MOMENTS: Final = (Moment.REVIEW_DUE, Moment.REVIEW_COMING, Moment.REVIEW_TO_RECORD, Moment.REVIEW_OVERDUE)
AFTERWARDS: Final = frozenset({Moment.REVIEW_TO_RECORD, Moment.REVIEW_OVERDUE, Moment.TALK_WAITING})
"""Said after the day that they are about; of every other kind nothing is said any more once that day is over."""

PROMISE_MOMENTS: Final = (Moment.PROMISE_DUE_COMPANY, Moment.PROMISE_DUE_HOLDER)
PROPOSAL_MOMENTS: Final = (Moment.PROPOSAL_WAITING, Moment.PROPOSAL_LAPSING)
AMENDMENT_MOMENTS: Final = (Moment.AMENDMENT_WAITING, Moment.AMENDMENT_LAPSING)
HANDOVER_MOMENTS: Final = (Moment.HANDOVER_WAITING, Moment.HANDOVER_TO_PROPOSE)
ANSWER_MOMENTS: Final = (*PROPOSAL_MOMENTS, *AMENDMENT_MOMENTS, *HANDOVER_MOMENTS)
"""Said to whoever is asked for an answer about the terms, for what a new manager gets, or for terms of their own."""


class About(StrEnum):
    """What the subject of a nudge is; ids of subjects are only unique together with it."""

    REVIEW = "review"
    PROMISE = "promise"
    PROPOSAL = "proposal"
    AMENDMENT = "amendment"
    HANDOVER = "handover"
    GOAL = "goal"
    TALK = "talk"
    DOOR = "door"


def about(moment: str) -> About:
    """Return what kind of thing a moment's subject is."""
    return About(moment.split("_", 1)[0])


class Pace(StrEnum):
    """How often nudges of one kind come."""

    EVERY = "every"
    HALF = "half"
    NONE = "none"


LASTS: Final[dict[Moment, int]] = {
    Moment.TALK_WAITING: 5,
    Moment.REVIEW_DUE: 2,
    Moment.REVIEW_COMING: 1,
    Moment.REVIEW_TO_RECORD: 4,
    Moment.REVIEW_OVERDUE: 5,
    Moment.PROMISE_DUE_COMPANY: 5,
    Moment.PROMISE_DUE_HOLDER: 2,
    Moment.GOAL_DUE: 3,
    Moment.PROPOSAL_WAITING: 4,
    Moment.PROPOSAL_LAPSING: 3,
    Moment.DOOR_TO_CHOOSE: 5,
    Moment.AMENDMENT_WAITING: 4,
    Moment.AMENDMENT_LAPSING: 3,
    Moment.HANDOVER_WAITING: 4,
    Moment.HANDOVER_TO_PROPOSE: 4,
}
"""For how many working days after a nudge its moment lasts; without any act by then it counts as ignored [ours]."""

HALVED_AFTER: Final = 2  # ignored in a row
STOPPED_AFTER: Final = 3


class NudgeWish(Base):
    """How often one person wants one kind of nudge of one tour, and how many in a row they left alone."""

    __tablename__ = "nudge_wishes"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    tour_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moment: Mapped[Moment] = mapped_column(primary_key=True)
    pace: Mapped[Pace]  # what the person asked for
    ignored: Mapped[int]  # in a row; any press, visit or related act in time starts again at 0

    @classmethod
    def new(cls, team_id: str, user_id: str, tour_id: int, moment: Moment) -> NudgeWish:
        """Return a wish for every nudge, none of them ignored so far."""
        return cls(
            team_id=team_id,
            user_id=user_id,
            tour_id=tour_id,
            moment=moment,
            pace=Pace.EVERY,
            ignored=0,
        )

    def choose(self, pace: Pace) -> None:
        """Take the person's word for how often; what was ignored before is forgotten."""
        self.pace, self.ignored = pace, 0

    def heeded(self) -> None:
        """Note that the person did something about it in time."""
        self.ignored = 0

    def passed_by(self) -> None:
        """Note that a moment went by with no press, no visit and no related act."""
        self.ignored += 1


def effective_pace(pace: Pace, ignored: int) -> Pace:
    """Return how often a kind of nudge comes: as asked for, or less when it is left alone again and again."""
    if pace is Pace.NONE or ignored >= STOPPED_AFTER:
        return Pace.NONE
    return Pace.HALF if pace is Pace.HALF or ignored >= HALVED_AFTER else Pace.EVERY


def next_variant(told: Sequence[str], variants: Sequence[str]) -> str:
    """Return which of the `variants` of a nudge comes next, after those `told` before, the latest last.

    Never the one told last, where there are two; the one told longest ago, so that all get their turn.
    """
    places = {name: place for place, name in enumerate(told)}
    last = variants.index(told[-1]) if told and told[-1] in variants else -1
    in_turn = [*variants[last + 1 :], *variants[: last + 1]]
    return min(in_turn, key=lambda name: places.get(name, -1))


class Quiet(Base):
    """One person's wish not to hear of one thing: until a day, or (`until` None) ever again."""

    __tablename__ = "quiets"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    tour_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    about: Mapped[About] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[date | None]
    set_at: Mapped[datetime]

    def covers(self, day: date) -> bool:
        """Tell whether nothing is to be said of it on `day`."""
        return self.until is None or day < self.until
