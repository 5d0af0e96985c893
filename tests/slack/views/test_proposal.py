"""A proposal as both sides read it, and the tour that comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.db.work import Database
from bot.domain.drafting import MOST_PROMISES, PromiseWish
from bot.domain.lifecycle import State
from bot.domain.people import Profile
from bot.domain.promises import Side
from bot.domain.wordings import WordingText
from bot.prompts import Rendered
from bot.services.nudges import Nudges
from bot.services.signing import SignTerms
from bot.services.tour_detail import TourDetail
from bot.services.tours import ChangeTour, Tours
from bot.slack.blocks import View
from bot.slack.views import tour as tour_views
from bot.slack.views import tour_form
from bot.slack.views.proposal import proposal, reminders
from bot.slack.views.terms import changed
from tests.making import HOLDER, MANAGER, proposed, under_way
from tests.slack.fakes import buttons_of, words_of
from tests.slack.filling import OpenForm
from tests.slack.judges import judge

SIGNING = Rendered("Before you sign", "It is no contract.")
EVIL = "<!channel> *b* <@U0EVIL>"


@pytest.fixture
def tours(database: Database, now: datetime) -> Tours:
    with database.work("T1") as work:
        for actor in (MANAGER, HOLDER):
            person = work.people.get_or_meet(actor.user_id, now)
            person.learn(Profile(actor.user_id, actor.time_zone), now)
    return Tours(database)


@pytest.fixture
def first(tours: Tours, database: Database, now: datetime) -> TourDetail:
    return tours.read(HOLDER, proposed(database, now), now)


@pytest.fixture
def running(tours: Tours, database: Database, now: datetime) -> TourDetail:
    return tours.read(MANAGER, under_way(database, now), now)


def countered(tours: Tours, first: TourDetail, now: datetime, **changes: Any) -> TourDetail:
    wish = replace(first.latest.wish, **changes)
    tours.propose_change(HOLDER, ChangeTour(first.id, 1, "Two are too many", wish), now)
    return tours.read(MANAGER, first.id, now)


def labels(view: View) -> list[str]:
    return [button["text"]["text"] for button in buttons_of(view)]


def styled(part: Any, style: str) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "text" and part.get("style", {}).get(style):
            yield part["text"]
        for value in part.values():
            yield from styled(value, style)
    elif isinstance(part, list):
        for each in part:
            yield from styled(each, style)


def test_the_reader_signs_changes_or_declines(first: TourDetail) -> None:
    view = proposal(first, SIGNING)
    assert view["submit"]["text"] == "Sign"
    assert labels(view) == ["Propose a change", "Decline", "Every reminder"]
    decline = buttons_of(view)[1]
    assert "confirm" in decline
    read = WordingText(*SIGNING).text_hash
    memory = {"tour": first.id, "number": 1, "hash": first.latest.text_hash, "wording": read}
    assert json.loads(view["private_metadata"]) == memory


def test_its_author_takes_it_back_or_changes_it(first: TourDetail) -> None:
    view = proposal(replace(first, reader_id=MANAGER.user_id), SIGNING)
    assert "submit" not in view
    assert labels(view) == ["Change it", "Withdraw", "Every reminder"]
    heads = [SIGNING.heading in words_of(each) for each in (view, proposal(first, SIGNING))]
    assert heads == [False, True], "whoever has signed is not told to read before they do"


def test_everything_that_is_signed_can_be_read(first: TourDetail) -> None:
    draft = first.latest.draft
    words = words_of(proposal(first, SIGNING))
    for part in (draft.mission, draft.result, draft.gain, *(promise.words for promise in draft.promises)):
        assert part in words
    for day in ("5 Jan 2026", "31 Dec 2026", "6 Jul 2026", "2 Nov 2026", "2 Mar 2026", "1 Apr 2026"):
        assert day in words
    assert all(part in words for part in ("rotational tour", "every month", "It is no contract.", "Visible to"))
    assert "Thursday, 5 February 2026: Check-in" in words


def test_what_changed_is_marked_word_by_word_with_the_reason(tours: Tours, first: TourDetail, now: datetime) -> None:
    promises = (
        replace(first.latest.wish.promises[0], words="An introduction to two paper mills", due_on=date(2026, 3, 9)),
        PromiseWish(1, Side.HOLDER),
        PromiseWish(2, Side.COMPANY, "A desk"),
    )
    detail = countered(tours, first, now, mission="Run the third press", promises=promises)
    view = proposal(detail, SIGNING)
    bold, struck = "".join(styled(view, "bold")), list(styled(view, "strike"))
    assert all(part in bold for part in ("third", "Mission (changed)", "two", "9 Mar 2026", "A desk"))
    assert {"second", "2 Mar 2026", "Train one colleague at the press"} <= set(struck)
    words = words_of(view)
    assert "Two are too many" in words
    assert "Against version 1, which you wrote" in words
    assert "Result for the company (changed)" not in words


def test_an_old_word_and_the_new_one_stand_apart() -> None:
    shown = [element["text"] for element in changed("paper to one list", "paper to a list")]
    assert shown == ["paper to ", "one", " ", "a", " list"]
    assert [element["text"] for element in changed("a list", "a new list")] == ["a ", "new ", "list"]


def test_a_first_version_is_marked_against_nothing(first: TourDetail) -> None:
    view = proposal(first, SIGNING)
    assert list(styled(view, "strike")) == []
    assert "Against version" not in words_of(view)


def test_where_all_changes_are_more_than_a_screen_takes_the_new_text_stands_alone(
    tours: Tours, first: TourDetail, now: datetime
) -> None:
    long = ["日本" * 1500, "月火" * 1500]
    rows = [[PromiseWish(n, Side.COMPANY, words) for n in range(MOST_PROMISES)] for words in long]
    tours.propose_change(
        HOLDER, ChangeTour(first.id, 1, "so", replace(first.latest.wish, promises=tuple(rows[0]))), now
    )
    seen = tours.read(MANAGER, first.id, now)
    tours.propose_change(
        MANAGER, ChangeTour(first.id, 2, "so", replace(seen.latest.wish, promises=tuple(rows[1]))), now
    )
    view = proposal(tours.read(HOLDER, first.id, now), SIGNING)
    judge(view)
    assert words_of(view).count("月火月火") > MOST_PROMISES
    assert "日本" not in words_of(view)
    assert "More was changed since version 2" in words_of(view)


def test_what_people_wrote_is_never_markup(tours: Tours, first: TourDetail, now: datetime) -> None:
    detail = countered(tours, first, now, mission=EVIL, uncertainties=EVIL)
    detail = replace(detail, versions=(detail.versions[0], replace(detail.latest, reason=EVIL)))
    for view in (proposal(detail, SIGNING), tour_views.tour(replace(detail, state=State.DECLINED))):
        assert "U0EVIL" in words_of(view)
        assert not any("U0EVIL" in each["text"] for each in markup(view))


def markup(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part
        for value in part.values():
            yield from markup(value)
    elif isinstance(part, list):
        for each in part:
            yield from markup(each)


def test_a_change_starts_from_what_stands_there(tours: Tours, first: TourDetail) -> None:
    form = OpenForm(tour_form.change(first, first.latest.wish, base=1))
    assert form.required == ["reason", "kind", "mission", "result", "gain", "promise.0.words"]
    assert form.holds("mission") == "Run the second press"
    assert form.holds("promise.1.words") == "Train one colleague at the press"
    assert form.holds("promise.0.due_on") == "2026-03-02"
    assert (form.holds("halfway_on"), form.holds("rhythm"), form.holds("reason")) == ("2026-07-06", "monthly", None)


def test_every_reminder_is_shown_before_signing(first: TourDetail, database: Database, now: datetime) -> None:
    lines = Nudges(database).forecast_of_tour(HOLDER, first.id, now)
    words = words_of(reminders(first, lines))
    assert "Once both have signed" in words
    assert words.count("\n") > 30


def test_a_running_tour_shows_its_terms_promises_talks_and_versions(running: TourDetail) -> None:
    view = tour_views.tour(running, "Done")
    words = words_of(view)
    assert all(part in words for part in ("Run the second press", "Agreed by both on 5 Jan 2026", "Talks to come"))
    assert running.latest.text_hash[:12] in words
    ways_on = ["Write goals", "Goals", "Talks", "My next step", "Change the terms", "Pause", "A new manager"]
    assert labels(view) == [
        *ways_on,
        "It is done",
        "Name a new date",
        *["Open"] * 2,
        "Every reminder",
        "The three doors",
        "End it early",
    ]
    held = tour_views.tour(replace(running, reader_id=HOLDER.user_id))
    assert [b["value"] for b in buttons_of(held) if b["text"]["text"] == "It is done"] == [
        str(running.shown.promises[1].id)
    ]


def test_a_promise_says_what_became_of_it(tours: Tours, running: TourDetail, now: datetime) -> None:
    promise = running.shown.promises[0]
    assert "due 2 Mar 2026" in words_of(tour_views.promises(running))
    moved = tours.move_promise(MANAGER, promise.id, date(2026, 4, 1), now)
    assert "due 1 Apr 2026, moved in time from 2 Mar 2026" in words_of(tour_views.promises(moved))
    later = now + timedelta(days=100)
    assert "was due 1 Apr 2026" in words_of(tour_views.promises(tours.read(MANAGER, running.id, later)))
    late = tours.move_promise(MANAGER, promise.id, date(2026, 5, 1), later)
    assert "moved from 2 Mar 2026 after it was due" in words_of(tour_views.promises(late))
    kept = tours.keep_promise(MANAGER, promise.id, later)
    assert "kept, said on 15 Apr 2026" in words_of(tour_views.promises(kept))


def test_a_new_date_starts_from_the_old_one_or_from_today(running: TourDetail) -> None:
    promise = running.shown.promises[0]
    form = OpenForm(tour_views.move_promise(running, promise))
    assert (form.required, form.holds("due_on")) == (["due_on"], "2026-03-02")
    assert "counts as honoured" in words_of(form.view)
    late = OpenForm(tour_views.move_promise(replace(running, today=date(2026, 3, 3)), promise))
    assert late.holds("due_on") == "2026-03-03"
    assert "counts as honoured" not in words_of(late.view)


@pytest.mark.parametrize("state", [State.COMPLETED, State.DECLINED, State.WITHDRAWN, State.LAPSED, State.ENDED_EARLY])
def test_what_is_over_can_be_read_and_nothing_be_done_to_it(running: TourDetail, state: State, now: datetime) -> None:
    view = tour_views.tour(replace(running, state=state, ended_at=now))
    assert labels(view)[0] == "Propose another one"
    assert "It is done" not in labels(view)
    assert "5 Jan 2026" in words_of(view)


def test_signed_by_both_in_the_order_of_signing(tours: Tours, first: TourDetail, now: datetime) -> None:
    detail = tours.sign(HOLDER, SignTerms(first.id, 1, first.latest.text_hash), now)
    view = tour_views.tour(detail)
    people = [
        part["user_id"]
        for block in view["blocks"][-2:-1]
        for part in block["elements"][0]["elements"]
        if part["type"] == "user"
    ]
    assert people == [MANAGER.user_id, HOLDER.user_id]
