"""The tours' listeners, called by hand: what is opened where, what is kept, what is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.lifecycle import State
from bot.domain.refusals import Reason, Refused
from bot.slack.ids import View as ViewId
from bot.slack.listeners import promises, proposals, starting, tours
from bot.slack.routes import Payload, Routes
from tests.making import HOLDER, MANAGER, STRANGER, ended, proposed, told, under_way
from tests.slack.fakes import words_of
from tests.slack.filling import OpenForm
from tests.slack.listeners.tour_desk import Desk, choose_kind, filled, open_form, refused


def test_every_listener_has_its_place_in_the_table() -> None:
    routes = Routes()
    tours.register(routes)
    assert routes.keys(Payload.COMMAND) == ["list", "show"]
    assert set(routes.keys(Payload.SUBMISSION)) == {
        ViewId.START_TOUR,
        ViewId.CHANGE_PROPOSAL,
        ViewId.READ_PROPOSAL,
        ViewId.MOVE_PROMISE,
    }


@pytest.mark.parametrize("words", ["<@U0HOLDER>", "<@U0HOLDER|hiro>", "with <@U0HOLDER> please"])
def test_start_with_a_person_opens_the_form_with_them(manager: Desk, words: str) -> None:
    assert open_form(manager, words).holds("partner_id") == HOLDER.user_id
    assert (manager.how, manager.ack.said) == ("views.open", [{}])


def test_start_opens_from_a_command_a_button_and_the_shortcut(manager: Desk) -> None:
    assert open_form(manager, "").holds("partner_id") is None
    assert OpenForm(manager.calls(starting.open_form).shown).holds("partner_id") is None
    assert OpenForm(manager.calls(starting.open_form, value="UX").shown).holds("partner_id") == "UX"
    inside = {"type": "modal", "callback_id": ViewId.HELP, "id": "V9"}
    assert manager.calls(starting.open_form, view=inside).how == "views.push"
    assert len(manager.ack.said) == 4


def test_nobody_starts_a_tour_with_themselves(manager: Desk) -> None:
    with pytest.raises(Refused) as error:
        manager.calls(starting.start, words=f"<@{MANAGER.user_id}>")
    assert error.value.reason is Reason.PARTNER_IS_SELF
    assert manager.slack.calls == []


@pytest.mark.parametrize("listener", [starting.start, tours.show])
def test_a_bare_name_is_answered(manager: Desk, listener: Callable[..., None]) -> None:
    with pytest.raises(Refused) as error:
        manager.calls(listener, words="@hiro")
    assert error.value.reason is Reason.NO_MENTION
    assert manager.slack.calls == []


def test_choosing_a_kind_sets_its_dates_and_keeps_what_was_typed(manager: Desk) -> None:
    form = open_form(manager).fill(leads="them", mission="Run the press", promise__0__words="A course")
    choose_kind(manager, form, "rotational")
    assert (form.holds("end_on"), form.holds("rhythm")) == ("2027-01-05", "monthly")
    choose_kind(manager, form.fill(rhythm="twice_a_year"), "transformational")
    assert (form.holds("end_on"), form.holds("rhythm")) == ("2028-07-05", "twice_a_year")
    choose_kind(manager, form, "foundational")
    assert "end_on" not in form.fields
    kept = {field: form.holds(field) for field in ("leads", "mission", "promise.0.words", "partner_id")}
    assert kept == {
        "leads": "them",
        "mission": "Run the press",
        "promise.0.words": "A course",
        "partner_id": HOLDER.user_id,
    }
    assert all(given["hash"] == "h1" for method, given in manager.slack.calls if method == "views.update")


def test_choosing_the_same_kind_again_changes_nothing(manager: Desk) -> None:
    form = choose_kind(manager, open_form(manager), "rotational").fill(end_on="2026-12-01")
    before = len(manager.slack.calls)
    manager.calls(tours.choose_kind, view=form.sent())
    assert len(manager.slack.calls) == before


def test_more_and_further_promises_keep_what_was_typed(manager: Desk) -> None:
    form = filled(manager)
    form.shows(manager.calls(tours.unfold, view=form.sent()).shown).fill(uncertainties="A move")
    for _ in range(2):
        form.shows(manager.calls(tours.add_promise, view=form.sent()).shown)
    form.fill(promise__3__words="A desk")
    form.shows(manager.calls(tours.add_promise, view=form.sent()).shown)
    assert (form.holds("uncertainties"), form.holds("promise.3.words")) == ("A move", "A desk")
    assert (form.holds("mission"), "promise.4.words" in form.fields) == ("Run the press", True)
    for _ in range(30):
        form.shows(manager.calls(tours.add_promise, view=form.sent()).shown)
    assert ("promise.19.words" in form.fields, "promise.20.words" in form.fields) == (True, False)


@pytest.mark.parametrize("code", ["hash_conflict", "not_found"])
def test_a_form_that_changed_or_went_meanwhile_is_left_alone(manager: Desk, code: str) -> None:
    form = filled(manager)
    manager.slack.fails_with(code)
    manager.calls(tours.unfold, view=form.sent())
    assert manager.ack.said[-1] == {}


def test_another_failure_is_no_secret(manager: Desk) -> None:
    form = filled(manager)
    manager.slack.fails_with("fatal_error")
    with pytest.raises(Exception, match="Slack said no"):
        manager.calls(tours.unfold, view=form.sent())


@pytest.fixture
def waiting(manager: Desk, database: Database, now: datetime) -> int:
    """A proposal of the manager that waits for the holder."""
    return proposed(database, now)


def read(desk: Desk, tour_id: int) -> OpenForm:
    return OpenForm(desk.calls(tours.open_tour, value=str(tour_id)).shown)


def open_change(desk: Desk, tour_id: int) -> OpenForm:
    below = read(desk, tour_id)
    form = OpenForm(desk.calls(proposals.open_change, value=str(tour_id), view=below.sent()).shown, "V2")
    assert desk.how == "views.push"
    return form


def test_a_proposal_is_read_and_signed(holder: Desk, database: Database, waiting: int) -> None:
    proposal = read(holder, waiting)
    holder.calls(proposals.sign, view=proposal.sent())
    assert (holder.only_tour.state, holder.shown["callback_id"]) == (State.ACTIVE, ViewId.TOUR)
    assert "Both of you have signed" in words_of(holder.shown)
    assert holder.refreshed == [HOLDER.user_id, MANAGER.user_id]
    assert told(database, MANAGER.user_id) == ["tour_active"]


def test_a_change_is_proposed_on_top_and_shown_below(holder: Desk, waiting: int) -> None:
    form = open_change(holder, waiting).fill(mission="Run both presses", reason="There are two")
    holder.calls(proposals.propose_change, view=form.sent(previous_view_id="V1"))
    assert holder.slack.calls[-1][1]["view_id"] == "V1"
    assert "Version 2 is proposed" in words_of(holder.slack.views[-1])
    assert holder.ack.said[-1] == {}
    assert (holder.only_tour.state, holder.only_tour.latest.reason) == (State.COUNTERED, "There are two")


def test_a_change_from_a_form_with_nothing_below_takes_its_place(holder: Desk, waiting: int) -> None:
    form = open_change(holder, waiting).fill(mission="Run both presses", reason="There are two")
    holder.calls(proposals.propose_change, view=form.sent(previous_view_id=None))
    assert holder.ack.said[-1]["view"]["callback_id"] == ViewId.READ_PROPOSAL


def test_the_form_of_a_change_follows_the_kind_and_grows(holder: Desk, waiting: int) -> None:
    form = open_change(holder, waiting).fill(reason="Longer")
    choose_kind(holder, form, "transformational")
    assert (form.holds("reason"), form.holds("rhythm")) == ("Longer", "quarterly")
    form.shows(holder.calls(tours.add_promise, view=form.sent()).shown)
    assert ("promise.2.words" in form.fields, form.holds("reason")) == (True, "Longer")
    assert form.view["callback_id"] == ViewId.CHANGE_PROPOSAL


def test_a_change_of_an_older_version_keeps_what_was_typed(manager: Desk, holder: Desk, waiting: int) -> None:
    late = open_change(holder, waiting).fill(mission="Run both presses", reason="There are two")
    quick = open_change(manager, waiting).fill(gain="Lead operator", reason="More for you")
    manager.calls(proposals.propose_change, view=quick.sent())
    holder.calls(proposals.propose_change, view=late.sent())
    assert holder.ack.said[-1]["response_action"] == "update"
    assert f"<@{MANAGER.user_id}> proposed version 2 while you wrote" in words_of(holder.shown)
    again = OpenForm(holder.shown)
    assert (again.holds("mission"), again.holds("gain")) == ("Run both presses", "Lead operator")
    assert again.holds("reason") == "There are two"
    holder.calls(proposals.propose_change, view=again.sent())
    latest = holder.only_tour.latest
    assert (latest.number, latest.draft.mission, latest.draft.gain) == (3, "Run both presses", "Lead operator")


def test_a_stale_signature_shows_the_newest_version(manager: Desk, holder: Desk, waiting: int) -> None:
    stale = read(holder, waiting)
    form = open_change(manager, waiting).fill(gain="Lead operator", reason="More for you")
    manager.calls(proposals.propose_change, view=form.sent())
    holder.calls(proposals.sign, view=stale.sent())
    assert holder.ack.said[-1]["response_action"] == "update"
    words = words_of(holder.shown)
    assert "Nothing was signed" in words
    assert "Lead operator" in words
    assert holder.only_tour.state is State.PROPOSED


def test_nobody_signs_their_own_version(manager: Desk, waiting: int) -> None:
    manager.calls(proposals.sign, view=read(manager, waiting).sent())
    assert "You signed this version when you proposed it" in words_of(manager.shown)
    assert manager.only_tour.state is State.PROPOSED


@pytest.mark.parametrize(
    ("listener", "who", "state", "said"),
    [
        (proposals.decline, "holder", State.DECLINED, "Declined."),
        (proposals.withdraw, "manager", State.WITHDRAWN, "Withdrawn"),
    ],
)
def test_a_no_takes_the_place_of_the_proposal(
    request: pytest.FixtureRequest,
    waiting: int,
    listener: Callable[..., None],
    who: str,
    state: State,
    said: str,
) -> None:
    desk: Desk = request.getfixturevalue(who)
    for words in (said, "this tour has moved on"):  # the second press comes too late, and says so
        desk.calls(listener, value=str(waiting), view=read(desk, waiting).sent())
        assert desk.how == "views.update"
        assert words in words_of(desk.shown)
        assert desk.only_tour.state is state


def test_the_button_of_last_years_message_shows_how_the_tour_stands_now(
    holder: Desk, database: Database, now: datetime
) -> None:
    tour_id = under_way(database, now)
    assert read(holder, tour_id).view["callback_id"] == ViewId.TOUR
    holder.calls(proposals.open_change, value=str(tour_id))
    assert (holder.shown["callback_id"], holder.how) == (ViewId.TOUR, "views.open")
    assert "moved on" in words_of(holder.shown)
    ended(database, tour_id, now)
    assert read(holder, tour_id).view["callback_id"] == ViewId.TOUR


@pytest.mark.parametrize("value", [None, "", "x", "1;2", "-1", "1:x"])
@pytest.mark.parametrize(
    "listener",
    [tours.open_tour, proposals.decline, proposals.open_change, promises.keep, promises.show, tours.show_forecast],
)
def test_a_forged_button_is_refused(manager: Desk, listener: Callable[..., None], value: str | None) -> None:
    (fault,) = refused(lambda: manager.calls(listener, value=value))
    assert fault.reason is Reason.LINK_EXPIRED


@pytest.mark.parametrize(
    "listener", [tours.open_tour, proposals.decline, proposals.withdraw, proposals.open_change, tours.show_forecast]
)
def test_a_stranger_gets_nothing_from_a_button(
    database: Database, now: datetime, waiting: int, listener: Callable[..., None]
) -> None:
    stranger = Desk(database, STRANGER, now)
    (fault,) = refused(lambda: stranger.calls(listener, value=str(waiting)))
    assert (fault.reason, stranger.slack.calls) == (Reason.NOT_YOURS, [])


def test_every_reminder_comes_on_top_of_the_proposal(holder: Desk, waiting: int) -> None:
    below = read(holder, waiting)
    holder.calls(tours.show_forecast, value=str(waiting), view=below.sent())
    assert (holder.how, holder.shown["callback_id"]) == ("views.push", ViewId.FORECAST)


def test_the_list_says_whose_turn_it_is_or_what_to_do(manager: Desk, holder: Desk, database: Database) -> None:
    manager.calls(tours.list_tours)
    assert "No tour yet" in words_of(manager.answers.said[-1]["blocks"])
    proposed(database, manager.now)
    assert "waits for the other side" in words_of(manager.calls(tours.list_tours).answers.said[-1]["blocks"])
    assert "waits for your answer" in words_of(holder.calls(tours.list_tours).answers.said[-1]["blocks"])


def test_a_long_list_is_paged(manager: Desk, database: Database, now: datetime) -> None:
    for number in range(45):
        ended(database, under_way(database, now), now + timedelta(hours=number))
    first = words_of(manager.calls(tours.list_tours).answers.said[-1]["blocks"])
    assert "page 1 of 3" in first
    assert ("Next" in first, "Previous" in first) == (True, False)
    last = words_of(manager.calls(tours.turn_list, value="2").answers.said[-1]["blocks"])
    assert (last.count("ended early"), "Next" in last, "Previous" in last) == (5, False, True)


def test_show_opens_the_tour_that_is_meant(manager: Desk, database: Database, now: datetime) -> None:
    manager.calls(tours.show)
    assert "You have no tour under way" in words_of(manager.answers.said[-1]["blocks"])
    old = under_way(database, now)
    ended(database, old, now)
    assert manager.calls(tours.show, words=f"<@{HOLDER.user_id}>").shown["callback_id"] == ViewId.TOUR
    under_way(database, now)
    proposed(database, now, holder=STRANGER)
    assert "Agreed by both" in words_of(manager.calls(tours.show, words=f"<@{HOLDER.user_id}>").shown)
    asked = manager.calls(tours.show).answers.said[-1]["blocks"]
    assert (words_of(asked).count("Open"), HOLDER.user_id in words_of(asked)) == (2, True)
    manager.calls(tours.show, words="<@U0ELSE>")
    assert "with <@U0ELSE>" in words_of(manager.answers.said[-1]["blocks"])
