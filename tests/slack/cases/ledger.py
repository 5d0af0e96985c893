"""One promise and its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain.ledger import MarkRead
from bot.domain.promises import PromiseState, Side
from bot.slack.views import ledger
from tests.slack.cases.case import Case
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World


def cases(world: World) -> Iterator[Case]:
    """Yield every screen of this story."""
    long = tuple(
        MarkRead(
            (Side.COMPANY, Side.HOLDER)[n % 2],
            LONG_ID,
            PromiseState.RENEGOTIATED,
            TODAY if n % 3 else None,
            TODAY + timedelta(days=n) if n % 3 else None,
            NOW,
        )
        for n in range(60)
    )
    for actor in (MANAGER, HOLDER):
        detail = world.services.tours.read(actor, world.running, NOW)
        sheet = world.services.ledger.read(actor, detail.shown.promises[0].id, NOW)
        for state in PromiseState:
            for seen in (None, *PromiseState):
                promise = replace(sheet.promise, state=state, seen_as=seen)
                full = replace(sheet, promise=promise, history=long, may_say=True)
                yield Case(ledger.promise, f"{actor.user_id}, {state}, {seen}", ledger.promise(full, "Noted."))
        yield Case(ledger.promise, f"{actor.user_id}, bare", ledger.promise(replace(sheet, may_say=False)))


def fixed() -> Iterator[Case]:
    """Yield nothing: every screen of this story shows what people wrote."""
    yield from ()
