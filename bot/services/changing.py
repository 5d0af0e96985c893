"""What every change of the terms is held to, of an open proposal and of a tour that runs."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.drafting import TermsWish, wish_of
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.sound_terms import refusals
from bot.domain.terms import Draft
from bot.domain.tours import Tour
from bot.services.people import Actor

REASON_LIMIT: Final = 3000  # characters


def require_sound(
    reason: str | None, wish: TermsWish, tour: Tour, actor: Actor, now: datetime, standing: Draft | None
) -> TermsWish:
    """Return what is wished for; refuse a change without a reason together with all else that is wrong with it.

    `standing` are the terms in force, whose days may have passed.
    """
    faults = []
    if reason is None:
        faults.append(Refused(Reason.REQUIRED, field="reason"))
    elif len(reason) > REASON_LIMIT:
        faults.append(Refused(Reason.TOO_LONG, field="reason", limit=REASON_LIMIT))
    wish = wish.without_cleared(wish_of(tour.base))
    faults += refusals(wish, holder_id=tour.holder_id, today=actor.today(now), standing=standing)
    if faults:
        raise SeveralRefused(faults)
    return wish
