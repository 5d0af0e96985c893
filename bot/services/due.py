"""What is still to be said when a message's hour has come: today's facts decide, not those of its planning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.db.work import Work
from bot.domain.calendar import Calendar
from bot.domain.lifecycle import State
from bot.domain.nudges import PROMISE_MOMENTS, URGENCY, Moment, about
from bot.domain.people import Person
from bot.domain.refusals import Refused
from bot.domain.signals import SIGNAL_MOMENTS
from bot.domain.tours import Tour
from bot.services.say import Asked, Drop, NotWanted, Say, Wait, about_tour
from bot.services.undelivered import NOT_DELIVERED, told
from bot.services.wanted import NudgeDesk

A_POST_TAKES = timedelta(minutes=1)


@dataclass(frozen=True)
class Agenda:
    """What one DM of nudges holds, most urgent first, and what becomes of the other messages (by id)."""

    items: Sequence[Say]
    aside: Mapping[str, Wait | Drop] = field(default_factory=dict)


def agenda(work: Work, messages: Sequence[Asked], now: datetime) -> Agenda | Wait | Drop:
    """Return what a person is to be told of all the nudges that are due, or what becomes of all of them instead."""
    recipient_id = messages[0].recipient_id
    person = work.people.get(recipient_id) or work.people.unmet(recipient_id, now)
    if person.is_deactivated:
        return Drop("person_left")
    if (closed := closed_until(work, person, now)) is not None:
        return closed
    if work.nudges.is_on_the_way(person.user_id, [message.id for message in messages]):
        return Wait(now + A_POST_TAKES, "one_a_day")
    desk = NudgeDesk(work, person, now, {message.tour_id for message in messages if message.tour_id is not None})
    found: list[Say] = []
    aside: dict[str, Wait | Drop] = {}
    for message in messages:
        try:
            found.append(desk.say(message))
        except NotWanted as unwanted:
            aside[message.id] = unwanted.outcome
    kept, overtaken = _newest_of_each(found)
    aside |= {message_id: Drop("overtaken") for message_id in overtaken}
    return Agenda(sorted(_together(kept), key=_urgency), aside)


def closed_until(work: Work, person: Person, now: datetime) -> Wait | None:
    """Return until when a person gets no nudge at all and why, or None where they may get one now."""
    calendar = person.calendar()
    today = calendar.day_of(now)
    if person.nudges_paused_until is not None and person.is_paused_on(today):
        resumes = min(person.nudges_paused_until, today + timedelta(days=366))  # asked again in a year
        return Wait(calendar.next_opening(calendar.opens_at(resumes)), "paused")
    if not calendar.is_open(now):
        return Wait(calendar.next_opening(now), "off_hours" if calendar.works_on(today) else "day_off")
    last = work.outbox.last_nudge_at(person.user_id)
    if last is not None and calendar.day_of(last) == today:
        return Wait(calendar.next_opening(calendar.opens_at(today + timedelta(days=1))), "one_a_day")
    return None


def news(work: Work, message: Asked, now: datetime) -> Say | Drop:
    """Return what to say of another person's act, which goes out at once."""
    if message.moment == NOT_DELIVERED:
        return told(work, message.recipient_id, message.id, now)
    return Drop("no_tour") if message.tour_id is None else _of_tour(work, message, message.tour_id, now)


def _of_tour(work: Work, message: Asked, tour_id: int, now: datetime) -> Say | Drop:
    person = work.people.get(message.recipient_id)
    calendar = person.calendar() if person else Calendar()
    try:
        tour = work.tours.get(tour_id)
    except Refused:
        return Drop("erased")
    say = about_tour(tour, message, calendar.day_of(now))
    if (
        message.moment in {"proposal_arrived", "proposal_changed", "amendment_arrived"}
        and tour.awaits_id != message.recipient_id
    ):
        return Drop("done")
    if message.moment in SIGNAL_MOMENTS:
        return _of_signal(work, tour, say, now)
    if message.moment == "tour_paused":
        return replace(say, due_on=tour.paused_until) if tour.state is State.PAUSED else Drop("done")
    if message.moment in {"tour_active", "tour_begun"}:
        following = work.check_ins.next_of([tour.id], calendar.day_of(now)).get(tour.id)
        terms = tour.in_force or tour.latest
        return replace(say, due_on=following.due_on if following else terms.end_on or terms.start_on)
    if message.moment == "tour_agreed" and tour.in_force is not None:
        return replace(say, due_on=tour.in_force.start_on)
    if message.moment in {"proposal_lapsed", "amendment_lapsed"}:
        return replace(say, days=work.periods.book().at(tour.latest.written_at).lapse_days)
    if message.moment in {"tour_completed", "handover_done"} and tour.ended_at is not None:
        return replace(say, months=work.periods.book().at(tour.ended_at).ended_months)
    if message.moment.startswith("check_in_") and message.subject_id is not None:
        line = next((x for x in work.check_ins.of_tour(tour.id) if x.id == message.subject_id), None)
        return replace(say, review=line.review, due_on=line.due_on) if line else Drop("erased")
    return say


def _of_signal(work: Work, tour: Tour, say: Say, now: datetime) -> Say | Drop:
    """Return what to say of a talk that was asked for, to either side: the same whatever it is about."""
    signal = work.signals.get(say.subject_id or 0)
    if signal is None or signal.withdrawn_at is not None:
        return Drop("taken_back")
    if signal.manager_id != tour.manager_id:
        return Drop("handed_over")
    if say.moment == "talk_dated":
        return replace(say, due_on=signal.talk_on) if signal.talk_on else Drop("done")
    return say if signal.is_waiting and signal.has_left(now) else Drop("done")


def _newest_of_each(found: Iterable[Say]) -> tuple[list[Say], list[str]]:
    """Keep the most urgent reminder of each thing (after an absence several are due); return them and the other ids."""
    kept: dict[tuple[int | None, str, int | None], Say] = {}
    overtaken: list[str] = []
    for say in sorted(found, key=_urgency):
        first = kept.setdefault((say.tour_id, about(say.moment), say.subject_id), say)
        if first is not say:
            overtaken += say.ids
    return list(kept.values()), overtaken


def _together(found: Iterable[Say]) -> list[Say]:
    """Make one of several promises, or goals, that are due on the same day of the same tour."""
    joined: dict[tuple[object, ...], Say] = {}
    for say in found:
        alone = say.moment not in {*PROMISE_MOMENTS, Moment.GOAL_DUE} or say.stopping
        key = say.ids if alone else (say.tour_id, say.moment, say.due_on)
        before = joined.get(key)
        joined[key] = say if before is None else replace(before, ids=before.ids + say.ids, count=before.count + 1)
    return list(joined.values())


def _urgency(say: Say) -> tuple[int, date, int]:
    return URGENCY.index(Moment(say.moment)), say.due_on or date.max, say.tour_id or 0
