"""What the people of a scene do, through the real bot, on a stage made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import MovableClock
from bot.playground.persons import Person
from bot.playground.time_travel import Hooks, TimeTravel
from bot.playground.workspace import Workspace
from bot.services import Services
from bot.services.people import Actor
from bot.services.signing import SignTerms
from bot.services.starting import StartTour


@dataclass(frozen=True)
class Set:
    """What a scene is played on: the workspace, its clock, what the engine behind the bot offers, and its use cases."""

    workspace: Workspace
    clock: MovableClock
    hooks: Hooks
    services: Services

    def person(self, name: str) -> Person:
        """Return a member by name."""
        return self.workspace.person(name)

    def actor(self, person: Person) -> Actor:
        """Return a member as the bot's use cases know them."""
        return self.services.people.actor(self.workspace.team.id, person.id, self.clock.now())

    def delivers(self) -> None:
        """Let everything go out that is due now."""
        self.hooks.on_clock_moved(self.clock.now())

    def forward(self, until: datetime) -> None:
        """Move the clock, stopping wherever something is due."""
        self.delivers()
        TimeTravel(self.clock, self.hooks, lambda: None).go(until)


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


def know_home(*people: Person) -> None:
    """Each of them opens Home for the second time: the first time it says what Tourguide is."""
    for person in people:
        person.opens_home()
        person.opens_home()


def propose(manager: Person, holder: Person, terms: Terms, end_on: date | None = None) -> None:
    """The manager fills in the form of a tour and proposes it."""
    manager.types(f"/tour start @{holder.user.name}")
    manager.chooses("Kind of tour", terms.kind)
    if end_on:
        manager.picks_date("Planned end", end_on)
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


def do_the_same_with(stage: Set, manager: Person, holders: Sequence[Person]) -> None:
    """The manager's newest tour again with each of these: proposed and signed as the forms would do it, unseen."""
    tours, now = stage.services.tours, stage.clock.now()
    leading = stage.actor(manager)
    wish = tours.read(leading, tours.list_of(leading)[0].id, now).latest.wish
    signing = [stage.actor(holder) for holder in holders]
    begun = [tours.start(leading, StartTour(actor.user_id, leads=True, wish=wish), now).tour_id for actor in signing]
    stage.delivers()
    for actor, tour_id in zip(signing, begun, strict=True):
        terms = tours.read(actor, tour_id, now).latest
        tours.sign(actor, SignTerms(tour_id, terms.number, terms.text_hash), now)
    stage.delivers()


def write_goals(stage: Set, begun: datetime) -> None:
    """Tomas writes two goals."""
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


def keep_up(stage: Set) -> None:
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


def begin(stage: Set, terms: Terms, end_on: date | None = None) -> None:
    """Maya and Tomas propose and sign a tour."""
    maya, tomas = stage.person("manager"), stage.person("holder")
    propose(maya, tomas, terms, end_on)
    stage.delivers()
    sign(tomas)
    stage.delivers()


def go_first(stage: Set, *rungs: tuple[str, ...]) -> None:
    """Maya writes one line about what she wants herself, then climbs these rungs with Tomas one after the other."""
    maya = stage.person("manager")
    maya.types("/tour coach @holder")
    maya.fills("What I hope to do", "A small boatyard that teaches. I have wanted that since school.")
    maya.submits()
    for label in (label for rung in rungs for label in rung):
        maya.presses(label)
    maya.closes_all()
    stage.delivers()


def talk_of_what_comes_next(stage: Set) -> None:
    """Maya records the talk about the next tour, and confirms the door that it led to."""
    maya = stage.person("manager")
    maya.types("/tour checkin @holder")
    maya.presses("Record")
    maya.fills("What we agreed", "One more crossing season, this time as second engineer.")
    maya.submits()
    maya.closes_all()
    maya.types("/tour show @holder")
    maya.presses("The three doors")
    maya.presses("Confirm a door")
    maya.chooses("Which door did your talk lead to?", "Renew")
    maya.submits()
    maya.closes_all()
    stage.delivers()


def settle_the_company(steward: Person) -> None:
    """A steward says what the company is for, and whom to turn to."""
    steward.types("/tour settings")
    steward.presses("Change these")
    steward.chooses("People contact", f"@{steward.user.name}")
    steward.fills("What the company is for", "Bring people and freight across the bay, in any weather that allows it.")
    steward.fills("What the company stands for", "Nobody sails tired\nSay it before it breaks")
    steward.submits()
    steward.closes_all()
