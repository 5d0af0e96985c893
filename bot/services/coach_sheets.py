"""What the coach shows and what it is asked for: read models and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.coach import CardDraft
from bot.domain.permissions import Role
from bot.domain.promises import Side
from bot.domain.rungs import Rung
from bot.domain.tours import Kind
from bot.domain.wordings import WordingText


@dataclass(frozen=True)
class Step:
    """The next thing a manager can do to earn the right of first conversation with one holder."""

    tour_id: int
    holder_id: str
    rung: Rung


@dataclass(frozen=True)
class CardReader:
    """A holder the card may be shown to, by name, and whether it is now."""

    holder_id: str
    name: str
    is_shared: bool


@dataclass(frozen=True)
class CardSheet:
    """The author's own card and who may be chosen to read it. `version` is 0 before the first writing."""

    draft: CardDraft
    version: int
    readers: tuple[CardReader, ...]
    chosen_id: str | None  # the holder this was opened for


@dataclass(frozen=True)
class SharedCard:
    """A manager's card as a reader sees it, and the tour that lets them."""

    author_id: str
    draft: CardDraft
    tour_id: int


@dataclass(frozen=True)
class WriteCard:
    """Word the card, and show it to exactly those of `offered` who are in `share_with`."""

    draft: CardDraft
    version: int
    share_with: frozenset[str]
    offered: frozenset[str]


@dataclass(frozen=True)
class OpenPromise:
    """A promise between the two that is still open."""

    id: int
    side: Side
    words: str
    due_on: date


@dataclass(frozen=True)
class RungSheet:
    """One rung with one holder: whether it was climbed, how, when; for KEEP, the open promises of their tour."""

    tour_id: int
    holder_id: str
    rung: Rung
    climbed_on: date | None  # in the manager's zone
    in_person: bool
    promises: tuple[OpenPromise, ...]
    kind: Kind
    is_pledged: bool = False  # a pledge made here stands


@dataclass(frozen=True)
class MakePledge:
    """Make the pledge in the words of `text`, which were read as the version with the hash `read_hash`."""

    tour_id: int
    text: WordingText
    read_hash: str


@dataclass(frozen=True)
class ClimbRung:
    """Say that a rung was climbed in person."""

    tour_id: int
    rung: Rung


@dataclass(frozen=True)
class CardSaved:
    """Who can read the card from now on, who cannot any more, and the next step with the one it was opened for."""

    shared: tuple[str, ...]
    taken_back: tuple[str, ...]
    next_step: Step | None


@dataclass(frozen=True)
class PledgeSheet:
    """A pledge as both sides see it, word for word as it was made. Days are in the reader's zone.

    `number` is the version of its wording, 0 before versions were kept. `withdrawn_on` is the day on which it was taken
    back, or None.
    """

    tour_id: int
    manager_id: str
    holder_id: str
    reader_id: str
    pledged_on: date
    withdrawn_on: date | None
    number: int
    text: WordingText


@dataclass(frozen=True)
class Facing:
    """How the actor stands to somebody: the newest tour between them, and which side of it the actor is."""

    tour_id: int
    person_id: str
    role: Role
    kind: Kind


@dataclass(frozen=True)
class FirstSteps:
    """What of the manager's first steps both sides of a tour can open: the shared card, the pledge, the questions."""

    card_is_shared: bool = False
    is_pledged: bool = False
    has_questions: bool = False
