"""One tour as one of its sides sees it: every version with its reason and signatures, promises, and what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bot.db.work import Work
from bot.domain import cadence
from bot.domain.check_ins import CheckInState
from bot.domain.drafting import TermsWish, wish_of
from bot.domain.ledger import Standing
from bot.domain.lifecycle import AMENDABLE, NEGOTIATING, RUNNING, State
from bot.domain.passing import Passing
from bot.domain.permissions import Action, require
from bot.domain.promises import Promise, PromiseState, Side
from bot.domain.terms import settled_promises
from bot.domain.tours import Draft, Terms, Tour
from bot.services.coach import first_steps
from bot.services.coach_sheets import FirstSteps
from bot.services.ending_sheets import WayOut, way_out
from bot.services.people import Actor
from bot.services.replanning import talks_under
from bot.services.timetable import Sides


@dataclass(frozen=True)
class SignatureRead:
    """Who signed, when (UTC), and in which version of the wording; None for one given by proposing."""

    signer_id: str
    signed_at: datetime
    wording_number: int | None


@dataclass(frozen=True)
class PromiseRead:
    """One promise and what became of it. `agreed_on` is the day both signed, `due_on` the one that counts now."""

    id: int
    side: Side
    words: str
    owner_id: str
    agreed_on: date
    due_on: date
    moved_late: bool
    state: PromiseState
    marked_by_id: str | None
    marked_at: datetime | None
    seen_as: PromiseState | None

    @property
    def standing(self) -> Standing:
        """What both sides say became of it."""
        return Standing(self.state, self.seen_as or PromiseState.OPEN)

    @property
    def was_moved(self) -> bool:
        """Whether it has another date than the one that both signed."""
        return self.due_on != self.agreed_on


@dataclass(frozen=True)
class TermsRead:
    """One version: its text, why it was written, and the signatures under it, the author's first.

    `wish` prefills the form of a change.
    """

    number: int
    author_id: str
    reason: str | None
    draft: Draft
    wish: TermsWish
    text_hash: str
    written_at: datetime
    signatures: tuple[SignatureRead, ...]
    promises: tuple[PromiseRead, ...]

    def is_known_to(self, user_id: str) -> bool:
        """Tell whether this person wrote or signed it."""
        return any(signature.signer_id == user_id for signature in self.signatures)


@dataclass(frozen=True)
class TourDetail:
    """One tour, for one of its two sides. `today` is the reader's day; `time_zone` (IANA) is theirs.

    `amending_from` is the first version of an open amendment, `changed_talks` are those that it would plan.
    `settled_promises` stood in terms that were in force before, and in those of today no more. `paused_on` and
    `paused_until` are those of the last leave. `incoming_id` is to lead the tour from now on, and gets what `passes`
    says. `other_is_gone`: their account is deactivated.
    """

    id: int
    manager_id: str
    holder_id: str
    reader_id: str
    state: State
    versions: tuple[TermsRead, ...]
    in_force_number: int | None
    active_since: datetime | None
    ended_at: datetime | None
    talks: tuple[cadence.Talk, ...]
    today: date
    time_zone: str
    first_steps: FirstSteps
    way_out: WayOut
    amending_from: int | None = None
    awaits_id: str | None = None
    changed_talks: tuple[cadence.Talk, ...] = ()
    settled_promises: tuple[PromiseRead, ...] = ()
    paused_on: date | None = None
    paused_until: date | None = None
    incoming_id: str | None = None
    passes: Passing | None = None
    other_is_gone: bool = False

    @cached_property
    def latest(self) -> TermsRead:
        """The newest version, signed or not."""
        return self.versions[-1]

    @cached_property
    def in_force(self) -> TermsRead | None:
        """The last version signed by both."""
        return next((v for v in self.versions if v.number == self.in_force_number), None)

    @cached_property
    def shown(self) -> TermsRead:
        """The version in force, before that the newest."""
        return self.in_force or self.latest

    @property
    def other_id(self) -> str:
        """The side that is not the reader."""
        return self.holder_id if self.reader_id == self.manager_id else self.manager_id

    @property
    def reader_leads(self) -> bool:
        return self.reader_id == self.manager_id

    @property
    def is_open(self) -> bool:
        """Whether it is a proposal that waits for an answer."""
        return self.state in NEGOTIATING

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_amending(self) -> bool:
        """Whether changed terms of the running tour wait for a signature."""
        return self.amending_from is not None

    @property
    def may_amend(self) -> bool:
        """Whether changed terms can be proposed."""
        return self.state in AMENDABLE

    @property
    def is_paused(self) -> bool:
        return self.state is State.PAUSED

    @property
    def is_handing_over(self) -> bool:
        return self.state is State.HANDING_OVER

    @property
    def days_away(self) -> int:
        """How many days the last leave took that changed terms do not take into account yet."""
        is_over = self.state is State.ACTIVE and self.paused_on is not None and self.paused_until is not None
        return (self.paused_until - self.paused_on).days if is_over and self.paused_until and self.paused_on else 0

    @property
    def base(self) -> TermsRead:
        """The version on which the next change is written."""
        return self.latest if self.is_amending else self.shown

    @property
    def awaits_reader(self) -> bool:
        """Whether the reader's answer is what an open proposal or amendment waits for."""
        return self.awaits_id == self.reader_id

    @cached_property
    def known(self) -> TermsRead | None:
        """What the newest version is compared with: the one before it that the reader last wrote or signed.

        Of an amendment, earlier ones that came to nothing do not count.
        """
        if self.latest.is_known_to(self.reader_id):
            return self.in_force if self.is_amending else None
        first = self.amending_from or 1
        before = [v for v in self.versions[:-1] if v.number >= first or v.number == self.in_force_number]
        return next((v for v in reversed(before) if v.is_known_to(self.reader_id)), None)

    def is_of_reader(self, promise: PromiseRead) -> bool:
        """Tell whether the reader's side made it: the manager speaks for the company."""
        return (promise.side is Side.COMPANY) is self.reader_leads

    def may_mark(self, promise: PromiseRead) -> bool:
        """Tell whether the reader may say what became of it."""
        return self.is_running and self.is_of_reader(promise) and promise.state is PromiseState.OPEN


