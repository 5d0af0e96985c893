"""What a workspace settles for everybody. Stewards change it; everybody reads it, and learns whom to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.db.work import Database, Work
from bot.domain.company import Company, CompanyDraft
from bot.domain.refusals import Reason, Refused
from bot.services.people import Actor, People
from bot.services.stewards import require_full_member, require_steward

NOT_SET = CompanyDraft()


@dataclass(frozen=True)
class CompanySheet:
    """What is set in a workspace. `version` is what a change starts from, 0 before anything was set.

    `people_contact_id` of `now` is None where whoever was chosen has left; `is_steward` is about the reader.
    """

    now: CompanyDraft
    stewards: tuple[str, ...]
    is_steward: bool
    version: int


@dataclass(frozen=True)
class ChangeCompany:
    """Everything as a steward wants it, written on `version`."""

    version: int
    draft: CompanyDraft


class CompanySettings:
    """The verbs of a workspace's settings."""

    def __init__(self, database: Database, people: People) -> None:
        self._database = database
        self._people = people

    def read(self, actor: Actor) -> CompanySheet:
        """Return what is set where the actor is. Anybody may know."""
        with self._database.reading(actor.team_id) as work:
            company, stewards = work.company.get(), tuple(work.stewards.all())
            return CompanySheet(
                now=purpose(work, company),
                stewards=stewards,
                is_steward=actor.user_id in stewards,
                version=company.version if company else 0,
            )

    def people_contact(self, team_id: str) -> str | None:
        """Return the user id of the People contact, or None where nobody is set, or who was set has left."""
        with self._database.reading(team_id) as work:
            return people_contact(work)

    def change(self, actor: Actor, command: ChangeCompany, now: datetime, delivery: str | None = None) -> CompanySheet:
        """Set everything anew, and return it.

        Raises Refused STEWARDS_ONLY, SETTINGS_CHANGED when another steward was faster, NOT_A_MEMBER at
        "people_contact_id" for a guest, an app or whoever has left, and SeveralRefused for words that are too long.
        """
        contact_id = command.draft.people_contact_id
        if contact_id is not None:
            require_full_member(self._people.find(actor.team_id, contact_id, now), field="people_contact_id")
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            require_steward(work, actor)
            company = work.company.get()
            if command.version != (company.version if company else 0):
                raise Refused(Reason.SETTINGS_CHANGED)
            if company is None:
                work.company.add(Company.settle(actor.team_id, command.draft))
            else:
                company.change(command.draft)
        return self.read(actor)


def people_contact(work: Work) -> str | None:
    """Return the user id of the People contact, inside a unit of work; None where nobody (who is still here) is set."""
    contact_id = work.company.people_contact()
    person = work.people.get(contact_id) if contact_id else None
    return None if person is None or person.is_deactivated else contact_id


def purpose(work: Work, company: Company | None) -> CompanyDraft:
    """Return what is set, with the People contact left out where they have left."""
    if company is None:
        return NOT_SET
    said = CompanyDraft(company.people_contact_id, company.mission, company.values)
    return replace(said, people_contact_id=people_contact(work))
