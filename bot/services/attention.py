"""Whether people heed their nudges: any press, visit to Home or related act in time counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.db.nudges import SentNudge
from bot.db.work import Work
from bot.domain.calendar import Calendar
from bot.domain.check_ins import CheckInState
from bot.domain.nudges import LASTS, REVIEW_MOMENTS, Moment
from bot.domain.people import Person

Kind = tuple[int, Moment]
"""Nudges are counted for each tour and moment."""


def seen(work: Work, person: Person, now: datetime) -> None:
    """Note that the person is here, and count which of their nudges since the last time came and went unheeded."""
    sent = work.nudges.sent_since(person.user_id, person.last_seen_at)
    unheeded = _unheeded(work, sent, person.calendar(), now)
    for nudge in sent:
        wish = work.nudges.wish(person.user_id, nudge.tour_id, nudge.moment)
        if nudge in unheeded:
            wish.passed_by()
        else:
            wish.heeded()
    person.last_seen_at = now


def ignored_in_row(work: Work, person: Person, now: datetime) -> dict[Kind, int]:
    """Return how many nudges of each kind in a row the person has left alone, up to `now`."""
    wishes = work.nudges.wishes(person.user_id)
    counts = {(tour, Moment(moment)): wish.ignored for (tour, moment), wish in wishes.items()}
    sent = work.nudges.sent_since(person.user_id, person.last_seen_at)
    for nudge in _unheeded(work, sent, person.calendar(), now):
        kind = nudge.tour_id, nudge.moment
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def is_over(nudge: SentNudge, calendar: Calendar, now: datetime) -> bool:
    """Tell whether the moment of a nudge is over: its last day has ended where the person is."""
    last_day = calendar.working_days_after(calendar.day_of(nudge.sent_at), LASTS[nudge.moment])
    return calendar.day_of(now) > last_day


def _unheeded(work: Work, sent: Sequence[SentNudge], calendar: Calendar, now: datetime) -> list[SentNudge]:
    """Return those whose moment is over, unless their talk took place, whoever of the two recorded it."""
    over = [nudge for nudge in sent if is_over(nudge, calendar, now)]
    with_talks = {nudge.tour_id for nudge in over if nudge.moment in REVIEW_MOMENTS}
    held = {line.id for line in work.check_ins.of_tours(with_talks, CheckInState.HELD)} if with_talks else set()
    return [nudge for nudge in over if nudge.moment not in REVIEW_MOMENTS or nudge.subject_id not in held]
