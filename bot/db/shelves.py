"""THE table of what is kept of people: who reads what of it, and what becomes of it when its author erases it.

A shelf is one table. What hangs on a tour by a foreign key is read by both its sides unless the shelf says otherwise;
everything else says who reads it. A test finds every table and every sealed column in the schema, so that none can be
forgotten: not in an export of one's own, not in an erasure, not when its time is over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.access import AccessReceipt
from bot.domain.base import Base
from bot.domain.check_ins import CheckIn, Note, Visibility
from bot.domain.coach import CardShare, Climb, OpeningCard
from bot.domain.common_ground import ValueList
from bot.domain.doors import DoorChoice
from bot.domain.endings import ClosingWords, Ending
from bot.domain.goals import Goal, GoalState, GoalUpdate
from bot.domain.leads import Lead
from bot.domain.ledger import PromiseMark
from bot.domain.measures import Confidence
from bot.domain.nudges import NudgeWish, Quiet
from bot.domain.people import Person
from bot.domain.promises import Promise
from bot.domain.rehearsing import Rehearsing
from bot.domain.rungs import Rung
from bot.domain.signals import Signal
from bot.domain.signatures import Signature
from bot.domain.stewards import Steward
from bot.domain.terms import Terms
from bot.domain.tours import Tour
from bot.domain.turns import Turn

OfPerson = Callable[[str], ColumnElement[bool]]
"""A condition on rows, made for the person with this user id."""


@dataclass(frozen=True)
class Deletes:
    """These rows go, when the person erases what they wrote."""

    rows: OfPerson


@dataclass(frozen=True)
class Blanks:
    """The words in these columns go; the row stays, because something of somebody else hangs on it.

    `also` is set besides.
    """

    rows: OfPerson
    words: tuple[str, ...]
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shelf:
    """One table. `mine` are the rows that an export of one's own holds; None means every row of one's tours.

    `closed` names columns that an export shows only where their condition holds. `stays` says why words remain when
    their author erases what they wrote.
    """

    model: type[Base]
    title: str
    mine: OfPerson | None = None
    closed: Mapping[str, OfPerson] = field(default_factory=dict)
    erasing: tuple[Deletes | Blanks, ...] = ()
    stays: str | None = None


def _is(column: InstrumentedAttribute[Any]) -> OfPerson:
    return lambda me: column == me


def _unsigned(me: str) -> ColumnElement[bool]:
    """Versions that the person wrote and that never had both signatures: what both signed belongs to both."""
    signatures = select(func.count()).where(Signature.terms_id == Terms.id).scalar_subquery()
    return and_(Terms.author_id == me, signatures < 2)


def _of_unsigned(me: str) -> ColumnElement[bool]:
    return Promise.terms_id.in_(select(Terms.id).where(_unsigned(me)))


def _without_others(me: str) -> ColumnElement[bool]:
    """Goals of the person about whose course nobody else wrote anything."""
    others = exists().where(GoalUpdate.goal_id == Goal.id, GoalUpdate.author_id != me)
    return and_(Goal.author_id == me, ~others)


def _shown_to(me: str) -> ColumnElement[bool]:
    shown = exists().where(
        CardShare.team_id == OpeningCard.team_id,
        CardShare.author_id == OpeningCard.author_id,
        CardShare.holder_id == me,
        CardShare.withdrawn_at.is_(None),
    )
    return or_(OpeningCard.author_id == me, shown)


SHELVES: Final = (
    Shelf(Person, "Me, and my hours", _is(Person.user_id), stays="Slack's name for you and your hours, to go by"),
    Shelf(Tour, "Tours", lambda me: or_(Tour.manager_id == me, Tour.holder_id == me)),
    Shelf(
        Terms,
        "Terms",
        erasing=(
            Blanks(_unsigned, ("mission", "result", "gain", "uncertainties", "reason")),
            Blanks(_is(Terms.author_id), ("reason",)),
        ),
        stays="what both signed belongs to both, for as long as a tour that is over is kept",
    ),
    Shelf(Promise, "Promises", erasing=(Blanks(_of_unsigned, ("words",)),), stays="the same, being part of the terms"),
    Shelf(PromiseMark, "What was said of promises"),
    Shelf(Signature, "Signatures"),
    Shelf(
        Goal,
        "Goals",
        erasing=(
            Deletes(_without_others),
            Blanks(_is(Goal.author_id), ("what", "evidence", "if_then", "profile_line"), {"state": GoalState.DROPPED}),
        ),
    ),
    Shelf(GoalUpdate, "How it went", erasing=(Blanks(_is(GoalUpdate.author_id), ("words",)),)),
    Shelf(CheckIn, "Talks"),
    Shelf(
        Note,
        "Notes",
        lambda me: or_(Note.author_id == me, Note.visibility == Visibility.BOTH_SIDES),
        erasing=(Deletes(_is(Note.author_id)),),
    ),
    # Only its owner's: no side may learn from a file to which door the other leaned, or which one they confirmed.
    Shelf(DoorChoice, "Doors that I chose", _is(DoorChoice.user_id), erasing=(Deletes(_is(DoorChoice.user_id)),)),
    Shelf(Ending, "How a tour ended", erasing=(Blanks(_is(Ending.by_id), ("reason",)),)),
    Shelf(
        ClosingWords,
        "What was said at the end",
        erasing=(Blanks(_is(ClosingWords.author_id), ("outcome", "thanks")),),  # the signature stays under the record
    ),
    # Only its sender's: the manager reads what it is about in one window, while it stands, and in no file.
    Shelf(Signal, "Talks that I asked for", _is(Signal.holder_id), erasing=(Deletes(_is(Signal.holder_id)),)),
    Shelf(OpeningCard, "Opening cards", _shown_to, erasing=(Deletes(_is(OpeningCard.author_id)),)),
    Shelf(
        CardShare,
        "Who was shown an opening card",
        lambda me: or_(CardShare.author_id == me, and_(CardShare.holder_id == me, CardShare.withdrawn_at.is_(None))),
        erasing=(Deletes(_is(CardShare.author_id)),),
    ),
    Shelf(
        Climb,
        "First steps with somebody",
        lambda me: or_(
            Climb.manager_id == me, and_(Climb.holder_id == me, Climb.rung == Rung.PLEDGE, ~Climb.in_person)
        ),
    ),
    Shelf(
        Turn,
        "Questions",
        lambda me: or_(Turn.manager_id == me, Turn.holder_id == me),
        closed={"holder_words": lambda me: or_(Turn.holder_id == me, Turn.shared_at.is_not(None))},
        erasing=(
            Deletes(lambda me: and_(Turn.manager_id == me, Turn.holder_words.is_(None))),
            Blanks(_is(Turn.manager_id), ("manager_words",)),
            Blanks(_is(Turn.holder_id), ("holder_words",), {"shared_at": None, "wished_at": None}),
        ),
    ),
    Shelf(
        ValueList,
        "What matters to somebody",
        lambda me: or_(ValueList.holder_id == me, and_(ValueList.manager_id == me, ValueList.shared_at.is_not(None))),
        erasing=(Deletes(_is(ValueList.holder_id)),),
    ),
    Shelf(Rehearsing, "Rehearsals under way", _is(Rehearsing.user_id), erasing=(Deletes(_is(Rehearsing.user_id)),)),
    Shelf(
        Confidence, "How confident I feel", _is(Confidence.manager_id), erasing=(Deletes(_is(Confidence.manager_id)),)
    ),
    Shelf(NudgeWish, "Which nudges I want", _is(NudgeWish.user_id)),
    Shelf(Quiet, "What I want to hear nothing of", _is(Quiet.user_id)),
    Shelf(Lead, "Who leads whom, as the company says", lambda me: or_(Lead.user_id == me, Lead.manager_id == me)),
    Shelf(Steward, "Steward", _is(Steward.user_id)),
    Shelf(AccessReceipt, "Who opened something of mine from outside", _is(AccessReceipt.about_id)),
)

OF_NOBODY: Final[Mapping[str, str]] = {
    "companies": "what stewards have set for everybody, who all read it",
    "rulings": "which periods stewards decided on, who did and when: everybody reads it",
    "standard_tours": "what stewards wrote for everybody to start from",
    "messages": "what was sent and will be: `/tour nudges` shows it, and it holds no words",
    "wordings": "the words in which pledges were made and terms signed, each version of them",
    "lanes": "how a workspace's messages go out",
    "dealt": "which deliveries of Slack's were dealt with",
    "installations": "Slack's token for a workspace",
    "install_attempts": "an installation in somebody's browser, for ten minutes",
}
"""Tables that hold nothing of a person's own, and what they hold."""
