"""A new manager: named by a side or a steward; the holder chooses what passes; the new one signs or says no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.db.work import Database, Work
from bot.domain.lifecycle import NEXT, UNDER_WAY, State
from bot.domain.nudges import Moment
from bot.domain.passing import Passing, draft_for
from bot.domain.permissions import Action, Role, require
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Tour
from bot.services import handing_over, replanning, timetable
from bot.services.people import Actor
from bot.services.tour_detail import TourDetail, detail
from bot.services.tours import opened

FIELD: Final = "partner_id"


@dataclass(frozen=True)
class NameManager:
    """Who is to lead a tour from now on. A steward says whose tour (`holder_id`); a side says which.

    `passing` is the holder's choice, where the holder names them.
    """

    new_manager_id: str | None
    tour_id: int | None = None
    holder_id: str | None = None
    passing: Passing | None = None


class HandOvers:
    """The use cases of a new manager. The old one's private notes, card, pledge and questions never pass."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def name(self, actor: Actor, command: NameManager, now: datetime, *, delivery: str | None = None) -> Tour:
        """Name the new manager; the tour stands still. The holder is asked what passes, the old manager is told.

        Slack must have been asked about the new manager before (People.acquaint). Raises Refused at "partner_id" for
        whoever cannot lead it, HOLDER_HAS_PROPOSAL or YOU_HAVE_PROPOSAL, NO_TOUR_OF_THEIRS, WRONG_STATE, NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _meant(work, command)
            is_steward = actor.user_id in work.stewards.all()
            role = require(actor.user_id, Action.NAME_MANAGER, tour, is_steward=is_steward)
            incoming_id = _require_fit(work, tour, actor, command.new_manager_id, now)
            tour.hand_over(incoming_id, now)
            replanning.stand_still(work, tour, now)
            if role is Role.HOLDER and command.passing is not None:
                _choose(work, tour, command.passing, now)
            else:
                handing_over.ask(work, tour, tour.holder_id, "handover_choose", Moment.HANDOVER_WAITING, now)
            if role is not Role.MANAGER:
                _tell(work, tour, tour.manager_id, "handover_named", now)
            return tour

    def choose(
        self, actor: Actor, tour_id: int, passing: Passing | None, now: datetime, *, delivery: str | None = None
    ) -> TourDetail:
        """Let the new manager have so much, and ask them: they read the terms and sign, or propose their own.

        Raises Refused REQUIRED at "passing", PARTNER_LEFT, WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = opened(work, actor, tour_id, Action.CHOOSE_PASSING)
            if passing is None:
                raise Refused(Reason.REQUIRED, field="passing")
            _choose(work, tour, passing, now)
            return detail(work, tour, actor, now)

    def call_off(self, actor: Actor, tour_id: int, now: datetime) -> TourDetail:
        """Let the tour go on with the manager it has, and tell the other side, and the new one if they were asked.

        Raises Refused WRONG_STATE, NOT_FOUND or NOT_YOURS.
        """
        with self._database.work(actor.team_id) as work:
            tour = opened(work, actor, tour_id, Action.CALL_OFF)
            if tour.state is not State.HANDING_OVER or tour.incoming_id is None:
                raise Refused(Reason.WRONG_STATE, state=tour.state)
            withdrawn, _awaited = handing_over.take_back(work, tour, now)
            if withdrawn is not None or tour.passes is Passing.NOTHING:
                # Not as a proposal that its author took back: it may be the manager who calls it off.
                _tell(work, tour, tour.incoming_id, "handover_recalled", now)
            handing_over.go_back(work, tour, now)
            _tell(work, tour, tour.other_side(actor.user_id), "handover_off", now)
            return detail(work, tour, actor, now)


def _meant(work: Work, command: NameManager) -> Tour:
    if command.tour_id is not None:
        return work.tours.get(command.tour_id)
    if command.holder_id is None:
        raise Refused(Reason.REQUIRED, field="holder_id")
    found = work.tours.held_by(command.holder_id, UNDER_WAY)
    if found is None:
        raise Refused(Reason.NO_TOUR_OF_THEIRS, field="holder_id")
    return work.tours.get(found)


def _require_fit(work: Work, tour: Tour, actor: Actor, new_manager_id: str | None, now: datetime) -> str:
    """Return the new manager's id, or raise Refused for whoever cannot lead this tour."""
    if new_manager_id is None:
        raise Refused(Reason.REQUIRED, field=FIELD)
    if new_manager_id == tour.manager_id:
        raise Refused(Reason.MANAGER_ALREADY, field=FIELD)
    if new_manager_id == tour.holder_id and actor.user_id != tour.holder_id:
        raise Refused(Reason.PARTNER_IS_HOLDER, field=FIELD)
    person = work.people.get(new_manager_id)
    if person is None:
        raise Refused(Reason.PARTNER_UNKNOWN, field=FIELD)
    person.require_partner(tour.holder_id)
    if work.tours.held_by(tour.holder_id, NEXT) is not None:
        own = actor.user_id == tour.holder_id
        raise Refused(Reason.YOU_HAVE_PROPOSAL if own else Reason.HOLDER_HAS_PROPOSAL, field=FIELD)
    return new_manager_id


def _choose(work: Work, tour: Tour, passing: Passing, now: datetime) -> None:
    incoming_id = tour.incoming_id or ""
    person = work.people.get(incoming_id)
    if person is not None:
        person.require_partner(tour.holder_id)
    tour.choose_passing(passing, now)
    handing_over.answered(work, tour, now)
    if passing is Passing.NOTHING:
        handing_over.ask(work, tour, incoming_id, "handover_anew", Moment.HANDOVER_TO_PROPOSE, now)
        return
    successor = work.tours.add(_successor(tour, incoming_id, now))
    key = f"handover_asked:{successor.id}"
    asked = timetable.news(to=incoming_id, moment="handover_asked", tour_id=successor.id, now=now, key=key)
    timetable.proposal_made(work, successor, now, asked)
    handing_over.note(work, tour, incoming_id, Passing.TERMS, now)


def _successor(tour: Tour, incoming_id: str, now: datetime) -> Tour:
    """Return the tour of holder and new manager, proposed and so signed by the holder: the terms that are in force."""
    draft = draft_for((tour.in_force or tour.latest).draft(), tour.manager_id, incoming_id)
    return Tour.propose(
        team_id=tour.team_id,
        manager_id=incoming_id,
        holder_id=tour.holder_id,
        by=tour.holder_id,
        draft=draft,
        now=now,
    )


def _tell(work: Work, tour: Tour, to: str, moment: str, now: datetime) -> None:
    key = f"{moment}:{tour.id}:{to}:{now.isoformat()}"
    timetable.tell(work, to=to, moment=moment, tour_id=tour.id, now=now, key=key)