def detail(work: Work, tour: Tour, actor: Actor, now: datetime) -> TourDetail:
    """Return `tour` as the actor may see it. Raises Refused(NOT_YOURS)."""
    require(actor.user_id, Action.READ_TOUR, tour)
    return TourDetail(
        id=tour.id,
        manager_id=tour.manager_id,
        holder_id=tour.holder_id,
        reader_id=actor.user_id,
        state=tour.state,
        versions=tuple(_terms(terms) for terms in tour.versions),
        in_force_number=tour.in_force_number,
        active_since=tour.active_since,
        ended_at=tour.ended_at,
        talks=_talks(work, tour, actor.today(now)),
        today=actor.today(now),
        time_zone=actor.time_zone,
        first_steps=first_steps(work, tour),
        way_out=way_out(work, tour, actor.user_id, actor.today(now)),
        amending_from=tour.amending_from,
        awaits_id=tour.awaits_id,
        changed_talks=tuple(talks_under(work, tour, tour.latest, actor.today(now))) if tour.is_amending else (),
        paused_on=tour.paused_on,
        paused_until=tour.paused_until,
        incoming_id=tour.incoming_id,
        passes=tour.passes,
        other_is_gone=_is_gone(work, tour.other_side(actor.user_id)),
        settled_promises=tuple(promise_read(promise) for promise in settled_promises(tour.versions, tour.in_force)),
    )


def _is_gone(work: Work, user_id: str) -> bool:
    person = work.people.get(user_id)
    return person is not None and person.is_deactivated


def _terms(terms: Terms) -> TermsRead:
    return TermsRead(
        number=terms.number,
        author_id=terms.author_id,
        reason=terms.reason,
        draft=terms.draft(),
        wish=wish_of(terms),
        text_hash=terms.text_hash,
        written_at=terms.written_at,
        signatures=tuple(SignatureRead(s.signer_id, s.signed_at, s.wording_number) for s in terms.signatures),
        promises=tuple(promise_read(promise) for promise in terms.promises),
    )


def promise_read(promise: Promise) -> PromiseRead:
    """Return a promise as both sides read it."""
    return PromiseRead(**{name: getattr(promise, name) for name in PromiseRead.__dataclass_fields__})


def _talks(work: Work, tour: Tour, today: date) -> tuple[cadence.Talk, ...]:
    """Return the talks to come: as they are planned, or as they would be if the newest version were signed today."""
    if tour.state in NEGOTIATING:
        return _as_signed(work, tour, today)
    first_day = today
    if tour.state is State.PAUSED and tour.paused_until is not None:
        # Those before the day of return will be struck out or put off.
        first_day = max(today, tour.paused_until)
    planned = work.check_ins.of_tour(tour.id, CheckInState.PLANNED)
    return tuple(cadence.Talk(line.due_on, line.review) for line in planned if line.due_on >= first_day)


def _as_signed(work: Work, tour: Tour, today: date) -> tuple[cadence.Talk, ...]:
    sides = Sides.load(work, tour)
    return tuple(cadence.talks(tour.latest, today, sides.manager, sides.holder))
