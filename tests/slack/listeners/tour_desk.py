"""One person's Slack with the tours behind it, and the ways to fill in the form of a tour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from bot.db.work import Database
from bot.domain.people import Profile
from bot.domain.refusals import Refused, SeveralRefused
from bot.prompts import Example, Rendered
from bot.services.amendments import Amendments
from bot.services.company import CompanySettings
from bot.services.leads import Leads
from bot.services.measures import ConfidenceSurvey
from bot.services.nudges import Nudges
from bot.services.patterns import Patterns
from bot.services.people import Actor, People
from bot.services.tours import Tours
from bot.slack.listeners import starting, tours
from bot.slack.listeners.sheets import Sheets
from tests.making import HOLDER, MANAGER, STRANGER
from tests.slack.fakes import Ack, Answers, Slack
from tests.slack.filling import OpenForm
from tests.slack.listeners.fakes import Homes, hand

DELIVERIES = count(1)
PROFILES = {
    MANAGER.user_id: Profile("Mara", MANAGER.time_zone),
    HOLDER.user_id: Profile("Hiro", HOLDER.time_zone),
    STRANGER.user_id: Profile("Sam"),
    "U0BOT": Profile("A bot", is_bot=True),
}


class Library:
    """Prompts that know the wording of a signature, and no examples."""

    def render(self, name: str, facts: dict[str, object]) -> Rendered:
        assert (name, facts) == ("wording/signing", {})
        return Rendered("Before you sign", "It is no contract.")

    def examples(self) -> list[Example]:
        return []


class Desk:
    """One person's Slack, and the bot behind it."""

    def __init__(self, database: Database, actor: Actor, now: datetime) -> None:
        self.actor = actor
        self.now = now
        self.tours = Tours(database)
        self.amendments = Amendments(database)
        self.people = People(database, lambda _team, user_id: PROFILES.get(user_id))
        self.nudges = Nudges(database)
        self.patterns = Patterns(database)
        self.leads = Leads(database)
        self.company = CompanySettings(database, self.people)
        self.confidence = ConfidenceSurvey(database)
        self.slack = Slack()
        self.ack = Ack()
        self.answers = Answers()
        self.refreshed = Homes()
        self.people.meet(actor.team_id, actor.user_id, now)

    def calls(self, listener: Callable[..., None], **given: Any) -> Desk:
        """Hand a listener what it asks for by name."""
        offers: dict[str, Any] = {
            "ack": self.ack,
            "actor": self.actor,
            "amendments": self.amendments,
            "answer": self.answers,
            "client": self.slack,
            "company": self.company,
            "confidence": self.confidence,
            "delivery": f"V:{next(DELIVERIES)}",
            "now": self.now,
            "nudges": self.nudges,
            "patterns": self.patterns,
            "leads": self.leads,
            "people": self.people,
            "prompts": Library(),
            "refresh_home": self.refreshed,
            "sheets": Sheets(self.slack, {"trigger_id": "T.1", "view": given.get("view")}),
            "tours": self.tours,
            "value": None,
            "words": "",
            **given,
        }
        hand(listener, offers)
        return self

    @property
    def shown(self) -> dict[str, Any]:
        """The view that was shown last, whichever way."""
        answered = [said["view"] for said in self.ack.said if "view" in said]
        found: dict[str, Any] = (self.slack.views + answered)[-1]
        return found

    @property
    def how(self) -> str:
        """How the last view was shown."""
        return self.slack.calls[-1][0]

    @property
    def only_tour(self) -> Any:
        (line,) = self.tours.list_of(self.actor)
        return self.tours.read(self.actor, line.id, self.now)


def open_form(desk: Desk, words: str = f"<@{HOLDER.user_id}|hiro>") -> OpenForm:
    return OpenForm(desk.calls(starting.start, words=words).shown)


def choose_kind(desk: Desk, form: OpenForm, kind: str) -> OpenForm:
    form.fill(kind=kind)
    return form.shows(desk.calls(tours.choose_kind, view=form.sent()).shown)


def filled(desk: Desk) -> OpenForm:
    form = choose_kind(desk, open_form(desk), "rotational")
    return form.fill(mission="Run the press", result="Two shifts", gain="Operator", promise__0__words="A course")


def refused(act: Callable[[], object]) -> list[Refused]:
    with pytest.raises((Refused, SeveralRefused)) as caught:
        act()
    error = caught.value
    refusals = error.refusals if isinstance(error, SeveralRefused) else [error]
    return [each for each in refusals if isinstance(each, Refused)]
