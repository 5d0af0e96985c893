"""Standard tours: terms that a steward writes once, and managers start from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain import cadence
from bot.domain.base import Base
from bot.domain.drafting import MOST_PROMISES, WORDS_LIMIT
from bot.domain.patterns import Pattern
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.tours import Kind, Rhythm
from bot.domain.types import Encrypted

MOST: Final = 40  # in one workspace [ours]: a list that one screen holds
NAME_LIMIT: Final = 75  # characters: what a line of a menu can hold
STANDARD: Final = "standard"
_TEXTS: Final = ("name", "mission", "result", "gain", "company", "holder")


@dataclass(frozen=True)
class StandardDraft:
    """A standard tour as a steward writes it; None is what was left out. Promises stand in one text, a line each.

    Without `months` it lasts as long as is usual for its kind; a foundational one has no end whatever they say.
    """

    name: str | None = None
    kind: Kind | None = None
    mission: str | None = None
    result: str | None = None
    gain: str | None = None
    company: str | None = None
    holder: str | None = None
    months: int | None = None
    rhythm: Rhythm | None = None

    def faults(self) -> Iterator[Refused]:
        """Yield everything that is wrong with it, each at its field."""
        for field in ("name", "kind", "mission", "result", "gain", "company"):
            if getattr(self, field) is None:
                yield Refused(Reason.REQUIRED, field=field)
        for field in _TEXTS:
            limit = NAME_LIMIT if field == "name" else WORDS_LIMIT
            if len(getattr(self, field) or "") > limit:
                yield Refused(Reason.TOO_LONG, field=field, limit=limit)
        if len(lines(self.company)) + len(lines(self.holder)) > MOST_PROMISES:
            yield Refused(Reason.TOO_MANY_PROMISES, field="company", limit=MOST_PROMISES)
        length = cadence.limits(self.kind) if self.kind else None
        if length and self.months is not None and not length.shortest <= self.months <= length.longest:
            facts = {"kind": self.kind, "shortest": length.shortest, "longest": length.longest}
            yield Refused(Reason.LENGTH_OUTSIDE_KIND, field="months", **facts)


class StandardTour(Base):
    """One standard tour of a workspace. Visible to everybody in it."""

    __tablename__ = "standard_tours"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(Encrypted)
    kind: Mapped[Kind]
    mission: Mapped[str] = mapped_column(Encrypted)
    result: Mapped[str] = mapped_column(Encrypted)
    gain: Mapped[str] = mapped_column(Encrypted)
    company: Mapped[str] = mapped_column(Encrypted)  # what the company promises, a line each
    holder: Mapped[str | None] = mapped_column(Encrypted)
    months: Mapped[int | None]
    rhythm: Mapped[Rhythm]
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def write(cls, team_id: str, draft: StandardDraft) -> StandardTour:
        """Return a new one. Raises SeveralRefused with all faults of `draft`."""
        standard = cls(team_id=team_id)
        standard.change(draft)
        return standard

    def change(self, draft: StandardDraft) -> None:
        """Word it anew. Raises SeveralRefused with all faults of `draft`."""
        if faults := list(draft.faults()):
            raise SeveralRefused(faults)
        assert draft.kind is not None  # noqa: S101 - refused above
        self.kind = draft.kind
        self.name, self.mission, self.result = draft.name or "", draft.mission or "", draft.result or ""
        self.gain, self.company, self.holder = draft.gain or "", draft.company or "", draft.holder
        usual = cadence.SHAPES[draft.kind]
        self.months = None if usual.months is None else draft.months or usual.months
        self.rhythm = draft.rhythm or usual.rhythm

    def draft(self) -> StandardDraft:
        """Return what it says, to change it."""
        return StandardDraft(**{name: getattr(self, name) for name in StandardDraft.__dataclass_fields__})

    def pattern(self) -> Pattern:
        """Return it as something to start a tour from."""
        return Pattern(
            key=f"{STANDARD}/{self.id}",
            name=self.name,
            kind=self.kind,
            mission=self.mission,
            result=self.result,
            gain=self.gain,
            company=lines(self.company),
            holder=lines(self.holder),
            months=self.months,
            rhythm=self.rhythm,
        )


def lines(text: str | None) -> tuple[str, ...]:
    """Return the promises of a text: each line that says something, without the sign of a list before it."""
    found = (line.strip().lstrip("-•*").strip() for line in (text or "").splitlines())
    return tuple(line for line in found if line)
