"""A tour as it is proposed, signed and changed on the services' floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.db.work import Database
from bot.domain.drafting import PromiseWish, TermsWish
from bot.domain.people import Profile
from bot.domain.promises import Side
from bot.domain.tours import Kind
from bot.services.people import Actor
from bot.services.signing import SignTerms
from bot.services.starting import StartTour
from bot.services.tour_detail import TourDetail
from bot.services.tours import ChangeTour, Tours
from tests.making import HOLDER, MANAGER

WISH = TermsWish(
    kind=Kind.ROTATIONAL,
    mission="Run the second press",
    result="Two shifts",
    gain="Certified operator",
    promises=(PromiseWish(0, Side.COMPANY, "A course"), PromiseWish(1, Side.HOLDER, "Train a colleague")),
)


def meet(database: Database, user_id: str, now: datetime, **said: bool) -> None:
    with database.work("T1") as work:
        work.people.get_or_meet(user_id, now).learn(Profile(user_id, **said), now)  # type: ignore[arg-type]


def start(
    tours: Tours,
    now: datetime,
    *,
    by: Actor = MANAGER,
    partner: Actor = HOLDER,
    leads: bool = True,
    has_looked_up: bool = False,
) -> int:
    return tours.start(by, StartTour(partner.user_id, leads, WISH, has_looked_up), now).tour_id


def signature(detail: TourDetail) -> SignTerms:
    return SignTerms(detail.id, detail.latest.number, detail.latest.text_hash)


def agreed(tours: Tours, now: datetime) -> TourDetail:
    tour_id = start(tours, now)
    return tours.sign(HOLDER, signature(tours.read(HOLDER, tour_id, now)), now)


def change(detail: TourDetail, reason: str | None = "Two are too many", **changes: object) -> ChangeTour:
    wish = replace(detail.latest.wish, **changes)  # type: ignore[arg-type]
    return ChangeTour(detail.id, detail.latest.number, reason, wish)


def waiting(database: Database, moments: tuple[str, ...]) -> list[tuple[str, str]]:
    with database.reading("T1") as work:
        return [(x.recipient_id, x.moment) for x in work.outbox.waiting() if x.moment in moments]
