"""Scenes to start from. The people of a scene play it themselves, through the real bot, on a stage made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.playground.acts import (
    BILLING,
    SHIFT,
    STEPS_WITH_TOMAS,
    WEEKLY,
    Set,
    begin,
    do_the_same_with,
    go_first,
    keep_up,
    know_home,
    propose,
    settle_the_company,
    sign,
    talk_of_what_comes_next,
    write_goals,
)

YEAR = timedelta(weeks=52)
LEFT_TO_DO = timedelta(weeks=2)
FORTY = 40
TAKEN_BACK_WITHIN = timedelta(minutes=10)
STILL_WAITING = 5
SHORT_TOUR = timedelta(weeks=8)
TALK_OF_WHAT_COMES_NEXT = timedelta(days=37)
SIX_WEEKS = timedelta(weeks=6)
FIRST_SCENE = "empty"


@dataclass(frozen=True)
class Scene:
    """One scene: what the menu says of it, how long before today it begins, who is shown, and what is played."""

    name: str
    title: str
    note: str
    play: Callable[[Set], None]
    begins_before: timedelta = timedelta(0)
    shows: tuple[str, ...] = ("manager", "holder")


def nothing_yet(_stage: Set) -> None:
    """An empty workspace: nobody has said anything."""


def under_negotiation(stage: Set) -> None:
    """Maya has proposed; Tomas wants one line to read otherwise, and says why; it is Maya's turn."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    propose(maya, tomas, BILLING)
    stage.delivers()
    tomas.presses("Read the proposal")
    tomas.presses("Propose a change")
    tomas.fills("Mission", WEEKLY)
    tomas.fills("Why this change?", "Half of the nights on call come from late releases.")
    tomas.submits()
    tomas.closes_all()
    stage.delivers()


def a_year_in(stage: Set) -> None:
    """A tour has run for a year: goals stand, Maya went first, every talk was held, and the next one is near."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    begun = stage.clock.now()
    begin(stage, BILLING)
    write_goals(stage, begun)
    go_first(stage)
    for person in (maya, tomas):
        person.opens_home()
    while (due := stage.hooks.next_nudge_at()) is not None and due < begun + YEAR - LEFT_TO_DO:
        stage.forward(due)
        keep_up(stage)
    stage.forward(begun + YEAR)
    for person in (maya, tomas):
        person.opens_home()


def someone_is_looking(stage: Set) -> None:
    """Maya has pledged. Tomas asks for a talk, a first conversation, and ten minutes later she hears of it."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    begin(stage, BILLING)
    take_turns, pledge, _ask = STEPS_WITH_TOMAS
    go_first(stage, take_turns, pledge)
    tomas.types("/tour signal")
    tomas.chooses("What is it about?", "A first conversation")
    tomas.submits()
    tomas.closes_all()
    stage.forward(stage.clock.now() + TAKEN_BACK_WITHIN)
    know_home(maya, tomas)


def a_door_to_choose(stage: Set) -> None:
    """A short tour nears its end. They have talked about what comes next; Maya has confirmed a door, Tomas not yet."""
    begun = stage.clock.now()
    begin(stage, SHIFT, (begun + SHORT_TOUR).date())
    go_first(stage)
    stage.forward(begun + TALK_OF_WHAT_COMES_NEXT)
    talk_of_what_comes_next(stage)
    stage.forward(begun + SIX_WEEKS)
    know_home(stage.person("manager"), stage.person("holder"))


def forty_tours(stage: Set) -> None:
    """A steward looks after the settings, and leads forty tours herself; some have just been proposed.

    One is signed by hand like everywhere else; those that follow are the same for others.
    """
    ines = stage.person("steward")
    settle_the_company(ines)
    crew = [
        stage.workspace.add_person(f"crew{number}", name, role="Tour holder")
        for number, name in enumerate(_names(), start=1)
    ]
    *waiting, signed = crew[: STILL_WAITING + 1]
    for member in (*waiting, signed):
        propose(ines, member, SHIFT)
    stage.delivers()
    sign(signed)
    stage.delivers()
    do_the_same_with(stage, ines, crew[STILL_WAITING + 1 :])
    know_home(ines)


def _names() -> list[str]:
    first = ("Ana", "Bo", "Chidi", "Dina", "Emre", "Freya", "Goro", "Hanne")
    last = ("Abebe", "Brandt", "Costa", "Dahl", "Eriksen")
    return [f"{given} {family}" for family in last for given in first][:FORTY]


SCENES = {
    scene.name: scene
    for scene in (
        Scene(FIRST_SCENE, "Empty workspace", "Nobody has said anything yet", nothing_yet),
        Scene("proposal", "A proposal under negotiation", "Tomas wants one line changed", under_negotiation),
        Scene("year", "A year in", "Talks held, goals under way, the next talk near", a_year_in, YEAR),
        Scene("door", "A door to choose", "They have talked; it is for Tomas to confirm", a_door_to_choose, SIX_WEEKS),
        Scene("looking", "Someone is looking", "Tomas asked for a talk; Maya has just heard", someone_is_looking),
        Scene(
            "forty",
            "A steward with 40 tours",
            "Home when it is full, and the settings",
            forty_tours,
            shows=("steward",),
        ),
    )
}
