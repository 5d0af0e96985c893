"""The form of a tour: six questions, the rest has defaults that follow the kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.drafting import MOST_PROMISES, WORDS_LIMIT, PromiseWish, TermsWish
from bot.domain.promises import Side
from bot.domain.tours import Kind
from bot.slack.views import tour_form
from tests.slack.fakes import buttons_of, words_of
from tests.slack.filling import OpenForm
from tests.slack.judges import judge

TODAY = date(2026, 1, 5)
LONG = "م 東京 <!channel> *bold* <@U0EVIL> " * 200
FULL = TermsWish(
    kind=Kind.TRANSFORMATIONAL,
    mission=LONG[:WORDS_LIMIT],
    result=LONG[:WORDS_LIMIT],
    gain=LONG[:WORDS_LIMIT],
    promises=tuple(PromiseWish(n, Side.COMPANY, LONG[:WORDS_LIMIT], "UX", TODAY) for n in range(MOST_PROMISES)),
    uncertainties=LONG[:WORDS_LIMIT],
)


def start(wish: TermsWish | None = None, **how: Any) -> OpenForm:
    return OpenForm(tour_form.start(wish or TermsWish(), TODAY, **how))


@pytest.mark.parametrize("kind", [None, *Kind])
@pytest.mark.parametrize("more", [False, True])
def test_six_answers_are_required_however_much_is_unfolded(kind: Kind | None, more: bool) -> None:
    form = start(TermsWish(kind=kind), more=more, rows=7)
    assert form.required == ["partner_id", "kind", "mission", "result", "gain", "promise.0.words"]


def test_before_a_kind_is_chosen_there_is_no_end_to_fill_in() -> None:
    form = start()
    assert {"end_on", "rhythm"}.isdisjoint(form.fields)
    assert (form.holds("start_on"), form.holds("leads"), form.holds("kind")) == ("2026-01-05", "me", None)


@pytest.mark.parametrize(
    ("kind", "end", "rhythm", "due"),
    [
        (Kind.ROTATIONAL, "2027-01-05", "monthly", "2026-07-06"),
        (Kind.TRANSFORMATIONAL, "2028-07-05", "quarterly", "2027-04-06"),
        (Kind.FOUNDATIONAL, None, "twice_a_year", "2026-04-05"),
    ],
)
def test_each_kind_has_its_own_defaults(kind: Kind, end: str | None, rhythm: str, due: str) -> None:
    form = start(TermsWish(kind=kind), more=True)
    assert (form.holds("rhythm"), form.holds("promise.0.due_on")) == (rhythm, due)
    for field in ("end_on", "halfway_on", "next_talk_on"):
        assert (field in form.fields) is (end is not None)
    assert end is None or form.holds("end_on") == end


@pytest.mark.parametrize(("end", "is_shown"), [(date(2026, 7, 5), True), (date(2026, 7, 6), False), (None, False)])
def test_a_short_tour_asks_at_once_what_could_change_it(end: date | None, is_shown: bool) -> None:
    form = start(TermsWish(kind=Kind.ROTATIONAL, end_on=end))
    assert ("uncertainties" in form.fields) is is_shown


def test_what_was_typed_about_changes_stays_when_the_tour_grows_longer() -> None:
    form = start(TermsWish(kind=Kind.ROTATIONAL, uncertainties="The grant ends"))
    assert form.holds("uncertainties") == "The grant ends"


def test_defaults_change_with_the_kind_because_their_blocks_do() -> None:
    form = start(TermsWish(kind=Kind.ROTATIONAL)).fill(mission="Run the second press")
    form.shows(tour_form.start(TermsWish(kind=Kind.TRANSFORMATIONAL), TODAY))
    assert (form.holds("end_on"), form.holds("rhythm")) == ("2028-07-05", "quarterly")
    assert form.holds("mission") == "Run the second press"


def test_what_is_folded_away_is_one_press_away() -> None:
    form = start(TermsWish(kind=Kind.ROTATIONAL))
    assert {"uncertainties", "halfway_on", "next_talk_on"}.isdisjoint(form.fields)
    assert [button["text"]["text"] for button in buttons_of(form.view)] == ["Add a promise", "More"]
    unfolded = start(TermsWish(kind=Kind.ROTATIONAL), more=True)
    assert {"uncertainties", "halfway_on", "next_talk_on"} <= set(unfolded.fields)
    assert [button["text"]["text"] for button in buttons_of(unfolded.view)] == ["Add a promise"]


def test_each_further_promise_says_whose_it_is_what_who_keeps_it_and_until_when() -> None:
    added = set(start(rows=3).fields) - set(start().fields)
    assert added == {"promise.2.side", "promise.2.words", "promise.2.owner_id", "promise.2.due_on"}
    assert "Add a promise" not in words_of(start(rows=MOST_PROMISES).view)


def test_labels_differ_so_that_a_screen_reader_can_tell_them_apart() -> None:
    labels = [b["label"]["text"] for b in start(FULL, more=True, rows=MOST_PROMISES).view["blocks"] if "label" in b]
    assert len(labels) == len(set(labels))


def test_the_first_line_says_once_who_will_see_every_field() -> None:
    form = start(more=True, rows=3, partner_id="UH")
    first = words_of(form.view["blocks"][0])
    assert "Visible to: you and the person it is with, every field" in first
    assert words_of(form.view).count("isible") == 1
    assert "<@" not in first, "another person may be chosen, of which Slack sends no news"


def test_at_first_a_promise_asks_only_for_what_has_no_default() -> None:
    rotational = TermsWish(kind=Kind.ROTATIONAL)
    promises = {field for field in start(rotational).fields if field.startswith("promise.")}
    assert promises == {"promise.0.words", "promise.0.due_on", "promise.1.words"}
    unfolded = set(start(rotational, more=True).fields)
    assert {"promise.0.owner_id", "promise.1.due_on"} <= unfolded


def test_the_last_words_say_what_proposing_means() -> None:
    for view in (start().view, start(more=True).view):
        said = words_of(view["blocks"][-1])
        assert all(part in said for part in ("signs", "statement of intent", "no contract", "terms of employment"))


def test_the_fullest_form_fits_and_what_people_wrote_stays_plain() -> None:
    form = start(FULL, more=True, rows=MOST_PROMISES, partner_id="UH")
    judge(form.view)
    assert form.holds("promise.19.words") == FULL.mission
    assert not any("U0EVIL" in words for words in markup(form.view))


def markup(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for value in part.values():
            yield from markup(value)
    elif isinstance(part, list):
        for each in part:
            yield from markup(each)


def test_too_much_to_put_back_is_left_to_slack_which_keeps_it() -> None:
    heavy = replace(FULL, promises=tuple(replace(p, words="👩" * WORDS_LIMIT) for p in FULL.promises))
    form = start(heavy, more=True, rows=MOST_PROMISES)
    judge(form.view)
    assert form.holds("mission") is None
    typed = start(rows=MOST_PROMISES).fill(mission="typed")
    assert typed.shows(form.view).holds("mission") == "typed"


def test_the_form_remembers_no_words() -> None:
    memory = start(FULL, more=True, rows=4, partner_id="UH").view["private_metadata"]
    assert json.loads(memory) == {"rows": 4, "more": True, "asked": False, "kind": "transformational"}
