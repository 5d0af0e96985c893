"""DMs: one reply to each message, none to apps and edits, and nothing kept of what was written."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.db.work import AlreadyDealt
from bot.services import Services
from bot.slack.ids import Action
from bot.slack.routes import Routes
from tests.given import MANAGER
from tests.slack.fakes import buttons_of
from tests.slack.judges import judge
from tests.slack.writing import Writer


@pytest.fixture
def writer(services: Services, routes: Routes, now: datetime) -> Writer:
    return Writer(services, routes, now)


class TestEveryMessage:
    @pytest.mark.parametrize(
        "text",
        [
            "help",
            "my tours",
            "what is a foundational tour?",
            "he has an offer",
            "help me prepare for my talk with <@UHOLDER>",
            "thanks",
            "you are useless",
            "I cannot go on like this",
            "Wie spät ist es?",
            "????",
            "",
            "<!channel> *bold* `code`",
            "ש" * 3000,
            "😀" * 500,
            "start a tour with <@UHOLDER>",
        ],
    )
    def test_gets_one_reply_that_slack_takes(self, writer: Writer, text: str) -> None:
        writer.writes(text)
        (said,) = writer.answer.said
        judge(said)

    def test_is_answered_once_however_often_it_is_delivered(self, writer: Writer) -> None:
        writer.writes("help", delivery="Ev7")
        with pytest.raises(AlreadyDealt):
            writer.writes("help", delivery="Ev7")
        assert len(writer.answer.said) == 1

    def test_that_could_not_be_answered_is_answered_the_next_time(self, writer: Writer) -> None:
        def fail(text: str, blocks: object = None) -> None:
            raise SlackApiError("no", {"ok": False, "error": "ratelimited"})  # type: ignore[no-untyped-call]

        works, writer.answer = writer.answer, fail  # type: ignore[assignment]
        with pytest.raises(SlackApiError):
            writer.writes("help", delivery="Ev8")
        writer.answer = works
        writer.writes("help", delivery="Ev8")
        assert len(works.said) == 1

    @pytest.mark.parametrize(
        "event",
        [
            {"bot_id": "B1"},
            {"subtype": "message_changed"},
            {"subtype": "message_deleted"},
            {"subtype": "bot_message"},
            {"channel_type": "channel"},
        ],
    )
    def test_of_an_app_or_of_the_past_is_left_alone(self, writer: Writer, event: dict[str, Any]) -> None:
        writer.writes("help", **event)
        assert writer.answer.said == []
        assert writer.ack.said == [{}]

    def test_of_nobody_is_left_alone(self, writer: Writer) -> None:
        writer.writes("help", actor=None)
        assert writer.ack.said == [{}]

    def test_that_is_only_a_file_gets_its_sentence(self, writer: Writer) -> None:
        said = writer.writes("", subtype="file_share", files=[{"id": "F1"}])
        assert "I read text only." in said

    @pytest.mark.parametrize("text", ["&lt;!channel&gt; *x*", "<!channel> *x*", "*~_`", ":tada: :wave:", "x"])
    def test_that_is_only_markup_gets_a_short_question_back(self, writer: Writer, text: str) -> None:
        said = writer.writes(text)
        assert said.startswith("I do not know what you mean by that.")
        assert len(buttons_of(writer.answer.said)) == 3
        assert len(said) < 200

    def test_with_a_file_and_words_is_read(self, writer: Writer) -> None:
        assert "What you can ask me" in writer.writes("help", subtype="file_share", files=[{"id": "F1"}])


def test_nothing_of_a_message_is_kept(writer: Writer, tmp_path: Path) -> None:
    writer.writes("snooze until Monday, because of my xylophone lessons")
    with sqlite3.connect(tmp_path / "tourguide.sqlite") as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        kept = [row for table in tables for row in database.execute(f"select * from {table}")]  # noqa: S608
    database.close()
    assert kept
    assert not any("xylophone" in str(row) for row in kept)


class TestSnooze:
    def test_with_a_day_it_is_done_and_can_be_undone(self, writer: Writer, services: Services, now: datetime) -> None:
        said = writer.writes("snooze until 14 January")
        assert "Wednesday, 14 January" in said
        assert services.nudges.sheet(MANAGER, now).paused_until == date(2026, 1, 14)
        assert [each["action_id"] for each in buttons_of(writer.answer.said)] == [Action.UNDO_NUDGE]

    def test_a_free_day_moves_and_says_so(self, writer: Writer) -> None:
        said = writer.writes("snooze until 10 January")
        assert "Saturday, 10 January" in said
        assert "Monday, 12 January" in said

    def test_without_a_day_it_asks_for_one(self, writer: Writer, services: Services, now: datetime) -> None:
        assert "Until when?" in writer.writes("snooze")
        assert services.nudges.sheet(MANAGER, now).paused_until is None

    def test_a_day_too_far_off_says_why(self, writer: Writer, services: Services, now: datetime) -> None:
        assert "more than a year away" in writer.writes("snooze until 1 March 2029")
        assert services.nudges.sheet(MANAGER, now).paused_until is None
