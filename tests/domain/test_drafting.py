"""From a wish to terms: defaults for what was left out, and every fault at its field, all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.drafting import FIRST_ROWS, MOST_PROMISES, WORDS_LIMIT, PromiseWish, TermsWish, wish_of
from bot.domain.promises import Side
from bot.domain.refusals import Reason, SeveralRefused
from bot.domain.sound_terms import refusals, settle
from bot.domain.tours import Draft, Kind, Rhythm, Terms, Tour
from tests.making import DRAFT, HOLDER, MANAGER

TODAY = date(2026, 1, 5)
WISH = TermsWish(
    kind=Kind.ROTATIONAL,
    mission="Run the second press",
    result="Two shifts",
    gain="Certified operator",
    promises=(PromiseWish(0, Side.COMPANY, "A course"),),
)


def settled(wish: TermsWish) -> Draft:
    return settle(wish, manager_id="UM", holder_id="UH", today=TODAY)


def faults(wish: TermsWish) -> set[tuple[str | None, Reason]]:
    return {(fault.field, fault.reason) for fault in refusals(wish, holder_id="UH", today=TODAY)}


def promising(*promises: PromiseWish, wish: TermsWish = WISH) -> TermsWish:
    return replace(wish, promises=promises)


def test_six_answers_are_enough() -> None:
    draft = settled(WISH)
    assert (draft.start_on, draft.end_on, draft.rhythm) == (TODAY, date(2027, 1, 5), Rhythm.MONTHLY)
    assert (draft.halfway_on, draft.next_talk_on) == (date(2026, 7, 6), date(2026, 11, 6))
    (promise,) = draft.promises
    assert (promise.owner_id, promise.due_on) == ("UM", date(2026, 7, 6))


def test_a_foundational_tour_has_no_end_and_its_promise_is_due_in_three_months() -> None:
    draft = settled(replace(WISH, kind=Kind.FOUNDATIONAL, halfway_on=date(2026, 6, 1)))
    assert (draft.end_on, draft.halfway_on, draft.next_talk_on) == (None, None, None)
    assert draft.promises[0].due_on == date(2026, 4, 5)


def test_a_promise_is_never_due_after_a_short_tour() -> None:
    draft = settled(replace(WISH, start_on=TODAY - timedelta(days=60), end_on=TODAY + timedelta(days=20)))
    assert draft.promises[0].due_on == TODAY + timedelta(days=20)


@pytest.mark.parametrize(("start", "end"), [(None, date(2026, 6, 1)), (date(2026, 8, 1), date(2027, 8, 1))])
def test_days_that_only_the_form_chose_follow_a_start_or_an_end_that_was_moved_past_them(
    start: date | None, end: date
) -> None:
    dates, due = WISH.dates(TODAY), WISH.promise_due(TODAY)
    assert dates is not None
    promise = PromiseWish(0, Side.COMPANY, "A course", due_on=due)
    shown = promising(promise, wish=replace(WISH, halfway_on=dates.halfway_on, next_talk_on=dates.next_talk_on))
    draft = settled(replace(shown, start_on=start, end_on=end))
    assert all(
        (start or TODAY) <= day <= end
        for day in (draft.halfway_on, draft.next_talk_on, draft.promises[0].due_on)
        if day is not None
    )
    assert draft.halfway_on is not None


def shown(**chosen: date | None) -> TermsWish:
    """What a form sends whose days of talks are the usual ones, but for those `chosen`."""
    dates = WISH.dates(TODAY)
    assert dates is not None
    days = {"halfway_on": dates.halfway_on, "next_talk_on": dates.next_talk_on}
    return replace(WISH, **(days | chosen))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chosen", "halfway", "next_talk"),
    [
        ({"end_on": date(2026, 8, 5)}, date(2026, 4, 21), date(2026, 6, 8)),
        ({"end_on": date(2026, 9, 7)}, date(2026, 5, 7), date(2026, 7, 9)),
        ({"next_talk_on": date(2026, 6, 1)}, None, date(2026, 6, 1)),
        ({"end_on": date(2028, 1, 5), "halfway_on": date(2027, 1, 5)}, date(2027, 1, 5), date(2027, 11, 8)),
    ],
)
def test_days_that_only_the_form_chose_keep_halfway_before_the_talk_about_the_next_tour(
    chosen: dict[str, date], halfway: date | None, next_talk: date
) -> None:
    draft = settled(shown(**chosen))
    assert (draft.halfway_on, draft.next_talk_on) == (halfway, next_talk)


@pytest.mark.parametrize("day", [date(2026, 11, 6), date(2026, 12, 1)])
def test_a_halfway_review_is_not_put_after_the_talk_about_the_next_tour(day: date) -> None:
    (fault,) = refusals(replace(WISH, halfway_on=day), holder_id="UH", today=TODAY)
    assert (fault.field, fault.reason, fault.facts) == (
        "halfway_on",
        Reason.HALFWAY_TOO_LATE,
        {"limit": date(2026, 11, 6)},
    )


def test_an_order_of_talks_that_is_in_force_may_stay() -> None:
    standing = replace(settled(WISH), halfway_on=date(2026, 12, 1))
    wish = replace(WISH, halfway_on=standing.halfway_on, next_talk_on=standing.next_talk_on)
    assert refusals(wish, holder_id="UH", today=TODAY, standing=standing) == []


def test_the_day_of_a_promise_that_only_the_form_chose_follows_whatever_became_of_the_talks() -> None:
    course = PromiseWish(0, Side.COMPANY, "A course", due_on=settled(WISH).promises[0].due_on)
    short = replace(promising(course), end_on=date(2026, 4, 6), halfway_on=None, next_talk_on=date(2026, 2, 5))
    assert faults(short) == set()
    assert settled(short).promises[0].due_on <= date(2026, 4, 6)


def test_a_day_that_somebody_chose_outside_the_tour_is_still_refused() -> None:
    chosen = promising(PromiseWish(0, Side.COMPANY, "A course", due_on=date(2026, 6, 20)))
    assert faults(replace(chosen, end_on=date(2026, 6, 1))) == {("promise.0.due_on", Reason.DUE_OUTSIDE_TOUR)}


def test_the_holder_keeps_their_own_promise() -> None:
    draft = settled(promising(WISH.promises[0], PromiseWish(1, Side.HOLDER, "A guide")))
    assert [(p.side, p.owner_id) for p in draft.promises] == [(Side.COMPANY, "UM"), (Side.HOLDER, "UH")]


def test_promises_stand_in_one_order_however_they_were_entered() -> None:
    rows = [PromiseWish(0, Side.COMPANY, "a"), PromiseWish(1, Side.HOLDER, "b"), PromiseWish(2, Side.COMPANY, "c")]
    assert [p.words for p in settled(promising(*rows)).promises] == ["a", "c", "b"]
    assert settled(promising(*rows)).text_hash() == settled(promising(*reversed(rows))).text_hash()


def test_empty_rows_are_left_out() -> None:
    wish = promising(*WISH.promises, PromiseWish(1, Side.HOLDER, due_on=date(2026, 3, 1)), PromiseWish(2, Side.COMPANY))
    assert len(settled(wish).promises) == 1


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert faults(TermsWish()) == {
        (field, Reason.REQUIRED) for field in ("kind", "mission", "result", "gain", "promise.0.words")
    }


def test_a_promise_of_the_holder_alone_is_not_enough() -> None:
    assert faults(promising(PromiseWish(1, Side.HOLDER, "A guide"))) == {("promise.0.words", Reason.REQUIRED)}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"start_on": date(2025, 1, 4)}, ("start_on", Reason.START_TOO_EARLY)),
        ({"start_on": date(2027, 1, 6)}, ("start_on", Reason.START_TOO_LATE)),
        ({"end_on": TODAY}, ("end_on", Reason.END_BEFORE_START)),
        ({"start_on": date(2025, 6, 1), "end_on": date(2026, 1, 4)}, ("end_on", Reason.END_IN_PAST)),
        ({"end_on": date(2026, 2, 4)}, ("end_on", Reason.LENGTH_OUTSIDE_KIND)),
        ({"end_on": date(2029, 1, 6)}, ("end_on", Reason.LENGTH_OUTSIDE_KIND)),
        ({"kind": Kind.TRANSFORMATIONAL, "end_on": date(2026, 6, 1)}, ("end_on", Reason.LENGTH_OUTSIDE_KIND)),
        ({"kind": Kind.FOUNDATIONAL, "end_on": date(2028, 1, 5)}, ("end_on", Reason.END_NOT_FOR_FOUNDATIONAL)),
        ({"halfway_on": date(2027, 1, 6)}, ("halfway_on", Reason.REVIEW_OUTSIDE_TOUR)),
        ({"next_talk_on": date(2026, 1, 4)}, ("next_talk_on", Reason.REVIEW_OUTSIDE_TOUR)),
        ({"mission": "x" * (WORDS_LIMIT + 1)}, ("mission", Reason.TOO_LONG)),
        ({"uncertainties": "x" * (WORDS_LIMIT + 1)}, ("uncertainties", Reason.TOO_LONG)),
    ],
)
def test_what_cannot_be_is_said_at_its_field(changes: dict[str, object], fault: tuple[str, Reason]) -> None:
    assert faults(replace(WISH, **changes)) == {fault}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"start_on": date(2025, 1, 5), "end_on": TODAY},
        {"start_on": date(2027, 1, 5)},
        {"end_on": date(2026, 2, 5)},
        {"end_on": date(2029, 1, 5)},
        {"halfway_on": TODAY, "next_talk_on": date(2027, 1, 5)},
        {"mission": "x" * WORDS_LIMIT},
    ],
)
def test_what_is_just_possible_is_taken(changes: dict[str, object]) -> None:
    assert faults(replace(WISH, **changes)) == set()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("promise", "fault"),
    [
        (PromiseWish(2, Side.COMPANY, "a", owner_id="UH"), ("promise.2.owner_id", Reason.PROMISE_OWNER)),
        (PromiseWish(2, Side.HOLDER, "a", owner_id="UM"), ("promise.2.owner_id", Reason.PROMISE_OWNER_HOLDER)),
        (PromiseWish(2, Side.COMPANY, owner_id="UX"), ("promise.2.words", Reason.REQUIRED)),
        (PromiseWish(2, Side.COMPANY, "a", due_on=date(2027, 1, 6)), ("promise.2.due_on", Reason.DUE_OUTSIDE_TOUR)),
        (PromiseWish(2, Side.COMPANY, "a", due_on=date(2026, 1, 4)), ("promise.2.due_on", Reason.DUE_OUTSIDE_TOUR)),
        (PromiseWish(2, Side.COMPANY, "x" * (WORDS_LIMIT + 1)), ("promise.2.words", Reason.TOO_LONG)),
    ],
)
def test_each_promise_has_its_own_faults(promise: PromiseWish, fault: tuple[str, Reason]) -> None:
    assert faults(promising(*WISH.promises, promise)) == {fault}


def test_a_promise_cannot_be_due_before_today_in_a_tour_that_has_begun() -> None:
    begun = replace(WISH, start_on=date(2025, 11, 1))
    promise = PromiseWish(0, Side.COMPANY, "a", due_on=date(2026, 1, 4))
    assert faults(promising(promise, wish=begun)) == {("promise.0.due_on", Reason.DATE_IN_PAST)}


def test_anybody_but_the_holder_may_keep_a_promise_of_the_company() -> None:
    assert settled(promising(PromiseWish(0, Side.COMPANY, "a", owner_id="UX"))).promises[0].owner_id == "UX"


def test_there_is_a_limit_to_promises_and_to_all_text_together() -> None:
    too_many = [PromiseWish(row, Side.COMPANY, "a") for row in range(MOST_PROMISES + 1)]
    assert faults(promising(*too_many)) == {("promise.0.words", Reason.TOO_MANY_PROMISES)}
    too_much = [PromiseWish(row, Side.COMPANY, "👩" * WORDS_LIMIT) for row in range(MOST_PROMISES)]
    assert faults(promising(*too_much)) == {("promise.0.words", Reason.ALL_TOO_LONG)}
    full = [PromiseWish(row, Side.COMPANY, "ש" * WORDS_LIMIT) for row in range(MOST_PROMISES)]
    assert faults(promising(*full, wish=replace(WISH, mission="ש" * WORDS_LIMIT))) == set()


def test_settling_raises_what_is_refused() -> None:
    with pytest.raises(SeveralRefused) as caught:
        settled(replace(WISH, mission=None, end_on=TODAY))
    assert [fault.field for fault in caught.value.refusals] == ["mission", "end_on"]


def of_kind(wish: TermsWish, kind: Kind) -> TermsWish:
    return wish.of_kind(kind, TODAY)


def test_defaults_follow_the_kind() -> None:
    dates = WISH.dates(TODAY)
    assert dates is not None
    shown = replace(
        WISH,
        end_on=dates.end_on,
        rhythm=dates.rhythm,
        halfway_on=dates.halfway_on,
        next_talk_on=dates.next_talk_on,
        promises=(PromiseWish(0, Side.COMPANY, "A course", due_on=WISH.promise_due(TODAY)),),
    )
    changed = of_kind(shown, Kind.TRANSFORMATIONAL)
    assert changed == replace(WISH, kind=Kind.TRANSFORMATIONAL)
    assert settled(changed).end_on == date(2028, 7, 5)


def test_days_that_were_chosen_stay_where_they_fit_the_new_kind() -> None:
    chosen = replace(WISH, end_on=date(2027, 6, 1), rhythm=Rhythm.TWICE_A_YEAR, next_talk_on=date(2027, 2, 1))
    changed = of_kind(chosen, Kind.TRANSFORMATIONAL)
    assert (changed.end_on, changed.rhythm) == (date(2027, 6, 1), Rhythm.TWICE_A_YEAR)
    assert changed.next_talk_on == date(2027, 2, 1)
    assert of_kind(replace(WISH, end_on=date(2026, 3, 1)), Kind.TRANSFORMATIONAL).end_on is None


def test_a_kind_without_end_forgets_the_end_and_the_talks_before_it() -> None:
    chosen = replace(WISH, end_on=date(2027, 6, 1), halfway_on=date(2026, 9, 1), next_talk_on=date(2027, 2, 1))
    changed = of_kind(chosen, Kind.FOUNDATIONAL)
    assert (changed.end_on, changed.halfway_on, changed.next_talk_on) == (None, None, None)
    assert faults(changed) == set()


def test_the_first_kind_takes_the_day_of_a_promise_along() -> None:
    shown = promising(PromiseWish(0, Side.COMPANY, "A course", due_on=date(2026, 4, 5)), wish=replace(WISH, kind=None))
    assert of_kind(shown, Kind.ROTATIONAL).promises[0].due_on is None
    chosen = promising(PromiseWish(0, Side.COMPANY, "A course", due_on=date(2026, 5, 5)), wish=replace(WISH, kind=None))
    assert of_kind(chosen, Kind.ROTATIONAL).promises[0].due_on == date(2026, 5, 5)


def terms_of(draft: Draft, now: datetime) -> Terms:
    return Tour.propose(
        team_id="T1", manager_id=MANAGER.user_id, holder_id=HOLDER.user_id, by=MANAGER.user_id, draft=draft, now=now
    ).latest


def test_terms_can_be_entered_again_word_for_word(now: datetime) -> None:
    terms = terms_of(DRAFT, now)
    again = settle(wish_of(terms), manager_id=MANAGER.user_id, holder_id=HOLDER.user_id, today=TODAY)
    assert again.text_hash() == terms.text_hash
    assert len(wish_of(terms).promises) == FIRST_ROWS
