"""From what somebody entered to terms that can be signed: gaps get their default, the impossible is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from bot.domain import cadence
from bot.domain.promises import PromiseDraft, Side
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.tours import Draft, Kind, Rhythm, Terms

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
        usual = cadence.default_dates(self.kind, start)
        return cadence.dates_between(self.kind, start, self.end_on) if self.end_on else usual

    def is_short(self, today: date) -> bool:
        """Tell whether the tour is so short that what could change it belongs to it."""
        dates, start = self.dates(today), self.start_on or today
        return dates is not None and dates.end_on is not None and dates.end_on <= start + SHORT

    def promise_due(self, today: date) -> date:
        """Return by when a promise is due where no day is chosen: halfway where that is ahead, else in three months."""
        dates, due = self.dates(today), max(today, self.start_on or today) + PROMISE_DUE
        if dates is None or dates.end_on is None:
            return due
        halfway = self.halfway_on or dates.halfway_on
        return halfway if halfway is not None and halfway > today else min(due, dates.end_on)

    def without_stale_defaults(self, today: date) -> TermsWish:
        """Return the same wish without the days that a form put there, where start or end were moved past them."""
        usual = [replace(self, start_on=start, end_on=None) for start in (None, self.start_on)]
        dues: set[date | None] = {wish.promise_due(today) for wish in usual}
        dates = [found for wish in usual if (found := wish.dates(today))]

        def kept(day: date | None, defaults: set[date | None]) -> date | None:
            return None if day in defaults and self.leaves_out(day, today) else day

        return replace(
            self,
            halfway_on=kept(self.halfway_on, {found.halfway_on for found in dates}),
            next_talk_on=kept(self.next_talk_on, {found.next_talk_on for found in dates}),
            promises=tuple(replace(promise, due_on=kept(promise.due_on, dues)) for promise in self.promises),
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


def refusals(wish: TermsWish, *, holder_id: str | None, today: date, standing: Draft | None = None) -> list[Refused]:
    """Return everything that keeps `wish` from becoming terms, each at its field; empty when nothing does.

    Days that stand in the terms in force (`standing`) may have passed: changing the rest does not undo them.
    """
    wish = wish.without_stale_defaults(today)
    agreed = {(p.side, p.words, p.due_on) for p in standing.promises} if standing else set()
    return [
        *_missing(wish),
        *_too_long(wish),
        *_impossible_dates(wish, today, standing),
        *(
            fault
            for promise in _made(wish)
            for fault in _of_promise(promise, wish, holder_id, today)
            if fault.reason is not Reason.DATE_IN_PAST or (promise.side, promise.words, promise.due_on) not in agreed
        ),
    ]


def settle(wish: TermsWish, *, manager_id: str, holder_id: str, today: date, standing: Draft | None = None) -> Draft:
    """Return the terms that `wish` asks for. Raises SeveralRefused with all of `refusals`."""
    if found := refusals(wish, holder_id=holder_id, today=today, standing=standing):
        raise SeveralRefused(found)
    return settled(wish, manager_id=manager_id, holder_id=holder_id, today=today)


def settled(wish: TermsWish, *, manager_id: str, holder_id: str, today: date) -> Draft:
    """Return the terms that a wish asks for of which `refusals` has found none."""
    wish = wish.without_stale_defaults(today)
    kind, dates = wish.kind, wish.dates(today)
    assert kind is not None  # noqa: S101 - refused above
    assert dates is not None  # noqa: S101 - refused above
    has_end = dates.end_on is not None
    return Draft(
        kind=kind,
        mission=wish.mission or "",
        result=wish.result or "",
        gain=wish.gain or "",
        promises=tuple(_settled(promise, wish, manager_id, holder_id, today) for promise in _made(wish)),
        start_on=wish.start_on or today,
        end_on=dates.end_on,
        rhythm=wish.rhythm or dates.rhythm,
        halfway_on=(wish.halfway_on or dates.halfway_on) if has_end else None,
        next_talk_on=(wish.next_talk_on or dates.next_talk_on) if has_end else None,
        uncertainties=wish.uncertainties,
    )


def _made(wish: TermsWish) -> list[PromiseWish]:
    """Return the rows that promise something, the company's first: the same order for the same promises, always."""
    return sorted((p for p in wish.promises if not p.is_empty), key=lambda p: (p.side is Side.HOLDER, p.row))


