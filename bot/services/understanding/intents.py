"""What can be meant, and what was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Intent(StrEnum):
    """What can be meant. GUIDE and TERM come with a topic; most others are the commands of `/tour` by their words."""

    NEXT = "next"  # `/tour` alone: what to do now
    START = "start"
    LIST = "list"
    SHOW = "show"
    LEADER = "leader"  # who leads the writer's tour
    GOALS = "goals"
    CHECKIN = "checkin"
    COACH = "coach"
    SIGNAL = "signal"
    NUDGES = "nudges"
    SNOOZE = "snooze"
    RESUME = "resume"  # end a pause of nudges
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


@dataclass(frozen=True, order=True)
class Near:
    """One reading of what somebody wrote: `topic` is a guide's topic (GUIDE), a word of ours (TERM), or None."""

    intent: Intent
    topic: str | None = None


@dataclass(frozen=True)
class Understood:
    """The best reading of what somebody wrote.

    `person_id` is the first Slack user mentioned. `when` is the day that is named, in the writer's zone; it is looked
    for with SNOOZE only. `confidence` runs from 0 to 1. `nearest` holds the three likeliest readings, best first: what
    to offer with UNSURE.
    """

    intent: Intent
    person_id: str | None
    when: date | None
    topic: str | None
    confidence: float
    nearest: tuple[Near, ...]
