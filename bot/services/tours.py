"""Tours: proposed, changed, signed, declined, withdrawn, left to lapse; and what became of their promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.db.tours import TourLine
from bot.db.work import Database, Work
from bot.domain.drafting import TermsWish
from bot.domain.lifecycle import NEGOTIATING, RUNNING, State
from bot.domain.outbox import Planned
from bot.domain.permissions import Action, Role, require
from bot.domain.promises import Promise, PromiseState, Side
from bot.domain.refusals import Reason, Refused
from bot.domain.sound_terms import settle, settled
from bot.domain.terms import require_by_end
from bot.domain.tours import Tour
from bot.domain.vagueness import Finding
from bot.services import handing_over, succession, timetable
from bot.services.changing import require_newest, require_present, require_sound
from bot.services.ledger import note_and_tell, note_move, promise_in_force
from bot.services.people import Actor
from bot.services.sharpening import look_over_terms
from bot.services.signing import SignTerms, version_read
from bot.services.starting import Proposed, StartTour, beginning_of
from bot.services.tour_detail import PromiseRead, TourDetail, detail, promise_read


@dataclass(frozen=True)
class ChangeTour:
    """A new version, written on version `base_number`, and why. `amends`: of terms that are in force."""

    tour_id: int
    base_number: int
    reason: str | None
    wish: TermsWish
    amends: bool = False


class Tours:
    """The use cases of tours. Days are those of the actor's own calendar.

    Every verb that writes takes the `delivery` it answers and raises AlreadyDealt for one that was dealt with before.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_of(self, actor: Actor) -> list[TourLine]:
        """Return the actor's tours on either side, the newest first, without any words."""
        with self._database.reading(actor.team_id) as work:
            return work.tours.of(actor.user_id)

    def read(self, actor: Actor, tour_id: int, now: datetime) -> TourDetail:
        """Return one tour with every version. Raises Refused NOT_FOUND or NOT_YOURS."""
        with self._database.reading(actor.team_id) as work:
            return detail(work, work.tours.get(tour_id), actor, now)

    def own_promise(self, actor: Actor, promise_id: int, now: datetime) -> tuple[TourDetail, PromiseRead]:
        """Return an open promise of the actor's side, and its tour.

        Raises Refused NOT_YOUR_PROMISE, PROMISE_KEPT, WRONG_STATE (another version is in force, or the tour is over),
        NOT_FOUND or NOT_YOURS.
        """
        with self._database.reading(actor.team_id) as work:
            tour, promise = _own_promise(work, actor, promise_id)
            return detail(work, tour, actor, now), promise_read(promise)

    def review(self, actor: Actor, command: StartTour, now: datetime) -> Mapping[str, tuple[Finding, ...]]:
        """Say what is vague about a new tour, by field, and keep nothing.

        Raises what `start` would raise where anything is; otherwise `start` comes next, and says so itself.
        """
        found = look_over_terms(command.wish, actor.locale)
        if found:
            with self._database.reading(actor.team_id) as work:
                beginning_of(work, actor, command, now)
        return found

    def start(self, actor: Actor, command: StartTour, now: datetime, *, delivery: str | None = None) -> Proposed:
        """Propose a new tour, which is also the actor's signature, and tell the partner.

        Raises SeveralRefused with everything that is wrong, each at its field, and NotAcquainted where Slack is to be
        asked about the partner before (People.meet).
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            beginning = beginning_of(work, actor, command, now)
            manager_id, holder_id = beginning.manager_id, beginning.holder_id
            draft = settled(command.wish, manager_id=manager_id, holder_id=holder_id, today=actor.today(now))
            tour = work.tours.add(
                Tour.propose(
                    team_id=actor.team_id,
                    manager_id=manager_id,
                    holder_id=holder_id,
                    by=actor.user_id,
                    draft=draft,
                    now=now,
                )
            )
            arrived = news(tour, actor, "proposal_arrived", now)
            timetable.proposal_made(work, tour, now, arrived, people=beginning.people)
            handing_over.proposed(work, beginning.handing_over_id, now)
            leads = manager_id == actor.user_id
            return Proposed(
                tour_id=tour.id,
                author_id=actor.user_id,
                partner_id=tour.other_side(actor.user_id),
                leads=leads,
                goes_first=leads and not beginning.has_card,
                offers_survey=leads and not beginning.knows_survey,
                lapse_days=work.periods.book().now.lapse_days,
                at_home=beginning.at_home,
            )

    def propose_change(
        self, actor: Actor, command: ChangeTour, now: datetime, *, delivery: str | None = None
    ) -> TourDetail:
        """Write the next version of an open proposal, signed by the actor; every signature before it is void.

        Raises Refused CHANGED_MEANWHILE when another version came first, SAME_TERMS where that one says the same,
        WRONG_STATE, OTHER_SIDE_LEFT at "reason", NOT_FOUND, NOT_YOURS, and SeveralRefused with everything that is
        wrong, each at its field.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = opened(work, actor, command.tour_id, Action.PROPOSE)
            if tour.state not in NEGOTIATING:
                raise Refused(Reason.WRONG_STATE, state=tour.state)
            standing = handing_over.standing(work, tour)
            require_present(work, tour, actor, "reason")
            require_newest(command.base_number, command.wish, tour, actor, now, standing)
            wish = require_sound(command.reason, command.wish, tour, actor, now, standing)
            sides = {"manager_id": tour.manager_id, "holder_id": tour.holder_id}
            draft = settle(wish, **sides, today=actor.today(now), standing=standing)
            if draft.text_hash() == tour.latest.text_hash:
                raise Refused(Reason.NOTHING_CHANGED)
            tour.revise(by=actor.user_id, draft=draft, reason=command.reason, now=now)
            work.tours.write(tour)
            timetable.proposal_made(work, tour, now, news(tour, actor, "proposal_changed", now))
            return detail(work, tour, actor, now)

    def sign(self, actor: Actor, command: SignTerms, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Sign the version that the actor has read. As the second signature it makes the tour active and plans it.

        While the holder's earlier tour is under way it is agreed, and begins when that one makes room.

        Raises Refused NEWER_VERSION for another text than the newest, WORDING_CHANGED, OWN_VERSION, HOLDER_HAS_TOUR,
        PARTNER_LEFT, WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = opened(work, actor, command.tour_id, Action.SIGN)
            people = work.people.many([tour.manager_id, tour.holder_id])
            wording_number = version_read(work, command, now)
            old = handing_over.release(work, tour, now)
            waits = succession.is_held_up(work, tour)
            tour.sign(by=actor.user_id, number=command.number, text_hash=command.text_hash, now=now, waits=waits)
            tour.latest.signed_in(actor.user_id, wording_number)
            work.tours.write(tour)
            other = people.get(tour.other_side(actor.user_id))
            if other is not None and other.is_deactivated:
                raise Refused(Reason.PARTNER_LEFT)
            timetable.proposal_settled(work, tour)
            handing_over.pass_on(work, old, tour, now)
            if not waits:
                timetable.plan_tour(work, tour, people, now)
            has_begun = not waits or succession.begin_if_free(work, tour, now)
            _tell(work, tour, actor, "tour_active" if has_begun else "tour_agreed", now)
            return detail(work, tour, actor, now)

    def decline(self, actor: Actor, tour_id: int, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Say no to the other side's proposal and tell them; no reason is asked for.

        Raises Refused OWN_VERSION, WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = opened(work, actor, tour_id, Action.DECLINE)
            tour.decline(by=actor.user_id, now=now, kept=work.periods.book().now.ended)
            return _settled(work, tour, actor, "proposal_declined", now)

    def withdraw(self, actor: Actor, tour_id: int, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Take back one's own proposal, or an agreed tour that has not begun, and tell the other side.

        Raises Refused NOT_AUTHOR, WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            return withdrawn(work, actor, tour_id, now)

    def lapse_proposals(self, team_id: str, now: datetime, limit: int = 100) -> int:
        """Let up to `limit` proposals of a workspace end that nobody answered in time; return how many did.

        Whoever proposed is told: the other side has been reminded, and hears no more of it.
        """
        with self._database.work(team_id) as work:
            book = work.periods.book()
            lapsed = work.tours.unanswered(book.unanswered(now), limit)
            for tour_id in lapsed:
                tour = work.tours.get(tour_id)
                tour.lapse(now, book.now.ended)
                timetable.proposal_settled(work, tour)
                handing_over.called_off(work, tour, now)
                author, key = tour.latest.author_id, f"proposal_lapsed:{tour.id}"
                timetable.tell(work, to=author, moment="proposal_lapsed", tour_id=tour.id, now=now, key=key)
            return len(lapsed)

    def keep_promise(self, actor: Actor, promise_id: int, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Say that one's side kept a promise. Raises Refused as `own_promise` does."""
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour, promise = _own_promise(work, actor, promise_id)
            promise.keep(by=actor.user_id, now=now)
            note_and_tell(work, tour, promise, actor, PromiseState.KEPT, now)
            timetable.promises_changed(work, tour, now)
            return detail(work, tour, actor, now)

    def move_promise(
        self, actor: Actor, promise_id: int, to: date | None, now: datetime, *, delivery: str | None = None
    ) -> TourDetail:
        """Name a new date for a promise of one's side; done before the old date, it counts as honoured.

        Raises Refused at "due_on" for a day that is missing, gone by or outside the tour, and as `own_promise` does.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour, promise = _own_promise(work, actor, promise_id)
            if to is None:
                raise Refused(Reason.REQUIRED, field="due_on")
            end_on, today = (tour.in_force or tour.latest).end_on, actor.today(now)
            require_by_end(to, end_on=end_on, today=today, field="due_on", outside=Reason.DUE_OUTSIDE_TOUR)
            before = promise.due_on
            promise.move(to, by=actor.user_id, today=today, now=now)
            note_move(work, promise, actor, before, now)
            timetable.promises_changed(work, tour, now)
            return detail(work, tour, actor, now)


def withdrawn(work: Work, actor: Actor, tour_id: int, now: datetime) -> TourDetail:
    """Take back the actor's proposal inside this unit of work, as `Tours.withdraw` does, and raise what it raises."""
    tour = opened(work, actor, tour_id, Action.WITHDRAW)
    was_agreed = tour.state is State.AGREED
    tour.withdraw(by=actor.user_id, now=now, kept=work.periods.book().now.ended)
    return _settled(work, tour, actor, "next_tour_withdrawn" if was_agreed else "proposal_withdrawn", now)


def opened(work: Work, actor: Actor, tour_id: int, action: Action) -> Tour:
    """Return a tour with which the actor may do this. Raises Refused NOT_FOUND or NOT_YOURS."""
    tour = work.tours.get(tour_id)
    require(actor.user_id, action, tour)
    return tour


def _settled(work: Work, tour: Tour, actor: Actor, moment: str, now: datetime) -> TourDetail:
    timetable.proposal_settled(work, tour)
    handing_over.called_off(work, tour, now)
    _tell(work, tour, actor, moment, now)
    return detail(work, tour, actor, now)


def _tell(work: Work, tour: Tour, actor: Actor, moment: str, now: datetime) -> None:
    work.outbox.put(news(tour, actor, moment, now), now)


def news(tour: Tour, actor: Actor, moment: str, now: datetime) -> Planned:
    """Return what tells the other side at once."""
    return timetable.news(
        to=tour.other_side(actor.user_id),
        moment=moment,
        tour_id=tour.id,
        now=now,
        subject_id=tour.latest.id,
        key=f"{moment}:{tour.id}:{tour.latest_number}",
    )


def _own_promise(work: Work, actor: Actor, promise_id: int) -> tuple[Tour, Promise]:
    tour, promise, role = promise_in_force(work, actor, promise_id)
    if tour.state not in RUNNING:
        raise Refused(Reason.WRONG_STATE, state=tour.state)
    if (promise.side is Side.COMPANY) is not (role is Role.MANAGER):
        raise Refused(Reason.NOT_YOUR_PROMISE)
    promise.require_open()
    return tour, promise
