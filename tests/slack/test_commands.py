"""Commands of no other story: the summary, help that lists only what works, and the unknown."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.db.work import Database
from bot.services.home import HomePage
from bot.services.nudges import Nudges
from bot.slack.ids import Action
from bot.slack.listeners import commands, conversation, register_all
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Payload, Routes
from bot.slack.views import help as helps
from bot.slack.views.glossary import terms
from tests.given import MANAGER, a_talk, a_tour
from tests.shipped import PROMPTS
from tests.slack.fakes import Ack, Answers, Slack, buttons_of, words_of
from tests.slack.judges import judge


@pytest.fixture
def routes() -> Routes:
    found = Routes()
    register_all(found)
    return found


@pytest.fixture
def answer() -> Answers:
    return Answers()


@pytest.fixture
def home(database: Database) -> HomePage:
    return HomePage(database)


@pytest.fixture
def nudges(database: Database) -> Nudges:
    return Nudges(database)


def typed_after_tour(answer: Answers, home: HomePage, now: datetime, nudges: Nudges, routes: Routes, text: str) -> None:
    word, _, words = text.partition(" ")
    conversation.unknown(MANAGER, answer, home, now, nudges, PROMPTS, routes, word, words)


def few_routes(*words: str) -> Routes:
    routes = Routes()
    for word in words:
        routes.command(word)(lambda: None)
    return routes


def test_the_summary_is_the_next_step_and_the_way_to_home(
    database: Database, answer: Answers, home: HomePage, now: datetime
) -> None:
    a_talk(database, a_tour(database, now), now.date())
    commands.summary(MANAGER, answer, home, now)
    (said,) = answer.said
    judge(said)
    assert buttons_of(said)[0]["action_id"] == Action.WRITE_OPENING_CARD
    assert "You lead 1 tour" in words_of(said)


def test_help_lists_every_command_that_works_and_no_other(answer: Answers) -> None:
    commands.show_help(answer, PROMPTS, few_routes("", "list", "help", "?"), "")
    said = words_of(answer.said[0])
    assert "`/tour list`" in said
    for absent in ("/tour start", "/tour signal", "/tour ?"):
        assert absent not in said


def test_every_command_has_its_line_in_the_help(routes: Routes) -> None:
    assert set(commands.working(routes)) == set(helps.usages())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("goals", "/tour goals"),
        ("Gaols", "/tour goals"),
        ("first conversation", terms()["first_conversation"].title),
        ("opening-card", terms()["opening_card"].title),
        ("check_in", "Check-in"),
        ("counter offer", "There is a guide for this."),
        ("qqqq", "I have nothing under that word."),
        ("foo", "I have nothing under that word."),  # though it stands in "foundational"
    ],
)
def test_help_about_one_word(routes: Routes, answer: Answers, asked: str, found: str) -> None:
    commands.show_help(answer, PROMPTS, routes, asked)
    judge(answer.said[0])
    assert found in words_of(answer.said[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("strat", "start"),
        ("chekin", "checkin"),
        ("Goal", "goals"),
        ("snoze", "snooze"),
        ("nudge", "nudges"),
        ("strat <@UHOLDER>", "start"),
    ],
)
def test_an_unknown_command_gets_the_nearest_and_the_help(
    routes: Routes, answer: Answers, home: HomePage, now: datetime, nudges: Nudges, typed: str, meant: str
) -> None:
    typed_after_tour(answer, home, now, nudges, routes, typed)
    judge(answer.said[0])
    assert f"The nearest is `/tour {meant}`." in words_of(answer.said[0])
    assert [each["action_id"] for each in buttons_of(answer.said[0])] == [Action.HELP]
    assert "`/tour list`" not in words_of(answer.said[0])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("resume", "not paused"),
        ("she wants more money", "counter-offer"),
        ("status", "no tour under way"),
        ("what is a pledge?", "pledge"),
        ("qqqq", "I do not know what you mean"),
        ("listen, I cannot go on living", "this is for a person"),  # and not "the nearest is list"
    ],
)
def test_plain_words_behind_the_command_are_read_as_in_a_dm(
    routes: Routes, answer: Answers, home: HomePage, now: datetime, nudges: Nudges, typed: str, says: str
) -> None:
    typed_after_tour(answer, home, now, nudges, routes, typed)
    judge(answer.said[0])
    assert says in words_of(answer.said[0])


def test_a_person_alone_means_the_tours_with_them(
    database: Database, routes: Routes, answer: Answers, home: HomePage, now: datetime, nudges: Nudges
) -> None:
    tour = a_tour(database, now)
    a_tour(database, now, holder_id="UOTHER")
    for typed in ("<@UHOLDER|dana>", "<@USOMEBODY>"):
        typed_after_tour(answer, home, now, nudges, routes, typed)
    ways, (starts,) = (buttons_of(said) for said in answer.said)
    assert [each["action_id"] for each in ways] == [
        Action.OPEN_TOUR,
        Action.SHOW_PROMISES,
        Action.OPEN_GOALS,
        Action.OPEN_TALKS,
    ]
    assert {each["value"] for each in ways} == {str(tour)}
    assert (starts["action_id"], starts["value"]) == (Action.START_TOUR, "USOMEBODY")


def test_a_command_of_later_is_not_said_to_work(
    routes: Routes, answer: Answers, home: HomePage, now: datetime, nudges: Nudges
) -> None:
    for word in ("alumni", "zzz"):
        typed_after_tour(answer, home, now, nudges, routes, word)
    for said in answer.said:
        assert "/tour alumni" not in words_of(said)


def test_markup_in_an_unknown_command_is_not_repeated(
    routes: Routes, answer: Answers, home: HomePage, now: datetime, nudges: Nudges
) -> None:
    typed_after_tour(answer, home, now, nudges, routes, "<!channel>")
    assert "<!channel>" not in words_of(answer.said[0])


def test_help_opens_as_a_modal_too(routes: Routes) -> None:
    slack, ack = Slack(), Ack()
    body = {"trigger_id": "1.2", "view": {"type": "home", "callback_id": "home", "id": "V1"}}
    commands.open_help(ack, PROMPTS, routes, Sheets(slack, body))
    assert [method for method, _ in slack.calls] == ["views.open"]
    for view in slack.views:
        judge(view)
    assert len(ack.said) == 1


def test_no_command_is_registered_under_the_word_for_none(routes: Routes) -> None:
    assert commands.NO_COMMAND in routes.keys(Payload.COMMAND)
    assert commands.NO_COMMAND not in commands.working(routes)
