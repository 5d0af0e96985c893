"""The coach: a manager goes first, then climbs rung by rung with each person. What is next is computed from facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.db.work import Database, Work
from bot.domain import rungs
from bot.domain.calendar import local_day
from bot.domain.coach import CardDraft, CardShare, Climb, OpeningCard
from bot.domain.lifecycle import OVER
from bot.domain.permissions import Action, Role, require
from bot.domain.promises import PromiseState, Side
from bot.domain.refusals import Reason, Refused
from bot.domain.rungs import Rung
from bot.domain.tours import Tour
from bot.services.coach_sheets import (
    CardReader,
    CardSaved,
    CardSheet,
    ClimbRung,
    Facing,
    FirstSteps,
    OpenPromise,
    RungSheet,
    SharedCard,
    Step,
    WriteCard,
)
from bot.services.people import Actor
from bot.services.timetable import tell


def climbed(work: Work, manager_id: str, holder_id: str) -> set[Rung]:
    """Return the rungs this manager stands on with this holder, computed from facts."""
    return rungs.climbed(
        card_is_shared=holder_id in work.coach.readers(manager_id), acts=work.coach.acts(manager_id, holder_id)
    )


def first_steps(work: Work, tour: Tour) -> FirstSteps:
    """Return what of the manager's first steps both sides of this tour can open."""
    pledge = work.coach.climb(tour.manager_id, tour.holder_id, Rung.PLEDGE)
    return FirstSteps(
        card_is_shared=tour.holder_id in work.coach.readers(tour.manager_id),
        is_pledged=pledge is not None and not pledge.in_person,
        has_questions=bool(work.coach.turns(tour.manager_id, tour.holder_id)),
    )


