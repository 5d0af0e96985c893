"""Questions about our own words: "what is a foundational tour?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# The longest names first: "foundational tour" is not the word "tour".
NAMES: Final[Mapping[str, str]] = {
    r"foundational(?: tours?)?": "foundational",
    r"transformational(?: tours?)?": "transformational",
    r"rotational(?: tours?)?": "rotational",
    r"(?:right of )?(?:the )?first.conversations?": "first_conversation",
    r"(?:first.conversation )?pledges?": "pledge",
    r"opening cards?": "opening_card",
    r"(?:three |3 )?doors?": "doors",
    r"check.?ins?": "check_in",
    r"(?:tours?(?: of duty)?|tours? of duties)": "tour",
    r"nudges?": "nudge",
    r"promises?": "promise",
    r"goals?": "goal",
    r"terms": "terms",
    r"amendments?|changed terms|changes? of (?:the )?terms": "changed_terms",
    r"tour pauses?|paus(?:ed|ing) (?:a |the )?tours?": "pause",
    r"hand.?overs?": "hand_over",
    r"(?:tour )?closes?|closing (?:a |the )?tour": "close",
    r"early ends?|ending (?:a |the )?(?:tour )?early": "early_end",
    r"tour records?": "tour_record",
    r"common ground": "common_ground",
    r"people contacts?": "people_contact",
    r"stewards?": "steward",
}
_ASKED: Final = re.compile(
    r"^(?:(?:so|ok|and|sorry|please|hi|hello|hey|but)\W+)*(?:can you |could you |please )?"
    r"(?:what(?:'?s|’s| is| are| exactly is)|whats|define|explain|describe|meaning of|definition of|tell me about"
    r"|what (?:does|do|counts as|do you (?:mean|call)|is meant)(?: by| with)?)\s+"
    r"(?:(?:me|the|this|that|a|an|by|with|your|these|those|word|term|meant|exactly)\s+)*"
    r"(?P<name>.+?)"
    r"(?:\s+(?:mean|means|thing|things|exactly|here|in this|in here|about|for|stand for|actually|really|again))*\W*$"
)
_ALONE: Final = re.compile(
    r"^(?P<name>[\w\s-]+?)(?:\s+(?:meaning|definition)\W*|\W+what(?:'s| is) (?:that|it|this)\W*|\s*\?+)$"
)


def asked_term(said: str) -> str | None:
    """Return the word of ours that `said` (in lower case) asks to have explained, or None."""
    for pattern in (_ASKED, _ALONE):
        found = pattern.match(said.strip().strip("\"'“”"))
        if found and (term := _named(found["name"].strip("\"'“” "))):
            return term
    return None


def _named(name: str) -> str | None:
    return next((term for pattern, term in NAMES.items() if re.fullmatch(pattern, name)), None)
