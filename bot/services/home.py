"""Home: what one person sees first, gathered in one reading unit of work. Of words, only those shown are opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.db.goals import GoalDue
from bot.db.tours import PromiseDue, TourLine
from bot.db.work import Database, Work
from bot.domain.calendar import Calendar, local_day
from bot.domain.doors import Standing
from bot.domain.endings import OPENS_BEFORE_END
from bot.domain.goals import CLOSED, GoalState
from bot.domain.lifecycle import NEGOTIATING, OVER, RUNNING
from bot.domain.measures import Occasion
from bot.domain.people import Person
from bot.domain.promises import Side
from bot.domain.signals import Signal
from bot.services import forecast
from bot.services.company import people_contact
from bot.services.ending_sheets import ends_waiting, lately_ended
from bot.services.home_sheets import DueKind, DueLine, HomeSheet, NextStep, Step, TourRow
from bot.services.nudge_sheets import PaceLine
from bot.services.nudges import paces
from bot.services.people import Actor
from bot.services.period_sheets import PeriodSheet, period_sheet
from bot.services.timetable import calendar_of

TOURS_ON_A_PAGE: Final = 15
SOON: Final = 10  # working days: a talk or a promise that is nearer may be the next step [ours]
DUE_SHOWN: Final = 6
NUDGES_SHOWN: Final = 5


class HomePage:
    """Reads what Home shows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, actor: Actor, now: datetime, page: int = 0) -> HomeSheet:
        """Return the actor's Home. A page that is not there any more gives the last one."""
        with self._database.reading(actor.team_id) as work:
            return _Gathering(work, actor, now).sheet(page)

    def tours(self, actor: Actor, now: datetime, with_id: str | None = None) -> list[TourRow]:
        """Return the actor's tours that are not over, all or those with one person, the pressing ones first."""
        with self._database.reading(actor.team_id) as work:
            return [row for row in _Gathering(work, actor, now).rows if with_id in (None, row.other_id)]

    def periods(self, actor: Actor, now: datetime) -> PeriodSheet:
        """Return how long things wait and are kept where the actor is."""
        with self._database.reading(actor.team_id) as work:
            return period_sheet(work, actor, now)

    def visitors(self, team_id: str, user_ids: Collection[str]) -> list[Actor]:
        """Return those of these people who have ever opened Home, as actors: nobody gets a Home unasked."""
        with self._database.reading(team_id) as work:
            return [Actor(team_id, *row) for row in work.people.visitors(user_ids)]


