"""Who asks, and what is known of the people the bot speaks to. Slack is asked before a unit of work, never inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.db.work import Database, Work
from bot.domain.calendar import local_day
from bot.domain.lifecycle import RUNNING
from bot.domain.outbox import Urgency
from bot.domain.people import HoursDraft, Person, Profile
from bot.domain.refusals import Reason, Refused
from bot.services import attention, timetable, undelivered

REMEMBERED = timedelta(seconds=10)
MOST_REMEMBERED = 10_000  # people; a few megabytes


class ProfileUnavailable(Exception):
    """Slack could not be asked who somebody is; it may know again in a moment."""


LookUp = Callable[[str, str], Profile | None]
"""Asks Slack about (team_id, user_id): the profile, or None for an id that Slack does not know.

Raises ProfileUnavailable when Slack cannot be reached.
"""


@dataclass(frozen=True)
class Actor:
    """Whoever asks for something: a member of one workspace, with their time zone (IANA) and locale ("en-US")."""

    team_id: str
    user_id: str
    time_zone: str
    locale: str

    def today(self, now: datetime) -> date:
        """Return which day it is for this person."""
        return local_day(now, self.time_zone)


class People:
    """What Slack says about people, kept for a day; their hours; and when they were last seen."""

    def __init__(self, database: Database, look_up: LookUp) -> None:
        self._database = database
        self._look_up = look_up
        self._recent: dict[tuple[str, str], tuple[datetime, Actor]] = {}

    def recent_actor(self, team_id: str, user_id: str, now: datetime) -> Actor:
        """Return who asks as `actor` does, remembered for some seconds: for requests that answer no nudge."""
        seen_at, actor = self._recent.get((team_id, user_id), (None, None))
        if actor is not None and seen_at is not None and timedelta() <= now - seen_at < REMEMBERED:
            return actor
        actor = self.actor(team_id, user_id, now)
        if len(self._recent) >= MOST_REMEMBERED:
            self._recent.clear()
        self._recent[team_id, user_id] = (now, actor)
        return actor

    def actor(self, team_id: str, user_id: str, now: datetime) -> Actor:
        """Return who asks, and note that they were here. Raises Refused(PARTNER_UNKNOWN) for an id Slack does not know.

        Raises ProfileUnavailable for a new face while Slack cannot be reached.
        """
        with self._database.reading(team_id) as work:
            glance = work.people.glance(user_id)
        if glance is None or glance.is_stale(now):
            person = self.meet(team_id, user_id, now)
            time_zone, locale = person.time_zone, person.locale
        else:
            time_zone, locale = glance.time_zone, glance.locale
        if glance is not None and glance.has_unseen:
            self._note_presence(team_id, user_id, now)
        return Actor(team_id, user_id, time_zone, locale)

    def acquaint(self, team_id: str, user_id: str, now: datetime) -> None:
        """See to it that a person is known before a unit of work that needs them; raises as `meet` does."""
        with self._database.reading(team_id) as work:
            glance = work.people.glance(user_id)
        if glance is None or glance.is_stale(now):
            self.meet(team_id, user_id, now)

    def meet(self, team_id: str, user_id: str, now: datetime) -> Person:
        """Return the person as Slack knows them today, asking it when what we know is more than a day old.

        Ask before opening a unit of work. Raises Refused(PARTNER_UNKNOWN) for an id that Slack does not know.
        """
        with self._database.reading(team_id) as work:
            known = work.people.get(user_id)
        if known is not None and not known.needs_look_up(now):
            return known
        try:
            profile = self._look_up(team_id, user_id)
        except ProfileUnavailable:
            if known is None:
                raise
            return known
        if profile is None:
            raise Refused(Reason.PARTNER_UNKNOWN, field="partner_id")
        return self.changed(team_id, user_id, profile, now)

    def find(self, team_id: str, user_id: str, now: datetime) -> Person | None:
        """Return the person as `meet` does, or None for an id that Slack does not know."""
        try:
            return self.meet(team_id, user_id, now)
        except Refused:
            return None

    def changed(self, team_id: str, user_id: str, profile: Profile, now: datetime) -> Person:
        """Take over what Slack says about somebody (users.info, user_change) and what follows from it.

        In a new time zone their nudges keep to the day and move to its hours. When they leave, theirs are cancelled and
        the other side of each running tour is told; when they come back, their tours are planned anew.
        """
        with self._database.work(team_id) as work:
            person = work.people.get_or_meet(user_id, now)
            before, had_left = person.calendar(), person.is_deactivated
            person.learn(profile, now)
            if before != person.calendar():
                timetable.rehour(work, person, before, now)
            if profile.is_deactivated and not had_left:
                _leave(work, person, now)
            elif had_left and not profile.is_deactivated:
                _come_back(work, person, now)
            return person

    def heard_of(self, team_id: str, user_id: str, profile: Profile, now: datetime, *, has_locale: bool) -> None:
        """Take over what an event of Slack's says about somebody whom the bot knows; nobody else is written down.

        Events may leave the locale out: then the known one stays.
        """
        if (known := self.known(team_id, user_id)) is not None:
            self.changed(team_id, user_id, profile if has_locale else replace(profile, locale=known.locale), now)

    def not_reached(self, team_id: str, message_id: str, why: str, now: datetime) -> None:
        """Draw the conclusion of a message that Slack would not take, and have the stewards told.

        Whoever is GONE gets no more, as having left; any other of Slack's errors (`why`) says nothing of the person.
        """
        with self._database.work(team_id) as work:
            if (addressed := work.nudges.addressed(message_id)) is None:
                return
            user_id, moment = addressed
            person = work.people.get(user_id)
            if why in undelivered.GONE and person is not None and not person.is_deactivated:
                person.is_deactivated = True
                _leave(work, person, now)
            undelivered.tell_stewards(work, why, moment, now)

    def known(self, team_id: str, user_id: str) -> Person | None:
        """Return what is known of a person without asking Slack."""
        with self._database.reading(team_id) as work:
            return work.people.get(user_id)

    def visited_home(self, actor: Actor, now: datetime) -> bool:
        """Note a visit to Home; return True for the first one."""
        with self._database.work(actor.team_id) as work:
            person = work.people.get_or_meet(actor.user_id, now)
            is_first = person.home_visited_at is None
            person.home_visited_at = now
            attention.seen(work, person, now)
            return is_first

    def hours(self, actor: Actor, now: datetime) -> HoursDraft:
        """Return the actor's hours, days off to come and digest day. Raises Refused(NOT_FOUND) for a stranger."""
        if (person := self.known(actor.team_id, actor.user_id)) is None:
            raise Refused(Reason.NOT_FOUND)
        return person.hours(actor.today(now))

    def keep_hours(self, actor: Actor, draft: HoursDraft, now: datetime) -> None:
        """Set the actor's hours; what waits for them moves along. Raises Refused at the field that cannot be."""
        with self._database.work(actor.team_id) as work:
            person = work.people.get_or_meet(actor.user_id, now)
            before = person.calendar()
            person.keep_hours(draft)
            timetable.rehour(work, person, before, now)

    def _note_presence(self, team_id: str, user_id: str, now: datetime) -> None:
        with self._database.work(team_id) as work:
            attention.seen(work, work.people.get_or_meet(user_id, now), now)


def _leave(work: Work, person: Person, now: datetime) -> None:
    work.outbox.cancel("person_left", now, recipient_id=person.user_id)
    for tour in work.tours.of(person.user_id):
        if tour.state in RUNNING:
            other = tour.holder_id if person.user_id == tour.manager_id else tour.manager_id
            work.outbox.cancel("person_left", now, tour_id=tour.id, urgency=Urgency.NUDGE)
            key = f"person_left:{tour.id}:{person.user_id}:{now:%Y-%m-%d}"
            timetable.tell(work, to=other, moment="person_left", tour_id=tour.id, now=now, key=key)


def _come_back(work: Work, person: Person, now: datetime) -> None:
    for line in work.tours.of(person.user_id):
        if line.state in RUNNING:
            timetable.plan_again(work, work.tours.get(line.id), now)