class Coach:
    """Verbs of the coach. A holder's answers never count: only what the manager did does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def card(self, actor: Actor, tour_id: int | None = None) -> CardSheet:
        """Return the actor's own card to write, for the holder of `tour_id` or for all holders of their tours."""
        with self._database.reading(actor.team_id) as work:
            holder_id = _coached(work, actor, tour_id, Action.SHARE_CARD).holder_id if tour_id is not None else None
            card = work.coach.card(actor.user_id)
            readers = work.coach.readers(actor.user_id)
            holders = [holder_id] if holder_id else list(_holders(work, actor.user_id))
            names = work.people.names(holders)
        return CardSheet(
            draft=card.draft() if card else CardDraft(None, None, None),
            version=card.version if card else 0,
            readers=tuple(CardReader(holder, names.get(holder) or holder, holder in readers) for holder in holders),
            chosen_id=holder_id,
        )

    def write_card(self, actor: Actor, command: WriteCard, now: datetime, delivery: str | None = None) -> CardSaved:
        """Write the card, show it and take it back as `command` says; a new reader is told at once.

        Raises SeveralRefused for an empty or too long card, Refused(CHANGED_MEANWHILE) when it was changed in another
        window, Refused(NOT_YOURS) for a reader with whom the actor leads no tour.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            _write(work, actor, command, now)
            holders = _holders(work, actor.user_id)
            shared, taken_back = _share(work, actor, command, holders, now)
            return CardSaved(
                tuple(sorted(shared)), tuple(sorted(taken_back)), _after_card(work, actor, command, holders)
            )

    def erase_card(self, actor: Actor, now: datetime) -> tuple[str, ...]:
        """Erase the actor's card and take it back from everybody; return who could read it until now."""
        with self._database.work(actor.team_id) as work:
            readers = work.coach.readers(actor.user_id)
            for share in work.coach.shares(actor.user_id).values():
                share.withdraw(now)
            if card := work.coach.card(actor.user_id):
                work.coach.remove(card)
            return tuple(sorted(readers))

    def read_card(self, actor: Actor, tour_id: int) -> SharedCard:
        """Return the card of the tour's manager. Raises Refused(NOT_FOUND) when it is not shared with the actor."""
        with self._database.reading(actor.team_id) as work:
            tour = work.tours.get(tour_id)
            require(actor.user_id, Action.READ_CARD, tour)
            card = work.coach.card(tour.manager_id)
            if card is None or actor.user_id not in {tour.manager_id, *work.coach.readers(tour.manager_id)}:
                raise Refused(Reason.NOT_FOUND)
            return SharedCard(author_id=tour.manager_id, draft=card.draft(), tour_id=tour.id)

    def rung(self, actor: Actor, tour_id: int, rung: Rung | None = None) -> RungSheet:
        """Return one rung (by default the next) with the holder of this tour.

        Raises Refused(CARD_FIRST) for a rung about values, plans or leaving before the actor's card is shown.
        """
        with self._database.reading(actor.team_id) as work:
            tour = _coached(work, actor, tour_id)
            stands_on = climbed(work, tour.manager_id, tour.holder_id)
            wanted = rung or rungs.next_rung(stands_on)
            rungs.require_card(wanted, stands_on)
            return _sheet(work, tour, wanted, actor)

    def climb(self, actor: Actor, command: ClimbRung, now: datetime, delivery: str | None = None) -> Step:
        """Note that the actor climbed a rung in person, and return the next step.

        Raises Refused(CARD_FIRST) as `rung` does.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _coached(work, actor, command.tour_id)
            rungs.require_card(command.rung, climbed(work, tour.manager_id, tour.holder_id))
            climb(work, tour, command.rung, in_person=True, now=now)
            stands_on = climbed(work, tour.manager_id, tour.holder_id) | {command.rung}
            return Step(tour.id, tour.holder_id, rungs.next_rung(stands_on))

    def facing(self, actor: Actor, person_id: str) -> Facing | None:
        """Return how the actor stands to this person, by their newest tour that is not over, or None without one."""
        with self._database.reading(actor.team_id) as work:
            lines = [line for line in work.tours.of(actor.user_id) if line.state not in OVER]
        for line in sorted(lines, key=lambda line: line.id, reverse=True):
            if person_id == line.holder_id and line.manager_id == actor.user_id:
                return Facing(line.id, person_id, Role.MANAGER, line.kind)
            if person_id == line.manager_id and line.holder_id == actor.user_id:
                return Facing(line.id, person_id, Role.HOLDER, line.kind)
        return None


def _coached(work: Work, actor: Actor, tour_id: int, action: Action = Action.COACH) -> Tour:
    tour = work.tours.get(tour_id)
    require(actor.user_id, action, tour)
    if tour.state in OVER:
        raise Refused(Reason.TOUR_OVER)
    return tour


def _holders(work: Work, manager_id: str) -> dict[str, int]:
    """Return the newest open tour with each holder of this manager."""
    lines = sorted(work.tours.of(manager_id), key=lambda line: line.id)
    return {line.holder_id: line.id for line in lines if line.manager_id == manager_id and line.state not in OVER}


def _write(work: Work, actor: Actor, command: WriteCard, now: datetime) -> None:
    card = work.coach.card(actor.user_id)
    if (card.version if card else 0) != command.version:
        raise Refused(Reason.CHANGED_MEANWHILE)
    if card is None:
        work.coach.add(OpeningCard.write(team_id=work.team_id, author_id=actor.user_id, draft=command.draft, now=now))
    elif card.draft() != command.draft:
        card.edit(command.draft, now=now)


def _share(
    work: Work, actor: Actor, command: WriteCard, holders: Mapping[str, int], now: datetime
) -> tuple[frozenset[str], frozenset[str]]:
    """Show the card to those chosen and take it back from those unchosen; return both, where that changed anything."""
    if not command.share_with <= set(holders):
        raise Refused(Reason.NOT_YOURS, field="share_with")
    shares = work.coach.shares(actor.user_id)
    standing = {holder for holder, share in shares.items() if share.stands}
    new, taken_back = command.share_with - standing, (command.offered - command.share_with) & standing
    for holder in new:
        _show(work, actor, holder, shares, now)
        key = f"card_shared:{actor.user_id}:{holder}:{now:%Y-%m-%d}"
        tell(work, to=holder, moment="card_shared", tour_id=holders[holder], now=now, key=key)
    for holder in taken_back:
        shares[holder].withdraw(now)
    return new, taken_back


def _after_card(work: Work, actor: Actor, command: WriteCard, holders: Mapping[str, int]) -> Step | None:
    """Return the next step with the one holder that the card was opened for."""
    if len(command.offered) != 1 or not command.share_with:
        return None
    (holder,) = command.share_with
    stands_on = climbed(work, actor.user_id, holder) | {Rung.GO_FIRST}
    return Step(holders[holder], holder, rungs.next_rung(stands_on))


def _show(work: Work, actor: Actor, holder: str, shares: Mapping[str, CardShare], now: datetime) -> None:
    if holder in shares:
        shares[holder].renew(now)
    else:
        work.coach.add(CardShare.begin(team_id=work.team_id, author_id=actor.user_id, holder_id=holder, now=now))


def climb(work: Work, tour: Tour, rung: Rung, *, in_person: bool, now: datetime) -> Climb:
    """Note and return the manager's own act on a rung with the holder of `tour`."""
    before = work.coach.climb(tour.manager_id, tour.holder_id, rung)
    if before is not None:
        before.again(in_person=in_person, now=now)
        return before
    sides = {"team_id": work.team_id, "manager_id": tour.manager_id, "holder_id": tour.holder_id}
    made = Climb.make(**sides, rung=rung, in_person=in_person, now=now)
    work.coach.add(made)
    return made


def _sheet(work: Work, tour: Tour, rung: Rung, actor: Actor) -> RungSheet:
    found = work.coach.climb(tour.manager_id, tour.holder_id, rung)
    climb = found if found and found.stands else None
    return RungSheet(
        tour_id=tour.id,
        holder_id=tour.holder_id,
        rung=rung,
        climbed_on=local_day(climb.climbed_at, actor.time_zone) if climb else None,
        in_person=bool(climb and climb.in_person),
        promises=_open_promises(tour) if rung is Rung.KEEP else (),
        kind=(tour.in_force or tour.latest).kind,
        is_pledged=bool(climb and climb.is_pledged_here),
    )


def _open_promises(tour: Tour) -> tuple[OpenPromise, ...]:
    """Return what is still open between the two, the company's promises first, the earliest first."""
    promises = [
        OpenPromise(promise.id, promise.side, promise.words, promise.due_on)
        for promise in (tour.in_force.promises if tour.in_force else ())
        if promise.state is PromiseState.OPEN
    ]
    return tuple(sorted(promises, key=lambda promise: (promise.side is not Side.COMPANY, promise.due_on)))
