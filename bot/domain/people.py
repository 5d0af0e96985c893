"""A person as Slack knows them, with their hours: whom the bot may speak to, and when."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.refusals import Reason, Refused
from bot.domain.types import Encrypted

DEFAULT_WORK_DAYS = "12345"
DEFAULT_WORK_START = time(9)
DEFAULT_WORK_END = time(17)


class Person(Base):
    """One member of one workspace. `work_days` holds ISO weekdays ("12345" is Monday to Friday) [our default]."""

    __tablename__ = "people"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Encrypted)
    time_zone: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(16))
    country: Mapped[str | None] = mapped_column(String(2))
    is_bot: Mapped[bool]
    is_guest: Mapped[bool]
    is_stranger: Mapped[bool]
    is_deactivated: Mapped[bool]
    looked_up_at: Mapped[datetime]
    work_days: Mapped[str] = mapped_column(String(7))
    work_start: Mapped[time]
    work_end: Mapped[time]
    nudges_paused_until: Mapped[date | None]
    last_nudged_on: Mapped[date | None]
    home_visited_at: Mapped[datetime | None]

    @classmethod
    def meet(cls, team_id: str, user_id: str) -> Person:
        """Return a new person with our default hours; `learn` fills in what Slack says."""
        return cls(
            team_id=team_id,
            user_id=user_id,
            country=None,
            work_days=DEFAULT_WORK_DAYS,
            work_start=DEFAULT_WORK_START,
            work_end=DEFAULT_WORK_END,
            nudges_paused_until=None,
            last_nudged_on=None,
            home_visited_at=None,
        )

    def require_partner(self, of: str) -> None:
        """Raise Refused with its own reason when this person cannot be the other side of a new tour of user `of`."""
        refused = {
            Reason.PARTNER_IS_SELF: self.user_id == of,
            Reason.PARTNER_IS_BOT: self.is_bot,
            Reason.PARTNER_LEFT: self.is_deactivated,
            Reason.PARTNER_IS_STRANGER: self.is_stranger,
            Reason.PARTNER_IS_GUEST: self.is_guest,
        }
        for reason, applies in refused.items():
            if applies:
                raise Refused(reason, field="partner_id", partner=self.user_id)
