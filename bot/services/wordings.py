"""The wordings that people give their word to: a workspace's own hold once a steward has approved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.db.work import Database, Work
from bot.domain.calendar import local_day
from bot.domain.refusals import Reason, Refused
from bot.domain.wordings import Wording, WordingText, in_use
from bot.prompts import Agreed, Prompts, Rendered
from bot.services.people import Actor
from bot.services.stewards import require_steward


@dataclass(frozen=True)
class WordingSheet:
    """One wording as a steward sees it: what holds, since when and by whom, and what waits for approval."""

    name: str
    holds: WordingText
    approved_by_id: str | None
    approved_on: date | None
    waits: WordingText | None


@dataclass(frozen=True)
class ApproveWording:
    """Put into use what is offered under this name, and was read as the text with the hash `read_hash`."""

    name: str
    read_hash: str


class Wordings:
    """The verbs of wordings."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def for_workspace(self, team_id: str, prompts: Prompts) -> Prompts:
        """Return the library as it holds in a workspace. It costs nothing where no wording was replaced."""
        if not prompts.has_own_wordings:
            return prompts
        replaced = {name: agreed for name, agreed in prompts.agreed().items() if agreed.shipped != agreed.offered}
        with self._database.reading(team_id) as work:
            held = {name: _holding(work, name, agreed) for name, agreed in replaced.items()}
        return prompts.with_fixed({name: Rendered(text.heading, text.body) for name, text in held.items()})

    def sheets(self, actor: Actor, prompts: Prompts) -> list[WordingSheet]:
        """Return every wording for a steward. Raises Refused(STEWARDS_ONLY) for anybody else."""
        with self._database.reading(actor.team_id) as work:
            require_steward(work, actor)
            return [_sheet(work, name, agreed, actor) for name, agreed in prompts.agreed().items()]

    def approve(self, actor: Actor, command: ApproveWording, prompts: Prompts, now: datetime) -> list[WordingSheet]:
        """Put a wording into use, and return all of them.

        Raises Refused: STEWARDS_ONLY, NOT_FOUND for a name that there is not, WORDING_CHANGED when the files have
        changed since the steward read it.
        """
        offered = _offered(prompts.agreed(), command.name)
        with self._database.work(actor.team_id) as work:
            require_steward(work, actor)
            if offered.text_hash != command.read_hash:
                raise Refused(Reason.WORDING_CHANGED)
            # What was shipped is the first version, also for those who gave their word before versions were kept.
            work.coach.keep_wording(_short(command.name), WordingText(*prompts.agreed()[command.name].shipped), now)
            work.coach.keep_wording(_short(command.name), offered, now).approve(actor.user_id, now)
        return self.sheets(actor, prompts)


def _offered(agreed: Mapping[str, Agreed], name: str) -> WordingText:
    if name not in agreed:
        raise Refused(Reason.NOT_FOUND)
    return WordingText(*agreed[name].offered)


def _short(name: str) -> str:
    """Return the name under which versions are kept: that of the file."""
    return name.rpartition("/")[2]


def _approved(work: Work, name: str) -> list[Wording]:
    return work.coach.approved_wordings(_short(name))


def _holding(work: Work, name: str, agreed: Agreed) -> WordingText:
    approved = [wording.text for wording in _approved(work, name)]
    return in_use(WordingText(*agreed.shipped), WordingText(*agreed.offered), approved)


def _sheet(work: Work, name: str, agreed: Agreed, actor: Actor) -> WordingSheet:
    holds, offered = _holding(work, name, agreed), WordingText(*agreed.offered)
    approved = next((wording for wording in _approved(work, name) if wording.text == holds), None)
    return WordingSheet(
        name=name,
        holds=holds,
        approved_by_id=approved.approved_by_id if approved else None,
        approved_on=local_day(approved.approved_at, actor.time_zone) if approved and approved.approved_at else None,
        waits=offered if offered != holds else None,
    )
