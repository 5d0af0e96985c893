"""The ways out of a tour as one of its sides sees them: doors, the close, an early end, and the tours before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.db.check_ins import CheckInLine
from bot.db.tours import TourLine
from bot.db.work import Work
from bot.domain.check_ins import CheckInState, Review
from bot.domain.doors import LEADS_TO_PROPOSAL, NOTHING_LEFT, Door, Standing, standing
from bot.domain.endings import ClosingWords, Ending, EndReason, closes_from
from bot.domain.lifecycle import NEXT, UNDER_WAY, State
from bot.domain.tours import Tour

LATELY: Final = timedelta(days=30)  # so long after its end Home goes on showing a tour [ours]


@dataclass(frozen=True)
class SaidAtTheEnd:
    """What one side said at the end: what came of it, and a sentence of thanks. Given at `answered_at` (UTC)."""

    outcome: str
    thanks: str | None
    answered_at: datetime


@dataclass(frozen=True)
class EndRead:
    """How a tour closes or ended. `by_id` is None where the next tour began; `reason` belongs to an early end."""

    by_id: str | None
    opened_at: datetime
    waits_until: date | None
    reason: EndReason | None
    own: SaidAtTheEnd | None
    theirs: SaidAtTheEnd | None


@dataclass(frozen=True)
class WayOut:
    """What one side may know of a tour's end. `leaning` and `confirmed` are the reader's own and nobody else's.

    `agreed` is the door that both confirmed. `talk` is the next talk about the next tour that is planned.
    """

    standing: Standing = Standing.NOBODY
    agreed: Door | None = None
    leaning: Door | None = None
    confirmed: Door | None = None
    talk: CheckInLine | None = None
    talk_was_held: bool = False
    may_close: bool = False
    has_next: bool = False  # the agreed door leads to a tour, and one of the holder's is proposed, agreed or begun
    end: EndRead | None = None
    earlier: tuple[TourLine, ...] = ()

    @property
    def is_due(self) -> bool:
        """Whether the end has a step that comes before everything else."""
        return self.may_close or self.waits_for_door or self.leads_on

    @property
    def leads_on(self) -> bool:
        """Whether the tour to which the agreed door leads is still to be proposed."""
        return self.agreed in LEADS_TO_PROPOSAL and not self.has_next

    @property
    def waits_for_door(self) -> bool:
        """Whether the talk was held, and the reader has still to confirm a door, or to talk again."""
        return self.talk_was_held and self.standing not in {Standing.SAME, Standing.MINE}


def way_out(work: Work, tour: Tour, reader_id: str, today: date) -> WayOut:
    """Return what `reader_id`, one side of `tour`, may know of its end. `today` is their day."""
    choices = work.endings.doors(tour.id)
    own = next((choice for choice in choices if choice.user_id == reader_id), None)
    stands, agreed = standing(choices, reader_id, tour.other_side(reader_id))
    talks = [x for x in work.check_ins.of_tour(tour.id) if x.review is Review.NEXT_TOUR_TALK]
    terms = tour.in_force
    opens = closes_from(terms.end_on, agreed) if terms else None
    return WayOut(
        standing=stands,
        agreed=agreed,
        leaning=Door(own.leaning) if own and own.leaning else None,
        confirmed=Door(own.confirmed) if own and own.confirmed else None,
        talk=next((line for line in talks if line.state is CheckInState.PLANNED), None),
        talk_was_held=any(line.state is CheckInState.HELD for line in talks),
        may_close=tour.state is State.ACTIVE and opens is not None and today >= opens,
        has_next=agreed in LEADS_TO_PROPOSAL and not _without_next(work, [tour]),
        end=_end(work.endings.of_tour(tour.id), work.endings.words(tour.id), reader_id),
        earlier=tuple(career(work, tour, reader_id)),
    )


@dataclass(frozen=True)
class EndsWaiting:
    """What of the ends of a person's tours waits for them, as ids of tours."""

    answers: frozenset[int]  # it closes or has ended lately, and they have not said how
    waits: Mapping[int, date | None]  # until which day a close waits for both answers
    closes: frozenset[int]  # the planned end has passed, and nobody has opened the close
    doors: frozenset[int]  # the talk was held, and they have a door to confirm
    standings: Mapping[int, Standing]  # how their confirmation of a door stands to the other side's
    follows: frozenset[int]  # both confirmed a door that leads to a tour; the holder has none proposed or agreed yet
    leaves: frozenset[int]  # both confirmed to leave well, and nobody has opened the close


