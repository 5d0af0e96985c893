"""The three doors at the end of a tour: a private leaning before the talk, and the door that both confirm after it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.types import Encrypted


class Door(StrEnum):
    """What can come after a tour. Leaving well counts as a success like the others."""

    RENEW = "renew"
    NEW_TOUR = "new_tour"
    LEAVE_WELL = "leave_well"


LEADS_TO_PROPOSAL = frozenset({Door.RENEW, Door.NEW_TOUR})


class Standing(StrEnum):
    """How the doors stand for one side. Which door the other side confirmed is never part of it, unless it is the same.

    So nobody reads on a screen that they are not wanted.
    """

    NOBODY = "nobody"  # neither side has confirmed
    MINE = "mine"  # the reader has; the other side has not
    THEIRS = "theirs"  # the other side has; the reader has not
    SAME = "same"
    DIFFER = "differ"


NOTHING_LEFT = frozenset({Standing.MINE, Standing.SAME})
"""How the doors stand for somebody who has nothing to confirm, as long as the other side names no other door."""


class DoorChoice(Base):
    """One side's leaning and the door they confirmed, both sealed. Visible to that person alone."""

    __tablename__ = "door_choices"

    tour_id: Mapped[int] = mapped_column(ForeignKey("tours.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    leaning: Mapped[str | None] = mapped_column(Encrypted)  # erased as soon as the talk is recorded
    confirmed: Mapped[str | None] = mapped_column(Encrypted)
    confirmed_at: Mapped[datetime | None]

    @classmethod
    def begin(cls, team_id: str, tour_id: int, user_id: str) -> DoorChoice:
        """Return a side that has said nothing yet."""
        return cls(team_id=team_id, tour_id=tour_id, user_id=user_id, leaning=None, confirmed=None, confirmed_at=None)

    def lean(self, door: Door | None) -> None:
        """Keep to which door this side leans, or forget it."""
        self.leaning = door.value if door else None

    def confirm(self, door: Door, now: datetime) -> None:
        """Say which door the talk led to; said again, it replaces what was said before."""
        self.confirmed, self.confirmed_at = door.value, now


def standing(choices: Collection[DoorChoice], reader_id: str, other_id: str) -> tuple[Standing, Door | None]:
    """Return how the doors of a tour stand for `reader_id`, and the door that both confirmed, if they did."""
    confirmed = {choice.user_id: Door(choice.confirmed) for choice in choices if choice.confirmed}
    mine, theirs = confirmed.get(reader_id), confirmed.get(other_id)
    if mine is None or theirs is None:
        return (Standing.MINE if mine else Standing.THEIRS if theirs else Standing.NOBODY), None
    return (Standing.SAME, mine) if mine is theirs else (Standing.DIFFER, None)
