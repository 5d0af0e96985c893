"""Screens of talks: Slack takes them at their fullest and emptiest, and they say who can read what."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.check_ins import Review
from bot.slack.blocks import View
from bot.slack.views import check_in_forms, check_ins
from tests.slack.judges import judge
from tests.slack.views.talk_cases import (
    ALL_TALKS,
    EMPTY,
    FULLEST_TALK,
    GUIDE,
    HELD_TALK,
    MISSED,
    NEXT_LATE,
    NO_TALKS,
    SIDES,
    STRUCK_OUT,
)
from tests.slack.views.test_goals import required, words_in_markup

OVER = replace(SIDES, may_change=False)
SCREENS = {
    "all, none": check_ins.all_talks(NO_TALKS),
    "all, six years": check_ins.all_talks(ALL_TALKS),
    "all, last page": check_ins.all_talks(ALL_TALKS, 7),
    "all, several missed": check_ins.all_talks(MISSED),
    "all, tour over": check_ins.all_talks(replace(ALL_TALKS, sides=OVER)),
    "talk, empty": check_ins.in_full(EMPTY),
    "talk, full": check_ins.in_full(FULLEST_TALK, "Saved. Only you can read it."),
    "talk, held": check_ins.in_full(HELD_TALK),
    "talk, struck out": check_ins.in_full(replace(EMPTY, line=STRUCK_OUT)),
    "talk, tour over": check_ins.in_full(replace(HELD_TALK, sides=OVER)),
    "prepare, empty": check_in_forms.prepare(EMPTY, None),
    "prepare, full": check_in_forms.prepare(FULLEST_TALK, GUIDE),
    "record, empty": check_in_forms.record(EMPTY),
    "record, next one late": check_in_forms.record(NEXT_LATE),
    "record, full": check_in_forms.record(FULLEST_TALK),
    "record, held already": check_in_forms.record(HELD_TALK),
    "record, held by oneself": check_in_forms.record(
        replace(HELD_TALK, line=replace(HELD_TALK.line, recorded_by_id="U0MANAGER"))
    ),
    "move": check_in_forms.move(FULLEST_TALK),
}


@pytest.mark.parametrize("name", SCREENS)
def test_slack_takes_every_screen(name: str) -> None:
    judge(SCREENS[name])


@pytest.mark.parametrize("name", SCREENS)
def test_what_people_wrote_is_never_markup(name: str) -> None:
    assert not [text for text in words_in_markup(SCREENS[name]["blocks"]) if "<!channel>" in text or "U0EVIL" in text]


@pytest.mark.parametrize("name", [name for name in SCREENS if name.startswith(("prepare", "record", "move"))])
def test_no_form_of_a_talk_requires_more_than_two_things(name: str) -> None:
    assert len(required(SCREENS[name])) <= 2


def readers_of(view: View) -> dict[str, str]:
    """Return what the first line "visible to" below each input says."""
    found = {}
    for number, block in enumerate(view["blocks"]):
        if block["type"] == "input" and block["element"]["type"] == "plain_text_input":
            found[block["block_id"]] = view["blocks"][number + 1]["elements"][0]["text"]
    return found


def test_a_next_talk_that_is_late_is_not_called_planned() -> None:
    late, planned = (json.dumps(check_in_forms.record(talk)) for talk in (NEXT_LATE, FULLEST_TALK))
    assert "It was due on Sunday, 1 March 2026 and is still open." in late
    assert "Planned for Thursday, 5 March 2026." in planned


def test_every_piece_of_writing_says_who_can_read_it() -> None:
    readers = readers_of(check_in_forms.record(EMPTY))
    assert "both sides" in readers["agreed"]
    assert "you alone" in readers["private"]
    assert "you alone" in readers_of(check_in_forms.prepare(EMPTY, None))["words"]


def test_a_talk_recorded_already_asks_for_notes_only() -> None:
    text = json.dumps(check_in_forms.record(HELD_TALK))
    assert "recorded this talk already" in text
    assert [b["block_id"] for b in check_in_forms.record(HELD_TALK)["blocks"] if b["type"] == "input"] == [
        "agreed",
        "private",
    ]


def test_the_next_talk_is_filled_in_from_the_timetable() -> None:
    (field,) = [b for b in check_in_forms.record(FULLEST_TALK)["blocks"] if b.get("block_id", "").startswith("next_on")]
    assert field["block_id"] == "next_on:2026-03-05"
    assert field["element"]["initial_date"] == "2026-03-05"


def test_the_form_for_preparing_shows_the_guide_and_what_is_open() -> None:
    text = json.dumps(check_in_forms.prepare(FULLEST_TALK, GUIDE))
    assert "Questions to ask" in text
    assert "Why this talk" not in text
    assert "Promises that are open" in text
    assert "Goals that are open" in text
    assert "and 22 more" in text


def opened_by(view: View) -> list[str]:
    """Return which talks the buttons beside a text open."""
    beside = [block.get("accessory", {}) for block in view["blocks"]]
    return [element["value"] for element in beside if element.get("type") == "button"]


def test_all_talks_ever_held_can_be_reached() -> None:
    pages = [check_ins.all_talks(ALL_TALKS, page) for page in range(8)]
    reached = {value for page in pages for value in opened_by(page)}
    assert {str(talk.id) for talk in ALL_TALKS.held} <= reached


def test_check_ins_that_a_later_one_stands_for_are_told_apart_from_those_to_come() -> None:
    halfway = replace(MISSED.planned[0], id=998, review=Review.HALFWAY)
    for talks in (MISSED, replace(MISSED, talks=(halfway, *MISSED.talks))):
        blocks = check_ins.all_talks(talks)["blocks"]
        (choice,) = [b["accessory"] for b in blocks if b.get("accessory", {}).get("type") == "static_select"]
        assert [option["value"] for option in choice["options"]] == [str(line.id) for line in MISSED.passed_over[::-1]]
        told = json.dumps([block for block in blocks if choice not in block.values()])
        assert not [line for line in MISSED.passed_over if f'"{line.id}"' in told]


def test_however_many_check_ins_were_missed_each_can_be_opened() -> None:
    planned = replace(ALL_TALKS.planned[0], held_on=None)
    days = [date(2010 + number // 12, 1 + number % 12, 5) for number in range(80)]
    missed = tuple(replace(planned, id=number, due_on=day) for number, day in enumerate(days))
    view = check_ins.all_talks(replace(ALL_TALKS, talks=missed))
    judge(view)
    told = json.dumps(view)
    assert not [line for line in missed if f'"{line.id}"' not in told]


def test_a_greater_talk_can_be_opened_however_far_it_is() -> None:
    last = replace(ALL_TALKS.talks[-1], id=999, review=Review.NEXT_TOUR_TALK)
    view = check_ins.all_talks(replace(ALL_TALKS, talks=(*ALL_TALKS.talks[:-1], last)))
    assert "999" in opened_by(view)


def test_what_is_due_is_recorded_and_what_comes_is_prepared() -> None:
    def primary(line_due: bool) -> str:
        due = EMPTY.sides.today if line_due else EMPTY.line.due_on
        view = check_ins.in_full(replace(EMPTY, line=replace(EMPTY.line, due_on=due)))
        buttons = next(b for b in view["blocks"] if b["type"] == "actions")["elements"]
        return next(str(b["text"]["text"]) for b in buttons if b.get("style") == "primary")

    assert primary(line_due=True) == "Record"
    assert primary(line_due=False) == "Prepare"
