"""The first-conversation pledge: made in words that are kept, read by both, and taken back openly."""

from __future__ import annotations

from datetime import datetime

from bot.db.work import Database, Work
from bot.domain import rungs
from bot.domain.calendar import local_day
from bot.domain.lifecycle import OVER
from bot.domain.permissions import Action, require
from bot.domain.refusals import Reason, Refused
from bot.domain.rungs import Rung
from bot.domain.tours import Tour
from bot.domain.wordings import WordingText
from bot.services.coach import climb, climbed
from bot.services.coach_sheets import MakePledge, PledgeSheet, Step
from bot.services.people import Actor
from bot.services.timetable import tell

NAME = "pledge"  # of the wording, in prompts/en/wording


class Pledges:
    """The verbs of the pledge."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, actor: Actor, command: MakePledge, now: datetime, delivery: str | None = None) -> Step:
        """Make the pledge to the holder of this tour, who is told at once; return the manager's next step.

        Raises Refused: NOT_YOURS, CARD_FIRST before the card is shown, WORDING_CHANGED when the words are no longer
        those that the manager read.
        """
        with self._database.work(actor.team_id) as work:
            work.once(delivery, now)
            tour = _led(work, actor, command.tour_id)
            rungs.require_card(Rung.PLEDGE, climbed(work, tour.manager_id, tour.holder_id))
            if command.text.text_hash != command.read_hash:
                raise Refused(Reason.WORDING_CHANGED)
            made = climb(work, tour, Rung.PLEDGE, in_person=False, now=now)
            if made.wording_number is None:
                made.wording_number = work.coach.keep_wording(NAME, command.text, now).number
                _tell(work, tour, "pledge_made", now)
            stands_on = climbed(work, tour.manager_id, tour.holder_id) | {Rung.PLEDGE}
            return Step(tour.id, tour.holder_id, rungs.next_rung(stands_on))

    def take_back(self, actor: Actor, tour_id: int, today: WordingText, now: datetime) -> PledgeSheet | None:
        """Take the pledge back; the holder is told at once. What they told while it stood stays under it.

        A talk that they asked for stays asked for, and nobody can read any more what it is about.
        Raises Refused: NOT_YOURS, NOTHING_PLEDGED.
        """
        with self._database.work(actor.team_id) as work:
            tour = _led(work, actor, tour_id)
            made = work.coach.climb(tour.manager_id, tour.holder_id, Rung.PLEDGE)
            if made is None:
                raise Refused(Reason.NOTHING_PLEDGED)
            made.take_back(now)
            for signal in work.signals.of_pair(tour.manager_id, tour.holder_id):
                signal.say_nothing_more()
            _tell(work, tour, "pledge_withdrawn", now)
            return _read(work, tour, actor, today)

    def read(self, actor: Actor, tour_id: int, today: WordingText) -> PledgeSheet | None:
        """Return the pledge that the manager of this tour made here, word for word, or None. Raises NOT_YOURS.

        `today` is the wording as it stands: pledges that are older than the keeping of versions were made in it.
        """
        with self._database.reading(actor.team_id) as work:
            tour = work.tours.get(tour_id)
            require(actor.user_id, Action.READ_TOUR, tour)
            return _read(work, tour, actor, today)


def _led(work: Work, actor: Actor, tour_id: int) -> Tour:
    tour = work.tours.get(tour_id)
    require(actor.user_id, Action.PLEDGE, tour)
    if tour.state in OVER:
        raise Refused(Reason.TOUR_OVER)
    return tour


def _tell(work: Work, tour: Tour, moment: str, now: datetime) -> None:
    key = f"{moment}:{tour.manager_id}:{tour.holder_id}:{now.timestamp():.0f}"
    tell(work, to=tour.holder_id, moment=moment, tour_id=tour.id, now=now, key=key)


def _read(work: Work, tour: Tour, actor: Actor, today: WordingText) -> PledgeSheet | None:
    made = work.coach.climb(tour.manager_id, tour.holder_id, Rung.PLEDGE)
    if made is None or made.in_person:
        return None
    wording = work.coach.wording(NAME, made.wording_number) if made.wording_number else None
    return PledgeSheet(
        tour_id=tour.id,
        manager_id=tour.manager_id,
        holder_id=tour.holder_id,
        reader_id=actor.user_id,
        pledged_on=local_day(made.climbed_at, actor.time_zone),
        withdrawn_on=local_day(made.withdrawn_at, actor.time_zone) if made.withdrawn_at else None,
        number=wording.number if wording else 0,
        text=wording.text if wording else today,
    )
