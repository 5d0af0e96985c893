"""Changed terms of a tour that runs, and a form whose text somebody else changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.drafting import MOST_PROMISES
from bot.domain.lifecycle import State
from bot.domain.merging import Merged
from bot.services.tour_detail import TourDetail
from bot.slack.views import overtaking, proposal, tour, tour_form
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, in_modal
from tests.slack.cases.world import HOLDER, MANAGER, NOW, World

BOTH = frozenset({"mission", "result", "gain", "uncertainties", "end_on"})
TAKEN = frozenset({f"promise.{row}.words" for row in range(MOST_PROMISES)})


def fixed() -> Iterator[Case]:
    """Yield nothing: every screen of this story shows words."""
    yield from ()


def cases(world: World) -> Iterator[Case]:
    """Yield every screen of this story."""
    signing = PROMPTS.render("wording/signing", {})
    for actor in (MANAGER, HOLDER):
        detail = amending(world.services.tours.read(actor, world.proposed, NOW))
        for notice in (None, "Declined. The other side is told that you did, and nothing else."):
            yield Case(proposal.proposal, f"amending, {actor.user_id}", proposal.proposal(detail, signing, notice))
        lines = world.services.nudges.forecast_of_tour(actor, world.proposed, NOW)
        yield Case(proposal.reminders, "as changed", proposal.reminders(detail, lines, as_changed=True))
        yield Case(tour.tour, f"amending, {actor.user_id}", tour.tour(detail))
        yield from _overtaken(detail, world)
    settled = world.services.tours.read(MANAGER, world.running, NOW)
    many = settled.shown.promises * 3
    yield Case(tour.tour, "settled promises", tour.tour(replace(settled, settled_promises=many)))


def amending(detail: TourDetail) -> TourDetail:
    """Return a proposal of two versions as a tour that runs, of which the second version would change the first."""
    return replace(
        detail,
        state=State.ACTIVE,
        in_force_number=1,
        amending_from=2,
        active_since=NOW,
        changed_talks=detail.talks,
    )


def _overtaken(detail: TourDetail, world: World) -> Iterator[Case]:
    wish = detail.latest.wish
    for name, each in (("amending", detail), ("signed", replace(detail, amending_from=None))):
        for merged in (Merged(wish, TAKEN, BOTH), Merged(wish, frozenset(), frozenset())):
            form = tour_form.change(each, wish, base=1, reason=world.words, rows=MOST_PROMISES, overtaken=merged)
            yield Case(tour_form.change, f"overtaken, {name}", form)
            yield Case(overtaking.notice, name, in_modal(overtaking.notice(each, merged)))
            beside = overtaking.beside(each, form["blocks"], merged)[:50]
            yield Case(overtaking.beside, name, {**form, "blocks": beside})
