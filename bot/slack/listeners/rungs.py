"""Which screen a rung has, and what its buttons carry: "tour", "tour:rung" or "tour:rung:question"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from bot.domain.refusals import Reason, Refused
from bot.domain.rungs import Rung
from bot.domain.wordings import WordingText
from bot.prompts import Prompts
from bot.services.coach import Coach
from bot.services.coach_sheets import RungSheet
from bot.services.people import Actor
from bot.services.turns import Turns
from bot.slack import blocks
from bot.slack.ids import View
from bot.slack.listeners.sheets import NUMBER, numbers
from bot.slack.views import coach as views
from bot.slack.views import opening_card, pledges
from bot.slack.views import turns as turn_views

OURS: Final = frozenset(
    {
        View.CLIMB_RUNG,
        View.OPENING_CARD,
        View.GUIDE,
        View.PREPARE_TALK,
        View.PROBLEM,
        View.ASK_TURN,
        View.TURNS,
        View.REHEARSALS,
        View.REHEARSAL,
        View.READ_PLEDGE,
        View.COMMON_GROUND,
        View.REFLECTION,
    }
)


@dataclass(frozen=True)
class RungScreens:
    """Finds the screen of a rung for whoever asks."""

    actor: Actor
    now: datetime
    coach: Coach
    turns: Turns
    prompts: Prompts

    def view(self, tour_id: int, rung: Rung | None = None, question: int = 0) -> blocks.View:
        """Return the modal of a rung; for the first one, or where the card must come before, the card."""
        try:
            sheet = self.coach.rung(self.actor, tour_id, rung)
        except Refused as refused:
            if refused.reason is not Reason.CARD_FIRST:
                raise
            return opening_card.opening_card(self.coach.card(self.actor, tour_id), sent_here=True)
        if sheet.rung is Rung.GO_FIRST:
            return opening_card.opening_card(self.coach.card(self.actor, tour_id))
        guide = self.prompts.render(f"guides/rungs/{sheet.rung.value}", {"kind": sheet.kind.value})
        return views.rung(sheet, guide, self._body(sheet, question))

    def _body(self, sheet: RungSheet, question: int) -> Iterable[blocks.Block]:
        match sheet.rung:
            case Rung.TAKE_TURNS:
                return turn_views.part(self.turns.sheet(self.actor, sheet.tour_id, self.now), question)
            case Rung.PLEDGE:
                return pledges.part(sheet, pledge_wording(self.prompts))
            case Rung.ASK:
                stay = turn_views.stay_part(self.turns.sheet(self.actor, sheet.tour_id, self.now))
                return chain(views.ask_part(sheet), stay)
            case _:
                return views.keep_part(sheet)


def pledge_wording(prompts: Prompts) -> WordingText:
    """Return the pledge as it is worded today."""
    return WordingText(*prompts.render("wording/pledge", {"kind": None}))


def tour_of(value: str | None) -> int:
    """Return the tour that a button names. Raises Refused(LINK_EXPIRED) for a button that names none."""
    return numbers((value or "").split(":")[0])[0]


def named_rung(value: str | None) -> Rung | None:
    """Return the rung that a button names behind its tour, or None."""
    parts = (value or "").split(":")
    return Rung(parts[1]) if len(parts) > 1 and parts[1] in set(Rung) else None


def rung_called(words: str) -> Rung | None:
    """Return the rung that is called by these words, as its screen is titled; None for any others."""
    said = " ".join(words.lower().split())
    return next((rung for rung in Rung if said == views.rung_title(rung).lower()), None)


def named_question(value: str | None) -> int:
    """Return the number of the question that a button names behind its rung, or 0."""
    parts = (value or "").split(":")
    return int(parts[2]) if len(parts) > 2 and NUMBER.fullmatch(parts[2]) else 0
