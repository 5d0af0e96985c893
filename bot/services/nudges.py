"""What people decide about their nudges: snooze, pause, skip, less often, stop, and back; and what is to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from bot.db.work import Database, Work
from bot.domain.calendar import Calendar
from bot.domain.lifecycle import OVER
from bot.domain.nudges import About, Moment, Pace, Quiet, about, effective_pace
from bot.domain.outbox import MessageState, Planned, Urgency
from bot.domain.people import UNTIL_RESUMED, Person
from bot.domain.permissions import Action, require
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Tour
from bot.services import attention, forecast
from bot.services.nudge_sheets import ForecastLine, NudgeRef, NudgeSheet, PaceLine, PastLine, QuietLine, Snoozed
from bot.services.people import Actor

LONGEST_SNOOZE: Final = timedelta(days=366)
SHOWN: Final = 25  # nudges to come in one view
LOOKED_BACK: Final = timedelta(days=90)
_MOVED: Final = frozenset({"moved", "changed", "terms_changed", "snooze_undone"})  # planned anew: nothing was left out


class Nudges:
    """Verbs about the actor's own nudges. Nobody sees or changes those of somebody else."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pause(self, actor: Actor, until: date | None, now: datetime, *, delivery: str | None = None) -> Snoozed:
        """Send the actor no nudge before `until`, or before they resume (None). What is due then comes in one DM.

        A free day moves to the next working day. Raises Refused DATE_IN_PAST or DATE_TOO_FAR at "until".
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            person = work.people.get_or_meet(actor.user_id, now)
            found = Snoozed(UNTIL_RESUMED) if until is None else _working_day(person.calendar(), until, now)
            person.nudges_paused_until = found.until
            _wake(work, person, "paused", now)
            return found

    def resume(self, actor: Actor, now: datetime) -> bool:
        """End the actor's pause; what has become due meanwhile comes in one DM. Return whether there was a pause."""
        with self._database.work(actor.team_id) as work:
            person = work.people.get_or_meet(actor.user_id, now)
            was_paused = person.is_paused_on(actor.today(now))
            if person.nudges_paused_until is not None:
                person.nudges_paused_until = None
                _wake(work, person, "paused", now)
            return was_paused

    def snooze(
        self, actor: Actor, ref: NudgeRef, until: date, now: datetime, *, delivery: str | None = None
    ) -> Snoozed:
        """Speak of one thing again on `until`, and not before.

        Raises Refused as `pause` and `require_open`.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            person = _side(work, actor, _open(work, actor, ref), now)
            calendar = person.calendar()
            found = _working_day(calendar, until, now)
            _forget_quiet(work, actor, ref, now)
            work.nudges.keep_quiet(_quiet(actor, ref, found.until, now))
            if not _is_waiting(work, actor, ref):
                again = Planned(
                    recipient_id=actor.user_id,
                    moment=ref.moment,
                    due_at=calendar.next_opening(calendar.opens_at(found.until)),
                    dedupe_key=_snoozed_key(ref.moment, ref.subject_id, actor, found.until),
                    tour_id=ref.tour_id,
                    subject_id=ref.subject_id,
                )
                work.outbox.replan([again], now)
            return found

    def require_open(self, actor: Actor, ref: NudgeRef) -> None:
        """Raise Refused TOUR_OVER for a nudge of a tour that has ended, NOT_FOUND or NOT_YOURS."""
        with self._database.reading(actor.team_id) as work:
            _open(work, actor, ref)

    def skip(self, actor: Actor, ref: NudgeRef, now: datetime) -> None:
        """Say nothing more of this one talk, promise, goal or proposal. Raises Refused as `require_open`."""
        with self._database.work(actor.team_id) as work:
            _side(work, actor, _open(work, actor, ref), now)
            work.nudges.keep_quiet(_quiet(actor, ref, None, now))

    def speak_again(self, actor: Actor, ref: NudgeRef, now: datetime) -> None:
        """Take back a snooze or a skip of one thing. Raises Refused NOT_YOURS or NOT_FOUND."""
        with self._database.work(actor.team_id) as work:
            person = _side(work, actor, ref.tour_id, now)
            _forget_quiet(work, actor, ref, now)
            _wake(work, person, "snoozed", now)

    def set_pace(self, actor: Actor, ref: NudgeRef, pace: Pace, now: datetime) -> Pace:
        """Have one kind of nudge of one tour come always, half as often or not at all; return how often it came before.

        Raises Refused NOT_YOURS, NOT_FOUND, and TOUR_OVER for anything but every time.
        """
        with self._database.work(actor.team_id) as work:
            _side(work, actor, ref.tour_id if pace is Pace.EVERY else _open(work, actor, ref), now)
            wish = work.nudges.wish(actor.user_id, ref.tour_id, ref.moment)
            before = wish.pace
            wish.choose(pace)
            return before

    def answer_stopped(self, actor: Actor, tour_id: int, pace: Pace, now: datetime) -> None:
        """Have every kind of nudge of one tour that stopped by itself come always, half as often or not at all.

        Raises Refused NOT_YOURS or NOT_FOUND.
        """
        with self._database.work(actor.team_id) as work:
            person = _side(work, actor, tour_id, now)
            for line in list(paces(work, person, {tour_id: actor.user_id}, now)):
                if line.has_stopped_itself:
                    work.nudges.wish(actor.user_id, tour_id, line.moment).choose(pace)

    def sheet(self, actor: Actor, now: datetime) -> NudgeSheet:
        """Return everything about the actor's nudges."""
        with self._database.reading(actor.team_id) as work:
            person = work.people.get(actor.user_id) or work.people.unmet(actor.user_id, now)
            today = actor.today(now)
            wishes, quiets = work.nudges.wishes(actor.user_id), work.nudges.quiets(actor.user_id)
            others = forecast.others_in(work, actor.user_id, {key[0] for key in wishes} | {key[0] for key in quiets})
            lines = forecast.of_person(work, actor.user_id, now)
            is_paused = person.is_paused_on(today)
            return NudgeSheet(
                today=today,
                time_zone=actor.time_zone,
                paused_until=person.nudges_paused_until if is_paused else None,
                is_paused_for_good=is_paused and person.nudges_paused_until == UNTIL_RESUMED,
                forecast=tuple(lines[:SHOWN]),
                more=max(0, len(lines) - SHOWN),
                paces=tuple(paces(work, person, others, now)),
                quiets=tuple(_quiets(work, person, others, today)),
                hours=person.hours(today),
            )

    def forecast(self, actor: Actor, now: datetime) -> list[ForecastLine]:
        """Return every nudge that the actor will get as things stand, by day."""
        with self._database.reading(actor.team_id) as work:
            return forecast.of_person(work, actor.user_id, now)

    def forecast_of_tour(
        self, actor: Actor, tour_id: int, now: datetime, *, as_changed: bool = False
    ) -> list[ForecastLine]:
        """Return every nudge to come of one tour, to either side; of an open proposal, those it would bring if signed.

        `as_changed` asks for those that an open amendment would bring. Raises Refused NOT_YOURS or NOT_FOUND.
        """
        with self._database.reading(actor.team_id) as work:
            tour = work.tours.get(tour_id)
            require(actor.user_id, Action.READ_TOUR, tour)
            if tour.in_force is not None and not (as_changed and tour.is_amending):
                return forecast.of_tour(work, tour_id, now)
            draft = tour.latest.draft()
            return forecast.of_terms(work, draft, draft.promises, (tour.manager_id, tour.holder_id), now)

    def past(self, actor: Actor, now: datetime) -> list[PastLine]:
        """Return what the actor was sent in the last three months, and what was left out or given up and why."""
        with self._database.reading(actor.team_id) as work:
            lines = work.outbox.settled(actor.user_id, since=now - LOOKED_BACK)
            others = forecast.others_in(work, actor.user_id, {line.tour_id for line in lines})
            return [
                PastLine(
                    on=_day(line.settled_at or now, actor),
                    moment=line.moment,
                    other_id=others.get(line.tour_id or 0),
                    state=line.state,
                    why=None if line.state is MessageState.SENT else line.reason,
                )
                for line in lines
                if line.urgency is Urgency.NUDGE and line.reason not in _MOVED
            ]


