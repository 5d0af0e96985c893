"""The talks' listeners, called by hand: what is opened where, what is kept, what is said."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.db.work import Database
from bot.domain.check_ins import Purpose, Review
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.prompts import Guide, PromptError
from bot.prompts.catalogue import TOPICS
from bot.services.check_ins import CheckIns
from bot.slack.blocks import option
from bot.slack.forms import check_ins as forms
from bot.slack.listeners import check_ins as listeners
from tests.making import HOLDER, MANAGER, STRANGER, ended, under_way
from tests.slack.listeners.desk import Desk
from tests.slack.listeners.fakes import submitted
from tests.slack.views.talk_cases import GUIDE

SHARED = [option("Share it with the other side before the talk", "share")]


class Library:
    """Prompts that know one guide, and remember which was asked for."""

    def __init__(self, guide: Guide | None = GUIDE) -> None:
        self._guide = guide
        self.asked: list[tuple[str, str, str | None]] = []

    def guide(self, topic: str, for_whom: str = "manager", kind: str | None = None) -> Guide:
        self.asked.append((topic, for_whom, kind))
        if self._guide is None:
            raise PromptError("no such guide")
        return self._guide


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    return under_way(database, now)


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(days=32)


@pytest.fixture
def talk_id(database: Database, tour_id: int, now: datetime) -> int:
    first = CheckIns(database).of_tour(MANAGER, tour_id, now).next
    assert first is not None
    return first.id


def test_the_command_opens_the_talks_of_the_only_tour(database: Database, now: datetime, tour_id: int) -> None:
    desk = Desk(database, now, HOLDER)
    desk.command(listeners.list_talks, "")
    assert desk.client.only[0] == "open T.1"
    assert desk.client.only[1]["callback_id"] == "talks"


def test_the_command_asks_which_of_several_and_helps_where_there_is_none(
    database: Database, now: datetime, tour_id: int
) -> None:
    under_way(database, now, holder=STRANGER)
    several = Desk(database, now)
    several.command(listeners.list_talks, "")
    assert len([b for b in several.answer.blocks if "accessory" in b]) == 2
    none = Desk(database, now, HOLDER)
    none.command(listeners.list_talks, "<@U0NOBODY>")
    assert "start_tour" in json.dumps(list(none.answer.blocks))


def test_preparing_brings_the_guide_for_the_moment_and_the_reader(
    database: Database, now: datetime, later: datetime, talk_id: int
) -> None:
    library = Library()
    Desk(database, now, HOLDER).press(listeners.open_prepare, talk_id, prompts=library)
    assert library.asked == [("first_check_in", "holder", "rotational")]
    form = Desk(database, later).press(listeners.open_record, talk_id)
    Desk(database, later).submit(listeners.record, form, {})
    following = CheckIns(database).get(MANAGER, talk_id, later).following
    assert following is not None
    Desk(database, later).press(listeners.open_prepare, following.id, prompts=library)
    assert library.asked[1] == ("check_in", "manager", "rotational")


def test_every_kind_of_talk_has_a_guide_that_the_library_must_hold(
    database: Database, now: datetime, tour_id: int, talk_id: int
) -> None:
    talk = CheckIns(database).get(MANAGER, talk_id, now)
    named = {listeners.topic_of(replace(talk, line=replace(talk.line, review=review))) for review in Review}
    assert named <= {topic.name for topic in TOPICS}


def test_preparing_works_without_a_guide(database: Database, now: datetime, talk_id: int) -> None:
    view = Desk(database, now).press(listeners.open_prepare, talk_id, prompts=Library(None))
    assert view["callback_id"] == "prepare_review"


def test_what_was_prepared_is_private_until_it_is_shared(database: Database, now: datetime, talk_id: int) -> None:
    form = Desk(database, now).press(listeners.open_prepare, talk_id, prompts=Library())
    shown = Desk(database, now).submit(listeners.prepare, form, {"words": "Money"})
    assert "Only you can read it" in json.dumps(shown)
    theirs = Desk(database, now, HOLDER).press(listeners.open_prepare, talk_id, prompts=Library())
    assert "Money" not in json.dumps(theirs)
    again = Desk(database, now + timedelta(minutes=1)).press(listeners.open_prepare, talk_id, prompts=Library())
    desk = Desk(database, now)
    desk.check_ins.prepare(MANAGER, forms.prepare(submitted(again, {"share": SHARED})), now)
    theirs = Desk(database, now, HOLDER).press(listeners.open_prepare, talk_id, prompts=Library())
    assert "Money" in json.dumps(theirs)


def test_nothing_prepared_is_refused_at_the_field(database: Database, now: datetime, talk_id: int) -> None:
    form = Desk(database, now).press(listeners.open_prepare, talk_id, prompts=Library())
    with pytest.raises(SeveralRefused) as error:
        Desk(database, now).submit(listeners.prepare, form, {"words": " \n"})
    assert [(each.field, each.reason) for each in error.value.refusals] == [("words", Reason.REQUIRED)]


def test_a_talk_is_recorded_with_two_presses(database: Database, later: datetime, talk_id: int) -> None:
    """One opens the form, one saves it: every field that is needed is filled in."""
    form = Desk(database, later).press(listeners.open_record, talk_id)
    desk = Desk(database, later)
    shown = desk.submit(listeners.record, form, {})
    assert "Recorded" in json.dumps(shown)
    assert "Next: " in json.dumps(shown)
    assert desk.refreshed == [MANAGER.user_id, HOLDER.user_id]
    assert desk.check_ins.get(HOLDER, talk_id, later).line.held_on == later.date()


def test_two_record_at_once_and_the_second_loses_nothing(database: Database, later: datetime, talk_id: int) -> None:
    first = Desk(database, later).press(listeners.open_record, talk_id)
    second = Desk(database, later, HOLDER).press(listeners.open_record, talk_id)
    Desk(database, later).submit(listeners.record, first, {"agreed": "Mill visit", "private": "Tired"})
    shown = Desk(database, later, HOLDER).submit(listeners.record, second, {"agreed": "A lamp", "private": "Mine"})
    text = json.dumps(shown)
    assert f"<@{MANAGER.user_id}> had recorded this talk already" in text
    for words, readable in (("Mill visit", True), ("A lamp", True), ("Mine", True), ("Tired", False)):
        assert (words in text) is readable


def test_notes_can_be_added_and_changed_afterwards(database: Database, later: datetime, talk_id: int) -> None:
    form = Desk(database, later).press(listeners.open_record, talk_id)
    Desk(database, later).submit(listeners.record, form, {"agreed": "Mill visit"})
    again = Desk(database, later).press(listeners.open_record, talk_id)
    view = submitted(again, {"agreed": "Mill visit in May"}, "V2")
    desk = Desk(database, later)
    recorded = desk.check_ins.record(MANAGER, forms.record(view), later)
    assert [note.words for note in recorded.talk.notes] == ["Mill visit in May"]
    assert "had recorded this talk before" in listeners.recorded_notice(recorded)


def test_what_can_be_read_is_told_of_only_where_something_was_written(
    database: Database, later: datetime, talk_id: int
) -> None:
    form = Desk(database, later).press(listeners.open_record, talk_id)
    shown = Desk(database, later).submit(listeners.record, form, {})
    assert "is told" in json.dumps(shown)
    assert "private note" not in json.dumps(shown)


def test_a_day_agreed_for_the_next_talk_moves_it(database: Database, later: datetime, talk_id: int) -> None:
    form = Desk(database, later).press(listeners.open_record, talk_id)
    (block,) = [b for b in form["blocks"] if b.get("block_id", "").startswith("next_on:")]
    desk = Desk(database, later)
    desk.submit(listeners.record, form, {block["block_id"]: "2026-03-12"})
    following = desk.check_ins.get(HOLDER, talk_id, later).following
    assert following is not None
    assert following.due_on.isoformat() == "2026-03-12"


def test_a_talk_is_moved(database: Database, now: datetime, talk_id: int) -> None:
    form = Desk(database, now).press(listeners.open_move, talk_id)
    shown = Desk(database, now).submit(listeners.move, form, {"to": "2026-02-10"})
    assert "Moved to Tuesday, 10 February 2026" in json.dumps(shown)


def test_a_talk_that_is_over_is_shown_instead_of_a_form(
    database: Database, later: datetime, tour_id: int, talk_id: int
) -> None:
    form = Desk(database, later).press(listeners.open_record, talk_id)
    Desk(database, later).submit(listeners.record, form, {})
    assert Desk(database, later).press(listeners.open_move, talk_id)["callback_id"] == "talk"
    prepared = Desk(database, later).press(listeners.open_prepare, talk_id, prompts=Library())
    assert prepared["callback_id"] == "talk"
    ended(database, tour_id, later)
    assert Desk(database, later).press(listeners.open_record, talk_id)["callback_id"] == "talk"


def test_a_stranger_opens_nothing(database: Database, now: datetime, tour_id: int, talk_id: int) -> None:
    presses: list[tuple[Any, int, dict[str, Any]]] = [
        (listeners.open_talks, tour_id, {}),
        (listeners.open_talk, talk_id, {}),
        (listeners.open_prepare, talk_id, {"prompts": Library()}),
        (listeners.open_record, talk_id, {}),
        (listeners.open_move, talk_id, {}),
    ]
    for listener, value, more in presses:
        desk = Desk(database, now, STRANGER)
        with pytest.raises(Refused) as error:
            desk.press(listener, value, **more)
        assert error.value.reason is Reason.NOT_YOURS
        assert not desk.client.shown


def test_notes_are_read_from_the_list(database: Database, later: datetime, tour_id: int, talk_id: int) -> None:
    form = Desk(database, later).press(listeners.open_record, talk_id)
    Desk(database, later).submit(listeners.record, form, {"agreed": "Mill visit", "private": "Tired"})
    listed = Desk(database, later, HOLDER).press(listeners.open_talks, f"{tour_id}:0")
    assert "Mill visit" in json.dumps(listed)
    talk = Desk(database, later, HOLDER).press(listeners.open_talk, talk_id, listed)
    assert "Mill visit" in json.dumps(talk)
    assert "Tired" not in json.dumps(talk)
    own = CheckIns(database).get(MANAGER, talk_id, later).own(Purpose.PRIVATE)
    assert own is not None
