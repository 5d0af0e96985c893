"""A talk as a calendar file: its kind, its day and the other's name, and not a word besides."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.db.work import Database
from bot.domain.permissions import Action, require
from bot.services.files import File
from bot.services.people import Actor
from bot.services.writing import Writing


class CalendarFiles:
    """Makes calendar files of talks, in the format of RFC 5545."""

    def __init__(self, database: Database, writing: Writing) -> None:
        self._database = database
        self._writing = writing

    def talk(self, actor: Actor, check_in_id: int, now: datetime) -> File:
        """Return a talk as an entry for its whole day. Raises Refused NOT_FOUND or NOT_YOURS."""
        from icalendar import Calendar, Event  # here, because every start would wait for it

        with self._database.reading(actor.team_id) as work:
            talk = work.check_ins.get(check_in_id)
            tour = work.tours.get(talk.tour_id)
            require(actor.user_id, Action.READ_TOUR, tour)
            other_id = tour.other_side(actor.user_id)
            name = work.people.names([other_id]).get(other_id, other_id)
        words = self._writing.words(actor.locale)
        event = Event()
        event.add("uid", f"talk-{check_in_id}-{actor.team_id}@tourguide")
        event.add("dtstamp", now)
        event.add("dtstart", talk.held_on or talk.due_on)
        event.add("dtend", (talk.held_on or talk.due_on) + timedelta(days=1))
        event.add("summary", words["talk"].format(review=words["reviews"][talk.review], name=name))
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar = Calendar()
        calendar.add("prodid", "-//Tourguide//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add_component(event)
        return File("talk.ics", "text/calendar", calendar.to_ical())
