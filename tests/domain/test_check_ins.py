"""A talk's own rules: it is held once, notes belong to their authors, and private ones stay private."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.check_ins import CheckIn, CheckInState, Purpose, Review, Visibility
from bot.domain.refusals import Reason, Refused

NOW = datetime(2026, 2, 5, 9, 0, tzinfo=UTC)


def planned() -> CheckIn:
    return CheckIn.plan(team_id="T1", tour_id=1, review=Review.CHECK_IN, due_on=date(2026, 2, 5))


def test_it_is_recorded_once() -> None:
    talk = planned()
    talk.record(by="U1", held_on=date(2026, 2, 4), now=NOW)
    with pytest.raises(Refused) as error:
        talk.record(by="U2", held_on=date(2026, 2, 5), now=NOW)
    assert error.value.reason is Reason.ALREADY_RECORDED
    assert error.value.facts == {"by": "U1"}
    assert (talk.held_on, talk.recorded_by_id) == (date(2026, 2, 4), "U1")


def test_a_talk_that_is_over_is_neither_moved_nor_struck_out() -> None:
    talk = planned()
    talk.record(by="U1", held_on=date(2026, 2, 4), now=NOW)
    with pytest.raises(Refused):
        talk.move(date(2026, 3, 1))
    talk.cancel()
    assert talk.state is CheckInState.HELD


def test_a_talk_that_was_struck_out_is_not_recorded() -> None:
    talk = planned()
    talk.cancel()
    with pytest.raises(Refused) as error:
        talk.record(by="U1", held_on=date(2026, 2, 4), now=NOW)
    assert error.value.reason is Reason.WRONG_STATE


notes = st.lists(
    st.tuples(
        st.sampled_from(["U1", "U2"]), st.sampled_from(Purpose), st.sampled_from(Visibility), st.text("ab", min_size=1)
    ),
    max_size=20,
)


@given(notes)
def test_nobody_overwrites_what_the_other_wrote(
    written: list[tuple[str, Purpose, Visibility, str]],
) -> None:
    talk = planned()
    last: dict[tuple[str, Purpose], tuple[Visibility, str]] = {}
    for by, purpose, visibility, words in written:
        talk.note(purpose, visibility, by=by, words=words, now=NOW)
        last[by, purpose] = visibility, words
    assert {(note.author_id, note.purpose): (note.visibility, note.words) for note in talk.notes} == last


def test_a_note_of_a_leap_day_is_kept_for_24_months() -> None:
    talk = planned()
    leap_day = datetime(2028, 2, 29, 9, 0, tzinfo=UTC)
    talk.note(Purpose.PRIVATE, Visibility.AUTHOR, by="U1", words="x", now=leap_day)
    assert talk.notes[0].erase_after == date(2030, 2, 28)
