"""What somebody means who writes to the bot in plain words: rules and fuzzy matching, no network and no model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Intent(StrEnum):
    """What can be meant. GUIDE comes with a topic; the others are commands of `/tour` or ways to speak to somebody."""

    START = "start"
    LIST = "list"
    SHOW = "show"
    GOALS = "goals"
    CHECKIN = "checkin"
    COACH = "coach"
    SIGNAL = "signal"
    NUDGES = "nudges"
    SNOOZE = "snooze"
    ALUMNI = "alumni"
    SETTINGS = "settings"
    PRIVACY = "privacy"
    EXPORT = "export"
    HELP = "help"
    GUIDE = "guide"
    TERM = "term"
    GREETING = "greeting"
    THANKS = "thanks"
    ANGER = "anger"
    DISTRESS = "distress"
    OTHER_LANGUAGE = "other_language"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Near:
    """Something that may be meant; `topic` is a guide's topic, a word of ours (TERM), or None."""

    intent: Intent
    topic: str | None = None


@dataclass(frozen=True)
class Understood:
    """The best reading of what somebody wrote.

    `person_id` is the first Slack user mentioned. `when` is the day that a snooze names, in the writer's zone. `topic`
    is a guide's topic (GUIDE), or a word of ours to explain (TERM). `confidence` runs from 0 to 1. With UNSURE,
    `nearest` holds the three likeliest readings, best first.
    """

    intent: Intent
    person_id: str | None
    when: date | None
    topic: str | None
    confidence: float
    nearest: tuple[Near, ...]


USUAL: Final = (Near(Intent.LIST), Near(Intent.NUDGES), Near(Intent.HELP))


def understand(words: str, now: datetime, zone: str) -> Understood:
    """Return what `words` most likely mean. `now` is an aware moment, `zone` the writer's IANA time zone."""
    return Understood(Intent.UNSURE, None, None, None, 0.0, USUAL)
