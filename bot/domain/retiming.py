"""What becomes of planned talks when the dates of a tour change: each stays, moves, is struck out, or comes new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar


class Dated(Protocol):
    """Something on a day."""

    @property
    def due_on(self) -> date: ...


AnyTalk = TypeVar("AnyTalk", bound=Dated)


@dataclass(frozen=True)
class Retimed(Generic[AnyTalk]):
    """The talks of one kind under changed dates. `new` are days for which none is planned yet."""

    stay: tuple[AnyTalk, ...]
    moved: tuple[tuple[AnyTalk, date], ...]
    spare: tuple[AnyTalk, ...]
    new: tuple[date, ...]

    @property
    def days(self) -> list[date]:
        """Return the days of all talks that are to come, in no order."""
        return [*(talk.due_on for talk in self.stay), *(day for _talk, day in self.moved), *self.new]


def retimed(
    planned: Iterable[AnyTalk], before: Iterable[date], after: Iterable[date], end_on: date | None
) -> Retimed[AnyTalk]:
    """Bring the planned talks of one kind from the days `before` to those `after`, by day, with the end of the tour.

    A talk whose day remains stays there. One that both had put on another day stays where they put it, and the day that
    it left, or on which a talk was held early, gets no second one. The others take in turn the days that are left.
    """
    talks, wanted, were = list(planned), list(after), set(before)
    taken = {talk.due_on for talk in talks}
    kept_free = [day for day in wanted if day in were and day not in taken]
    on_their_day = [talk for talk in talks if talk.due_on in wanted]
    off = [talk for talk in talks if talk.due_on not in wanted]
    by_hand = [talk for talk in off if talk.due_on not in were and (end_on is None or talk.due_on <= end_on)]
    by_hand = by_hand[: len(kept_free)]
    to_move = [talk for talk in off if talk not in by_hand]
    free = [day for day in wanted if day not in taken and day not in kept_free]
    return Retimed(
        stay=(*on_their_day, *by_hand),
        moved=tuple(zip(to_move, free, strict=False)),
        spare=tuple(to_move[len(free) :]),
        new=tuple(free[len(to_move) :]),
    )