def ends_waiting(work: Work, lines: Sequence[TourLine], reader_id: str, today: date) -> EndsWaiting:
    """Return what of the ends of these tours waits for `reader_id`, one side of each; no words are opened."""
    closing = {line.id: line for line in lines if line.state is State.CLOSING}
    active = {line.id: line for line in lines if line.state is State.ACTIVE}
    ended = {line.id: line for line in lately_ended(lines, today)}
    past = {line.id for line in active.values() if line.end_on is not None and line.end_on < today}
    talked = work.check_ins.next_talks_held(active) if active else set()
    with_doors = {**closing, **ended} | {tour_id: active[tour_id] for tour_id in talked}
    choices = work.endings.doors_of(with_doors) if with_doors else {}
    stands = {
        tour_id: standing(said, reader_id, with_doors[tour_id].other_side(reader_id))
        for tour_id, said in choices.items()
    }
    settled = {tour_id for tour_id, (stand, _) in stands.items() if stand in NOTHING_LEFT or stand is Standing.DIFFER}
    answered = work.endings.answered([*closing, *ended], reader_id) if closing or ended else set()
    return EndsWaiting(
        answers=frozenset((closing.keys() | ended.keys()) - answered),
        waits=work.endings.waits(closing) if closing else {},
        closes=frozenset(past),
        doors=frozenset(talked - settled),
        standings={tour_id: stand for tour_id, (stand, _) in stands.items()},
        follows=_without_next(work, [with_doors[x] for x, (_, door) in stands.items() if door in LEADS_TO_PROPOSAL]),
        leaves=frozenset(x for x, (_, door) in stands.items() if x in active and door is Door.LEAVE_WELL),
    )


def lately_ended(lines: Sequence[TourLine], today: date) -> list[TourLine]:
    """Return those of a person's tours that were under way and have ended within LATELY."""
    ended = [(line.ended_at, line) for line in lines if line.state in {State.COMPLETED, State.ENDED_EARLY}]
    return [line for ended_at, line in ended if ended_at is not None and ended_at.date() >= today - LATELY]


def _without_next(work: Work, leading_on: Sequence[TourLine | Tour]) -> frozenset[int]:
    """Return the ids of those tours that lead to another, where the holder has none proposed, agreed or begun yet."""
    if not leading_on:
        return frozenset()
    have_next = work.tours.holders([line.holder_id for line in leading_on], NEXT)
    over = [line.holder_id for line in leading_on if line.state is not State.ACTIVE]
    have_another = work.tours.holders(over, UNDER_WAY) if over else set()
    return frozenset(
        line.id
        for line in leading_on
        if line.holder_id not in have_next and (line.state is State.ACTIVE or line.holder_id not in have_another)
    )


def career(work: Work, tour: Tour, reader_id: str) -> list[TourLine]:
    """Return the holder's tours before this one, the earliest first, as far as the reader was a side of them."""
    lines = [line for line in work.tours.of(reader_id) if line.holder_id == tour.holder_id and line.id != tour.id]
    return career_line([line for line in lines if tour.active_since is None or _began_before(line, tour.active_since)])


def career_line(lines: Sequence[TourLine]) -> list[TourLine]:
    """Return those of a person's tours that were ever under way, the earliest first."""
    begun = [(line.active_since, line) for line in lines if line.active_since is not None]
    return [line for _since, line in sorted(begun, key=lambda pair: (pair[0], pair[1].id))]


def _began_before(line: TourLine, moment: datetime) -> bool:
    return line.active_since is not None and line.active_since < moment


def _end(ending: Ending | None, words: list[ClosingWords], reader_id: str) -> EndRead | None:
    if ending is None:
        return None
    return EndRead(
        by_id=ending.by_id,
        opened_at=ending.opened_at,
        waits_until=ending.waits_until,
        reason=ending.kind_of_reason,
        own=next((_said(each) for each in words if each.author_id == reader_id), None),
        theirs=next((_said(each) for each in words if each.author_id != reader_id), None),
    )


def _said(words: ClosingWords) -> SaidAtTheEnd:
    return SaidAtTheEnd(words.outcome, words.thanks, words.answered_at)
