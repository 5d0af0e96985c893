"""A tour as somebody starts it: what was entered, who may start one with whom, and what the author needs to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.db.beginnings import Beginning
from bot.db.work import Work
from bot.domain.drafting import TermsWish
from bot.domain.people import Person
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.domain.sound_terms import refusals
from bot.services.people import Actor


class NotAcquainted(Exception):
    """Slack is to be asked about the partner first, outside of any unit of work."""


@dataclass(frozen=True)
class StartTour:
    """A new tour with somebody, as it was entered; `leads` says that whoever starts it is its manager.

    `has_looked_up`: Slack was just asked about the partner, and what is known of them now is what there is to know.
    """

    partner_id: str | None
    leads: bool
    wish: TermsWish
    has_looked_up: bool = False


@dataclass(frozen=True)
class Proposed:
    """A tour that was just proposed: what its author needs to go on.

    `goes_first`: the opening card is still to be shown. `offers_survey`: the four questions were never asked, and no
    tour that the author leads has been signed yet. `lapse_days`: so long it waits for an answer. `at_home`: those of
    the two who have ever opened Home.
    """

    tour_id: int
    author_id: str
    partner_id: str
    leads: bool
    goes_first: bool
    offers_survey: bool
    lapse_days: int
    at_home: tuple[str, ...] = ()


def beginning_of(work: Work, actor: Actor, command: StartTour, now: datetime) -> Beginning:
    """Return who leads a new tour and who holds it, and what there is already of these two.

    Raises SeveralRefused with everything that is wrong with it, and NotAcquainted where that cannot be told yet.
    """
    beginning, holder_id = None, None if command.leads else actor.user_id
    faults = [Refused(Reason.REQUIRED, field="partner_id")]
    if command.partner_id is not None:
        sides = actor.user_id, command.partner_id
        manager_id, holder_id = sides if command.leads else reversed(sides)
        beginning = work.beginnings.of(manager_id, holder_id)
        if beginning and not beginning.has_rulings:
            work.periods.book(is_empty=True)
        work.outbox.has_lane |= beginning.has_lane
        faults = _partner_faults(beginning.people, command.partner_id, actor, command, now)
        if beginning.has_next and not faults:
            reason = Reason.HOLDER_HAS_PROPOSAL if command.leads else Reason.YOU_HAVE_PROPOSAL
            faults = [Refused(reason, field="partner_id")]
    faults += refusals(command.wish, holder_id=holder_id, today=actor.today(now))
    if faults or beginning is None:
        raise SeveralRefused(faults)
    return beginning


def _partner_faults(
    people: Mapping[str, Person], partner_id: str, actor: Actor, command: StartTour, now: datetime
) -> list[Refused]:
    partner, own = people.get(partner_id), people.get(actor.user_id)
    if not command.has_looked_up and (partner is None or partner.needs_look_up(now)):
        raise NotAcquainted
    if own is not None and own.is_guest:
        return [Refused(Reason.YOU_ARE_GUEST, field="partner_id")]
    if partner is None:
        return [Refused(Reason.PARTNER_UNKNOWN, field="partner_id")]
    try:
        partner.require_partner(actor.user_id)
    except Refused as refused:
        return [refused]
    return []