def _day(moment: datetime, actor: Actor) -> date:
    return actor.today(moment)


def _working_day(calendar: Calendar, until: date, now: datetime) -> Snoozed:
    today = calendar.day_of(now)
    if until <= today:
        raise Refused(Reason.DATE_IN_PAST, field="until")
    if until - today > LONGEST_SNOOZE:
        raise Refused(Reason.DATE_TOO_FAR, field="until", limit=today + LONGEST_SNOOZE)
    moved = calendar.on_or_after(until)
    return Snoozed(moved, None if moved == until else until)


def _side(work: Work, actor: Actor, tour_id: int, now: datetime) -> Person:
    """Return the actor, whom the tour must concern. Whoever decides about nudges has seen them."""
    _concerned(work, actor, tour_id)
    person = work.people.get_or_meet(actor.user_id, now)
    attention.seen(work, person, now)
    return person


def _concerned(work: Work, actor: Actor, tour_id: int) -> Tour:
    tour = work.tours.get(tour_id)
    require(actor.user_id, Action.QUIET_NUDGES, tour, is_incoming=actor.user_id == tour.incoming_id)
    return tour


def _open(work: Work, actor: Actor, ref: NudgeRef) -> int:
    """Return the id of the nudge's tour. Raises Refused TOUR_OVER once nothing of it is said any more."""
    if _concerned(work, actor, ref.tour_id).state in OVER:
        raise Refused(Reason.TOUR_OVER)
    return ref.tour_id


