"""A tour of duty: who, how it stands, and the verbs that move it on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta
from sqlalchemy import Index, String, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from bot.domain import lifecycle
from bot.domain.base import Base
from bot.domain.lifecycle import AMENDABLE, NEGOTIATING, NEXT, UNDER_WAY, Act, State
from bot.domain.passing import Passing
from bot.domain.periods import OURS
from bot.domain.refusals import Reason, Refused
from bot.domain.terms import Draft, Kind, Rhythm, Terms

__all__ = ["Draft", "Kind", "Rhythm", "Terms", "Tour"]

LONGEST_PAUSE: Final = timedelta(days=732)  # two years: the longest leave that we know of in law [ours]


def _one_per_holder(name: str, states: Collection[State]) -> Index:
    """Two tours of one holder cannot be in these states, whoever was faster [ours]."""
    listed = ", ".join(f"'{state}'" for state in sorted(states))
    where: ColumnElement[bool] = literal_column(f"state IN ({listed})")
    return Index(name, "team_id", "holder_id", unique=True, sqlite_where=where, postgresql_where=where)


class Tour(Base):
    """An agreement between exactly one manager and one holder. Verbs keep to lifecycle.TABLE."""

    __tablename__ = "tours"
    __table_args__ = (
        Index("ix_tours_manager", "team_id", "manager_id"),
        Index("ix_tours_holder", "team_id", "holder_id"),
        _one_per_holder("uq_tours_one_open_proposal", NEXT),
        _one_per_holder("uq_tours_one_running", UNDER_WAY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    manager_id: Mapped[str] = mapped_column(String(32))
    holder_id: Mapped[str] = mapped_column(String(32))
    started_by_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[State]
    latest_number: Mapped[int]
    in_force_number: Mapped[int | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    active_since: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    erase_after: Mapped[date | None]  # the last day on which anything of it is kept
    amending_from: Mapped[int | None]  # the first version of an amendment that waits for a signature
    amending_since: Mapped[datetime | None]  # from when the days until it lapses count
    waits_for_id: Mapped[str | None] = mapped_column(String(32))  # whose answer a running tour waits for
    paused_on: Mapped[date | None]  # of the last leave, until changed terms take it into account
    paused_until: Mapped[date | None]  # the day of return
    incoming_id: Mapped[str | None] = mapped_column(String(32))  # who is to lead it from now on
    passes: Mapped[Passing | None]  # what the holder lets them have of it
    version: Mapped[int] = mapped_column(nullable=False)

    versions: Mapped[list[Terms]] = relationship(
        back_populates="tour", lazy="raise", order_by="Terms.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it so

    @classmethod
    def propose(cls, *, team_id: str, manager_id: str, holder_id: str, by: str, draft: Draft, now: datetime) -> Tour:
        """Return a new tour, proposed by user `by` (one of the two sides), whose proposal is also `by`'s signature."""
        tour = cls(
            team_id=team_id,
            manager_id=manager_id,
            holder_id=holder_id,
            started_by_id=by,
            state=State.DRAFT,
            latest_number=0,
            in_force_number=None,
            created_at=now,
            changed_at=now,
            active_since=None,
            ended_at=None,
            erase_after=None,
            amending_from=None,
            amending_since=None,
            waits_for_id=None,
            paused_on=None,
            paused_until=None,
            incoming_id=None,
            passes=None,
            version=1,
        )
        tour.revise(by=by, draft=draft, reason=None, now=now)
        return tour

    @property
    def latest(self) -> Terms:
        """The newest version, signed or not."""
        return next(t for t in self.versions if t.number == self.latest_number)

    @property
    def in_force(self) -> Terms | None:
        """The last version signed by both."""
        return next((t for t in self.versions if t.number == self.in_force_number), None)

    def other_side(self, user_id: str) -> str:
        """Return the user id of whoever is not `user_id`."""
        return self.holder_id if user_id == self.manager_id else self.manager_id

    @property
    def awaits_id(self) -> str | None:
        """Whose answer an open proposal, an amendment or a hand-over waits for, or None."""
        return self.other_side(self.latest.author_id) if self.state in NEGOTIATING else self.waits_for_id

    @property
    def asked_at(self) -> datetime:
        """Since when somebody's answer is waited for, where it is."""
        return self.changed_at if self.state is State.HANDING_OVER else self.amending_since or self.latest.written_at

    @property
    def is_amending(self) -> bool:
        """Whether changed terms of a running tour wait for a signature; they are the newest version."""
        return self.amending_from is not None

    @property
    def base(self) -> Terms:
        """The version on which the next change is written: the newest that is open, else the one in force."""
        return self.latest if self.is_amending else self.in_force or self.latest

    def revise(self, *, by: str, draft: Draft, reason: str | None, now: datetime) -> Terms:
        """Write a new version, signed by its author; it voids every signature before it."""
        self._move(Act.PROPOSE if by == self.started_by_id else Act.COUNTER, now)
        return self._write(by, draft, reason, now)

    def _write(self, by: str, draft: Draft, reason: str | None, now: datetime) -> Terms:
        self.latest_number += 1
        terms = Terms.write(self, number=self.latest_number, author_id=by, reason=reason, draft=draft, now=now)
        self.versions.append(terms)
        terms.sign(by, now)
        return terms

    def sign(self, *, by: str, number: int, text_hash: str, now: datetime, waits: bool = False) -> None:
        """Sign version `number` as `by`. The second signature on one text makes the tour active.

        With `waits` it is agreed, and becomes active when it begins: the holder's earlier tour is under way.

        Raises Refused: NEWER_VERSION when a newer version (or another text) stands, OWN_VERSION when `by` wrote it,
        WRONG_STATE when nothing waits for a signature.
        """
        lifecycle.after(self.state, Act.AGREE)
        self._require_newest(by, number, text_hash)
        self.latest.sign(by, now)
        self._move(Act.AGREE_NEXT if waits else Act.AGREE, now)
        self.in_force_number = number
        self.active_since = None if waits else now

    def _require_newest(self, by: str, number: int, text_hash: str) -> None:
        if number != self.latest_number or text_hash != self.latest.text_hash:
            raise Refused(Reason.NEWER_VERSION)
        if by == self.latest.author_id:
            raise Refused(Reason.OWN_VERSION)

    def decline(self, *, by: str, now: datetime, kept: relativedelta = OURS.ended) -> None:
        """Say no to the other side's proposal. Raises Refused(OWN_VERSION) for one's own: that is withdrawn."""
        if self.state in NEGOTIATING and by == self.latest.author_id:
            raise Refused(Reason.OWN_VERSION)
        self._end(Act.DECLINE, now, kept)

    def withdraw(self, *, by: str, now: datetime, kept: relativedelta = OURS.ended) -> None:
        """Take back one's own proposal. Raises Refused(NOT_AUTHOR) when the newest version is the other side's."""
        if self.state in NEGOTIATING and by != self.latest.author_id:
            raise Refused(Reason.NOT_AUTHOR)
        self._end(Act.WITHDRAW, now, kept)

    def lapse(self, now: datetime, kept: relativedelta = OURS.ended) -> None:
        """Let a proposal end that nobody answered."""
        self._end(Act.LAPSE, now, kept)

    def begin(self, now: datetime) -> None:
        """Make an agreed tour active: its day has come."""
        self._move(Act.BEGIN, now)
        self.active_since = now

    def close(self, now: datetime) -> None:
        """Begin to close: from now on only outcomes, promises and thanks are left to be said."""
        self._move(Act.CLOSE, now)

    def complete(self, now: datetime, kept: relativedelta = OURS.ended) -> None:
        """End a tour whose close both sides answered, or waited long enough for."""
        self._end(Act.COMPLETE, now, kept)

    def end_early(self, now: datetime, kept: relativedelta = OURS.ended) -> None:
        """End a tour before its time."""
        self._end(Act.END_EARLY, now, kept)

    def amend(self, *, by: str, draft: Draft, reason: str | None, now: datetime) -> Terms:
        """Write changed terms of a running tour, signed by their author; an amendment before them is replaced.

        The version in force stays in force until both have signed. Raises Refused(WRONG_STATE).
        """
        self._move(Act.AMEND, now)
        terms = self._write(by, draft, reason, now)
        self.amending_from = self.amending_from or terms.number
        self.amending_since, self.waits_for_id = now, self.other_side(by)
        return terms

    def agree_change(self, *, by: str, number: int, text_hash: str, now: datetime) -> Terms:
        """Sign changed terms as `by`: they are in force from now on. Return those that were in force before.

        A promise made again in the same words keeps what became of it. Raises Refused as `sign` does.
        """
        lifecycle.after(self.state, Act.AGREE_CHANGE)
        before = self._require_amending()
        self._require_newest(by, number, text_hash)
        self.latest.sign(by, now)
        self.latest.carry_on(before)
        self._move(Act.AGREE_CHANGE, now)
        self.in_force_number = number
        self._clear_table()
        if self.state is State.ACTIVE:
            self.paused_on = self.paused_until = None
        return before

    def drop_change(self, *, by: str | None, is_own: bool = False, now: datetime) -> None:
        """Drop changed terms: declined by the other side, taken back by their author (`is_own`), or lapsed (no `by`).

        The tour stays as it is. Raises Refused WRONG_STATE where nothing is open, OWN_VERSION, NOT_AUTHOR.
        """
        lifecycle.after(self.state, Act.DROP_CHANGE)
        self._require_amending()
        wrote_it = by == self.latest.author_id
        if by is not None and wrote_it is not is_own:
            raise Refused(Reason.OWN_VERSION if wrote_it else Reason.NOT_AUTHOR)
        self._move(Act.DROP_CHANGE, now)
        self._clear_table()

    def pause(self, until: date, *, today: date, now: datetime) -> None:
        """Let the tour stand still until somebody is back. Raises Refused at "until" for a day that cannot be."""
        lifecycle.after(self.state, Act.PAUSE)
        if until <= today:
            raise Refused(Reason.DATE_IN_PAST, field="until")
        if until > today + LONGEST_PAUSE:
            raise Refused(Reason.PAUSE_TOO_LONG, field="until", limit=today + LONGEST_PAUSE)
        self._move(Act.PAUSE, now)
        self.paused_on, self.paused_until = today, until

    def resume(self, *, today: date, now: datetime) -> None:
        """Go on, on the day of return or before it. An amendment that waited has all its days from now on."""
        self._move(Act.RESUME, now)
        self.paused_until = today
        if self.is_amending:
            self.amending_since = now

    def hand_over(self, to: str, now: datetime) -> None:
        """Name the new manager; an open amendment falls. The holder is asked what passes."""
        self._move(Act.HAND_OVER, now)
        self.incoming_id, self.passes, self.waits_for_id = to, None, self.holder_id

    def choose_passing(self, passing: Passing, now: datetime) -> None:
        """Keep what the new manager gets. Raises Refused(WRONG_STATE) unless a choice is waited for."""
        if self.state is not State.HANDING_OVER or self.passes is not None:
            raise Refused(Reason.WRONG_STATE, state=self.state)
        self.passes, self.waits_for_id = passing, self.incoming_id

    def hand_back(self, now: datetime) -> None:
        """Go on as before: the new manager said no, or is not needed any more."""
        self._move(Act.HAND_BACK, now)
        self._clear_table()
        self.incoming_id = self.passes = None

    def take_over(self, now: datetime, kept: relativedelta = OURS.ended) -> None:
        """End, because holder and new manager have signed a tour of their own."""
        self._end(Act.TAKE_OVER, now, kept)

    def _require_amending(self) -> Terms:
        if not self.is_amending or self.in_force is None:
            raise Refused(Reason.WRONG_STATE, state=self.state)
        return self.in_force

    def _clear_table(self) -> None:
        self.amending_from = self.amending_since = self.waits_for_id = None

    def _end(self, act: Act, now: datetime, kept: relativedelta) -> None:
        """Be over, and be erased once it has been over as long as `kept`."""
        self._move(act, now)
        self.ended_at = now
        self.erase_after = (now + kept).date()

    def _move(self, act: Act, now: datetime) -> None:
        self.state = lifecycle.after(self.state, act)
        self.changed_at = now
        if self.state not in AMENDABLE:
            self._clear_table()