class _Gathering:
    """One reading: each query once, whatever it serves."""

    def __init__(self, work: Work, actor: Actor, now: datetime) -> None:
        self._work = work
        self._me = actor.user_id
        self._now = now
        self._zone = actor.time_zone
        self._today = actor.today(now)
        self._person: Person | None = work.people.get(actor.user_id)
        self._lines = work.tours.of(actor.user_id)
        running = [line.id for line in self._lines if line.state in RUNNING]
        ended = lately_ended(self._lines, self._today)
        with_somebody = [*ended, *(line for line in self._lines if line.state in RUNNING)]
        others = work.people.many({line.other_side(self._me) for line in with_somebody})
        self._gone = {user_id for user_id, other in others.items() if other.is_deactivated}
        self._talks = work.check_ins.next_of(running, self._today)
        self._goals = work.goals.counts(running)
        self._ends = ends_waiting(work, self._lines, self._me, self._today)
        self.rows = sorted((self._row(line) for line in self._lines if line.state not in OVER), key=_pressing)
        self._ended = sorted((self._row(line) for line in ended), key=_latest, reverse=True)
        self._soon = _soon(calendar_of(self._person), self._today)

    def sheet(self, page: int) -> HomeSheet:
        leading = [row for row in self.rows if row.leads]
        pages = max(1, -(-len(leading) // TOURS_ON_A_PAGE))
        page = min(max(page, 0), pages - 1)
        due = self._due()
        nudges = forecast.of_person(self._work, self._me, self._now)
        signal = self._open_signal()
        return HomeSheet(
            reader_id=self._me,
            today=self._today,
            step=self._next_step(due),
            leading=tuple(leading[page * TOURS_ON_A_PAGE : (page + 1) * TOURS_ON_A_PAGE]),
            leading_count=len(leading),
            page=page,
            pages=pages,
            serving=tuple(row for row in self.rows if not row.leads),
            earlier_count=sum(line.state in OVER for line in self._lines),
            due=self._worded(due[:DUE_SHOWN]),
            due_count=len(due),
            nudges=tuple(nudges[:NUDGES_SHOWN]),
            paused_until=self._paused_until(),
            asks_confidence=self._asks_confidence(),
            ended=tuple(self._ended),
            stopped=self._stopped(),
            people_contact_id=people_contact(self._work),
            talk_asked_on=calendar_of(self._person).day_of(signal.asked_at) if signal else None,
            talk_named_by=(signal.manager_id, signal.talk_on) if signal and signal.talk_on else None,
        )

    def _row(self, line: TourLine) -> TourRow:
        counts = self._goals.get(line.id, {})
        row = TourRow(
            id=line.id,
            other_id=line.other_side(self._me),
            leads=line.manager_id == self._me,
            state=line.state,
            kind=line.kind,
            start_on=line.start_on,
            end_on=line.end_on,
            waits_for_me=line.awaits_id == self._me,
            talk=self._talks.get(line.id),
            goals_open=sum(count for state, count in counts.items() if state not in CLOSED),
            goals_done=counts.get(GoalState.DONE, 0),
            is_past_end=line.id in self._ends.closes,
            other_is_gone=line.other_side(self._me) in self._gone,
            paused_until=line.paused_until,
            door=self._ends.standings.get(line.id, Standing.NOBODY),
            waits_for_other=line.awaits_id == line.other_side(self._me),
            closes_on=self._ends.waits.get(line.id),
            ended_on=local_day(line.ended_at, self._zone) if line.ended_at else None,
            is_unsaid=line.id in self._ends.answers,
        )
        return row if row.goes_on else replace(row, talk=None)

    def _next_step(self, due: Sequence[DueLine]) -> NextStep:
        running = [row for row in self.rows if row.is_running]
        present = [row for row in running if not row.other_is_gone]
        coming = [row for row in running if row.talk and self._today <= row.talk.due_on <= self._soon]
        ended = [row for row in self._ended if not row.other_is_gone]
        near = self._today + OPENS_BEFORE_END
        leaving = [row for row in present if row.id in self._ends.leaves]
        candidates: Sequence[tuple[Step, Sequence[TourRow | str]]] = (
            (Step.TALK, self._asked_to_talk()),
            (Step.SIGN, [row for row in self.rows if row.waits_for_me and not row.is_running]),
            (Step.PROPOSE, self._work.tours.awaiting_proposal(self._me)),
            (Step.CHANGED, [row for row in running if row.waits_for_me and not row.is_handing_over]),
            (Step.PASSING, [row for row in running if row.waits_for_me and row.is_handing_over]),
            (Step.LEFT, [row for row in running if row.is_left]),
            (Step.ANSWER_CLOSE, [row for row in running if row.id in self._ends.answers]),
            (Step.FOLLOW, [row for row in present if row.id in self._ends.follows and row.is_past_end]),
            (Step.CLOSE, [row for row in running if row.is_past_end]),
            (Step.RECORD, [row for row in running if row.talk and row.talk.due_on < self._today]),
            (Step.DOOR, [row for row in present if row.id in self._ends.doors]),
            (Step.DOORS_DIFFER, [row for row in present if row.door is Standing.DIFFER]),
            (Step.FOLLOW, [row for row in (*present, *ended) if row.id in self._ends.follows]),
            (Step.LEAVE_WELL, [row for row in leaving if row.end_on is None or row.end_on <= near]),
            (Step.CARD, self._without_card(coming)),
            (Step.PREPARE, self._unprepared(coming)),
            (Step.PROMISE, self._owing(due)),
            (Step.CONFIRM, self._confirming()),
            (Step.LEAVE_WELL, leaving),
            (Step.GOALS, [row for row in running if row.goes_on and not row.goals_open + row.goals_done]),
            (Step.LOOK_BACK, [row for row in self._ended if row.is_unsaid and not self.rows]),
        )
        for step, found in candidates:
            if found:
                first, more = found[0], len(found) - 1
                if isinstance(first, str):
                    return NextStep(step, more=more, other_id=first)
                return NextStep(step, first, self._day_of(step, first, due), more, first.other_id)
        return NextStep(Step.NOTHING if self.rows else Step.START)

    def _day_of(self, step: Step, row: TourRow, due: Sequence[DueLine]) -> date | None:
        if step is Step.PROMISE:
            return next(line.due_on for line in due if line.tour_id == row.id and _is_owed(line))
        if step in {Step.CLOSE, Step.LOOK_BACK}:
            return row.end_on if step is Step.CLOSE else row.ended_on
        return row.talk.due_on if row.talk else None

    def _asked_to_talk(self) -> list[TourRow]:
        rows = {row.id: row for row in self.rows}
        waiting = self._work.signals.waiting_for(self._me, self._now)
        return [rows[tour_id] for tour_id in waiting if tour_id in rows]

    def _open_signal(self) -> Signal | None:
        serving = next((row for row in self.rows if row.is_running and not row.leads and not row.other_is_gone), None)
        signal = self._work.signals.latest(serving.other_id, self._me) if serving else None
        return signal if signal is not None and signal.is_open(self._today) else None

    def _without_card(self, coming: Collection[TourRow]) -> list[TourRow]:
        led = [row for row in coming if row.leads]
        readers = self._work.coach.readers(self._me) if led else set()
        return [row for row in led if row.other_id not in readers]

    def _unprepared(self, coming: Collection[TourRow]) -> list[TourRow]:
        prepared = self._work.check_ins.prepared([row.talk.id for row in coming if row.talk], self._me)
        return [row for row in coming if row.talk and row.talk.id not in prepared]

    def _owing(self, due: Sequence[DueLine]) -> list[TourRow]:
        tours = list(dict.fromkeys(line.tour_id for line in due if _is_owed(line)))
        rows = {row.id: row for row in self.rows}
        return [rows[tour_id] for tour_id in tours]

    def _confirming(self) -> list[TourRow]:
        rows = {row.id: row for row in self.rows if row.goes_on}
        said = self._work.tours.promises_to_confirm(rows)
        return [
            rows[tour_id] for tour_id in dict.fromkeys(p.tour_id for p in said if not _owes(rows[p.tour_id], p.side))
        ]

    def _due(self) -> list[DueLine]:
        """Return promises and goals that are due soon or late, the earliest first, the reader's own before others."""
        rows = {row.id: row for row in self.rows if row.goes_on}
        promises = [
            self._due_line(DueKind.PROMISE, promise, rows, is_mine=_owes(rows[promise.tour_id], promise.side))
            for promise in self._work.tours.open_promises(rows, until=self._soon)
        ]
        goals = [
            self._due_line(DueKind.GOAL, goal, rows, is_mine=goal.author_id == self._me)
            for goal in self._work.goals.open_of(rows, until=self._soon)
        ]
        return sorted([*promises, *goals], key=lambda line: (line.due_on, not line.is_mine, line.kind, line.id))

    def _due_line(
        self, kind: DueKind, due: PromiseDue | GoalDue, rows: Mapping[int, TourRow], *, is_mine: bool
    ) -> DueLine:
        return DueLine(kind, due.id, due.tour_id, rows[due.tour_id].other_id, due.side, due.due_on, is_mine)

    def _worded(self, due: Sequence[DueLine]) -> tuple[DueLine, ...]:
        """Return the lines with their words; only those that are shown are opened."""
        words = {
            DueKind.PROMISE: self._work.tours.words_of_promises([x.id for x in due if x.kind is DueKind.PROMISE]),
            DueKind.GOAL: self._work.goals.words([x.id for x in due if x.kind is DueKind.GOAL]),
        }
        return tuple(replace(line, words=words[line.kind].get(line.id, line.words)) for line in due)

    def _paused_until(self) -> date | None:
        paused = self._person is not None and self._person.is_paused_on(self._today)
        return self._person.nudges_paused_until if self._person is not None and paused else None

    def _stopped(self) -> tuple[PaceLine, ...]:
        running = {line.id: line.other_side(self._me) for line in self._lines if line.state in RUNNING}
        if self._person is None or not running:
            return ()
        return tuple(line for line in paces(self._work, self._person, running, self._now) if line.has_stopped_itself)

    def _asks_confidence(self) -> bool:
        leads = [line for line in self._lines if line.manager_id == self._me]
        waits = any(line.state in NEGOTIATING for line in leads)
        has_led = any(line.active_since is not None for line in leads)
        return waits and not has_led and self._work.measures.confidence(self._me, Occasion.BASELINE) is None


def _owes(row: TourRow, side: Side) -> bool:
    """Tell whether the reader of `row` speaks for `side`: its manager does for the company."""
    return row.leads == (side is Side.COMPANY)


def _is_owed(line: DueLine) -> bool:
    return line.kind is DueKind.PROMISE and line.is_mine


def _soon(calendar: Calendar, today: date) -> date:
    return calendar.working_days_after(today, SOON)


def _latest(row: TourRow) -> tuple[date, int]:
    return (row.ended_on or row.start_on, row.id)


def _pressing(row: TourRow) -> tuple[bool, bool, date, int]:
    """Sort what waits for the reader first, then by the next talk; tours without one come last."""
    return (not row.waits_for_me, row.talk is None, row.talk.due_on if row.talk else row.start_on, row.id)