def _is_waiting(work: Work, actor: Actor, ref: NudgeRef) -> bool:
    """Tell whether the nudge has not been sent yet: then it waits for its new day by itself."""
    waiting = work.outbox.waiting(recipient_id=actor.user_id, tour_id=ref.tour_id)
    return any((line.subject_id, line.moment) == (ref.subject_id, ref.moment) for line in waiting)


def _forget_quiet(work: Work, actor: Actor, ref: NudgeRef, now: datetime) -> None:
    kind = about(ref.moment)
    before = work.nudges.quiets(actor.user_id).get((ref.tour_id, kind, ref.subject_id))
    if before is None:
        return
    work.nudges.speak_again(actor.user_id, ref.tour_id, kind, ref.subject_id)
    if before.until is not None:
        keys = [_snoozed_key(m, ref.subject_id, actor, before.until) for m in Moment if about(m) is kind]
        work.outbox.cancel("snooze_undone", now, dedupe_keys=keys)


def _snoozed_key(moment: Moment, subject_id: int, actor: Actor, until: date) -> str:
    return f"{moment}:{subject_id}:{actor.user_id}:snoozed:{until}"


def _quiet(actor: Actor, ref: NudgeRef, until: date | None, now: datetime) -> Quiet:
    return Quiet(
        team_id=actor.team_id,
        user_id=actor.user_id,
        tour_id=ref.tour_id,
        about=about(ref.moment),
        subject_id=ref.subject_id,
        until=until,
        set_at=now,
    )


def _wake(work: Work, person: Person, held_back: str, now: datetime) -> None:
    """Let what was held back for one reason be looked at again as soon as the person's hours allow."""
    calendar = person.calendar()
    waiting = work.outbox.waiting(recipient_id=person.user_id, limit=forecast.LOOKED_AT)
    if ids := [line.id for line in waiting if line.reason == held_back]:
        work.outbox.move(calendar.next_opening(now), "resumed", ids=ids)


def paces(work: Work, person: Person, others: Mapping[int, str], now: datetime) -> Iterable[PaceLine]:
    """Return the kinds of nudge that come less often or not at all, of the tours with `others` (by tour id)."""
    wishes = work.nudges.wishes(person.user_id)
    ignored = attention.ignored_in_row(work, person, now)
    for tour_id, moment in sorted({*wishes, *ignored}):
        wish = wishes.get((tour_id, moment))
        wished = wish.pace if wish else Pace.EVERY
        pace = effective_pace(wished, ignored.get((tour_id, Moment(moment)), 0))
        if pace is not Pace.EVERY and tour_id in others:
            yield PaceLine(tour_id, others[tour_id], Moment(moment), pace, by_itself=pace is not wished)


def _quiets(work: Work, person: Person, others: dict[int, str], today: date) -> Iterable[QuietLine]:
    for (tour_id, kind, subject_id), quiet in sorted(work.nudges.quiets(person.user_id).items()):
        if quiet.covers(today) and tour_id in others:
            yield QuietLine(tour_id, others[tour_id], About(kind), subject_id, quiet.until)
