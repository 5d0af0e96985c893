"""Who leads whom, brought in from what a company has already: looked over first, then kept, to offer a partner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.db.work import Database
from bot.domain.lifecycle import OVER
from bot.domain.people import Profile
from bot.domain.people_file import FileRow
from bot.services.people import Actor


class Unmatched(StrEnum):
    """Why a line of a file says nothing that can be kept."""

    PERSON_UNKNOWN = "nobody in this workspace has this id or address"
    MANAGER_UNKNOWN = "its manager is nobody in this workspace"
    NO_MANAGER = "no manager is named"
    OWN_MANAGER = "somebody would lead themselves"
    NO_MEMBER = "one of the two is a guest, an app, or has left"
    TWICE = "the person is named further up, with another manager"


@dataclass(frozen=True)
class Member:
    """One person of a workspace as Slack lists them; `email` is None where Slack may not tell it."""

    user_id: str
    profile: Profile
    email: str | None = None

    @property
    def is_full(self) -> bool:
        """Whether this is a full member: neither guest nor app, not of elsewhere, and still there."""
        whose = self.profile
        return not (whose.is_bot or whose.is_guest or whose.is_stranger or whose.is_deactivated)


@dataclass(frozen=True)
class LeadPlan:
    """What bringing a file in would change. Pairs are user ids: person, manager."""

    new: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # person -> (manager before, manager now)
    same: int = 0
    unmatched: Sequence[tuple[FileRow, Unmatched]] = ()

    @property
    def leads(self) -> dict[str, str]:
        """Return what is to be kept: person -> manager."""
        return {**self.new, **{person: after for person, (_before, after) in self.changed.items()}}


@dataclass(frozen=True)
class Offer:
    """Whom a new tour may be with, as the company says: people whom the actor leads, or their own manager."""

    people: tuple[str, ...] = ()  # led by the actor, who have no tour or proposal with them
    manager_id: str | None = None

    @property
    def only(self) -> str | None:
        """The one who is meant where there is just one; whoever leads nobody is offered their manager."""
        if len(self.people) == 1:
            return self.people[0]
        return self.manager_id if not self.people else None

    def leads(self, partner_id: str) -> bool:
        """Tell whether whoever starts would lead a tour with this partner: yes, unless it is known otherwise."""
        return self.manager_id != partner_id


class Leads:
    """What the company says about who leads whom."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, team_id: str, rows: Iterable[FileRow], members: Iterable[Member]) -> LeadPlan:
        """Return what these rows would change, and change nothing."""
        with self._database.reading(team_id) as work:
            known = work.leads.all()
        return _plan(rows, _Directory(members), known)

    def keep(self, team_id: str, plan: LeadPlan, now: datetime) -> None:
        """Keep what was planned. Whoever is not in it keeps the manager that they had."""
        with self._database.work(team_id) as work:
            work.leads.remember(plan.leads, now)

    def offer(self, actor: Actor) -> Offer:
        """Return whom to offer to somebody who starts a tour."""
        with self._database.reading(actor.team_id) as work:
            led = work.leads.led_by(actor.user_id)
            held = {line.holder_id for line in work.tours.of(actor.user_id) if line.state not in OVER}
            free = tuple(user_id for user_id in led if user_id not in held)
            return Offer(free, work.leads.manager_of(actor.user_id))


class _Directory:
    """Finds people by id or e-mail address, in any case of letters."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._found: dict[str, Member] = {}
        for member in members:
            for key in filter(None, (member.user_id, member.email)):
                self._found[key.casefold()] = member

    def find(self, written: str) -> Member | None:
        return self._found.get(written.casefold())


def _plan(rows: Iterable[FileRow], directory: _Directory, known: Mapping[str, str]) -> LeadPlan:
    wanted: dict[str, str] = {}
    unmatched: list[tuple[FileRow, Unmatched]] = []
    for row in rows:
        found = _match(row, directory)
        if isinstance(found, Unmatched):
            unmatched.append((row, found))
        elif wanted.setdefault(*found) != found[1]:
            unmatched.append((row, Unmatched.TWICE))
    new = {person: manager for person, manager in wanted.items() if person not in known}
    changed = {
        person: (known[person], manager)
        for person, manager in wanted.items()
        if person in known and known[person] != manager
    }
    return LeadPlan(new, changed, len(wanted) - len(new) - len(changed), unmatched)


def _match(row: FileRow, directory: _Directory) -> tuple[str, str] | Unmatched:
    """Return person and manager (user ids), or why the row names no such two."""
    if row.manager is None:
        return Unmatched.NO_MANAGER
    person, manager = directory.find(row.person), directory.find(row.manager)
    if person is None:
        return Unmatched.PERSON_UNKNOWN
    if manager is None:
        return Unmatched.MANAGER_UNKNOWN
    if person.user_id == manager.user_id:
        return Unmatched.OWN_MANAGER
    return (person.user_id, manager.user_id) if person.is_full and manager.is_full else Unmatched.NO_MEMBER
