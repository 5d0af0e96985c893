"""Nudges as Maya lives them: not now, never about this one, half as often, quiet for a while, and back each time."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.stage import Stage
from tests.stories.test_the_ladder import begin_tour


def morning(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=UTC)


def test_a_nudge_is_put_off_and_comes_again(stage: Stage) -> None:
    maya = stage.person("manager")
    begin_tour(stage)
    stage.forward(to=morning(2, 3))
    maya.sees("Earn the right of first conversation")
    before = len(maya.messages)
    maya.presses("Not now")
    maya.sees("until when should I be quiet", where="modal")
    maya.picks_date("Or another day", "2026-02-07")
    maya.submits()
    maya.sees("Saturday, 7 February is a day you do not work", "Monday, 9 February", where="modal")
    maya.closes_all()
    stage.forward(to=morning(2, 8))
    assert len(maya.messages) == before
    stage.forward(to=morning(2, 9))
    assert len(maya.messages) == before + 1


def test_quiet_and_back_by_command_by_plain_words_and_in_the_settings(stage: Stage) -> None:
    maya = stage.person("manager")
    begin_tour(stage)
    maya.types("/tour snooze until Monday")
    maya.sees("Quiet until Monday, 12 January.")
    maya.presses("Undo")
    maya.sees("Undone")
    for words in ("/tour snooze yesterday", "/tour snooze 2020-01-01"):
        maya.types(words)
        maya.sees("This day has passed. Choose one to come.")
    maya.says("snooze until 1 January 2020")
    assert maya.messages[-1].text == "This day has passed. Choose one to come."
    maya.says("snooze for 2 weeks")
    maya.sees("Monday, 19 January")
    maya.types("/tour nudges")
    maya.sees("Paused", "19 January", "words for your check-in", "@holder", where="modal")
    maya.presses("Resume")
    maya.sees("At most one message a day", where="modal")
    maya.presses("Pause everything")
    maya.chooses("Until", "Until I resume")
    maya.submits()
    maya.sees("Quiet until you resume", where="modal")
    maya.presses("Undo")
    maya.closes_all()
    maya.types("/tour snooze banana")
    maya.sees("This is not a day that can be read")


def test_hours_and_a_digest_move_what_is_to_come(stage: Stage) -> None:
    maya = stage.person("manager")
    begin_tour(stage)
    maya.types("/tour nudges")
    maya.sees("Tuesday, 3 February", where="modal")
    maya.presses("My hours and days off")
    maya.chooses("When nudges come", "All together on Monday")
    maya.picks_time("To", "08:00")
    maya.submits()
    maya.sees("These hours end before they start", where="modal")
    maya.picks_time("To", "16:00")
    maya.submits()
    maya.closes_all()
    maya.types("/tour nudges")
    maya.sees("Monday, 2 February", where="modal")
    maya.does_not_see("Tuesday, 3 February", where="modal")


def test_one_kind_is_slowed_stopped_and_brought_back(stage: Stage) -> None:
    maya = stage.person("manager")
    begin_tour(stage)
    stage.forward(to=morning(2, 3))
    maya.presses("Less often")
    maya.sees("Half as often for this tour: ")
    maya.presses("Undo")
    maya.types("/tour nudges")
    maya.presses("Stop these", within="Tuesday, 3 March")
    maya.sees("Less often, or stopped", "words for your talk", "stopped", where="modal")
    maya.presses("Every time again")
    maya.does_not_see("Less often, or stopped", where="modal")
    maya.presses("Skip this one", within="Tuesday, 3 March")
    maya.sees("Quiet for now", "skipped", where="modal")
    maya.presses("Speak of it again")
    maya.does_not_see("Quiet for now", where="modal")
