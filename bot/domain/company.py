"""What a workspace has settled for everybody: its People contact, and what the company is for and stands for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.drafting import WORDS_LIMIT
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.types import Encrypted


@dataclass(frozen=True)
class CompanyDraft:
    """What a steward sets; None is what is left open. `people_contact_id` is a full member of the workspace."""

    people_contact_id: str | None = None
    mission: str | None = None
    values: str | None = None


class Company(Base):
    """The settings of one workspace that are not about one person. Visible to everybody in it."""

    __tablename__ = "companies"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    people_contact_id: Mapped[str | None] = mapped_column(String(32))
    mission: Mapped[str | None] = mapped_column(Encrypted)
    values: Mapped[str | None] = mapped_column("stands_for", Encrypted)  # "values" is a word of SQL's own
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def settle(cls, team_id: str, draft: CompanyDraft) -> Company:
        """Return the first settings of a workspace. Raises as `change` does."""
        company = cls(team_id=team_id)
        company.change(draft)
        return company

    def change(self, draft: CompanyDraft) -> None:
        """Set everything anew. Raises SeveralRefused at "mission" and "values" where they are too long."""
        words = {"mission": draft.mission, "values": draft.values}
        too_long = [
            Refused(Reason.TOO_LONG, field=field, limit=WORDS_LIMIT)
            for field, said in words.items()
            if len(said or "") > WORDS_LIMIT
        ]
        if too_long:
            raise SeveralRefused(too_long)
        self.people_contact_id = draft.people_contact_id
        self.mission, self.values = draft.mission, draft.values
