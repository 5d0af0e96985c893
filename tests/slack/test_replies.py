"""What is replied to each thing that a DM may mean, and to the button of a likeness."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.db.work import Database
from bot.domain.company import Company, CompanyDraft
from bot.domain.lifecycle import State
from bot.services import Services
from bot.services.people import Actor
from bot.services.understanding import Intent, Near, Understood
from bot.slack.ids import Action
from bot.slack.listeners import conversation as listeners
from bot.slack.listeners.commands import known
from bot.slack.routes import Routes
from bot.slack.views import conversation as views
from tests.given import HOLDER, MANAGER, a_goal, a_person, a_talk, a_tour
from tests.shipped import PROMPTS
from tests.slack.fakes import Answers, buttons_of, words_of
from tests.slack.judges import judge


class TestReplies:
    """What each thing that can be meant leads to; the understanding itself has tests of its own."""

    @pytest.fixture
    def tour(self, database: Database, now: datetime) -> int:
        found = a_tour(database, now)
        a_talk(database, found, date(2026, 1, 9))
        a_goal(database, found, now, date(2026, 3, 2))
        a_tour(database, now, holder_id="UOTHER")
        return found

    def reply(
        self,
        services: Services,
        routes: Routes,
        now: datetime,
        intent: Intent,
        topic: str | None = None,
        person_id: str | None = HOLDER.user_id,
        actor: Actor = MANAGER,
    ) -> dict[str, Any]:
        said = Understood(
            intent, person_id, None, topic, 1.0, (Near(Intent.GUIDE, "halfway"), Near(Intent.TERM, "tour"))
        )
        found = views.reply(said, known(said, actor, now, services.home, PROMPTS, routes))
        message = {"text": found.text, "blocks": found.blocks}
        judge(message)
        return message

    @pytest.mark.parametrize("intent", list(Intent))
    @pytest.mark.parametrize("person_id", [None, "UHOLDER", "UNOBODY"])
    def test_each_has_one(
        self, services: Services, routes: Routes, now: datetime, intent: Intent, person_id: str | None
    ) -> None:
        self.reply(services, routes, now, intent, person_id=person_id)

    @pytest.mark.parametrize(
        ("intent", "action_id", "value"),
        [
            (Intent.START, Action.START_TOUR, "UHOLDER"),
            (Intent.LIST, Action.OPEN_TOUR, "TOUR"),
            (Intent.GOALS, Action.OPEN_GOALS, "TOUR"),
            (Intent.CHECKIN, Action.PREPARE_REVIEW, "1"),
            (Intent.COACH, Action.OPEN_GUIDE, ":UHOLDER"),
            (Intent.SETTINGS, Action.NUDGE_SETTINGS, None),
            (Intent.ANGER, Action.NUDGE_SETTINGS, None),
            (Intent.NEXT, Action.WRITE_OPENING_CARD, "TOUR"),
        ],
    )
    def test_leads_on_with_a_button(
        self,
        services: Services,
        routes: Routes,
        now: datetime,
        tour: int,
        intent: Intent,
        action_id: str,
        value: str | None,
    ) -> None:
        first = buttons_of(self.reply(services, routes, now, intent))[0]
        assert first["action_id"] == action_id
        assert first.get("value") == (str(tour) if value == "TOUR" else value)

    def test_only_the_tours_with_the_person_named_are_shown(
        self, services: Services, routes: Routes, now: datetime, tour: int
    ) -> None:
        said = words_of(self.reply(services, routes, now, Intent.LIST))
        assert "UHOLDER" in said
        assert "UOTHER" not in said

    def test_who_asks_for_their_manager_reads_who_leads_their_tour(
        self, services: Services, routes: Routes, now: datetime, tour: int
    ) -> None:
        message = self.reply(services, routes, now, Intent.LEADER, person_id=None, actor=HOLDER)
        assert message["text"] == f"<@{MANAGER.user_id}> leads your tour."
        assert [each["value"] for each in buttons_of(message)] == [str(tour)]

    def test_who_serves_no_tour_reads_how_to_start_one(
        self, services: Services, routes: Routes, now: datetime, tour: int
    ) -> None:
        message = self.reply(services, routes, now, Intent.LEADER, person_id=None)
        assert "Nobody leads a tour of yours" in message["text"]
        assert [each["action_id"].split(":")[0] for each in buttons_of(message)] == [
            Action.START_TOUR,
            Action.DID_YOU_MEAN,
        ]

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"state": State.PROPOSED}, "<@UMANAGER> is to lead a tour of yours, once both of you have signed it."),
            ({"state": State.AGREED}, "<@UMANAGER> is to lead your next tour, which both of you have signed."),
            ({"state": State.HANDING_OVER}, "<@UMANAGER> led your tour so far. It waits for its new manager."),
            (
                {"other_is_gone": True},
                "led your tour, and their account here is deactivated. From the tour you can name",
            ),
        ],
    )
    def test_who_leads_is_said_as_it_stands(
        self, services: Services, routes: Routes, now: datetime, tour: int, changes: dict[str, Any], says: str
    ) -> None:
        said = Understood(Intent.LEADER, None, None, None, 1.0, ())
        found = known(said, HOLDER, now, services.home, PROMPTS, routes)
        row = replace(found.tours[0], other_id="UMANAGER", **changes)
        assert says in views.reply(said, replace(found, tours=[row])).text

    def test_a_guide_is_told_to_the_writers_side(
        self, services: Services, routes: Routes, now: datetime, tour: int
    ) -> None:
        told = {
            actor.user_id: words_of(self.reply(services, routes, now, Intent.GUIDE, "halfway", None, actor))
            for actor in (MANAGER, HOLDER)
        }
        assert told[MANAGER.user_id] != told[HOLDER.user_id]

    def test_the_guide_to_asking_for_a_talk_has_the_button_that_asks(
        self, services: Services, routes: Routes, now: datetime, tour: int
    ) -> None:
        asks = [
            [
                each["action_id"]
                for each in buttons_of(self.reply(services, routes, now, Intent.GUIDE, topic, None, actor))
            ]
            for topic, actor in (("asking_for_a_talk", HOLDER), ("asking_for_a_talk", MANAGER), ("halfway", HOLDER))
        ]
        assert asks == [[Action.ASK_FOR_TALK], [], []]

    @pytest.mark.parametrize(
        ("topic", "action"),
        [
            ("tour_going_badly", Action.OPEN_TOUR),
            ("promise_we_cannot_keep", Action.SHOW_PROMISES),
            ("goals_that_do_not_fit", Action.OPEN_GOALS),
            ("door_leave_well", Action.OPEN_DOORS),
        ],
    )
    def test_a_guide_leads_to_what_it_is_about_where_it_can_only_be_one(
        self, services: Services, routes: Routes, now: datetime, tour: int, topic: str, action: Action
    ) -> None:
        said = Understood(Intent.GUIDE, None, None, topic, 1.0, ())
        two = known(said, MANAGER, now, services.home, PROMPTS, routes)
        assert buttons_of(views.reply(said, two).blocks) == []
        one = replace(two, tours=[row for row in two.tours if row.id == tour])
        (leads_on,) = buttons_of(views.reply(said, one).blocks)
        assert (leads_on["action_id"], leads_on["value"]) == (action, str(tour))

    def test_an_unknown_guide_offers_the_nearest_things(
        self, services: Services, routes: Routes, now: datetime
    ) -> None:
        message = self.reply(services, routes, now, Intent.GUIDE, "no_such_topic")
        assert [each["value"] for each in buttons_of(message)] == ["guide:halfway", "term:tour"]

    def test_distress_leads_to_people_and_nowhere_in_the_app(
        self, services: Services, routes: Routes, now: datetime
    ) -> None:
        message = self.reply(services, routes, now, Intent.DISTRESS)
        assert buttons_of(message) == []
        assert "somebody you trust, a doctor, or your People team" in words_of(message)

    def test_distress_names_the_people_contact_where_one_is_set(
        self, services: Services, routes: Routes, database: Database, now: datetime
    ) -> None:
        a_person(database, HOLDER, now)
        with database.work(MANAGER.team_id) as work:
            work.company.add(Company.settle(MANAGER.team_id, CompanyDraft(people_contact_id=HOLDER.user_id)))
        assert f"or <@{HOLDER.user_id}>" in words_of(self.reply(services, routes, now, Intent.DISTRESS))

    def test_somebody_has_an_offer_the_first_talk_comes_first(
        self, services: Services, routes: Routes, now: datetime
    ) -> None:
        message = self.reply(services, routes, now, Intent.GUIDE, "someone_is_looking")
        assert "Somebody tells you they are looking" in words_of(message)
        assert [each.get("value") for each in buttons_of(message)][:1] == ["counter_offer"]


class TestDidYouMean:
    @pytest.mark.parametrize(
        ("value", "found"),
        [
            ("term:foundational", "Foundational tour"),
            ("list:", "You have no tour under way."),
            ("help:", "What you can ask me"),
            ("rm -rf:", "What you can ask me"),
            (None, "What you can ask me"),
        ],
    )
    def test_the_button_answers_what_stands_on_it(
        self, services: Services, routes: Routes, now: datetime, value: str | None, found: str
    ) -> None:
        answer = Answers()
        listeners.did_you_mean(MANAGER, answer, services.home, now, PROMPTS, routes, value)
        judge(answer.said[0])
        assert found in words_of(answer.said[0])
