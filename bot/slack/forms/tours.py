"""From the forms of a tour to commands. What is missing or impossible in them, bot/domain/drafting.py says at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.drafting import FIRST_ROWS, MOST_PROMISES, PromiseWish, TermsWish
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Kind, Rhythm
from bot.services.signing import SignTerms
from bot.services.starting import StartTour
from bot.services.tours import ChangeTour
from bot.slack.forms.state import View, choice, chosen, day, memo, number_in, person, text

HASH_LENGTH = 64


@dataclass(frozen=True)
class Shape:
    """How the form stands open: rows of promises, whether all is unfolded, the kind for which its dates were set.

    `has_asked` says that it has asked about what is vague, which it does once.
    """

    rows: int
    more: bool
    kind: Kind | None
    has_asked: bool = False


def shape(view: View) -> Shape:
    """Return how the form stands open. Raises Refused(FORM_OUTDATED)."""
    remembered = memo(view)
    kind = remembered.get("kind")
    if kind not in (None, *Kind):
        raise Refused(Reason.FORM_OUTDATED)
    rows = number_in(remembered, "rows", least=FIRST_ROWS, most=MOST_PROMISES)
    has_asked = remembered.get("asked") is True
    return Shape(rows, more=remembered.get("more") is True, kind=kind and Kind(kind), has_asked=has_asked)


def wish(view: View) -> TermsWish:
    """Return the terms as far as they were filled in. Raises Refused(FORM_OUTDATED)."""
    return TermsWish(
        kind=choice(view, "kind", Kind),
        mission=text(view, "mission"),
        result=text(view, "result"),
        gain=text(view, "gain"),
        promises=tuple(_promise(view, row) for row in range(shape(view).rows)),
        start_on=day(view, "start_on"),
        end_on=day(view, "end_on"),
        rhythm=choice(view, "rhythm", Rhythm),
        halfway_on=day(view, "halfway_on"),
        next_talk_on=day(view, "next_talk_on"),
        uncertainties=text(view, "uncertainties"),
    )


def partner(view: View) -> str | None:
    """Return whom the tour is to be with, if anybody was chosen."""
    return person(view, "partner_id")


def leads(view: View) -> bool:
    """Tell whether whoever fills in the form is to be the manager, as they are unless they say otherwise."""
    return chosen(view, "leads") != "them"


def start_tour(view: View) -> StartTour:
    """Return the command of the form for a new tour. Raises Refused(FORM_OUTDATED)."""
    return StartTour(partner_id=partner(view), leads=leads(view), wish=wish(view))


def reason(view: View) -> str | None:
    """Return why the change is proposed, as far as it was filled in."""
    return text(view, "reason")


def change_tour(view: View) -> ChangeTour:
    """Return the command of the form for a change. Raises Refused(FORM_OUTDATED)."""
    remembered = memo(view)
    return ChangeTour(
        tour_id=number_in(remembered, "tour"),
        base_number=number_in(remembered, "base"),
        reason=reason(view),
        wish=wish(view),
        amends=remembered.get("amends") is True,
    )


def sign_terms(view: View) -> SignTerms:
    """Return the command behind "Sign". Raises Refused(FORM_OUTDATED)."""
    remembered = memo(view)
    text_hash = remembered.get("hash")
    if not isinstance(text_hash, str) or len(text_hash) != HASH_LENGTH:
        raise Refused(Reason.FORM_OUTDATED)
    read = remembered.get("wording")
    numbers = number_in(remembered, "tour"), number_in(remembered, "number")
    return SignTerms(*numbers, text_hash, read_hash=read if isinstance(read, str) else None)


def tour_id(view: View) -> int:
    """Return the tour that a form or a screen is about. Raises Refused(FORM_OUTDATED)."""
    return number_in(memo(view), "tour")


def move_promise(view: View) -> tuple[int, date | None]:
    """Return which promise moves, and to which day if one was chosen. Raises Refused(FORM_OUTDATED)."""
    return number_in(memo(view), "promise"), day(view, "due_on")


def _promise(view: View, row: int) -> PromiseWish:
    at = f"promise.{row}"
    side = Side.HOLDER if row == 1 else Side.COMPANY
    return PromiseWish(
        row=row,
        side=choice(view, f"{at}.side", Side) or side,
        words=text(view, f"{at}.words"),
        owner_id=person(view, f"{at}.owner_id"),
        due_on=day(view, f"{at}.due_on"),
    )
