"""Whether people heed their nudges: any press, visit to Home or related act in time counts (product section 7)."""

from __future__ import annotations

from collections.abc import Iterator
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
    for nudge in work.nudges.sent_since(person.user_id, person.last_seen_at):
        wish = work.nudges.wish(person.user_id, nudge.tour_id, nudge.moment)
        if is_over(nudge, person.calendar(), now) and not _talk_was_held(work, nudge):
            wish.passed_by()
        else:
            wish.heeded()
    person.last_seen_at = now


def ignored_in_row(work: Work, person: Person, now: datetime) -> dict[Kind, int]:
    """Return how many nudges of each kind in a row the person has left alone, up to `now`."""
    wishes = work.nudges.wishes(person.user_id)
    counts = {(tour, Moment(moment)): wish.ignored for (tour, moment), wish in wishes.items()}
    for nudge in _unheeded_since(work, person, now):
        kind = nudge.tour_id, nudge.moment
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def is_over(nudge: SentNudge, calendar: Calendar, now: datetime) -> bool:
    """Tell whether the moment of a nudge is over: its last day has ended where the person is."""
    last_day = calendar.working_days_after(calendar.day_of(nudge.sent_at), LASTS[nudge.moment])
    return calendar.day_of(now) > last_day


def _unheeded_since(work: Work, person: Person, now: datetime) -> Iterator[SentNudge]:
    for nudge in work.nudges.sent_since(person.user_id, person.last_seen_at):
        if is_over(nudge, person.calendar(), now) and not _talk_was_held(work, nudge):
            yield nudge


def _talk_was_held(work: Work, nudge: SentNudge) -> bool:
    """Tell whether the nudge was about a talk that took place, whoever of the two recorded it."""
    if nudge.moment not in REVIEW_MOMENTS:
        return False
    held = work.check_ins.of_tour(nudge.tour_id, CheckInState.HELD)
    return any(line.id == nudge.subject_id for line in held)
