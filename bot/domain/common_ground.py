"""Common ground: what the lists of a manager and of a holder have in common. No score, and no list is better."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dateutil.relativedelta import relativedelta
from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.coach import LINES_LIMIT
from bot.domain.periods import OURS
from bot.domain.refusals import Reason, Refused
from bot.domain.types import Encrypted

MOST_ENTRIES: Final = 30  # of one list are compared
ALIKE: Final = 5  # letters with which two words must begin alike: "honesty" meets "honest work"

_BETWEEN: Final = re.compile(r"[\n,;•·/]|\s(?:and|und|et|y|e)\s|\s[-–]\s|\.(?:\s|$)")
_SMALL: Final = frozenset(
    """a an the of to in on at for with my our your we i me you it is are be being that this who what when not no do
    doing good great very much more most being people person work working things thing about always never""".split()  # noqa: SIM905
)


class ValueList(Base):
    """What matters to a holder, in their own words: theirs alone, until they share it with one manager."""

    __tablename__ = "value_lists"
    __table_args__ = (UniqueConstraint("team_id", "manager_id", "holder_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    holder_id: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(Encrypted)
    written_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    erase_after: Mapped[date]
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def begin(cls, *, team_id: str, manager_id: str, holder_id: str) -> ValueList:
        """Return an empty list, to be written."""
        return cls(team_id=team_id, manager_id=manager_id, holder_id=holder_id, shared_at=None)

    def write(self, words: str | None, *, share: bool, now: datetime, kept: relativedelta = OURS.notes) -> bool:
        """Word it, and share it or keep it, as long as `kept`. Return whether it is newly shared.

        Raises Refused at "values" for a list that is missing or too long.
        """
        if not words:
            raise Refused(Reason.REQUIRED, field="values")
        if len(words) > LINES_LIMIT:
            raise Refused(Reason.TOO_LONG, field="values", limit=LINES_LIMIT)
        was_shared = self.shared_at is not None
        self.words, self.written_at, self.erase_after = words, now, (now + kept).date()
        self.shared_at = (self.shared_at or now) if share else None
        return share and not was_shared

    @property
    def shared_words(self) -> str | None:
        """What the manager may read of it."""
        return self.words if self.shared_at is not None else None


@dataclass(frozen=True)
class Meeting:
    """Two entries that mean something alike, one of each list, as they were written."""

    first: str
    second: str


def entries(words: str | None) -> list[str]:
    """Return the single entries of a list, however they are set apart, as they were written."""
    found = (piece.strip(" \t-–•*\"'“”.") for piece in _BETWEEN.split(words or ""))
    return list(dict.fromkeys(piece for piece in found if piece))[:MOST_ENTRIES]


def in_both(first: str | None, second: str | None) -> list[Meeting]:
    """Return what stands in both lists: for each entry of the first, the one of the second that is like it."""
    theirs = entries(second)
    return [Meeting(mine, found) for mine in entries(first) if (found := _like(mine, theirs)) is not None]


def _like(entry: str, others: Sequence[str]) -> str | None:
    wanted = set(_stems(entry))
    return next((other for other in others if wanted & set(_stems(other)) or _same(entry, other)), None)


def _stems(entry: str) -> Iterator[str]:
    """Yield how each telling word begins."""
    for word in re.findall(r"[^\W\d_]+", entry.casefold()):
        if len(word) > 2 and word not in _SMALL:
            yield word[:ALIKE]


def _same(entry: str, other: str) -> bool:
    return entry.casefold() == other.casefold()
