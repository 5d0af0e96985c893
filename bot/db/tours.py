"""Queries of tours and their promises, inside one workspace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, func, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, selectinload

from bot.db.insert import insert_whole
from bot.db.rows import rows
from bot.domain.lifecycle import NEGOTIATING, RUNNING, State
from bot.domain.passing import Passing
from bot.domain.promises import Promise, PromiseState, Side
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Kind, Terms, Tour

Spans = Sequence[tuple[datetime, datetime]]
"""From when until when, both included."""


@dataclass(frozen=True, slots=True)
class TourLine:
    """One tour in a list, without any words. Kind and dates are those in force, before that those last proposed."""

    id: int
    manager_id: str
    holder_id: str
    state: State
    kind: Kind
    start_on: date
    end_on: date | None
    author_id: str  # of the version meant
    active_since: datetime | None
    ended_at: datetime | None
    waits_for_id: str | None = None  # whose answer a running tour waits for
    paused_until: date | None = None  # of the last leave

    def other_side(self, user_id: str) -> str:
        """Return the user id of whoever is not `user_id`."""
        return self.holder_id if user_id == self.manager_id else self.manager_id

    @property
    def awaits_id(self) -> str | None:
        """Whose answer an open proposal or an amendment waits for, or None."""
        return self.other_side(self.author_id) if self.state in NEGOTIATING else self.waits_for_id


@dataclass(frozen=True, slots=True)
class PromiseDue:
    """A promise of a running tour and its day, without its words: for timetables and for Home."""

    id: int
    tour_id: int
    side: Side
    owner_id: str
    due_on: date


_OF_TERMS = ("kind", "start_on", "end_on", "author_id")
_LINE = [getattr(Terms if name in _OF_TERMS else Tour, name) for name in TourLine.__dataclass_fields__]
_DUE = [getattr(Terms if name == "tour_id" else Promise, name) for name in PromiseDue.__dataclass_fields__]


# Built once: it is asked for every list and for Home, and building a statement takes longer than running this one.
_NUMBER = func.coalesce(Tour.in_force_number, Tour.latest_number)
_OF_PERSON = (
    select(*_LINE)
    .join(Terms, and_(Terms.tour_id == Tour.id, Terms.number == _NUMBER))
    .where(
        Tour.team_id == bindparam("team"),
        or_(Tour.manager_id == bindparam("user"), Tour.holder_id == bindparam("user")),
    )
    .order_by(Tour.id.desc())
)


_SIGNED = (
    select(*_LINE)
    .join(Terms, and_(Terms.tour_id == Tour.id, Terms.number == Tour.in_force_number))
    .where(Tour.team_id == bindparam("team"), Tour.active_since.is_not(None))
    .order_by(Tour.id.desc())
)


HANDING_OVER = (
    select(Tour.id)
    .where(
        Tour.team_id == bindparam("team"),
        Tour.holder_id == bindparam("holder"),
        Tour.state == State.HANDING_OVER,
        Tour.incoming_id == bindparam("incoming"),
    )
    .limit(1)
)


class TourQueries:
    """The tours of the workspace `team_id`, inside the session's transaction."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id
        self._ahead: dict[int, Tour] = {}

    def add(self, tour: Tour) -> Tour:
        """Keep a new tour and return it with its id, to read; whoever means to change it gets it anew.

        Raises Refused(HOLDER_HAS_PROPOSAL) when another came first. After a refusal nothing more can be done in this
        unit of work: a savepoint would cost as much as the tour.
        """
        try:
            insert_whole(self._session, [tour])
        except IntegrityError:
            raise Refused(Reason.HOLDER_HAS_PROPOSAL, field="partner_id") from None
        for terms in tour.versions:
            terms.tour_id = tour.id
            insert_whole(self._session, [terms])
            for promise in terms.promises:
                promise.terms_id = terms.id
            for signature in terms.signatures:
                signature.terms_id = terms.id
            insert_whole(self._session, terms.promises)
            insert_whole(self._session, terms.signatures)
        return tour

    def write(self, tour: Tour) -> None:
        """Write what changed, at once. Raises Refused(HOLDER_HAS_TOUR) when the holder has another tour under way."""
        try:
            self._session.flush()
        except IntegrityError:
            raise Refused(Reason.HOLDER_HAS_TOUR) from None

    def get(self, tour_id: int) -> Tour:
        """Return one tour with versions, promises and signatures loaded. Raises Refused(NOT_FOUND)."""
        tour = self.many([tour_id]).get(tour_id)
        if tour is None:
            raise Refused(Reason.NOT_FOUND)
        return tour

    def many(self, tour_ids: Collection[int]) -> dict[int, Tour]:
        """Return those of these tours that there are, by id, with versions, promises and signatures loaded."""
        if self._ahead.keys() >= set(tour_ids):
            return {tour_id: self._ahead[tour_id] for tour_id in tour_ids}
        query = select(Tour).where(Tour.team_id == self._team_id, Tour.id.in_(tour_ids))
        versions = selectinload(Tour.versions)
        query = query.options(versions.selectinload(Terms.promises), versions.selectinload(Terms.signatures))
        return {tour.id: tour for tour in self._session.scalars(query)}

    def read_ahead(self, tour_ids: Collection[int]) -> dict[int, Tour]:
        """Return these tours and hold them: until this work ends, each is given out without being read again."""
        found = self.many(tour_ids)
        self._ahead |= found
        return found

    def signed(self) -> list[TourLine]:
        """Return every tour that both sides have ever signed, the newest first: columns only, no words are opened."""
        return [TourLine(*row) for row in self._session.execute(_SIGNED, {"team": self._team_id})]

    def of(self, user_id: str) -> list[TourLine]:
        """Return every tour of which `user_id` is a side, the newest first: columns only, no words are opened."""
        found = rows(self._session, _OF_PERSON, {"team": self._team_id, "user": user_id})
        return [TourLine(*row) for row in found.all()]

    def unanswered(self, spans: Spans, limit: int) -> list[int]:
        """Return the ids of up to `limit` open proposals whose newest version was written in one of these spans."""
        query = select(Tour.id).where(
            Tour.team_id == self._team_id, Tour.state.in_(NEGOTIATING), _within(Tour.changed_at, spans)
        )
        return list(self._session.scalars(query.order_by(Tour.changed_at, Tour.id).limit(limit)))

    def unanswered_changes(self, spans: Spans, limit: int) -> list[int]:
        """Return the ids of up to `limit` running tours whose amendment waits since a moment in one of these spans."""
        query = select(Tour.id).where(
            Tour.team_id == self._team_id, Tour.state == State.ACTIVE, _within(Tour.amending_since, spans)
        )
        return list(self._session.scalars(query.order_by(Tour.amending_since, Tour.id).limit(limit)))

    def paused_until(self, day: date, limit: int) -> list[int]:
        """Return the ids of up to `limit` tours on leave whose day of return is `day` or before."""
        query = select(Tour.id).where(
            Tour.team_id == self._team_id, Tour.state == State.PAUSED, Tour.paused_until <= day
        )
        return list(self._session.scalars(query.order_by(Tour.paused_until, Tour.id).limit(limit)))

    def handing_over(self, holder_id: str, incoming_id: str) -> int | None:
        """Return the id of the holder's tour that waits for this new manager, or None."""
        wanted = {"team": self._team_id, "holder": holder_id, "incoming": incoming_id}
        return rows(self._session, HANDING_OVER, wanted).scalar()

    def awaiting_proposal(self, manager_id: str) -> list[str]:
        """Return the holders who wait for a first proposal of this new manager, the longest waiting first."""
        proposed = aliased(Tour)
        is_proposed = exists().where(
            proposed.team_id == Tour.team_id,
            proposed.holder_id == Tour.holder_id,
            proposed.manager_id == manager_id,
            proposed.state.in_(NEGOTIATING),
        )
        query = select(Tour.holder_id).where(
            Tour.team_id == self._team_id,
            Tour.incoming_id == manager_id,
            Tour.state == State.HANDING_OVER,
            Tour.passes == Passing.NOTHING,
            ~is_proposed,
        )
        return list(self._session.scalars(query.order_by(Tour.changed_at, Tour.id)))

    def held_by(self, holder_id: str, states: Collection[State], manager_id: str | None = None) -> int | None:
        """Return the id of the tour that this person holds in one of `states`, with this manager or with any."""
        query = select(Tour.id).where(
            Tour.team_id == self._team_id, Tour.holder_id == holder_id, Tour.state.in_(states)
        )
        if manager_id is not None:
            query = query.where(Tour.manager_id == manager_id)
        return self._session.scalar(query.order_by(Tour.id.desc()).limit(1))

    def holders(self, holder_ids: Collection[str], states: Collection[State]) -> set[str]:
        """Return those of these people who hold a tour in one of `states`."""
        query = select(Tour.holder_id).where(
            Tour.team_id == self._team_id, Tour.holder_id.in_(holder_ids), Tour.state.in_(states)
        )
        return set(self._session.scalars(query))

    def tour_of_promise(self, promise_id: int) -> int:
        """Return the id of the tour to which a promise belongs. Raises Refused(NOT_FOUND)."""
        query = select(Terms.tour_id).join(Promise, Promise.terms_id == Terms.id)
        tour_id = self._session.scalar(query.where(Promise.team_id == self._team_id, Promise.id == promise_id))
        if tour_id is None:
            raise Refused(Reason.NOT_FOUND)
        return tour_id

    def origin_of(self, promise_id: int) -> int:
        """Return the id of the promise that this one repeats, or its own. Raises Refused(NOT_FOUND)."""
        query = select(func.coalesce(Promise.origin_id, Promise.id))
        origin = self._session.scalar(query.where(Promise.team_id == self._team_id, Promise.id == promise_id))
        if origin is None:
            raise Refused(Reason.NOT_FOUND)
        return origin

    def open_promises(self, tour_ids: Collection[int], *, until: date | None = None) -> list[PromiseDue]:
        """Return the open promises of those of these tours that are under way, the earliest first.

        `until` leaves out those due after that day.
        """
        is_near = true() if until is None else Promise.due_on <= until
        return self._promises(tour_ids, Promise.state == PromiseState.OPEN, is_near)

    def promises_to_confirm(self, tour_ids: Collection[int]) -> list[PromiseDue]:
        """Return those of which their maker has said what became of them, and their receiver not yet.

        They are of those of these tours that are under way, the earliest first. What was said before a tour came to its
        manager is left out: of its two sides, only one was there.
        """
        is_said = Promise.state != PromiseState.OPEN
        return self._promises(tour_ids, is_said, Promise.seen_as.is_(None), Promise.marked_at >= Tour.active_since)

    def _promises(self, tour_ids: Collection[int], *which: ColumnElement[bool]) -> list[PromiseDue]:
        query = (
            select(*_DUE)
            .join(Terms, Promise.terms_id == Terms.id)
            .join(Tour, and_(Terms.tour_id == Tour.id, Terms.number == Tour.in_force_number))
            .where(Promise.team_id == self._team_id, Tour.id.in_(tour_ids), Tour.state.in_(RUNNING), *which)
        )
        return [PromiseDue(*row) for row in self._session.execute(query.order_by(Promise.due_on, Promise.id))]

    def words_of_promises(self, promise_ids: Collection[int]) -> dict[int, str]:
        """Return what each of these promises says, for a few that are shown."""
        query = select(Promise.id, Promise.words).where(Promise.team_id == self._team_id, Promise.id.in_(promise_ids))
        return {row.id: row.words for row in self._session.execute(query)}


def _within(column: InstrumentedAttribute[Any], spans: Spans) -> ColumnElement[bool]:
    return or_(false(), *(column.between(since, until) for since, until in spans))
