"""Two people and a new manager do anything in any order, at random times: what must always hold, holds.

Whatever somebody types is a token that occurs nowhere else; the model knows who may read it.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.domain.drafting import PromiseWish, TermsWish
from bot.domain.endings import EndReason
from bot.domain.goals import GoalEntry
from bot.domain.lifecycle import OVER, RUNNING, State
from bot.domain.passing import Passing
from bot.domain.periods import Periods, Ruling
from bot.domain.promises import PromiseState, Side
from bot.domain.tours import Kind
from bot.services.check_in_sheets import PrepareTalk, RecordTalk
from bot.services.endings import AnswerClose, EndEarly
from bot.services.goals import AddGoals
from bot.services.hand_overs import NameManager
from bot.services.people import Actor
from bot.services.signing import SignTerms
from bot.services.starting import StartTour
from bot.services.tours import ChangeTour
from tests.making import HOLDER, MANAGER, STRANGER
from tests.services.modelled import EMPTY, NEW, PEOPLE, Model

ACTORS = st.sampled_from(PEOPLE)
APT = st.sampled_from([True, True, True, False])  # mostly whoever is asked for the next act does it
WHICH = st.sampled_from([0, 0, 0, 1, 2, 99])  # counted back from the newest tour; mostly that one
TOKEN = re.compile(r"tok\d+en")
LONG = Periods(ended_months=36)


class AnythingInAnyOrder(Model):
    """What they do, and what always holds."""

    def teardown(self) -> None:
        self.everybody_reads_only_what_is_theirs()
        self.watching.close()
        self.database.close()

    @initialize()
    def two_have_agreed(self) -> None:
        with self.database.work("T1") as work:
            work.periods.add(Ruling.decide("T1", 1, LONG, by=STRANGER.user_id, now=self.now))
        self.starts(MANAGER, HOLDER, leads=True)
        self.signs(HOLDER, 0, is_stale=False, apt=False)

    @rule(by=ACTORS, partner=ACTORS, leads=st.booleans())
    def starts(self, by: Actor, partner: Actor, leads: bool) -> None:
        token = self.types(by, partner)
        promises = (PromiseWish(0, Side.COMPANY, "A course"),)
        wish = TermsWish(kind=Kind.ROTATIONAL, mission=token, result="r", gain="g", promises=promises)
        command = StartTour(partner.user_id, leads, wish, has_looked_up=True)
        self.tries(lambda: self.services.tours.start(by, command, self.now))

    @rule(by=ACTORS, which=WHICH, is_stale=st.booleans())
    def changes(self, by: Actor, which: int, is_stale: bool) -> None:
        tour_id = self.meant(which)
        seen = self.reads(by, tour_id)
        if seen is None:
            return
        token, why = self.types(*self.sides(tour_id)), self.types(*self.sides(tour_id))
        base = seen.base.number - is_stale
        wish = replace(seen.base.wish, mission=token)
        command = ChangeTour(tour_id, base, why, wish, amends=seen.is_running)
        verbs = self.services.amendments if seen.is_running else self.services.tours
        self.tries(lambda: verbs.propose_change(by, command, self.now))

    @rule(by=ACTORS, which=WHICH, is_stale=st.sampled_from([False, False, True]), apt=APT)
    def signs(self, by: Actor, which: int, is_stale: bool, apt: bool) -> None:
        tour_id = self.meant(which)
        by = self.asked(tour_id) if apt else by
        seen = self.reads(by, tour_id)
        if seen is None:
            return
        read = seen.versions[0] if is_stale else seen.latest
        command = SignTerms(tour_id, read.number, read.text_hash)
        old = self.waiting_for(seen.holder_id, seen.manager_id)
        verbs = self.services.amendments if seen.is_running else self.services.tours
        if self.tries(lambda: verbs.sign(by, command, self.now)) is not None and old is not None:
            self.passes_on(*old, seen.manager_id)

    @rule(by=ACTORS, which=WHICH, answer=st.sampled_from(["decline", "withdraw"]))
    def says_no(self, by: Actor, which: int, answer: str) -> None:
        tour_id = self.meant(which)
        self.tries(lambda: getattr(self.services.tours, answer)(by, tour_id, self.now))
        self.tries(lambda: getattr(self.services.amendments, answer)(by, tour_id, self.now))

    @rule(by=ACTORS, which=WHICH, days=st.integers(-1, 90))
    def pauses(self, by: Actor, which: int, days: int) -> None:
        tour_id = self.meant(which)
        until = self.now.date() + timedelta(days=days)
        self.tries(lambda: self.services.pauses.pause(by, tour_id, until, self.now))

    @rule(by=ACTORS, which=WHICH)
    def resumes(self, by: Actor, which: int) -> None:
        tour_id = self.meant(which)
        self.tries(lambda: self.services.pauses.resume(by, tour_id, self.now))

    @rule(by=ACTORS, which=WHICH, who=ACTORS, passing=st.sampled_from([None, *Passing]), apt=APT)
    def names_a_manager(self, by: Actor, which: int, who: Actor, passing: Passing | None, apt: bool) -> None:
        tour_id = self.meant(which)
        if apt:
            by, who = HOLDER, NEW if MANAGER.user_id in self.sides(tour_id) else MANAGER
        named = self.tries(
            lambda: self.services.hand_overs.name(by, NameManager(who.user_id, tour_id, passing=passing), self.now)
        )
        if named is not None:
            self.lets_read_terms(tour_id)

    @rule(by=ACTORS, which=WHICH, passing=st.sampled_from(Passing), apt=APT)
    def chooses(self, by: Actor, which: int, passing: Passing, apt: bool) -> None:
        tour_id = self.meant(which)
        by = HOLDER if apt else by
        if self.tries(lambda: self.services.hand_overs.choose(by, tour_id, passing, self.now)) is not None:
            self.lets_read_terms(tour_id)

    @rule(by=ACTORS, which=WHICH)
    def calls_off(self, by: Actor, which: int) -> None:
        tour_id = self.meant(which)
        self.tries(lambda: self.services.hand_overs.call_off(by, tour_id, self.now))

    @rule(by=ACTORS, which=WHICH)
    def writes_a_goal(self, by: Actor, which: int) -> None:
        tour_id = self.meant(which)
        token = self.types(*self.sides(tour_id))
        entry = GoalEntry(Side.HOLDER, token, "e", self.now.date() + timedelta(days=20))
        if self.tries(lambda: self.services.goals.add(by, AddGoals(tour_id, {0: entry}), self.now)) is not None:
            self.passing_things.setdefault((tour_id, "goals"), []).append(token)

    @rule(by=ACTORS, which=WHICH, share=st.booleans())
    def prepares_and_records(self, by: Actor, which: int, share: bool) -> None:
        tour_id = self.meant(which)
        talk_id = self.next_talk(tour_id)
        alone, shared = self.types(by), self.types(*self.sides(tour_id))
        prepared = self.types(*self.sides(tour_id)) if share else self.types(by)
        self.tries(lambda: self.services.check_ins.prepare(by, PrepareTalk(talk_id, prepared, share), self.now))
        record = RecordTalk(talk_id, self.now.date(), shared, alone, None, None)
        if self.tries(lambda: self.services.check_ins.record(by, record, self.now)) is not None:
            self.passing_things.setdefault((tour_id, "notes"), []).extend([shared, *([prepared] if share else [])])

    @rule(by=ACTORS, which=WHICH)
    def ends_early(self, by: Actor, which: int) -> None:
        tour_id = self.meant(which)
        self.tries(lambda: self.services.endings.end_early(by, EndEarly(tour_id, EndReason.NEW_ROLE), self.now))

    @rule(by=ACTORS, which=WHICH)
    def opens_or_answers_the_close(self, by: Actor, which: int) -> None:
        tour_id = self.meant(which)
        self.tries(lambda: self.services.endings.open_close(by, tour_id, self.now))
        seen = self.reads(by, tour_id)
        words = self.types(*self.sides(tour_id)), self.types(*self.sides(tour_id))
        kept = {p.id: PromiseState.KEPT for p in seen.shown.promises} if seen else {}
        answer = AnswerClose(tour_id, *words, kept)
        self.tries(lambda: self.services.endings.answer(by, answer, self.now))

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        for sweep in (
            self.services.tours.lapse_proposals,
            self.services.amendments.lapse,
            self.services.pauses.resume_due,
            self.services.endings.complete_waiting,
            self.services.endings.begin_agreed,
        ):
            sweep("T1", self.now, 100)
        self.seen = self.commits()

    # what always holds

    @invariant()
    def two_signatures_cover_one_text(self) -> None:
        with self.database.reading("T1") as work:
            for tour_id in self.tour_ids():
                tour = work.tours.get(tour_id)
                if tour.in_force is not None:
                    signed = {(each.signer_id, each.text_hash) for each in tour.in_force.signatures}
                    text_hash = tour.in_force.draft().text_hash()
                    assert signed == {(tour.manager_id, text_hash), (tour.holder_id, text_hash)}
                assert tour.is_amending <= (tour.state in RUNNING)

    @invariant()
    def every_active_tour_has_its_next_talk(self) -> None:
        with self.database.reading("T1") as work:
            for tour_id in self.tour_ids():
                tour = work.tours.get(tour_id)
                assert tour.state is not State.ACTIVE or work.check_ins.planned(tour_id)

    @invariant()
    def whatever_is_over_is_kept_as_long_as_stewards_decided(self) -> None:
        with self.database.reading("T1") as work:
            for tour_id in self.tour_ids():
                tour = work.tours.get(tour_id)
                assert (tour.state in OVER) == (tour.ended_at is not None)
                assert tour.ended_at is None or tour.erase_after == (tour.ended_at + LONG.ended).date()

    def everybody_reads_only_what_is_theirs(self) -> None:
        for actor in (*PEOPLE, STRANGER):
            found = TOKEN.findall(self.everything_read_by(actor))
            assert {token for token in found if actor.user_id not in self.readers[token]} == set()


@pytest.fixture(autouse=True, scope="module")
def _tables(empty_tables: Path) -> Any:
    EMPTY["tables"] = empty_tables
    yield
    for folder in AnythingInAnyOrder.folders:
        shutil.rmtree(folder, ignore_errors=True)


TestAnythingInAnyOrder = AnythingInAnyOrder.TestCase
TestAnythingInAnyOrder.settings = settings(
    max_examples=3, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
