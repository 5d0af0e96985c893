"""A tour's verbs: every version is signed by its author, and two signatures always cover one text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain.lifecycle import NEGOTIATING, OVER, State
from bot.domain.promises import PromiseDraft, Side
from bot.domain.refusals import Reason, Refused
from bot.domain.tours import Draft, Kind, Rhythm, Tour
from tests.conftest import MONDAY_MORNING
from tests.making import DRAFT

M, H = "UM", "UH"
OTHER = replace(DRAFT, mission="Run both presses")


def proposed(now: datetime, by: str = M, draft: Draft = DRAFT) -> Tour:
    return Tour.propose(team_id="T1", manager_id=M, holder_id=H, by=by, draft=draft, now=now)


def signed_by(tour: Tour) -> set[str]:
    return {signature.signer_id for signature in tour.latest.signatures}


def sign(tour: Tour, by: str, now: datetime) -> None:
    tour.sign(by=by, number=tour.latest_number, text_hash=tour.latest.text_hash, now=now)


def refused(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.reason


@pytest.mark.parametrize("by", [M, H])
def test_proposing_is_signing(now: datetime, by: str) -> None:
    tour = proposed(now, by)
    assert (tour.state, tour.latest_number, signed_by(tour)) == (State.PROPOSED, 1, {by})
    assert tour.awaits_id == tour.other_side(by)
    assert tour.in_force is None


def test_the_second_signature_makes_it_active(now: datetime) -> None:
    tour = proposed(now)
    sign(tour, H, now)
    assert (tour.state, tour.active_since, tour.awaits_id) == (State.ACTIVE, now, None)
    assert tour.in_force is tour.latest
    assert signed_by(tour) == {M, H}


def test_a_change_takes_back_every_signature(now: datetime) -> None:
    tour = proposed(now)
    tour.revise(by=H, draft=OTHER, reason="two of them", now=now)
    assert (tour.state, tour.latest_number, signed_by(tour)) == (State.COUNTERED, 2, {H})
    tour.revise(by=M, draft=DRAFT, reason="one is enough", now=now)
    assert (tour.state, tour.latest_number, signed_by(tour)) == (State.PROPOSED, 3, {M})
    assert [terms.reason for terms in tour.versions] == [None, "two of them", "one is enough"]


def test_only_the_newest_text_can_be_signed(now: datetime) -> None:
    tour = proposed(now)
    first = tour.latest
    tour.revise(by=M, draft=OTHER, reason="better", now=now)
    old = refused(lambda: tour.sign(by=H, number=1, text_hash=first.text_hash, now=now))
    forged = refused(lambda: tour.sign(by=H, number=2, text_hash=first.text_hash, now=now))
    assert old is forged is Reason.NEWER_VERSION
    assert signed_by(tour) == {M}


def test_nobody_answers_themselves(now: datetime) -> None:
    tour = proposed(now)
    assert refused(lambda: sign(tour, M, now)) is Reason.OWN_VERSION
    assert refused(lambda: tour.decline(by=M, now=now)) is Reason.OWN_VERSION
    assert refused(lambda: tour.withdraw(by=H, now=now)) is Reason.NOT_AUTHOR


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (lambda tour, now: tour.decline(by=H, now=now), State.DECLINED),
        (lambda tour, now: tour.withdraw(by=M, now=now), State.WITHDRAWN),
        (lambda tour, now: tour.lapse(now), State.LAPSED),
    ],
)
def test_what_is_over_stays_over(now: datetime, end: Callable[[Tour, datetime], None], state: State) -> None:
    tour = proposed(now)
    end(tour, now)
    assert (tour.state, tour.ended_at) == (state, now)
    assert refused(lambda: sign(tour, H, now)) is Reason.WRONG_STATE
    assert refused(lambda: end(tour, now)) is Reason.WRONG_STATE
    assert refused(lambda: tour.revise(by=H, draft=OTHER, reason="late", now=now)) is Reason.WRONG_STATE


PROMISE_CHANGES: list[dict[str, Any]] = [
    {"words": "x"},
    {"owner_id": "UX"},
    {"due_on": date(2026, 3, 3)},
    {"side": Side.HOLDER},
]
CHANGES: list[dict[str, object]] = [
    {"kind": Kind.TRANSFORMATIONAL},
    {"mission": "x"},
    {"result": "x"},
    {"gain": "x"},
    {"uncertainties": "x"},
    {"start_on": date(2026, 1, 6)},
    {"end_on": None},
    {"rhythm": Rhythm.QUARTERLY},
    {"halfway_on": None},
    {"next_talk_on": None},
    {"promises": DRAFT.promises[:1]},
    {"promises": tuple(reversed(DRAFT.promises))},
    *(
        dict[str, object](promises=(replace(DRAFT.promises[0], **change), DRAFT.promises[1]))
        for change in PROMISE_CHANGES
    ),
]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_in_the_text_changes_its_hash(change: dict[str, object]) -> None:
    assert replace(DRAFT, **change).text_hash() != DRAFT.text_hash()  # type: ignore[arg-type]


def test_the_hash_covers_all_fields() -> None:
    assert {name for change in CHANGES for name in change} == set(Draft.__dataclass_fields__)
    assert {name for change in PROMISE_CHANGES for name in change} == set(PromiseDraft.__dataclass_fields__)


def test_words_cannot_move_from_one_field_to_the_next_unseen() -> None:
    one, other = replace(DRAFT, mission='a", "result": "b', result="c"), replace(DRAFT, mission="a", result='b", "c')
    assert one.text_hash() != other.text_hash()


def test_a_version_is_told_again_as_it_was(now: datetime) -> None:
    assert proposed(now).latest.draft() == DRAFT


class Negotiation(RuleBasedStateMachine):
    """Two people doing anything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY_MORNING
        self.tour = proposed(self.now)
        self.written = [DRAFT.text_hash()]

    def attempt(self, act: Callable[[], object]) -> None:
        self.now += timedelta(hours=1)
        before = (self.tour.state, self.tour.latest_number, signed_by(self.tour), self.tour.changed_at)
        try:
            act()
        except Refused:
            assert (self.tour.state, self.tour.latest_number, signed_by(self.tour), self.tour.changed_at) == before

    @rule(by=st.sampled_from([M, H]), mission=st.text(max_size=3))
    def revise(self, by: str, mission: str) -> None:
        draft = replace(DRAFT, mission=mission)
        known = self.tour.latest_number
        self.attempt(lambda: self.tour.revise(by=by, draft=draft, reason="so", now=self.now))
        if self.tour.latest_number > known:
            self.written.append(draft.text_hash())

    @rule(by=st.sampled_from([M, H]), back=st.integers(0, 2))
    def sign(self, by: str, back: int) -> None:
        number = max(1, self.tour.latest_number - back)
        text_hash = self.written[number - 1]
        self.attempt(lambda: self.tour.sign(by=by, number=number, text_hash=text_hash, now=self.now))

    @rule(by=st.sampled_from([M, H]))
    def decline(self, by: str) -> None:
        self.attempt(lambda: self.tour.decline(by=by, now=self.now))

    @rule(by=st.sampled_from([M, H]))
    def withdraw(self, by: str) -> None:
        self.attempt(lambda: self.tour.withdraw(by=by, now=self.now))

    @invariant()
    def two_signatures_cover_one_text(self) -> None:
        for terms in self.tour.versions:
            assert {signature.text_hash for signature in terms.signatures} == {terms.text_hash}
            assert terms.text_hash == terms.draft().text_hash() == self.written[terms.number - 1]
        both = [terms.number for terms in self.tour.versions if len(terms.signatures) == 2]
        assert both == ([self.tour.in_force_number] if self.tour.in_force_number else [])

    @invariant()
    def somebody_is_awaited_exactly_while_it_is_open(self) -> None:
        assert (self.tour.awaits_id is not None) is (self.tour.state in NEGOTIATING)
        assert (self.tour.ended_at is not None) is (self.tour.state in OVER)


TestNegotiation = Negotiation.TestCase
TestNegotiation.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
