"""Questions about who leads whom: "who is my manager?", "who do I lead?"."""

from __future__ import annotations

import re
from typing import Final

from bot.services.understanding.intents import Intent

_BEFORE: Final = (
    r"^(?:(?:so|ok|hi|hello|hey|and|please|sorry|but)\W+)*(?:(?:can|could|would) you |do you |please )*"
    r"(?:tell me |remind me |show me |know |(?:i )?(?:don't|do not) know |i forgot )?"
)
_AFTER: Final = (
    r"(?: (?:now|here|then|again|today|anyway|currently|at the moment|(?:in|for|of|on) (?:my|this|our) tour))*\W*$"
)
_MANAGER: Final = (
    r"(?:new |current |present |line |direct )*(?:manager|boss|lead|leader|supervisor|superior|chief)\b(?!')"
)
_TOUR: Final = r"(?:my|our|this) tour(?: of duty)?"
_LED_BY: Final = (
    rf"who(?:'s| is| are|s| will be)? (?:my|our) {_MANAGER}(?: is| are| will be)?",
    rf"who(?:'s| is| will)? (?:leads?|leading|manages?|managing|(?:be )?in charge of) (?:me|us|{_TOUR})",
    rf"who(?:'s| is) (?:the )?{_MANAGER} (?:in|for|of|on) {_TOUR}",
    r"whom? (?:do|am) i report(?:ing)? to",
    rf"(?:which|what) {_MANAGER} do i have",
    rf"do i have an? {_MANAGER}",
    rf"what(?:'s| is) (?:the name of my {_MANAGER}|my {_MANAGER} called|my (?:manager|boss)'s name)",
)
_LEADING: Final = (
    r"whom? (?:do|am) i (?:lead|leading|manage|managing)",
    r"who(?:'s| is| are) my (?:holders?|tour holders?|people|reports?|direct reports?)",
    r"who(?:'s| is| are)? reports? to me",
)


def asked_who_leads(said: str) -> Intent | None:
    """Return LEADER where `said` (in lower case) asks who leads the writer, LIST where it asks whom they lead."""
    if _LEADER.match(said):
        return Intent.LEADER
    return Intent.LIST if _LED.match(said) else None


def _asks(ways: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{'|'.join(ways)}){_AFTER}")


_LEADER: Final = _asks(_LED_BY)
_LED: Final = _asks(_LEADING)
