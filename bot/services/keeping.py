"""What is mine: a file of everything that I wrote or can read, and its erasure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from bot.db.keeping import Piece
from bot.db.tours import TourLine
from bot.db.work import Database, Work
from bot.domain.access import Opening, Thing, Why
from bot.domain.lifecycle import AMENDABLE, NEGOTIATING, RUNNING
from bot.domain.nudges import Moment
from bot.domain.signals import SIGNAL_MOMENTS
from bot.services import amendments, tours
from bot.services.files import File
from bot.services.keeping_page import page
from bot.services.people import Actor

REFRESHED: Final = 12  # Homes in one request: Slack waits three seconds for its answer


@dataclass(frozen=True)
class ErasureSheet:
    """What an erasure would take, by the title of its shelf, and what it would do to the person's tours."""

    takes: Mapping[str, int]
    proposals: int  # of theirs that wait, and are withdrawn
    running: int  # that go on
    ended_months: int  # for which what both signed is kept after the end of a tour

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not self.takes and not self.proposals


@dataclass(frozen=True)
class Erased:
    """What an erasure took, and whose Home shows other things now."""

    count: int
    proposals: int
    concerns: tuple[str, ...]


class Keeping:
    """What one person has here. Nobody can ask for another's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def as_json(self, actor: Actor, _subject_id: int, now: datetime) -> File:
        """Return everything that the actor wrote or can read, for a program."""
        return File("tourguide-mine.json", "application/json", in_json(self._gather(actor, now)))

    def as_html(self, actor: Actor, _subject_id: int, now: datetime) -> File:
        """Return the same as a page to read."""
        return File("tourguide-mine.html", "text/html", page(self._gather(actor, now)).encode())

    def for_operator(self, team_id: str, user_id: str, now: datetime) -> Mapping[str, Any]:
        """Return the same to whoever runs the server and was asked for it.

        A receipt of it is written in the same transaction, for the person and for the other side of each of their
        tours, whose shared words are in it.
        """
        with self._database.work(team_id) as work:
            others = {line.other_side(user_id) for line in work.tours.of(user_id)}
            work.access.note(Opening(Thing.EVERYTHING, Why.OPERATOR_EXPORT, None), [user_id], now)
            work.access.note(Opening(Thing.SHARED_NOTES, Why.OPERATOR_EXPORT, None), others, now)
            return gather(work, user_id, now)

    def what_goes(self, actor: Actor) -> ErasureSheet:
        """Return what `erase` would take."""
        with self._database.reading(actor.team_id) as work:
            lines = work.tours.of(actor.user_id)
            running = sum(line.state in RUNNING for line in lines)
            months = work.periods.book().now.ended_months
            return ErasureSheet(work.keeping.wrote(actor.user_id), len(_waiting(work, actor)), running, months)

    def erase(self, actor: Actor, now: datetime, delivery: str | None = None) -> Erased:
        """Erase what the actor wrote, the shared words too; proposals of theirs that wait are withdrawn first.

        What both signed stays with both. Asked for again, it finds nothing left.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            waiting = _waiting(work, actor)
            for line in waiting:
                story = tours if line.state in NEGOTIATING else amendments
                story.withdrawn(work, actor, line.id, now)
            count = sum(work.keeping.erase(actor.user_id).values())
            lines = work.tours.of(actor.user_id)
            _say_no_more(work, actor, lines, now)
            sides = [line.other_side(actor.user_id) for line in lines if line.state in RUNNING]
            return Erased(count, len(waiting), tuple(dict.fromkeys([actor.user_id, *sides]))[:REFRESHED])

    def _gather(self, actor: Actor, now: datetime) -> Mapping[str, Any]:
        with self._database.reading(actor.team_id) as work:
            return gather(work, actor.user_id, now)


def gather(work: Work, user_id: str, now: datetime) -> Mapping[str, Any]:
    """Return everything that a person wrote or can read, with the names of whoever occurs in it."""
    mine = work.keeping.everything_of(user_id)
    return {
        "of": user_id,
        "workspace": work.team_id,
        "made_at": now,
        "people": work.people.names(set(_people(mine)) | {user_id}),
        "kept": {title: [_plain(piece) for piece in pieces] for title, pieces in mine.items()},
    }


def in_json(gathered: Mapping[str, Any]) -> bytes:
    """Return what was gathered as JSON: days and moments in ISO 8601, in UTC."""
    return json.dumps(gathered, ensure_ascii=False, indent=1, default=_written).encode()


def _waiting(work: Work, actor: Actor) -> list[TourLine]:
    """Return the tours in which a proposal or changed terms of the actor's wait for the other side's answer."""
    lines = [line for line in work.tours.of(actor.user_id) if line.state in NEGOTIATING | AMENDABLE]
    return [line for line in lines if line.awaits_id not in (None, actor.user_id)]


def _say_no_more(work: Work, actor: Actor, lines: Sequence[TourLine], now: datetime) -> None:
    """Take back what was to be said about what is gone now: the actor's goals, and the talks that they asked for."""
    work.outbox.cancel("erased", now, recipient_id=actor.user_id, moments=[Moment.GOAL_DUE])
    for line in lines:
        if line.holder_id == actor.user_id:
            work.outbox.unplan(tour_id=line.id, moments=SIGNAL_MOMENTS)


def _plain(piece: Piece) -> dict[str, Any]:
    beneath = {title: [_plain(each) for each in pieces] for title, pieces in piece.beneath.items()}
    return {**piece.facts, **beneath}


def _people(mine: Mapping[str, Sequence[Piece]]) -> Iterator[str]:
    for pieces in mine.values():
        for piece in pieces:
            yield from (value for name, value in piece.facts.items() if name.endswith("_id") and isinstance(value, str))
            yield from _people(piece.beneath)


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
