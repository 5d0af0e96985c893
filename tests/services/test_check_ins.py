"""Talks on a real database: prepared alone, recorded by either, moved; what each side may read; what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import AlreadyDealt, Database
from bot.domain.check_ins import CheckInState, Purpose, Review
from bot.domain.refusals import Reason, Refused, SeveralRefused
from bot.services.check_in_sheets import MoveTalk, PrepareTalk, RecordTalk
from bot.services.check_ins import CheckIns
from tests.making import ELSEWHERE, ENDLESS, HOLDER, MANAGER, STRANGER, ended, told, under_way

TALKED = RecordTalk(0, date(2026, 2, 5), "Mill visit in March", "She is tired", None, None)


@pytest.fixture
def check_ins(database: Database) -> CheckIns:
    return CheckIns(database)


@pytest.fixture
def tour_id(database: Database, now: datetime) -> int:
    return under_way(database, now)


@pytest.fixture
def later(now: datetime) -> datetime:
    """A month in: the day after the first check-in was due."""
    return now + timedelta(days=32)


@pytest.fixture
def talk_id(check_ins: CheckIns, tour_id: int, now: datetime) -> int:
    first = check_ins.of_tour(MANAGER, tour_id, now).next
    assert first is not None
    return first.id


def record(talk_id: int, **changes: object) -> RecordTalk:
    return replace(TALKED, check_in_id=talk_id, **changes)  # type: ignore[arg-type]


def refusal(error: pytest.ExceptionInfo[Refused]) -> Reason:
    return error.value.reason


def reasons(error: pytest.ExceptionInfo[SeveralRefused]) -> dict[str | None, Reason]:
    return {each.field: each.reason for each in error.value.refusals}


def test_what_one_prepares_is_theirs_until_they_share_it(
    check_ins: CheckIns, database: Database, talk_id: int, now: datetime
) -> None:
    check_ins.prepare(HOLDER, PrepareTalk(talk_id, "I want out of nights", share=False), now)
    assert check_ins.get(MANAGER, talk_id, now).notes == ()
    own = check_ins.get(HOLDER, talk_id, now).own(Purpose.PREPARATION)
    assert own is not None
    assert own.words == "I want out of nights"
    check_ins.prepare(HOLDER, PrepareTalk(talk_id, "Fewer nights", share=True), now)
    theirs = check_ins.get(MANAGER, talk_id, now).theirs(Purpose.PREPARATION)
    assert theirs is not None
    assert theirs.words == "Fewer nights"
    check_ins.prepare(HOLDER, PrepareTalk(talk_id, "Fewer nights", share=False), now)
    assert check_ins.get(MANAGER, talk_id, now).notes == ()
    assert told(database, MANAGER.user_id) == []


def test_recording_marks_it_held_and_tells_the_other_side(
    check_ins: CheckIns, database: Database, talk_id: int, later: datetime
) -> None:
    outcome = check_ins.record(MANAGER, record(talk_id), later)
    line = outcome.talk.line
    assert (line.state, line.held_on, line.recorded_by_id) == (CheckInState.HELD, TALKED.held_on, MANAGER.user_id)
    assert outcome.before_by is None
    assert told(database, HOLDER.user_id) == ["check_in_recorded"]
    assert told(database, MANAGER.user_id) == []
    seen = check_ins.get(HOLDER, talk_id, later)
    assert [(note.purpose, note.words) for note in seen.notes] == [(Purpose.AGREEMENT, "Mill visit in March")]


def test_notes_are_kept_for_24_months(check_ins: CheckIns, database: Database, talk_id: int, later: datetime) -> None:
    check_ins.record(MANAGER, record(talk_id), later)
    with database.reading("T1") as work:
        kept = {note.erase_after for note in work.check_ins.get(talk_id).notes}
    assert kept == {later.date().replace(year=later.year + 2)}


def test_the_second_to_record_changes_nothing_but_their_own_notes(
    check_ins: CheckIns, database: Database, talk_id: int, later: datetime
) -> None:
    check_ins.record(MANAGER, record(talk_id), later)
    following = check_ins.get(HOLDER, talk_id, later).following
    again = record(talk_id, held_on=date(2026, 2, 4), agreed="And a new lamp", private="Mine", next_on=date(2026, 4, 1))
    outcome = check_ins.record(HOLDER, again, later)
    assert outcome.before_by == MANAGER.user_id
    assert (outcome.talk.line.held_on, outcome.talk.following) == (TALKED.held_on, following)
    assert told(database, MANAGER.user_id) == []
    words = {(note.author_id, note.words) for note in outcome.talk.notes}
    assert words == {
        (MANAGER.user_id, "Mill visit in March"),
        (HOLDER.user_id, "And a new lamp"),
        (HOLDER.user_id, "Mine"),
    }


def test_an_empty_second_form_leaves_ones_own_notes_alone(check_ins: CheckIns, talk_id: int, later: datetime) -> None:
    check_ins.record(MANAGER, record(talk_id), later)
    outcome = check_ins.record(MANAGER, record(talk_id, held_on=None, agreed=None, private=None), later)
    assert outcome.before_by == MANAGER.user_id
    assert {note.words for note in outcome.talk.notes} == {"Mill visit in March", "She is tired"}


def test_a_talk_may_be_recorded_with_nothing_but_its_day_and_late(
    check_ins: CheckIns, talk_id: int, now: datetime
) -> None:
    much_later = now + timedelta(days=70)
    outcome = check_ins.record(
        HOLDER, record(talk_id, held_on=date(2026, 3, 10), agreed=None, private=None), much_later
    )
    assert outcome.talk.is_held
    assert outcome.talk.notes == ()


def test_reminders_of_a_recorded_talk_are_gone_and_the_next_one_is_planned(
    check_ins: CheckIns, database: Database, tour_id: int, talk_id: int, later: datetime
) -> None:
    def reminded() -> set[int]:
        with database.reading("T1") as work:
            waiting = work.outbox.waiting(tour_id=tour_id)
        return {int(line.subject_id or 0) for line in waiting if line.moment.startswith("review_")}

    assert talk_id in reminded()
    outcome = check_ins.record(MANAGER, record(talk_id), later)
    assert talk_id not in reminded()
    assert outcome.talk.following is not None
    assert outcome.talk.following.id in reminded()


def test_the_next_talk_stays_where_it_is_unless_another_day_was_agreed(
    check_ins: CheckIns, database: Database, talk_id: int, later: datetime
) -> None:
    following = check_ins.get(MANAGER, talk_id, later).following
    assert following is not None
    agreed_on = following.due_on + timedelta(days=1)
    moved = record(talk_id, next_seen=following.due_on, next_on=agreed_on)
    outcome = check_ins.record(MANAGER, moved, later)
    assert outcome.talk.following == replace(following, due_on=agreed_on)
    after = check_ins.get(MANAGER, following.id, later).following
    untouched = record(following.id, held_on=later.date(), next_seen=date(2026, 4, 9), next_on=date(2026, 4, 9))
    assert check_ins.record(HOLDER, untouched, later).talk.following == after


def test_where_no_talk_is_left_the_form_can_plan_one(
    check_ins: CheckIns, database: Database, tour_id: int, now: datetime
) -> None:
    talks = check_ins.of_tour(MANAGER, tour_id, now).talks
    last_week = datetime.fromisoformat("2026-12-15T09:00:00+00:00")
    last = talks[-1]
    outcome = check_ins.record(
        MANAGER, record(last.id, held_on=date(2026, 12, 14), next_on=date(2026, 12, 30)), last_week
    )
    assert outcome.talk.following is not None
    assert (outcome.talk.following.review, outcome.talk.following.due_on) == (Review.CHECK_IN, date(2026, 12, 30))


def test_check_ins_that_never_took_place_are_passed_over_but_great_talks_wait(
    check_ins: CheckIns, database: Database, tour_id: int, now: datetime
) -> None:
    august = datetime.fromisoformat("2026-08-12T09:00:00+00:00")
    talks = check_ins.of_tour(MANAGER, tour_id, now).talks
    halfway = next(talk for talk in talks if talk.review is Review.HALFWAY)
    regular = next(talk for talk in talks if talk.due_on > halfway.due_on)
    check_ins.record(MANAGER, record(regular.id, held_on=date(2026, 8, 10)), august)
    after = {talk.id: talk.state for talk in check_ins.of_tour(MANAGER, tour_id, august).talks}
    assert after[talks[0].id] is CheckInState.CANCELLED
    assert after[halfway.id] is CheckInState.PLANNED
    with pytest.raises(Refused) as error:
        check_ins.record(HOLDER, record(talks[0].id), august)
    assert refusal(error) is Reason.WRONG_STATE


def test_days_that_cannot_be_are_refused_at_their_fields(check_ins: CheckIns, talk_id: int, later: datetime) -> None:
    for changes, expected in (
        ({"held_on": None}, {"held_on": Reason.REQUIRED}),
        ({"held_on": date(2026, 2, 7)}, {"held_on": Reason.DATE_IN_FUTURE}),
        ({"held_on": date(2026, 1, 4)}, {"held_on": Reason.REVIEW_OUTSIDE_TOUR}),
        ({"next_on": date(2026, 2, 1)}, {"next_on": Reason.DATE_IN_PAST}),
        (
            {"held_on": date(2026, 2, 7), "next_on": date(2027, 1, 1)},
            {"held_on": Reason.DATE_IN_FUTURE, "next_on": Reason.REVIEW_OUTSIDE_TOUR},
        ),
    ):
        with pytest.raises(SeveralRefused) as error:
            check_ins.record(MANAGER, record(talk_id, **changes), later)
        assert reasons(error) == expected
    assert check_ins.get(MANAGER, talk_id, later).notes == ()


def test_moving_tells_the_other_side_each_time_and_the_same_day_changes_nothing(
    check_ins: CheckIns, database: Database, talk_id: int, now: datetime
) -> None:
    before = check_ins.get(HOLDER, talk_id, now).line.due_on
    check_ins.move(HOLDER, MoveTalk(talk_id, before), now)
    assert told(database, MANAGER.user_id) == []
    for number, day in enumerate((date(2026, 2, 9), before, date(2026, 2, 9)), start=1):
        moved = check_ins.move(HOLDER, MoveTalk(talk_id, day), now + timedelta(hours=number))
        assert moved.line.due_on == day
        assert told(database, MANAGER.user_id) == ["check_in_moved"] * number


def test_a_talk_moves_to_a_day_to_come_within_the_tour(
    check_ins: CheckIns, database: Database, talk_id: int, later: datetime
) -> None:
    for day, reason in (
        (date(2026, 2, 5), Reason.DATE_IN_PAST),
        (date(2027, 1, 1), Reason.REVIEW_OUTSIDE_TOUR),
    ):
        with pytest.raises(Refused) as error:
            check_ins.move(MANAGER, MoveTalk(talk_id, day), later)
        assert (refusal(error), error.value.field) == (reason, "to")
    check_ins.record(MANAGER, record(talk_id), later)
    with pytest.raises(Refused) as error:
        check_ins.move(HOLDER, MoveTalk(talk_id, date(2026, 2, 20)), later)
    assert refusal(error) is Reason.ALREADY_RECORDED


def test_without_an_end_a_talk_moves_up_to_a_year(check_ins: CheckIns, database: Database, now: datetime) -> None:
    tour_id = under_way(database, now, draft=ENDLESS)
    talk = check_ins.of_tour(MANAGER, tour_id, now).next
    assert talk is not None
    with pytest.raises(Refused) as error:
        check_ins.move(MANAGER, MoveTalk(talk.id, date(2027, 1, 5)), now)
    assert refusal(error) is Reason.DATE_TOO_FAR
    assert check_ins.move(MANAGER, MoveTalk(talk.id, date(2027, 1, 4)), now).line.due_on == date(2027, 1, 4)


def test_nobody_else_reads_or_writes(check_ins: CheckIns, tour_id: int, talk_id: int, later: datetime) -> None:
    check_ins.record(MANAGER, record(talk_id), later)
    for actor, reason in ((STRANGER, Reason.NOT_YOURS), (ELSEWHERE, Reason.NOT_FOUND)):
        for forbidden in (
            lambda who: check_ins.of_tour(who, tour_id, later),
            lambda who: check_ins.get(who, talk_id, later),
            lambda who: check_ins.prepare(who, PrepareTalk(talk_id, "x", share=True), later),
            lambda who: check_ins.record(who, record(talk_id), later),
            lambda who: check_ins.move(who, MoveTalk(talk_id, date(2026, 3, 1)), later),
        ):
            with pytest.raises(Refused) as error:
                forbidden(actor)
            assert refusal(error) is reason


def test_when_the_tour_is_over_its_talks_can_be_read_and_not_changed(
    check_ins: CheckIns, database: Database, tour_id: int, talk_id: int, later: datetime
) -> None:
    check_ins.record(MANAGER, record(talk_id), later)
    ended(database, tour_id, later)
    assert check_ins.get(HOLDER, talk_id, later).notes
    for command in (
        lambda: check_ins.prepare(HOLDER, PrepareTalk(talk_id, "x", share=True), later),
        lambda: check_ins.record(HOLDER, record(talk_id), later),
        lambda: check_ins.move(HOLDER, MoveTalk(talk_id, date(2026, 3, 1)), later),
    ):
        with pytest.raises(Refused) as error:
            command()
        assert refusal(error) is Reason.WRONG_STATE


def test_a_form_that_arrives_twice_is_kept_once(
    check_ins: CheckIns, database: Database, talk_id: int, later: datetime
) -> None:
    check_ins.record(MANAGER, record(talk_id), later, delivery="V1:h")
    with pytest.raises(AlreadyDealt):
        check_ins.record(MANAGER, record(talk_id, agreed="Other"), later, delivery="V1:h")
    assert told(database, HOLDER.user_id) == ["check_in_recorded"]


def test_a_talk_shows_the_open_promises_by_day(check_ins: CheckIns, talk_id: int, now: datetime) -> None:
    promises = check_ins.get(HOLDER, talk_id, now).promises
    assert [line.words for line in promises] == [
        "An introduction to the paper mill",
        "Train one colleague at the press",
    ]


def test_the_list_is_read_in_three_queries_or_a_few_more(
    check_ins: CheckIns, database: Database, tour_id: int, now: datetime
) -> None:
    """The number of queries does not grow with the number of talks."""
    counted: list[str] = []
    from sqlalchemy import event

    event.listen(database.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    check_ins.of_tour(MANAGER, tour_id, now)
    assert len([statement for statement in counted if statement.startswith("SELECT")]) <= 6
