"""How confident a manager feels about four talks. Optional, asked before the first tour."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base

LOWEST: Final = 1
HIGHEST: Final = 5


class Occasion(StrEnum):
    """When the four questions were asked."""

    BASELINE = "baseline"


@dataclass(frozen=True)
class Answers:
    """The four answers, 1 (not at all) to 5 (very), or None where a question was passed. ValueError outside of that."""

    start_career_talk: int | None = None
    discuss_personal_goals: int | None = None
    build_trust: int | None = None
    speak_about_leaving: int | None = None

    def __post_init__(self) -> None:
        if any(answer is not None and not LOWEST <= answer <= HIGHEST for answer in astuple(self)):
            raise ValueError(f"an answer is a number from {LOWEST} to {HIGHEST}")

    @property
    def is_empty(self) -> bool:
        """Whether all four were passed."""
        return not any(astuple(self))


ITEMS: Final = tuple(field.name for field in fields(Answers))


class Confidence(Base):
    """A manager's answers, 1 (not at all) to 5 (very), or None where a question was passed. Visible to them alone."""

    __tablename__ = "confidence"
    __table_args__ = (UniqueConstraint("team_id", "manager_id", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    occasion: Mapped[Occasion]
    start_career_talk: Mapped[int | None]
    discuss_personal_goals: Mapped[int | None]
    build_trust: Mapped[int | None]
    speak_about_leaving: Mapped[int | None]
    declined: Mapped[bool]
    answered_at: Mapped[datetime]

    @classmethod
    def answered(
        cls, *, team_id: str, manager_id: str, occasion: Occasion, answers: Answers, now: datetime
    ) -> Confidence:
        """Return what a manager said on `occasion`. Four passes count as having declined."""
        row = cls(team_id=team_id, manager_id=manager_id, occasion=occasion)
        row.say(answers, now=now)
        return row

    def say(self, answers: Answers, *, now: datetime) -> None:
        """Take these answers in place of what was said before."""
        self.start_career_talk = answers.start_career_talk
        self.discuss_personal_goals = answers.discuss_personal_goals
        self.build_trust = answers.build_trust
        self.speak_about_leaving = answers.speak_about_leaving
        self.declined, self.answered_at = answers.is_empty, now

    def answers(self) -> Answers:
        """Return the four answers."""
        return Answers(self.start_career_talk, self.discuss_personal_goals, self.build_trust, self.speak_about_leaving)
