"""The tour record: one page that belongs to the person who served the tour, as HTML, Markdown or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from bot.db.goals import GoalLine
from bot.db.work import Database, Work
from bot.domain.calendar import local_day
from bot.domain.check_ins import CheckInState, Review
from bot.domain.endings import ClosingWords
from bot.domain.goals import GoalState
from bot.domain.lifecycle import State
from bot.domain.permissions import Action, require
from bot.domain.promises import PromiseState, Side
from bot.domain.refusals import Reason, Refused
from bot.domain.terms import Kind, Terms
from bot.domain.tours import Tour
from bot.services.files import File
from bot.services.people import Actor
from bot.services.writing import Writing

HAS_RECORD: Final = frozenset({State.COMPLETED, State.ENDED_EARLY})
LINE_FROM, LINE_TO = 30, 970  # where the picture's time line begins and ends


@dataclass(frozen=True)
class TalkHeld:
    """A talk that was held."""

    review: Review
    on: date


@dataclass(frozen=True)
class GoalReached:
    """A goal that was done, and the day on which that was said."""

    what: str
    evidence: str
    side: Side
    on: date


@dataclass(frozen=True)
class PromiseSettled:
    """A promise and what became of it."""

    is_company: bool
    words: str
    state: PromiseState


@dataclass(frozen=True)
class SideOfRecord:
    """One side: what they said at the end, and when they signed; `signed_on` None reads "not confirmed".

    `wording_number` is the version of the wording that stood above their signature; None where they proposed.
    """

    name: str
    leads: bool
    agreed_on: date
    wording_number: int | None
    signed_on: date | None
    outcome: str | None
    thanks: str | None


@dataclass(frozen=True)
class TourRecord:
    """Everything that the page says. Days are those of whoever it is made for."""

    holder: str
    manager: str
    kind: Kind
    start_on: date
    ended_on: date
    ended_early: bool
    mission: str
    result: str
    gain: str
    said: tuple[SideOfRecord, ...]
    profile_lines: tuple[str, ...]
    goals: tuple[GoalReached, ...]
    promises: tuple[PromiseSettled, ...]
    talks: tuple[TalkHeld, ...]
    fingerprint: str
    made_on: date

    @property
    def has_thanks(self) -> bool:
        """Whether anybody thanked the other."""
        return any(said.thanks for said in self.said)

    def place(self, day: date) -> int:
        """Return where a day lies on the picture's time line; days outside the tour lie at its ends."""
        whole = max((self.ended_on - self.start_on).days, 1)
        share = min(max((day - self.start_on).days / whole, 0.0), 1.0)
        return round(LINE_FROM + share * (LINE_TO - LINE_FROM))


class Records:
    """Makes tour records. Each raises Refused NOT_YOURS for anybody but the holder, WRONG_STATE before the end."""

    def __init__(self, database: Database, writing: Writing) -> None:
        self._database = database
        self._writing = writing

    def read(self, actor: Actor, tour_id: int, now: datetime) -> TourRecord:
        """Return what the record of a tour says."""
        with self._database.reading(actor.team_id) as work:
            tour = work.tours.get(tour_id)
            require(actor.user_id, Action.KEEP_RECORD, tour)
            if tour.state not in HAS_RECORD or tour.in_force is None or tour.ended_at is None:
                raise Refused(Reason.WRONG_STATE, state=tour.state)
            return _record(work, tour, tour.in_force, tour.ended_at, actor, now)

    def html(self, actor: Actor, tour_id: int, now: datetime) -> File:
        """Return the page, with the time line as a picture."""
        page = self._writing.page("record.html", actor.locale, record=self.read(actor, tour_id, now))
        return File("tour-record.html", "text/html", page.encode())

    def markdown(self, actor: Actor, tour_id: int, now: datetime) -> File:
        """Return the same as Markdown."""
        page = self._writing.page("record.md", actor.locale, record=self.read(actor, tour_id, now))
        return File("tour-record.md", "text/markdown", page.encode())

    def data(self, actor: Actor, tour_id: int, now: datetime) -> File:
        """Return the same as JSON; days are ISO dates."""
        found: dict[str, Any] = asdict(self.read(actor, tour_id, now))
        text = json.dumps(found, ensure_ascii=False, indent=2, default=date.isoformat)
        return File("tour-record.json", "application/json", text.encode())


def _record(work: Work, tour: Tour, terms: Terms, ended_at: datetime, actor: Actor, now: datetime) -> TourRecord:
    known = work.people.names(_sides(tour))
    names = {user_id: known.get(user_id, user_id) for user_id in _sides(tour)}
    talks = work.check_ins.of_tour(tour.id, CheckInState.HELD)
    goals = sorted(_reached(work, tour), key=lambda goal: (goal.changed_at, goal.id))
    words = {said.author_id: said for said in work.endings.words(tour.id)}
    lines = tuple(goal.profile_line for goal in goals if goal.profile_line)
    return TourRecord(
        holder=names[tour.holder_id],
        manager=names[tour.manager_id],
        kind=terms.kind,
        start_on=terms.start_on,
        ended_on=max(local_day(ended_at, actor.time_zone), terms.start_on),
        ended_early=tour.state is State.ENDED_EARLY,
        mission=terms.mission,
        result=terms.result,
        gain=terms.gain,
        said=tuple(_side(tour, terms, side, names[side], words.get(side), actor) for side in _sides(tour)),
        profile_lines=lines or (terms.gain,),
        goals=tuple(
            GoalReached(each.what, each.evidence, each.side, local_day(each.changed_at, actor.time_zone))
            for each in goals
        ),
        promises=tuple(PromiseSettled(p.side is Side.COMPANY, p.words, p.state) for p in terms.promises),
        talks=tuple(TalkHeld(talk.review, talk.held_on) for talk in talks if talk.held_on),
        fingerprint=terms.text_hash,
        made_on=actor.today(now),
    )


def _sides(tour: Tour) -> tuple[str, str]:
    return tour.holder_id, tour.manager_id


def _reached(work: Work, tour: Tour) -> list[GoalLine]:
    return [goal for goal in work.goals.of_tour(tour.id) if goal.state is GoalState.DONE]


def _side(tour: Tour, terms: Terms, user_id: str, name: str, words: ClosingWords | None, actor: Actor) -> SideOfRecord:
    signed = next((signature for signature in terms.signatures if signature.signer_id == user_id), None)
    return SideOfRecord(
        name=name,
        leads=user_id == tour.manager_id,
        agreed_on=local_day(signed.signed_at if signed else terms.written_at, actor.time_zone),
        wording_number=signed.wording_number if signed else None,
        signed_on=local_day(words.answered_at, actor.time_zone) if words else None,
        outcome=words.outcome if words else None,
        thanks=words.thanks if words else None,
    )
