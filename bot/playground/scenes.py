"""Scenes to start from. The people of a scene play it themselves, through the real bot, on a stage made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import MovableClock
from bot.playground.persons import Person
from bot.playground.time_travel import Hooks, TimeTravel
from bot.playground.workspace import Workspace

YEAR = timedelta(weeks=52)
LEFT_TO_DO = timedelta(weeks=2)
FORTY = 40
STILL_WAITING = 5
FIRST_SCENE = "empty"


@dataclass(frozen=True)
class Set:
    """What a scene is played on: the workspace, its clock, and what the engine behind the bot offers."""

    workspace: Workspace
    clock: MovableClock
    hooks: Hooks

    def person(self, name: str) -> Person:
        """Return a member by name."""
        return self.workspace.person(name)

    def delivers(self) -> None:
        """Let everything go out that is due now."""
        self.hooks.on_clock_moved(self.clock.now())

    def forward(self, until: datetime) -> None:
        """Move the clock, stopping wherever something is due."""
        self.delivers()
        TimeTravel(self.clock, self.hooks, lambda: None).go(until)


@dataclass(frozen=True)
class Scene:
    """One scene: what the menu says of it, how long before today it begins, who is shown, and what is played."""

    name: str
    title: str
    note: str
    play: Callable[[Set], None]
    begins_before: timedelta = timedelta(0)
    shows: tuple[str, ...] = ("manager", "holder")


@dataclass(frozen=True)
class Terms:
    """What stands in the form of a proposal."""

    kind: str
    mission: str
    result: str
    gain: str
    promise: str


BILLING = Terms(
    kind="Transformational",
    mission="Bring the billing service from one release a month to one a week",
    result="Weekly releases by next summer, and a quarter without a rollback",
    gain="Leads a release train, and speaks about it outside the company",
    promise="An introduction to the finance team",
)
WEEKLY = "Bring the billing service from one release a month to one a week, on-call included"
SHIFT = Terms(
    kind="Rotational",
    mission="Learn the night crossing: engine watch, cargo and the harbour's papers",
    result="Stands a watch alone",
    gain="The second engineer's ticket",
    promise="Two weeks beside the chief engineer",
)


STEPS_WITH_TOMAS = (
    ("Take one question along", "We did this in person"),
    ("Read the pledge", "I make this pledge", "I make it"),
    ("How to ask", "We did this in person"),
)


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
    propose(maya, tomas, BILLING)
    stage.delivers()
    sign(tomas)
    stage.delivers()
    _write_goals(stage, begun)
    _go_first(stage)
    for person in (maya, tomas):
        person.opens_home()
    while (due := stage.hooks.next_nudge_at()) is not None and due < begun + YEAR - LEFT_TO_DO:
        stage.forward(due)
        _keep_up(stage)
    stage.forward(begun + YEAR)
    for person in (maya, tomas):
        person.opens_home()


def forty_tours(stage: Set) -> None:
    """One manager leads forty tours; some have just been proposed."""
    maya = stage.person("manager")
    crew = [stage.workspace.add_person(f"crew{number}", name) for number, name in enumerate(_names(), start=1)]
    for member in crew:
        propose(maya, member, SHIFT)
    stage.delivers()
    for member in crew[STILL_WAITING:]:
        sign(member)
    stage.delivers()
    maya.opens_home()


def propose(manager: Person, holder: Person, terms: Terms) -> None:
    """The manager fills in the form of a tour and proposes it."""
    manager.types(f"/tour start @{holder.user.name}")
    manager.chooses("Kind of tour", terms.kind)
    manager.fills("Mission", terms.mission)
    manager.fills("Result", terms.result)
    manager.fills("Gain", terms.gain)
    manager.fills("Promise of the company", terms.promise)
    manager.submits()
    manager.closes_all()


def sign(other: Person) -> None:
    """Whoever the proposal waits for reads it and signs."""
    other.presses("Read the proposal")
    other.submits()
    other.closes_all()


def _write_goals(stage: Set, begun: datetime) -> None:
    tomas = stage.person("holder")
    tomas.types("/tour goals @manager")
    tomas.presses("Add goals")
    tomas.presses("Add another goal")
    tomas.fills("Goal 1: what?", "Run the weekly release meeting alone by spring")
    tomas.fills("Goal 1: how will we both know?", "Four meetings in a row without Maya in the room")
    tomas.picks_date("Goal 1: by when?", (begun + timedelta(weeks=60)).date())
    tomas.fills("Goal 2: what?", "Give one talk about releases outside the company")
    tomas.fills("Goal 2: how will we both know?", "The talk is on a public programme")
    tomas.picks_date("Goal 2: by when?", (begun + timedelta(weeks=80)).date())
    tomas.submits()
    tomas.closes_all()
    stage.delivers()


def _go_first(stage: Set) -> None:
    maya = stage.person("manager")
    maya.types("/tour coach @holder")
    maya.fills("What I hope to do", "A small boatyard that teaches. I have wanted that since school.")
    maya.submits()
    maya.closes_all()
    stage.delivers()


def _keep_up(stage: Set) -> None:
    """Maya does what the newest nudge asks: takes the next step with Tomas, and records the talk."""
    maya = stage.person("manager")
    newest = str(maya.messages[-1].blocks)
    for first, *others in STEPS_WITH_TOMAS:
        if first in newest:
            for label in (first, *others):
                maya.presses(label)
            maya.closes_all()
            stage.delivers()
    if "Record the talk" in newest:
        maya.opens_messages()
        maya.presses("Record the talk")
        maya.fills("What we agreed", "Tomas leads the weekly meeting. Maya speaks with finance.")
        maya.submits()
        maya.closes_all()
        stage.delivers()


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
        Scene("forty", "Forty tours of one manager", "Maya's Home when it is full", forty_tours, shows=("manager",)),
    )
}
