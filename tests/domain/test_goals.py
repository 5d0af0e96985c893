"""A goal's own rules: what is missing, which days it takes, who words it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.goals import CLOSED, Goal, GoalEntry, GoalState, require_due_in_tour
from bot.domain.promises import Side
from bot.domain.refusals import Reason, Refused

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
ENTRY = GoalEntry(Side.COMPANY, "Change over in 20 minutes", "The shift log", date(2026, 3, 31))
NOTHING = GoalEntry(Side.HOLDER, None, None, None)


def written() -> Goal:
    return Goal.write(team_id="T1", tour_id=1, author_id="U1", draft=ENTRY.draft(), now=NOW)


def test_choosing_a_side_alone_leaves_a_row_empty() -> None:
    assert NOTHING.is_empty
    assert not replace(NOTHING, profile_line="Operator").is_empty
    assert not replace(NOTHING, due_on=date(2026, 3, 31)).is_empty


def test_what_is_missing_or_too_long_is_named_by_its_field() -> None:
    assert ENTRY.refusals(0) == []
    faulty = replace(ENTRY, evidence=None, if_then="x" * 3001)
    assert [(r.field, r.reason) for r in faulty.refusals(4)] == [
        ("goal.4.evidence", Reason.REQUIRED),
        ("goal.4.if_then", Reason.TOO_LONG),
    ]


def test_an_unfinished_row_is_no_goal() -> None:
    with pytest.raises(Refused):
        replace(ENTRY, due_on=None).draft()


@given(start=st.dates(), end=st.none() | st.dates(), today=st.dates(max_value=date(9000, 1, 1)), due=st.dates())
def test_a_day_is_taken_when_it_is_to_come_and_in_the_tour_or_the_tour_has_outlived_its_end(
    start: date, end: date | None, today: date, due: date
) -> None:
    last = date.max if end is None else end if end >= today else today + relativedelta(years=1, days=-1)
    fits = start <= due <= last and due >= today
    expected: AbstractContextManager[object] = nullcontext() if fits else pytest.raises(Refused)
    with expected:
        require_due_in_tour(due, start_on=start, end_on=end, today=today, field="goal.0.due_on")


def test_either_side_reports_and_the_history_keeps_it() -> None:
    goal = written()
    goal.report(GoalState.AT_RISK, by="U2", words="Parts are late", now=NOW)
    goal.report(GoalState.DONE, by="U1", words=None, now=NOW)
    assert goal.state in CLOSED
    assert [(u.author_id, u.state, u.words) for u in goal.updates] == [
        ("U2", GoalState.AT_RISK, "Parts are late"),
        ("U1", GoalState.DONE, None),
    ]


def test_its_author_alone_words_it_anew() -> None:
    goal = written()
    with pytest.raises(Refused) as error:
        goal.edit(replace(ENTRY, what="Other").draft(), by="U2", now=NOW)
    assert error.value.reason is Reason.NOT_AUTHOR
    assert goal.what == ENTRY.what
    goal.edit(replace(ENTRY, what="Other").draft(), by="U1", now=NOW)
    assert goal.what == "Other"
