"""A person as Slack knows them, with their hours: whom the bot may speak to, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.base import Base
from bot.domain.calendar import NO_HOLIDAYS, Calendar, DaysOff, country_of
from bot.domain.refusals import Reason, Refused
from bot.domain.types import Encrypted

DEFAULT_WORK_DAYS: Final = "12345"
DEFAULT_WORK_START: Final = time(9)
DEFAULT_WORK_END: Final = time(17)
LOOK_UP_AGAIN_AFTER: Final = timedelta(days=1)
UNTIL_RESUMED: Final = date(9999, 12, 31)  # "paused" without an end
MOST_DAYS_OFF: Final = 10  # stretches: as many as one form of Slack's can show
LONGEST_DAYS_OFF: Final = timedelta(days=366)


@dataclass(frozen=True)
class Profile:
    """What Slack's users.info says about somebody. `time_zone` is an IANA name, `locale` such as "en-US"."""

    name: str
    time_zone: str = "UTC"
    locale: str = "en-US"
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_deactivated: bool = False


@dataclass(frozen=True)
class HoursDraft:
    """The hours a person sets. `country` is an ISO code, NO_HOLIDAYS for none, or None to follow the time zone.

    `digest_day` is the ISO weekday on which all nudges of a week come together, None for each on its day.
    """

    work_days: frozenset[int]
    start: time
    end: time
    country: str | None = None
    days_off: tuple[DaysOff, ...] = field(default=())
    digest_day: int | None = None


class Person(Base):
    """One member of one workspace. `work_days` holds ISO weekdays ("12345" is Monday to Friday) [our default]."""

    __tablename__ = "people"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    # Few need it, and opening it takes as long as reading all the rest: PeopleQueries.names asks for it.
    name: Mapped[str] = mapped_column(Encrypted, deferred=True, deferred_raiseload=True)
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
    days_off: Mapped[list[list[str]]] = mapped_column(JSON)  # [first, last] as ISO dates
    nudges_paused_until: Mapped[date | None]  # the first day on which nudges come again
    digest_day: Mapped[int | None]
    home_visited_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]  # the last press, command or visit that we took note of

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
            days_off=[],
            nudges_paused_until=None,
            digest_day=None,
            home_visited_at=None,
            last_seen_at=None,
        )

    def learn(self, profile: Profile, now: datetime) -> None:
        """Take over what Slack says about this person."""
        self.name, self.time_zone, self.locale = profile.name, profile.time_zone, profile.locale
        self.is_bot, self.is_guest = profile.is_bot, profile.is_guest
        self.is_stranger, self.is_deactivated = profile.is_stranger, profile.is_deactivated
        self.looked_up_at = now

    def calendar(self) -> Calendar:
        """Return when this person works."""
        return Calendar(
            time_zone=self.time_zone,
            work_days=frozenset(int(day) for day in self.work_days),
            start=self.work_start,
            end=self.work_end,
            country=self.country or country_of(self.time_zone) or NO_HOLIDAYS,
            days_off=self.free_stretches(),
            digest_day=self.digest_day,
        )

    def free_stretches(self) -> tuple[DaysOff, ...]:
        """Return the days off that this person has entered."""
        return tuple(DaysOff(date.fromisoformat(first), date.fromisoformat(last)) for first, last in self.days_off)

    def hours(self, today: date) -> HoursDraft:
        """Return the hours as they stand, without the days off that are over, to start a change from."""
        days = frozenset(int(day) for day in self.work_days)
        to_come = tuple(stretch for stretch in self.free_stretches() if stretch.last >= today)
        return HoursDraft(days, self.work_start, self.work_end, self.country, to_come, self.digest_day)

    def keep_hours(self, draft: HoursDraft) -> None:
        """Set days, hours, holidays, days off and digest. Raises Refused at the field that cannot be."""
        _require_sound(draft)
        self.work_days = "".join(str(day) for day in sorted(draft.work_days))
        self.work_start, self.work_end = draft.start, draft.end
        self.country, self.digest_day = draft.country, draft.digest_day
        self.days_off = [[stretch.first.isoformat(), stretch.last.isoformat()] for stretch in draft.days_off]

    def is_paused_on(self, day: date) -> bool:
        """Tell whether this person wants no nudge at all on `day`."""
        return self.nudges_paused_until is not None and day < self.nudges_paused_until

    def needs_look_up(self, now: datetime) -> bool:
        """Tell whether what Slack said is more than a day old."""
        return now - self.looked_up_at > LOOK_UP_AGAIN_AFTER

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


def _require_sound(draft: HoursDraft) -> None:
    if not draft.work_days:
        raise Refused(Reason.REQUIRED, field="work_days")
    if draft.end <= draft.start:
        raise Refused(Reason.HOURS_END_FIRST, field="work_end")
    if len(draft.days_off) > MOST_DAYS_OFF:
        raise Refused(Reason.DAYS_OFF_TOO_MANY, field="days_off", limit=MOST_DAYS_OFF)
    for stretch in draft.days_off:
        if stretch.last < stretch.first:
            raise Refused(Reason.END_BEFORE_START, field="days_off_last")
        if stretch.last - stretch.first > LONGEST_DAYS_OFF:
            raise Refused(Reason.DATE_TOO_FAR, field="days_off_last", limit=stretch.first + LONGEST_DAYS_OFF)
