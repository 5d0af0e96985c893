"""A goal of a tour: what, how both will know, until when, and how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.domain.base import Base
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused
from bot.domain.terms import require_by_end
from bot.domain.types import Encrypted


class GoalState(StrEnum):
    """How a goal stands."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DONE = "done"
    DROPPED = "dropped"


CLOSED: Final = frozenset({GoalState.DONE, GoalState.DROPPED})
"""States in which nothing is left to do for a goal."""

MOST_ROWS: Final = 10
"""How many goals one form takes [ours]."""

WORDS_LIMIT: Final = 3000
"""The longest text that any field takes, in characters (Slack's own limit for an input)."""


@dataclass(frozen=True)
class GoalDraft:
    """A goal as its author words it. `side` says whose gain it is: a result of the company or a career gain."""

    side: Side
    what: str
    evidence: str
    due_on: date
    if_then: str | None = None
    profile_line: str | None = None


@dataclass(frozen=True)
class GoalEntry:
    """One row of a form of goals, as far as it was filled in; what is empty is None."""

    side: Side
    what: str | None
    evidence: str | None
    due_on: date | None
    if_then: str | None = None
    profile_line: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen; the side has an answer from the first."""
        return not any((self.what, self.evidence, self.due_on, self.if_then, self.profile_line))

    def refusals(self, row: int) -> list[Refused]:
        """Return REQUIRED for what is missing and TOO_LONG for what is longer than WORDS_LIMIT, at "goal.ROW.FIELD"."""
        needed = {"what": self.what, "evidence": self.evidence, "due_on": self.due_on}
        missing = [Refused(Reason.REQUIRED, field=f"goal.{row}.{name}") for name, value in needed.items() if not value]
        texts = {name: getattr(self, name) for name in ("what", "evidence", "if_then", "profile_line")}
        long = [name for name, words in texts.items() if words and len(words) > WORDS_LIMIT]
        return missing + [Refused(Reason.TOO_LONG, field=f"goal.{row}.{name}", limit=WORDS_LIMIT) for name in long]

    def draft(self) -> GoalDraft:
        """Return the goal, or raise Refused(REQUIRED) where something is missing."""
        if not self.what or not self.evidence or not self.due_on:
            raise Refused(Reason.REQUIRED)
        return GoalDraft(self.side, self.what, self.evidence, self.due_on, self.if_then, self.profile_line)


def require_due_in_tour(due_on: date, *, start_on: date, end_on: date | None, today: date, field: str) -> None:
    """Raise Refused at `field`: DATE_IN_PAST before `today`, DUE_OUTSIDE_TOUR before the start; as `require_by_end`."""
    if due_on < start_on:
        raise Refused(Reason.DUE_OUTSIDE_TOUR, field=field)
    require_by_end(due_on, end_on=end_on, today=today, field=field, outside=Reason.DUE_OUTSIDE_TOUR)
    if due_on < today:
        raise Refused(Reason.DATE_IN_PAST, field=field)


class Goal(Base):
    """One goal. Both sides read it; its author edits it; either side reports how it stands."""

    __tablename__ = "goals"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str] = mapped_column(String(32))
    side: Mapped[Side]
    what: Mapped[str] = mapped_column(Encrypted)
    evidence: Mapped[str] = mapped_column(Encrypted)
    if_then: Mapped[str | None] = mapped_column(Encrypted)
    profile_line: Mapped[str | None] = mapped_column(Encrypted)
    due_on: Mapped[date]
    state: Mapped[GoalState]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(nullable=False)

    updates: Mapped[list[GoalUpdate]] = relationship(
        lazy="raise", order_by="GoalUpdate.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def write(cls, *, team_id: str, tour_id: int, author_id: str, draft: GoalDraft, now: datetime) -> Goal:
        """Return a new goal that has not been started."""
        return cls(
            team_id=team_id,
            tour_id=tour_id,
            author_id=author_id,
            side=draft.side,
            what=draft.what,
            evidence=draft.evidence,
            if_then=draft.if_then,
            profile_line=draft.profile_line,
            due_on=draft.due_on,
            state=GoalState.NOT_STARTED,
            created_at=now,
            changed_at=now,
            updates=[],
        )

    def edit(self, draft: GoalDraft, *, by: str, now: datetime) -> None:
        """Word the goal anew. Raises Refused(NOT_AUTHOR) for anybody but its author."""
        self.require_author(by)
        self.side, self.what, self.evidence, self.due_on = draft.side, draft.what, draft.evidence, draft.due_on
        self.if_then, self.profile_line, self.changed_at = draft.if_then, draft.profile_line, now

    def require_author(self, user_id: str) -> None:
        """Raise Refused(NOT_AUTHOR) for anybody but its author."""
        if user_id != self.author_id:
            raise Refused(Reason.NOT_AUTHOR)

    def report(self, state: GoalState, *, by: str, words: str | None, now: datetime) -> None:
        """Say how the goal stands, with a few words or none; the history keeps it."""
        self.state, self.changed_at = state, now
        self.updates.append(GoalUpdate(team_id=self.team_id, author_id=by, state=state, words=words, written_at=now))


class GoalUpdate(Base):
    """One line of a goal's history. Visible to both sides."""

    __tablename__ = "goal_updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[GoalState]
    words: Mapped[str | None] = mapped_column(Encrypted)
    written_at: Mapped[datetime]
