"""Whether what was entered can become terms: everything that keeps it from that, each at its field; else the terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.domain import cadence
from bot.domain.drafting import MOST_PROMISES, TEXT_LIMIT, WORDS_LIMIT, PromiseWish, TermsWish
from bot.domain.promises import PromiseDraft, Side
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.tours import Draft, Kind


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
    halfway, next_talk = wish.reviews(today)
    return Draft(
        kind=kind,
        mission=wish.mission or "",
        result=wish.result or "",
        gain=wish.gain or "",
        promises=tuple(_settled(promise, wish, manager_id, holder_id, today) for promise in _made(wish)),
        start_on=wish.start_on or today,
        end_on=dates.end_on,
        rhythm=wish.rhythm or dates.rhythm,
        halfway_on=halfway,
        next_talk_on=next_talk,
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
    if dates.end_on is not None:
        yield from _of_reviews(wish, today, dates.end_on, standing)


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


def _of_reviews(wish: TermsWish, today: date, end: date, standing: Draft | None) -> Iterator[Refused]:
    days = {"halfway_on": wish.halfway_on, "next_talk_on": wish.next_talk_on}
    outside = [name for name, day in days.items() if day and not (wish.start_on or today) <= day <= end]
    yield from (Refused(Reason.REVIEW_OUTSIDE_TOUR, field=name) for name in outside)
    halfway, next_talk = wish.reviews(today)
    stands = standing is not None and (halfway, next_talk) == (standing.halfway_on, standing.next_talk_on)
    if halfway and next_talk and halfway >= next_talk and not outside and not stands:
        yield Refused(Reason.HALFWAY_TOO_LATE, field="halfway_on", limit=next_talk)


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
