"""What every change of the terms is held to, of an open proposal and of a tour that runs."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.db.work import Work
from bot.domain.drafting import TermsWish, wish_of
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.sound_terms import refusals, settled
from bot.domain.terms import Draft
from bot.domain.tours import Tour
from bot.services.people import Actor

REASON_LIMIT: Final = 3000  # characters


def require_present(work: Work, tour: Tour, actor: Actor, field: str) -> None:
    """Refuse to ask anything of the other side where their account is deactivated: OTHER_SIDE_LEFT, at `field`."""
    other = work.people.get(tour.other_side(actor.user_id))
    if other is not None and other.is_deactivated:
        raise Refused(Reason.OTHER_SIDE_LEFT, field=field)


def require_newest(
    base_number: int, wish: TermsWish, tour: Tour, actor: Actor, now: datetime, standing: Draft | None
) -> None:
    """Refuse a change that was written on another version than the newest: CHANGED_MEANWHILE.

    Where that newest one says what is wished for, word for word, it is SAME_TERMS: nothing is left to propose.
    """
    if base_number == tour.base.number:
        return
    today = actor.today(now)
    is_sound = not refusals(wish, holder_id=tour.holder_id, today=today, standing=standing)
    sides = {"manager_id": tour.manager_id, "holder_id": tour.holder_id}
    is_same = is_sound and settled(wish, **sides, today=today).text_hash() == tour.base.text_hash
    raise Refused(Reason.SAME_TERMS if is_same else Reason.CHANGED_MEANWHILE)


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
