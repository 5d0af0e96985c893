"""Amendments: the terms of a tour that runs, changed by both, while those signed last stay in force."""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Database, Work
from bot.domain.lifecycle import AMENDABLE, State
from bot.domain.permissions import Action
from bot.domain.refusals import Reason, Refused
from bot.domain.sound_terms import settle
from bot.domain.tours import Tour
from bot.services import replanning, timetable
from bot.services.changing import require_newest, require_present, require_sound
from bot.services.people import Actor
from bot.services.signing import SignTerms, version_read
from bot.services.tour_detail import TourDetail, detail
from bot.services.tours import ChangeTour, news, opened


class Amendments:
    """The use cases of changed terms. Every verb raises Refused NOT_FOUND or NOT_YOURS for a tour of others.

    Every verb that writes takes the `delivery` it answers and raises AlreadyDealt for one that was dealt with before.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def propose_change(
        self, actor: Actor, command: ChangeTour, now: datetime, *, delivery: str | None = None
    ) -> TourDetail:
        """Write changed terms of a running tour, signed by the actor, and tell the other side.

        Raises Refused CHANGED_MEANWHILE when another version came first, SAME_TERMS where that one says the same,
        NOTHING_CHANGED, WRONG_STATE, OTHER_SIDE_LEFT at "reason", and SeveralRefused with everything that is wrong,
        each at its field.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _amendable(work, actor, command.tour_id)
            in_force = (tour.in_force or tour.latest).draft()
            require_present(work, tour, actor, "reason")
            require_newest(command.base_number, command.wish, tour, actor, now, in_force)
            wish = require_sound(command.reason, command.wish, tour, actor, now, in_force)
            draft = settle(
                wish,
                manager_id=tour.manager_id,
                holder_id=tour.holder_id,
                today=actor.today(now),
                standing=in_force,
            )
            if draft.text_hash() in {tour.base.text_hash, in_force.text_hash()}:
                raise Refused(Reason.NOTHING_CHANGED)
            tour.amend(by=actor.user_id, draft=draft, reason=command.reason, now=now)
            work.tours.write(tour)
            replanning.amendment_made(work, tour, now, news(tour, actor, "amendment_arrived", now))
            if tour.state is State.PAUSED:
                replanning.stand_still(work, tour, now)
            return detail(work, tour, actor, now)

    def sign(self, actor: Actor, command: SignTerms, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Sign the changed terms that the actor has read: they are in force, and the timetable follows their dates.

        Raises Refused NEWER_VERSION for another text than the newest, WORDING_CHANGED, OWN_VERSION or WRONG_STATE.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _amendable(work, actor, command.tour_id)
            wording_number = version_read(work, command, now)
            before = tour.agree_change(by=actor.user_id, number=command.number, text_hash=command.text_hash, now=now)
            tour.latest.signed_in(actor.user_id, wording_number)
            work.tours.write(tour)
            replanning.amendment_settled(work, tour, now)
            replanning.terms_changed(work, tour, before, now)
            if tour.state is State.PAUSED:
                replanning.stand_still(work, tour, now)
            work.outbox.put(news(tour, actor, "terms_changed", now), now)
            return detail(work, tour, actor, now)

    def decline(self, actor: Actor, tour_id: int, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Say no to the other side's change and tell them; the tour stays as it is. Raises Refused OWN_VERSION."""
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _amendable(work, actor, tour_id)
            tour.drop_change(by=actor.user_id, now=now)
            return _dropped(work, tour, actor, "amendment_declined", now)

    def withdraw(self, actor: Actor, tour_id: int, now: datetime, *, delivery: str | None = None) -> TourDetail:
        """Take one's own change back and tell the other side; the tour stays as it is. Raises Refused NOT_AUTHOR."""
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            return withdrawn(work, actor, tour_id, now)

    def lapse(self, team_id: str, now: datetime, limit: int = 100) -> int:
        """Drop up to `limit` amendments of a workspace that nobody answered in time; return how many there were.

        Their authors are told. A tour on leave waits: nobody is asked for an answer then.
        """
        with self._database.work(team_id) as work:
            lapsed = work.tours.unanswered_changes(work.periods.book().unanswered(now), limit)
            for tour_id in lapsed:
                tour = work.tours.get(tour_id)
                tour.drop_change(by=None, now=now)
                replanning.amendment_settled(work, tour, now)
                author, key = tour.latest.author_id, f"amendment_lapsed:{tour.id}:{tour.latest_number}"
                timetable.tell(work, to=author, moment="amendment_lapsed", tour_id=tour.id, now=now, key=key)
            return len(lapsed)


def withdrawn(work: Work, actor: Actor, tour_id: int, now: datetime) -> TourDetail:
    """Take the actor's own change back inside this unit of work, as `Amendments.withdraw` does."""
    tour = _amendable(work, actor, tour_id)
    tour.drop_change(by=actor.user_id, is_own=True, now=now)
    return _dropped(work, tour, actor, "amendment_withdrawn", now)


def _amendable(work: Work, actor: Actor, tour_id: int) -> Tour:
    tour = opened(work, actor, tour_id, Action.AMEND)
    if tour.state not in AMENDABLE:
        raise Refused(Reason.WRONG_STATE, state=tour.state)
    return tour


def _dropped(work: Work, tour: Tour, actor: Actor, moment: str, now: datetime) -> TourDetail:
    replanning.amendment_settled(work, tour, now)
    work.outbox.put(news(tour, actor, moment, now), now)
    return detail(work, tour, actor, now)
