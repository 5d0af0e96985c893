"""Home on the screen: published when opened, once more when it was stale, and never too long."""

from __future__ import annotations

from datetime import datetime

import pytest
import structlog
from slack_sdk.errors import SlackApiError

from bot.db.work import Database
from bot.domain.goals import Goal, GoalDraft
from bot.domain.promises import Side
from bot.services import Services
from bot.services.home import HomePage
from bot.services.people import Actor
from bot.slack.ids import Action
from bot.slack.listeners import home as listeners
from bot.slack.listeners.home import HomeKeeper
from bot.slack.views import home as views
from tests.given import HOLDER, MANAGER, TEAM, a_goal, a_person, a_talk, a_tour, many_tours
from tests.slack.fakes import Ack, Slack, buttons_of, words_of
from tests.slack.judges import judge


@pytest.fixture
def services(database: Database) -> Services:
    return Services.over(database, lambda _team, _user: None)


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def ack() -> Ack:
    return Ack()


def open_home(services: Services, slack: Slack, actor: Actor, now: datetime, **event: object) -> None:
    listeners.opened(Ack(), actor, slack, {"tab": "home", **event}, services.home, now, services.people)


class TestOpening:
    def test_a_first_visit_says_what_this_is_in_three_lines_and_one_button(
        self, services: Services, slack: Slack, now: datetime
    ) -> None:
        open_home(services, slack, MANAGER, now)
        (view,) = slack.views
        assert view["blocks"][0]["text"]["text"].count("\n") == 2
        assert [each["action_id"] for each in buttons_of(view)] == [Action.START_TOUR]
        judge(view)

    def test_the_second_visit_leads_on(self, services: Services, slack: Slack, now: datetime) -> None:
        for _ in range(2):
            open_home(services, slack, MANAGER, now)
        assert "I am Tourguide" in words_of(slack.views[0])
        assert "I am Tourguide" not in words_of(slack.views[1])

    def test_a_first_visit_with_a_proposal_waiting_shows_it(
        self, services: Services, database: Database, slack: Slack, now: datetime
    ) -> None:
        tour = a_tour(database, now, signed=False)
        open_home(services, slack, HOLDER, now)
        first = buttons_of(slack.views[0])[0]
        assert (first["action_id"], first["value"], first["style"]) == (Action.OPEN_PROPOSAL, str(tour), "primary")

    def test_the_messages_tab_publishes_nothing(
        self, services: Services, slack: Slack, ack: Ack, now: datetime
    ) -> None:
        listeners.opened(ack, MANAGER, slack, {"tab": "messages"}, services.home, now, services.people)
        assert slack.calls == []
        assert ack.said == [{}]
        assert services.home.visitors(TEAM, [MANAGER.user_id]) == []

    def test_the_seen_hash_goes_along_and_a_conflict_reads_once_more(
        self, services: Services, slack: Slack, now: datetime
    ) -> None:
        slack.fails_with("hash_conflict")
        open_home(services, slack, MANAGER, now, view={"hash": "123.abc"})
        assert [given.get("hash") for _, given in slack.calls] == ["123.abc", None]

    def test_another_failure_is_not_hidden(self, services: Services, slack: Slack, now: datetime) -> None:
        slack.fails_with("not_enabled")
        with pytest.raises(SlackApiError):
            open_home(services, slack, MANAGER, now)


class TestPages:
    def test_a_page_is_turned_and_there_is_a_way_back(
        self, services: Services, database: Database, slack: Slack, ack: Ack, now: datetime
    ) -> None:
        many_tours(database, now, 16)
        listeners.turn_page(ack, MANAGER, slack, services.home, now, "1", {"hash": "1.a"})
        (view,) = slack.views
        assert "Page 2 of 2" in words_of(view)
        pager = [each["value"] for each in buttons_of(view) if each["action_id"].startswith(Action.HOME_PAGE)]
        assert pager == ["0"]

    @pytest.mark.parametrize("value", [None, "", "-1", "x"])
    def test_a_forged_page_is_the_first(
        self, services: Services, slack: Slack, ack: Ack, now: datetime, value: str | None
    ) -> None:
        listeners.turn_page(ack, MANAGER, slack, services.home, now, value, {})
        assert len(slack.views) == len(ack.said) == 1


class TestRefreshing:
    def test_only_those_who_know_home_get_it_anew(
        self, services: Services, database: Database, slack: Slack, now: datetime
    ) -> None:
        a_person(database, MANAGER, now, visited=True)
        a_person(database, HOLDER, now)
        refresh = HomeKeeper(services).refresher(slack, now, MANAGER)
        for user_id in (MANAGER.user_id, HOLDER.user_id, "UNOBODY"):
            refresh(user_id)
        assert [given["user_id"] for _, given in slack.calls] == [MANAGER.user_id]

    def test_a_failure_of_slack_is_logged_without_names_or_words(
        self, services: Services, database: Database, slack: Slack, now: datetime
    ) -> None:
        a_person(database, MANAGER, now, visited=True)
        slack.fails_with("ratelimited")
        with structlog.testing.capture_logs() as logs:
            HomeKeeper(services).refresher(slack, now, HOLDER)(MANAGER.user_id)
        assert logs == [{"event": "home_not_refreshed", "fault": "SlackApiError", "log_level": "warning"}]

    def test_nobody_is_refreshed_for_somebody_unknown(self, services: Services, slack: Slack, now: datetime) -> None:
        HomeKeeper(services).refresher(slack, now, None)(MANAGER.user_id)
        assert slack.calls == []


@pytest.mark.parametrize("count", [40, 400])
def test_home_holds_many_tours(database: Database, now: datetime, count: int) -> None:
    many_tours(database, now, count)
    home = HomePage(database)
    for page in (0, 1, home.read(MANAGER, now).pages - 1):
        view = views.home(home.read(MANAGER, now, page), is_first_visit=True)
        judge(view)
        assert len(view["blocks"]) <= 100
    judge({"text": "summary", "blocks": views.summary(home.read(MANAGER, now))})


def test_there_is_one_primary_button_and_it_stands_first(database: Database, now: datetime) -> None:
    a_talk(database, a_tour(database, now), now.date())
    buttons = buttons_of(views.home(HomePage(database).read(MANAGER, now)))
    assert [each.get("style") for each in buttons].count("primary") == 1
    assert buttons[0]["style"] == "primary"
    assert buttons[0]["action_id"] == Action.WRITE_OPENING_CARD


def test_home_says_what_is_due_in_its_own_words_and_the_summary_does_not(database: Database, now: datetime) -> None:
    tour = a_tour(database, now, promise_on=now.date())
    a_goal(database, tour, now, now.date())
    sheet = HomePage(database).read(HOLDER, now)
    at_home, in_short = words_of(views.home(sheet)), words_of(views.summary(sheet))
    for written in ("A course in Lyon", "Answer every call"):
        assert written in at_home
        assert written not in in_short


def test_markup_in_a_promise_is_shown_and_not_obeyed(database: Database, now: datetime) -> None:
    tour = a_tour(database, now)
    with database.work(TEAM) as work:
        draft = GoalDraft(Side.COMPANY, "<!channel> *now*", "seen", now.date())
        work.goals.add(Goal.write(team_id=TEAM, tour_id=tour, author_id=MANAGER.user_id, draft=draft, now=now))
    blocks = views.home(HomePage(database).read(MANAGER, now))["blocks"]
    assert {"type": "plain_text", "text": "<!channel> *now*", "emoji": True} in [each.get("text") for each in blocks]
