"""What stands beside the form of a tour, read back from it: what it was filled from, and the three answers."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.choosing_kind import Answers, Fit, Why
from bot.domain.tours import Kind
from bot.services.patterns import Begun
from bot.slack.forms.state import View, choice, chosen, memo


class YesNo(StrEnum):
    """What each of the three questions can be answered with."""

    YES = "yes"
    NO = "no"


def begun(view: View) -> Begun:
    """Return how far the form has come. What cannot be read in it counts as not begun."""
    remembered = memo(view).get("beside")
    if not isinstance(remembered, dict):
        return Begun()
    key, kind, why = (remembered.get(name) for name in ("key", "kind", "why"))
    fit = Fit(Kind(kind), Why(why)) if kind in list(Kind) and why in list(Why) else None
    return Begun(key if isinstance(key, str) else None, is_asking=remembered.get("asks") is True, fit=fit)


def answers(view: View) -> Answers:
    """Return the three answers as far as they were given."""
    return Answers(*(_answer(view, f"aid.{question}") for question in ("scale", "adapt", "lasts")))


def pattern_key(view: View) -> str | None:
    """Return what the form is to start from, if anything was chosen."""
    return chosen(view, "aid.from")


def _answer(view: View, field: str) -> bool | None:
    said = choice(view, field, YesNo)
    return None if said is None else said is YesNo.YES
