"""The tour record and what others see of an end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.db.work import Database
from bot.domain.doors import Door
from bot.domain.endings import FAIR_TIME, EndReason
from bot.domain.refusals import Reason
from bot.services.doors import ChooseDoor, Doors
from bot.services.endings import EndEarly, Endings
from bot.services.keeping import Keeping
from bot.services.records import Records
from bot.services.roll import Roll
from bot.services.writing import Writing, as_markdown
from tests.given import TEAM
from tests.making import HOLDER, MANAGER, STRANGER, under_way
from tests.refusing import faults
from tests.services.leaving import agree, finished, read, talk

NASTY = '<script>alert("x")</script> *b* [a](http://x) {{ 7 * 7 }}\nsecond line'


def test_the_record_is_the_holders_and_only_of_a_tour_that_is_over(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    records = Records(database, Writing())
    assert faults(lambda: records.html(HOLDER, tour_id, now)) == [(None, Reason.WRONG_STATE)]
    late = finished(database, endings, tour_id, now, "Done")
    assert faults(lambda: records.html(MANAGER, tour_id, late)) == [(None, Reason.NOT_YOURS)]
    found = records.read(HOLDER, tour_id, late)
    assert [side.signed_on for side in found.said] == [late.date(), None]
    assert [goal.what for goal in found.goals] == ["Answer every call"]
    assert found.profile_lines == (found.gain,)


def test_a_record_says_in_which_words_somebody_signed(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    with database.work(TEAM) as work:
        terms = work.tours.get(tour_id).in_force
        assert terms is not None
        terms.signed_in(HOLDER.user_id, 3)
    records = Records(database, Writing())
    late = finished(database, endings, tour_id, now, "Done")
    assert [side.wording_number for side in records.read(HOLDER, tour_id, late).said] == [3, None]
    for page in (records.html(HOLDER, tour_id, late), records.markdown(HOLDER, tour_id, late)):
        assert page.content.decode().count("under signing text 3") == 1
    assert json.loads(records.data(HOLDER, tour_id, late).content)["said"][0]["wording_number"] == 3


def test_words_in_a_record_are_shown_and_never_obeyed(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    records = Records(database, Writing())
    late = finished(database, endings, tour_id, now, NASTY)
    page = records.html(HOLDER, tour_id, late).content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert "not confirmed" in page
    assert 'src="' not in page
    plain = records.markdown(HOLDER, tour_id, late).content.decode()
    assert "<script" not in plain.replace("\\<", "")
    assert "[a](" not in plain
    found = json.loads(records.data(HOLDER, tour_id, late).content)
    assert found["said"][0]["outcome"] == NASTY
    assert found["start_on"] == "2026-01-05"


def test_markdown_shows_each_sign_as_it_stands() -> None:
    assert as_markdown("# a_b *c* [d](e) | `f`\n- g.") == r"\# a\_b \*c\* \[d\](e) \| \`f\` - g."
    assert as_markdown("1. AT&T &amp; R&D") == r"1\. AT&T \&amp; R&D"
    assert as_markdown("- <b>") == r"\- \<b\>"


def test_the_pictures_time_line_holds_every_day_between_its_ends(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    late = finished(database, endings, tour_id, now, "Done")
    found = Records(database, Writing()).read(HOLDER, tour_id, late)
    places = [found.place(day) for day in (date(2020, 1, 1), found.start_on, found.ended_on, date(2040, 1, 1))]
    assert places == [30, 30, 970, 970]


def test_earlier_tours_make_one_line_of_which_each_sees_their_own(
    database: Database, endings: Endings, tour_id: int, now: datetime
) -> None:
    endings.end_early(HOLDER, EndEarly(tour_id, EndReason.NEW_ROLE), now)
    later = now + timedelta(days=3)
    second = under_way(database, later, manager=STRANGER)
    assert [line.id for line in read(database, HOLDER, second, later).way_out.earlier] == [tour_id]
    assert read(database, STRANGER, second, later).way_out.earlier == ()


def test_stewards_see_of_an_end_that_a_tour_is_over_and_nothing_else(
    database: Database, doors: Doors, endings: Endings, tour_id: int, now: datetime
) -> None:
    left = under_way(database, now, STRANGER)
    agree(database, doors, tour_id, Door.LEAVE_WELL, now)
    endings.open_close(HOLDER, tour_id, now)
    endings.complete_waiting(TEAM, now + FAIR_TIME + timedelta(days=1), 1)
    endings.end_early(MANAGER, EndEarly(left, EndReason.NOT_WORKING), now)
    with database.work(TEAM) as work:
        work.stewards.name(["USTEWARD"], None, now)
    roll = Roll(database).as_csv(replace(HOLDER, user_id="USTEWARD"), 0, now).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[4:] for line in roll[1:]] == [["rotational", "2026-01-05", "2026-12-31", "no"]] * 2


def test_no_file_of_one_side_holds_what_the_other_leans_to_or_confirmed(
    database: Database, doors: Doors, tour_id: int, now: datetime
) -> None:
    doors.lean(HOLDER, ChooseDoor(tour_id, Door.LEAVE_WELL), now)
    talk(database, doors, tour_id, now)
    doors.confirm(HOLDER, ChooseDoor(tour_id, Door.LEAVE_WELL), now)
    theirs, own = (Keeping(database).as_json(actor, 0, now).content.decode() for actor in (MANAGER, HOLDER))
    assert Door.LEAVE_WELL not in theirs
    assert Door.LEAVE_WELL in own
