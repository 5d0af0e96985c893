"""Asking for a talk, from both sides. What it is about is read in one place: by the manager it was sent to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from bot.db.work import Database, Work
from bot.domain import cadence
from bot.domain.calendar import local_day
from bot.domain.lifecycle import RUNNING
from bot.domain.nudges import Moment
from bot.domain.outbox import Planned
from bot.domain.periods import Period
from bot.domain.permissions import Action, require
from bot.domain.refusals import Reason, Refused
from bot.domain.rungs import Rung
from bot.domain.signals import PATIENCE, Signal, SignalAnswer, Topic
from bot.domain.tours import Tour
from bot.services.changing import require_present
from bot.services.company import people_contact
from bot.services.people import Actor
from bot.services.signal_sheets import AnswerSignal, AskedSignal, AskForTalk, AskSheet, HeardSignal
from bot.services.timetable import calendar_of, news, tell

TO_MANAGER: Final = ("talk_asked", Moment.TALK_WAITING)


class Signals:
    """The verbs of asking for a talk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sheet(self, actor: Actor, tour_id: int | None, now: datetime) -> AskSheet:
        """Return what the holder of this tour (by default of the one they serve) can ask, or how it stands.

        Raises Refused: NOT_FOUND for somebody who serves no tour, NOT_YOURS, WRONG_STATE for one that does not run,
        OTHER_SIDE_LEFT where nothing stands and nobody could be asked.
        """
        with self._database.reading(actor.team_id) as work:
            tour = _served(work, actor, tour_id)
            found = _ask_sheet(work, tour, actor, now)
            if found.asked is None:
                require_present(work, tour, actor, "topic")
            return found

    def ask(self, actor: Actor, command: AskForTalk, now: datetime, delivery: str | None = None) -> AskSheet:
        """Ask for a talk. It leaves after ten minutes; until then nobody can know of it.

        Raises Refused as `sheet` does, SIGNAL_STANDS while an earlier one is open, NO_PLEDGE at "topic" for a first
        conversation where no pledge stands.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _served(work, actor, command.tour_id)
            require_present(work, tour, actor, "topic")
            if command.topic not in _topics(work, tour):
                raise Refused(Reason.NO_PLEDGE, field="topic")
            if (before := _latest(work, tour)) is not None and before.is_open(actor.today(now)):
                raise Refused(Reason.SIGNAL_STANDS, field="topic")
            signal = Signal.ask(
                team_id=work.team_id,
                tour_id=tour.id,
                sides=tour,
                topic=command.topic,
                now=now,
                kept=work.periods.book().now.signals,
            )
            _plan(work, work.signals.add(signal), now)
            return _ask_sheet(work, tour, actor, now)

    def withdraw(self, actor: Actor, tour_id: int, now: datetime) -> AskSheet:
        """Take it back: in the first ten minutes as if it had never been, afterwards without a word to the manager.

        Raises Refused as `sheet` does, SIGNAL_SETTLED for one that is answered or gone.
        """
        with self._database.work(actor.team_id) as work:
            tour = _served(work, actor, tour_id)
            signal = _latest(work, tour)
            if signal is None:
                raise Refused(Reason.SIGNAL_SETTLED)
            if signal.has_left(now):
                signal.withdraw(now)
            else:
                work.outbox.unplan(tour_id=tour.id, subject_id=signal.id, moments=TO_MANAGER)
                work.signals.remove(signal)
            _say_no_more(work, signal, "taken_back", now)
            return _ask_sheet(work, tour, actor, now)

    def heard(self, actor: Actor, tour_id: int, now: datetime) -> HeardSignal | None:
        """Return the newest signal of this tour's holder to the actor, or None where none stands (any more).

        Raises Refused(NOT_YOURS) for everybody but the manager.
        """
        with self._database.reading(actor.team_id) as work:
            tour = work.tours.get(tour_id)
            require(actor.user_id, Action.ANSWER_SIGNAL, tour)
            signal = _told(work, tour, now)
            return _heard(work, tour, signal, actor, now) if signal else None

    def answer(self, actor: Actor, command: AnswerSignal, now: datetime, delivery: str | None = None) -> HeardSignal:
        """Say that both have talked, or name a day, of which the holder is told.

        Raises Refused: NOT_YOURS, SIGNAL_SETTLED for one that was taken back, and at "talk_on" as Signal.name_day does.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = work.tours.get(command.tour_id)
            require(actor.user_id, Action.ANSWER_SIGNAL, tour)
            signal = _told(work, tour, now)
            if signal is None:
                raise Refused(Reason.SIGNAL_SETTLED)
            _answer(signal, command, actor.today(now), now)
            _say_no_more(work, signal, "answered", now)
            if signal.talk_on is not None:
                key = f"talk_dated:{_key(signal)}:{signal.talk_on}"
                to, moment = signal.holder_id, "talk_dated"
                tell(work, to=to, moment=moment, tour_id=tour.id, now=now, subject_id=signal.id, key=key)
            return _heard(work, tour, signal, actor, now)


