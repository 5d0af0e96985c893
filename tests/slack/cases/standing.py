"""A tour on leave, and one that waits for a new manager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain.lifecycle import State
from bot.domain.passing import Passing
from bot.slack.views import hand_over, leave, tour
from tests.slack.cases.case import Case, in_modal
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World


def fixed() -> Iterator[Case]:
    """Yield what is the same for everybody."""
    yield Case(hand_over.name_for_another, "a steward", hand_over.name_for_another())
    yield Case(hand_over.named_for_another, "a steward", hand_over.named_for_another(LONG_ID, LONG_ID))


def cases(world: World) -> Iterator[Case]:
    """Yield every screen of this story."""
    for actor in (MANAGER, HOLDER):
        detail = world.services.tours.read(actor, world.running, NOW)
        yield Case(leave.pause, actor.user_id, leave.pause(detail))
        yield Case(hand_over.name, actor.user_id, hand_over.name(detail))
        away = replace(detail, paused_on=TODAY, paused_until=TODAY + timedelta(days=400))
        for state in (State.ACTIVE, State.PAUSED):
            screen = replace(away, state=state)
            yield Case(leave.away, f"{actor.user_id}, {state}", in_modal(leave.away(screen)))
            yield Case(tour.tour, f"away, {state}", tour.tour(screen))
        yield Case(hand_over.waiting, "left", in_modal(hand_over.waiting(replace(detail, other_is_gone=True))))
        named = replace(detail, state=State.HANDING_OVER, incoming_id=LONG_ID)
        yield Case(hand_over.choose, actor.user_id, hand_over.choose(named))
        for passing in (None, *Passing):
            screen = replace(named, passes=passing)
            yield Case(hand_over.waiting, f"{actor.user_id}, {passing}", in_modal(hand_over.waiting(screen)))
            yield Case(tour.tour, f"handing over, {passing}", tour.tour(screen))
