"""A person's tours as one career line: kinds and years, no words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.db.tours import TourLine
from bot.domain.lifecycle import State
from bot.slack.views.choosing import kind_name
from bot.slack.words import _

MOST_TOURS: Final = 12


def career_words(lines: Sequence[TourLine]) -> str:
    """Return the tours in one line, the earliest first; of very many the last ones."""
    shown = [_tour(line) for line in lines[-MOST_TOURS:]]
    return " · ".join(["…", *shown] if len(lines) > MOST_TOURS else shown)


def _tour(line: TourLine) -> str:
    begun, ended = line.start_on.year, line.ended_at
    if ended is None:
        years = _("since {year}").format(year=begun)
    else:
        years = str(begun) if ended.year == begun else f"{begun}–{ended.year}"
    early = _(", ended early") if line.state is State.ENDED_EARLY else ""
    return f"{kind_name(line.kind)} {years}{early}"