def has_pledged(work: Work, manager_id: str, holder_id: str) -> bool:
    """Tell whether this manager's pledge to this holder stands: made here, where its words can be read again."""
    made = work.coach.climb(manager_id, holder_id, Rung.PLEDGE)
    return made is not None and made.is_pledged_here


def _plan(work: Work, signal: Signal, now: datetime) -> None:
    """Let the manager know once it cannot be taken back unseen any more, and once again if it waits.

    Both messages are the same for every topic.
    """
    calendar = calendar_of(work.people.get(signal.manager_id))
    day = calendar.working_days_after(calendar.day_of(signal.leaves_at), PATIENCE)
    asked = news(
        to=signal.manager_id,
        moment="talk_asked",
        tour_id=signal.tour_id,
        now=signal.leaves_at,
        subject_id=signal.id,
        key=f"talk_asked:{_key(signal)}",
    )
    again = Planned(
        recipient_id=signal.manager_id,
        moment=Moment.TALK_WAITING,
        due_at=cadence.hour_of(day, calendar, now, Moment.TALK_WAITING),
        dedupe_key=f"{Moment.TALK_WAITING}:{_key(signal)}",
        tour_id=signal.tour_id,
        subject_id=signal.id,
    )
    work.outbox.put_many([asked, again], now)


def _say_no_more(work: Work, signal: Signal, reason: str, now: datetime) -> None:
    work.outbox.cancel(reason, now, tour_id=signal.tour_id, subject_id=signal.id, moments=TO_MANAGER)


def _key(signal: Signal) -> str:
    """Return what names a signal in the outbox: the id of one that was taken back is given again."""
    return f"{signal.id}:{signal.asked_at.timestamp():.0f}"


def _served(work: Work, actor: Actor, tour_id: int | None) -> Tour:
    if tour_id is None:
        serving = [x.id for x in work.tours.of(actor.user_id) if x.holder_id == actor.user_id and x.state in RUNNING]
        if not serving:
            raise Refused(Reason.NOT_FOUND)
        tour_id = max(serving)
    tour = work.tours.get(tour_id)
    require(actor.user_id, Action.ASK_FOR_TALK, tour)
    if tour.state not in RUNNING:
        raise Refused(Reason.WRONG_STATE, state=tour.state)
    return tour


def _latest(work: Work, tour: Tour) -> Signal | None:
    return work.signals.latest(tour.manager_id, tour.holder_id)


def _told(work: Work, tour: Tour, now: datetime) -> Signal | None:
    """Return the newest signal if the manager may know of it: it has left and stands."""
    signal = _latest(work, tour)
    return signal if signal and signal.has_left(now) and signal.withdrawn_at is None else None


def _topics(work: Work, tour: Tour) -> tuple[Topic, ...]:
    pledged = has_pledged(work, tour.manager_id, tour.holder_id)
    return tuple(topic for topic in Topic if pledged or topic is not Topic.FIRST_CONVERSATION)


def _ask_sheet(work: Work, tour: Tour, actor: Actor, now: datetime) -> AskSheet:
    signal = _latest(work, tour)
    is_open = signal is not None and signal.is_open(actor.today(now))
    return AskSheet(
        tour_id=tour.id,
        manager_id=tour.manager_id,
        time_zone=actor.time_zone,
        topics=_topics(work, tour),
        asked=_asked(work, signal, actor, now) if signal is not None and is_open else None,
        contact_id=people_contact(work),
        kept_days=work.periods.book().now.signal_days,
    )


def _asked(work: Work, signal: Signal, actor: Actor, now: datetime) -> AskedSignal:
    manager = calendar_of(work.people.get(signal.manager_id))
    late_from = manager.working_days_after(manager.day_of(signal.leaves_at), PATIENCE)
    return AskedSignal(
        id=signal.id,
        asked_on=local_day(signal.asked_at, actor.time_zone),
        leaves_at=signal.leaves_at,
        has_left=signal.has_left(now),
        is_waiting=signal.is_waiting,
        is_late=signal.is_waiting and manager.day_of(now) >= late_from,
        talk_on=signal.talk_on,
    )


def _heard(work: Work, tour: Tour, signal: Signal, actor: Actor, now: datetime) -> HeardSignal:
    return HeardSignal(
        tour_id=tour.id,
        holder_id=signal.holder_id,
        asked_on=local_day(signal.leaves_at, actor.time_zone),
        topic=signal.topic if signal.topic in _topics(work, tour) else Topic.UNSAID,
        is_waiting=signal.is_waiting,
        talk_on=signal.talk_on,
        today=actor.today(now),
        kind=(tour.in_force or tour.latest).kind,
        kept_days=work.periods.book().promised(Period.SIGNALS, signal.asked_at),
    )


def _answer(signal: Signal, command: AnswerSignal, today: date, now: datetime) -> None:
    if command.answer is SignalAnswer.TALKED:
        signal.talked(now)
    elif command.talk_on is None:
        raise Refused(Reason.REQUIRED, field="talk_on")
    else:
        signal.name_day(command.talk_on, today, now)
