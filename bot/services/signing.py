"""The wording above a signature: a replaceable text, of which each version that somebody signed in is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.db.work import Work
from bot.domain.refusals import Reason, Refused
from bot.domain.wordings import WordingText

NAME: Final = "signing"  # of the wording, in prompts/en/wording


@dataclass(frozen=True)
class SignTerms:
    """One version of a tour, as its reader saw it.

    `wording` is what a signature says today, `read_hash` the hash of what stood above the button; None on a screen
    older than the keeping of versions.
    """

    tour_id: int
    number: int
    text_hash: str
    wording: WordingText | None = None
    read_hash: str | None = None


def version_read(work: Work, command: SignTerms, now: datetime) -> int | None:
    """Return the number of the wording's version that was read. Raises Refused(WORDING_CHANGED) for another."""
    if command.wording is None:
        return None
    if command.read_hash not in {None, command.wording.text_hash}:
        raise Refused(Reason.WORDING_CHANGED)
    return work.coach.keep_wording(NAME, command.wording, now).number