def _settled(promise: PromiseWish, wish: TermsWish, manager_id: str, holder_id: str, today: date) -> PromiseDraft:
    own = manager_id if promise.side is Side.COMPANY else holder_id
    due_on = promise.due_on or wish.promise_due(today)
    return PromiseDraft(promise.side, promise.words or "", promise.owner_id or own, due_on)


def _missing(wish: TermsWish) -> Iterator[Refused]:
    for field in ("kind", "mission", "result", "gain"):
        if getattr(wish, field) is None:
            yield Refused(Reason.REQUIRED, field=field)
    if not any(p.side is Side.COMPANY and p.words for p in wish.promises):
        yield Refused(Reason.REQUIRED, field="promise.0.words")
    if len(_made(wish)) > MOST_PROMISES:
        yield Refused(Reason.TOO_MANY_PROMISES, field="promise.0.words", limit=MOST_PROMISES)


def _too_long(wish: TermsWish) -> Iterator[Refused]:
    texts = {field: getattr(wish, field) for field in ("mission", "result", "gain", "uncertainties")}
    texts |= {f"promise.{p.row}.words": p.words for p in wish.promises}
    written = {field: words for field, words in texts.items() if words}
    for field, words in written.items():
        if len(words) > WORDS_LIMIT:
            yield Refused(Reason.TOO_LONG, field=field, limit=WORDS_LIMIT)
    if sum(len(words.encode()) for words in written.values()) > TEXT_LIMIT:
        yield Refused(Reason.ALL_TOO_LONG, field=max(written, key=lambda field: len(written[field])))


def _impossible_dates(wish: TermsWish, today: date, standing: Draft | None) -> Iterator[Refused]:
    start, dates = wish.start_on or today, wish.dates(today)
    fault = None if standing and start == standing.start_on else _of_start(start, today)
    if fault is not None:
        yield fault
    if wish.kind is None or dates is None or (fault is not None and wish.end_on is None):
        return
    if fault := _of_end(wish.kind, start, wish.end_on or dates.end_on, today):
        yield fault
        return
    for field in ("halfway_on", "next_talk_on"):
        day = getattr(wish, field)
        if day is not None and dates.end_on is not None and not start <= day <= dates.end_on:
            yield Refused(Reason.REVIEW_OUTSIDE_TOUR, field=field)


def _of_start(start: date, today: date) -> Refused | None:
    earliest, latest = cadence.earliest_start(today), cadence.latest_start(today)
    if start < earliest:
        return Refused(Reason.START_TOO_EARLY, field="start_on", limit=earliest)
    return Refused(Reason.START_TOO_LATE, field="start_on", limit=latest) if start > latest else None


def _of_end(kind: Kind, start: date, end: date | None, today: date) -> Refused | None:
    length = cadence.limits(kind)
    if length is None or end is None:
        return None if end is None else Refused(Reason.END_NOT_FOR_FOUNDATIONAL, field="end_on")
    if end <= start:
        return Refused(Reason.END_BEFORE_START, field="end_on")
    if end < today:
        return Refused(Reason.END_IN_PAST, field="end_on")
    if not cadence.has_fitting_length(kind, start, end):
        facts = {"kind": kind, "shortest": length.shortest, "longest": length.longest}
        return Refused(Reason.LENGTH_OUTSIDE_KIND, field="end_on", **facts)
    return None


def _of_promise(promise: PromiseWish, wish: TermsWish, holder_id: str | None, today: date) -> Iterator[Refused]:
    at = f"promise.{promise.row}"
    if promise.words is None:
        yield Refused(Reason.REQUIRED, field=f"{at}.words")
    if promise.owner_id is not None and (promise.owner_id == holder_id) is (promise.side is Side.COMPANY):
        reason = Reason.PROMISE_OWNER if promise.side is Side.COMPANY else Reason.PROMISE_OWNER_HOLDER
        yield Refused(reason, field=f"{at}.owner_id")
    if promise.due_on is None:
        return
    if wish.leaves_out(promise.due_on, today):
        yield Refused(Reason.DUE_OUTSIDE_TOUR, field=f"{at}.due_on")
    elif promise.due_on < today:
        yield Refused(Reason.DATE_IN_PAST, field=f"{at}.due_on")
