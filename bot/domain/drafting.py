"""What somebody entered on the way to terms that can be signed: what was left out gets its default."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from bot.domain import cadence
from bot.domain.promises import PromiseDraft, Side
from bot.domain.tours import Kind, Rhythm, Terms

WORDS_LIMIT: Final = 3000  # characters of one text; Slack's inputs take no more
TEXT_LIMIT: Final = 190_000  # bytes of all texts together: Slack shows a modal of up to 250 KB
MOST_PROMISES: Final = 20  # [ours]: a form of 100 blocks holds no more
FIRST_ROWS: Final = 2  # one promise of the company, one of the holder
SHORT: Final = relativedelta(months=6)  # a tour so short says what could change it [ours]
PROMISE_DUE: Final = relativedelta(months=3)  # where there is no halfway review ahead [ours]


@dataclass(frozen=True)
class PromiseWish:
    """One row of promises as it was entered; `row` is its number in the form."""

    row: int
    side: Side
    words: str | None = None
    owner_id: str | None = None
    due_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was promised and nobody chosen. A date alone promises nothing: it may be the default."""
        return self.words is None and self.owner_id is None


@dataclass(frozen=True)
class TermsWish:
    """Terms as they were entered. None is what was left out; days are whole days."""

    kind: Kind | None = None
    mission: str | None = None
    result: str | None = None
    gain: str | None = None
    promises: tuple[PromiseWish, ...] = ()
    start_on: date | None = None
    end_on: date | None = None
    rhythm: Rhythm | None = None
    halfway_on: date | None = None
    next_talk_on: date | None = None
    uncertainties: str | None = None

    def dates(self, today: date) -> cadence.Defaults | None:
        """Return the dates that suit what was entered so far, or None while the kind is open."""
        if self.kind is None:
            return None
        start = self.start_on or today
        if self.end_on is None:
            return cadence.default_dates(self.kind, start)
        return cadence.dates_between(self.kind, start, self.end_on)

    def reviews(self, today: date) -> tuple[date | None, date | None]:
        """Return the days of the halfway review and of the talk about the next tour, the usual ones if none is chosen.

        A halfway review that nobody chose gives way to the talk.
        """
        dates = self.dates(today)
        if dates is None or dates.end_on is None:
            return None, None
        next_talk = self.next_talk_on or dates.next_talk_on
        return self.halfway_on or cadence.unless_close(dates.halfway_on, next_talk), next_talk

    def is_short(self, today: date) -> bool:
        """Tell whether the tour is so short that what could change it belongs to it."""
        dates, start = self.dates(today), self.start_on or today
        return dates is not None and dates.end_on is not None and dates.end_on <= start + SHORT

    def promise_due(self, today: date) -> date:
        """Return by when a promise is due where no day is chosen: halfway where that is ahead, else in three months."""
        dates, due = self.dates(today), max(today, self.start_on or today) + PROMISE_DUE
        if dates is None or dates.end_on is None:
            return due
        halfway, _next_talk = self.reviews(today)
        return halfway if halfway is not None and halfway > today else min(due, dates.end_on)

    def without_stale_defaults(self, today: date) -> TermsWish:
        """Return the same wish without the days that a form put there, where start or end were moved past them.

        The same goes for its talks where what was chosen brought them out of their order.
        """
        chosen = (self.halfway_on, self.next_talk_on, *(promise.due_on for promise in self.promises))
        in_order = cadence.unless_close(*self.reviews(today)) is not None
        if in_order and not any(self.leaves_out(day, today) for day in chosen):
            return self
        usual = [replace(self, start_on=start, end_on=None) for start in (None, self.start_on)]
        untouched = [replace(wish, halfway_on=None, next_talk_on=None) for wish in usual]
        dues: set[date | None] = {wish.promise_due(today) for wish in (*usual, *untouched)}
        dates = [found for wish in usual if (found := wish.dates(today))]

        def kept(day: date | None, defaults: set[date | None]) -> date | None:
            return None if day in defaults and self.leaves_out(day, today) else day

        halfways: set[date | None] = {found.halfway_on for found in dates}
        talks: set[date | None] = {found.next_talk_on for found in dates}
        fresh = replace(
            self,
            halfway_on=kept(self.halfway_on, halfways),
            next_talk_on=kept(self.next_talk_on, talks),
            promises=tuple(replace(promise, due_on=kept(promise.due_on, dues)) for promise in self.promises),
        )
        if cadence.unless_close(*fresh.reviews(today)) is not None:
            return fresh
        return replace(
            fresh,
            halfway_on=None if fresh.halfway_on in halfways else fresh.halfway_on,
            next_talk_on=None if fresh.next_talk_on in talks else fresh.next_talk_on,
        )

    def without_cleared(self, base: TermsWish) -> TermsWish:
        """Return the same wish without the rows whose words were cleared, though who keeps them still stands there."""
        owners = {promise.row: promise.owner_id for promise in base.promises}

        def kept(promise: PromiseWish) -> PromiseWish:
            was_cleared = promise.words is None and promise.owner_id == owners.get(promise.row)
            return replace(promise, owner_id=None) if was_cleared else promise

        return replace(self, promises=tuple(kept(promise) for promise in self.promises))

    def leaves_out(self, day: date | None, today: date) -> bool:
        """Tell whether the tour, from its start to its end, leaves this day out."""
        dates = self.dates(today)
        end = self.end_on or (dates.end_on if dates else None)
        return day is not None and (day < (self.start_on or today) or (end is not None and day > end))

    def of_kind(self, kind: Kind, today: date) -> TermsWish:
        """Return the same wish for another kind: days that were only defaults follow it, chosen ones that fit stay."""
        before, start = self.dates(today), self.start_on or today
        usual = replace(self, end_on=None).dates(today)
        keeps_end = self.end_on is not None and (usual is None or self.end_on != usual.end_on)
        fits = self.end_on is not None and cadence.has_fitting_length(kind, start, self.end_on)
        has_end = cadence.limits(kind) is not None
        due = self.promise_due(today)
        return replace(
            self,
            kind=kind,
            end_on=self.end_on if keeps_end and fits else None,
            rhythm=None if before is None or self.rhythm is before.rhythm else self.rhythm,
            halfway_on=self.halfway_on if has_end and before and self.halfway_on != before.halfway_on else None,
            next_talk_on=self.next_talk_on if has_end and before and self.next_talk_on != before.next_talk_on else None,
            promises=tuple(replace(p, due_on=None) if p.due_on == due else p for p in self.promises),
        )


def wish_of(terms: Terms) -> TermsWish:
    """Return what would have to be entered to say what `terms` say, to start a change from.

    The first promise of each side has the first two rows, whether there is one or not; the others follow.
    """
    company = [p.draft() for p in terms.promises if p.side is Side.COMPANY]
    holder = [p.draft() for p in terms.promises if p.side is Side.HOLDER]
    first = [_row(0, Side.COMPANY, company[:1]), _row(1, Side.HOLDER, holder[:1])]
    more = [_row(row, p.side, [p]) for row, p in enumerate([*company[1:], *holder[1:]], start=2)]
    return TermsWish(
        kind=terms.kind,
        mission=terms.mission,
        result=terms.result,
        gain=terms.gain,
        promises=(*first, *more),
        start_on=terms.start_on,
        end_on=terms.end_on,
        rhythm=terms.rhythm,
        halfway_on=terms.halfway_on,
        next_talk_on=terms.next_talk_on,
        uncertainties=terms.uncertainties,
    )


def _row(row: int, side: Side, promise: list[PromiseDraft]) -> PromiseWish:
    return next((PromiseWish(row, side, p.words, p.owner_id, p.due_on) for p in promise), PromiseWish(row, side))
