"""The first seven steps of whoever just arrived: what to do next, ticked off by what the bot has sent since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.playground.refusals import Json
from bot.playground.time_travel import Stop

SIDES = ("manager", "holder")


@dataclass(frozen=True)
class Step:
    """One step. It is done once either side was sent a message of one of these moments. `*` marks words to look for."""

    title: str
    todo: str
    moments: frozenset[str]


STEPS = (
    Step(
        "Propose a tour",
        "You are Maya. Type */tour start @holder* into her message box, send it, fill in the form and press *Propose*.",
        frozenset({"proposal_arrived"}),
    ),
    Step(
        "Read it as the other side",
        "Now you are Tomas. Press *Read the proposal*, then *Propose a change*: alter a line and say why.",
        frozenset({"proposal_changed", "tour_active"}),
    ),
    Step(
        "Sign the same words",
        "As Maya, press *Read the proposal*. You see what changed, and why. Press *Sign*.",
        frozenset({"tour_active"}),
    ),
    Step(
        "Write a goal",
        "As Maya, type */tour goals @holder*, then press *Add goals*: what, how both of you will know, and by when.",
        frozenset({"goals_added"}),
    ),
    Step(
        "Let time pass",
        "Press *Next nudge*, above, until Maya reads *Earn the right of first conversation*.",
        frozenset({"review_due"}),
    ),
    Step(
        "Go first",
        "As Maya, press *Write my three lines*. One line is enough. Tomas may read it; nothing is asked of him.",
        frozenset({"card_shared"}),
    ),
    Step(
        "Record the talk",
        "They have met. As Maya, press *Record the talk*: what you agreed, and that is all.",
        frozenset({"check_in_recorded"}),
    ),
)


def steps(stops: Iterable[Stop]) -> list[Json]:
    """Return the steps as the page draws them, given what both sides were sent or will be."""
    sent = {stop.moment for stop in stops if stop.sent}
    return [{"title": step.title, "todo": step.todo, "done": bool(step.moments & sent)} for step in STEPS]
