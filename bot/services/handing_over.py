"""What a signature, or a no, between a holder and their new manager does to the tour that waits for it.

Each function acts inside the caller's unit of work. What passes is copied into the tour of holder and new manager, so
that nothing else of the old tour can ever be read there (decision 0024).
"""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Work
from bot.domain.access import Opening, Why
from bot.domain.check_ins import CheckInState
from bot.domain.lifecycle import NEGOTIATING
from bot.domain.nudges import HANDOVER_MOMENTS, Moment
from bot.domain.passing import Passing, goal_for, talk_for, updates_for
from bot.domain.terms import Draft
from bot.domain.tours import Tour
from bot.services import replanning, timetable


def ask(work: Work, tour: Tour, to: str, moment: str, reminder: Moment, now: datetime) -> None:
    """Ask somebody at once for what the hand-over of `tour` waits for, and remind them of it after some days."""
    asked = timetable.news(to=to, moment=moment, tour_id=tour.id, now=now, key=f"{moment}:{tour.id}:{now.isoformat()}")
    work.outbox.replan([asked, *timetable.reminders_to_answer(work, tour, to, [reminder], now)], now)


def answered(work: Work, tour: Tour, now: datetime) -> None:
    """Remind nobody any more of what the hand-over of `tour` waited for."""
    work.outbox.cancel("settled", now, tour_id=tour.id, moments=HANDOVER_MOMENTS)


def proposed(work: Work, waits_id: int | None, now: datetime) -> None:
    """Note that there are terms of holder and new manager, for which the tour `waits_id` waits, if one does."""
    if waits_id is not None:
        answered(work, work.tours.get(waits_id), now)


def release(work: Work, tour: Tour, now: datetime) -> Tour | None:
    """End the tour that waits for the manager of `tour`, which is being signed, and return it; None where none does."""
    old = _waiting_for(work, tour)
    if old is not None:
        old.take_over(now, work.periods.book().now.ended)
        timetable.stop_tour(work, old, "tour_over")
        work.tours.write(old)
    return old


def pass_on(work: Work, old: Tour | None, tour: Tour, now: datetime) -> None:
    """Copy into `tour` what the holder lets the new manager have of the old one, and tell the old manager."""
    if old is None or old.in_force is None or old.passes is None:
        return
    if old.passes is not Passing.NOTHING and tour.in_force is not None:
        tour.in_force.carry_on(old.in_force)
    if old.passes.has_goals:
        _pass_goals(work, old, tour)
    if old.passes is Passing.NOTES:
        _pass_notes(work, old, tour, now)
    note(work, old, tour.manager_id, old.passes, now)
    key = f"handover_done:{old.id}"
    timetable.tell(work, to=old.manager_id, moment="handover_done", tour_id=old.id, now=now, key=key)


def called_off(work: Work, tour: Tour, now: datetime) -> None:
    """Let the tour that waits for the manager of `tour` go on as it was: they will not sign. Its manager is told."""
    old = _waiting_for(work, tour)
    if old is not None:
        go_back(work, old, now)
        key = f"handover_off:{old.id}:{now.isoformat()}"
        timetable.tell(work, to=old.manager_id, moment="handover_off", tour_id=old.id, now=now, key=key)


def ended(work: Work, old: Tour, by: str, now: datetime) -> None:
    """Ask nothing more of the new manager of `old`, which `by` has ended early.

    What holder and new manager had proposed to each other is withdrawn; whoever was asked is told why.
    """
    if old.incoming_id is None or old.passes is None:
        return
    proposal, awaited = take_back(work, old, now)
    about = proposal or old
    for to in {old.incoming_id, awaited or old.incoming_id} - {by}:
        key = f"handover_ended:{old.id}:{to}"
        timetable.tell(work, to=to, moment="handover_ended", tour_id=about.id, now=now, key=key)


def take_back(work: Work, old: Tour, now: datetime) -> tuple[Tour | None, str | None]:
    """Withdraw the open proposal of the holder and the new manager of `old`; return it, and whom it waited for."""
    found = work.tours.held_by(old.holder_id, NEGOTIATING, old.incoming_id)
    if found is None:
        return None, None
    proposal = work.tours.get(found)
    awaited = proposal.awaits_id
    proposal.withdraw(by=proposal.latest.author_id, now=now, kept=work.periods.book().now.ended)
    timetable.proposal_settled(work, proposal)
    return proposal, awaited


def go_back(work: Work, old: Tour, now: datetime) -> None:
    """Take up the old tour again where it stood still."""
    since = old.changed_at.date()
    old.hand_back(now)
    answered(work, old, now)
    replanning.go_on(work, old, now, since=since)


def note(work: Work, old: Tour, opened_by: str, passing: Passing, now: datetime) -> None:
    """Leave a receipt of what the new manager can read from now on of what both sides of the old tour wrote."""
    if passing.opens is not None:
        opening = Opening(passing.opens, Why.HAND_OVER, opened_by, old.id)
        work.access.note(opening, [old.holder_id, old.manager_id], now)


def standing(work: Work, tour: Tour) -> Draft | None:
    """Return the terms with which a proposal to a new manager began, whose days may have passed; None for any other."""
    return tour.versions[0].draft() if work.tours.handing_over(tour.holder_id, tour.manager_id) else None


def _waiting_for(work: Work, tour: Tour) -> Tour | None:
    found = work.tours.handing_over(tour.holder_id, tour.manager_id)
    return None if found is None else work.tours.get(found)


def _pass_goals(work: Work, old: Tour, tour: Tour) -> None:
    for line in work.goals.of_tour(old.id):
        goal = work.goals.get(line.id)
        copy = goal_for(goal, tour.id, old.manager_id, tour.manager_id)
        if old.passes is Passing.NOTES:
            copy.updates.extend(updates_for(goal))
        work.goals.add(copy)


def _pass_notes(work: Work, old: Tour, tour: Tour, now: datetime) -> None:
    for line in work.check_ins.of_tour(old.id, CheckInState.HELD):
        copy = talk_for(work.check_ins.get(line.id), tour.id, now)
        if copy is not None:
            work.check_ins.add(copy)
