"""The dates of a tour after a leave: everything that was still ahead, later by as many days as the leave took."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.drafting import PromiseWish, TermsWish


def shifted(wish: TermsWish, since: date, days: int) -> TermsWish:
    """Return the same wish with every day after `since` moved by `days`, off weekends; what lay before stays."""

    def moved(day: date | None) -> date | None:
        if day is None or day <= since or days <= 0:
            return day
        later = day + timedelta(days=days)
        return later + timedelta(days=7 - later.weekday()) if later.weekday() > 4 else later

    def kept(promise: PromiseWish) -> PromiseWish:
        return replace(promise, due_on=moved(promise.due_on))

    return replace(
        wish,
        end_on=moved(wish.end_on),
        halfway_on=moved(wish.halfway_on),
        next_talk_on=moved(wish.next_talk_on),
        promises=tuple(kept(promise) for promise in wish.promises),
    )
