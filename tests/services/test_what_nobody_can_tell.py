"""Whatever both sides do, in whatever order: the manager goes first, and what a holder keeps nobody can tell.

Two worlds live through the same days. In one the holder keeps an answer, in the other they pass, or never look; a talk
is about this in one and about that in the other. Everything that the manager can see is the same in both.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.db.work import Database
from bot.domain.refusals import Refused, SeveralRefused
from bot.domain.rungs import Rung
from bot.domain.signals import SignalAnswer, Topic
from bot.domain.turns import Choice, Question
from bot.services.coach import Coach
from bot.services.coach_sheets import ClimbRung, MakePledge
from bot.services.common_ground import CommonGround, WriteValues
from bot.services.home import HomePage
from bot.services.nudges import Nudges
from bot.services.pledges import Pledges
from bot.services.signal_sheets import AnswerSignal, AskForTalk
from bot.services.signals import Signals
from bot.services.turns import AnswerTurn, AskTurn, Turns
from tests.conftest import MONDAY_MORNING
from tests.given import HOLDER, MANAGER, a_tour
from tests.living import Life
from tests.services.leading import PLEDGE, write

ABOUT_PLANS = {"turn_asked", "pledge_made", "pledge_withdrawn"}
"""Messages to a holder that touch values, plans or leaving."""

IN_THE_OPEN = (
    *("write_card", "show_card", "take_card_back", "erase_card", "ask", "talk_in_person", "ask_in_person", "pledge"),
    *("take_pledge_back", "name_day", "say_talked", "share_answer", "share_values", "take_talk_back", "days_pass"),
)
IN_SECRET = ("keep_or_pass", "keep_or_leave", "pass_or_leave", "keep_or_leave_values", "ask_for_talk")


class World:
    """A manager and a holder with a tour, on days of their own. `odd` decides what the holder does in secret."""

    def __init__(self, database: Database, *, odd: bool) -> None:
        self.database, self.odd, self.now = database, odd, MONDAY_MORNING
        self.coach, self.turns, self.pledges = Coach(database), Turns(database), Pledges(database)
        self.signals, self.ground = Signals(database), CommonGround(database)
        self.tour_id = a_tour(database, self.now)
        self.life = Life(database, self.now)
        self.card_was_shown = False

    def do(self, act: str) -> bool:
        """Do one thing; return False where it is refused. An hour passes, and what is due arrives."""
        try:
            getattr(self, f"_{act}")()
            done = True
        except (Refused, SeveralRefused):
            done = False
        self.now += timedelta(hours=1)
        self.life.until(self.now)
        self.card_was_shown |= done and act == "show_card"
        return done

    def _card(self, shared: str = "", offered: str = "") -> None:
        self.coach.write_card(MANAGER, write(self.coach.card(MANAGER).version, shared, offered), self.now)

    def _write_card(self) -> None:
        self._card()

    def _show_card(self) -> None:
        self._card(HOLDER.user_id)

    def _take_card_back(self) -> None:
        self._card(offered=HOLDER.user_id)

    def _erase_card(self) -> None:
        self.coach.erase_card(MANAGER, self.now)

    def _ask(self) -> None:
        asked = {turn.question for turn in self.turns.received(HOLDER, self.tour_id)}
        question = next(each for each in Question if each not in asked)
        self.turns.ask(MANAGER, AskTurn(self.tour_id, question, "Mine."), self.now)

    def _talk_in_person(self) -> None:
        self.coach.climb(MANAGER, ClimbRung(self.tour_id, Rung.TAKE_TURNS), self.now)

    def _ask_in_person(self) -> None:
        self.coach.climb(MANAGER, ClimbRung(self.tour_id, Rung.ASK), self.now)

    def _pledge(self) -> None:
        self.pledges.make(MANAGER, MakePledge(self.tour_id, PLEDGE, PLEDGE.text_hash), self.now)

    def _take_pledge_back(self) -> None:
        self.pledges.take_back(MANAGER, self.tour_id, PLEDGE, self.now)

    def _name_day(self) -> None:
        answer = AnswerSignal(self.tour_id, SignalAnswer.DATE, self.now.date() + timedelta(days=1))
        self.signals.answer(MANAGER, answer, self.now)

    def _say_talked(self) -> None:
        self.signals.answer(MANAGER, AnswerSignal(self.tour_id, SignalAnswer.TALKED, None), self.now)

    def _days_pass(self) -> None:
        self.now += timedelta(days=4)

    def _answer(self, choice: Choice) -> None:
        for turn in self.turns.received(HOLDER, self.tour_id)[:1]:
            if choice is Choice.SHARED or not turn.is_shared:
                self.turns.answer(HOLDER, AnswerTurn(turn.id, choice, "Theirs."), self.now)

    def _share_answer(self) -> None:
        self._answer(Choice.SHARED)

    def _keep_or_pass(self) -> None:
        self._answer(Choice.KEPT if self.odd else Choice.PASSED)

    def _keep_or_leave(self) -> None:
        if self.odd:
            self._answer(Choice.KEPT)

    def _pass_or_leave(self) -> None:
        if self.odd:
            self._answer(Choice.PASSED)

    def _values(self, *, share: bool) -> None:
        before = self.ground.read(HOLDER, self.tour_id)
        if share or not before.is_shared:
            self.ground.write(HOLDER, WriteValues(self.tour_id, "Calm", share, before.version), self.now)

    def _share_values(self) -> None:
        self._values(share=True)

    def _keep_or_leave_values(self) -> None:
        if self.odd:
            self._values(share=False)

    def _ask_for_talk(self) -> None:
        topics = self.signals.sheet(HOLDER, self.tour_id, self.now).topics
        self.signals.ask(HOLDER, AskForTalk(self.tour_id, topics[-1 if self.odd else 0]), self.now)

    def _take_talk_back(self) -> None:
        self.signals.withdraw(HOLDER, self.tour_id, self.now)

    def seen_by_manager(self) -> list[object]:
        """Everything that the manager can get to see, but for the one line that says what a talk is about."""
        heard = self.signals.heard(MANAGER, self.tour_id, self.now)
        return [
            tried(lambda: self.turns.sheet(MANAGER, self.tour_id, self.now)),
            tried(lambda: self.coach.rung(MANAGER, self.tour_id)),
            tried(lambda: self.ground.read(MANAGER, self.tour_id)),
            tried(lambda: self.pledges.read(MANAGER, self.tour_id, PLEDGE)),
            replace(heard, topic=Topic.UNSAID) if heard else None,
            *self.seen_of_days(MANAGER),
        ]

    def seen_of_days(self, actor: object) -> list[object]:
        """What arrived, what is to come, and Home."""
        who = MANAGER if actor is MANAGER else HOLDER
        return [
            [dm for dm in self.life.arrived if dm.to == who.user_id],
            Nudges(self.database).forecast(who, self.now),
            HomePage(self.database).read(who, self.now),
        ]


def tried(look: Callable[[], object]) -> object:
    try:
        return look()
    except Refused as refused:
        return refused.reason


@contextmanager
def worlds(empty: Path) -> Iterator[tuple[World, World]]:
    """Two worlds that begin alike."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("even.sqlite", "odd.sqlite")]
        for path in paths:
            shutil.copy(empty, path)
        even, odd = (Database(f"sqlite:///{path}") for path in paths)
        try:
            yield World(even, odd=False), World(odd, odd=True)
        finally:
            even.close()
            odd.close()


def nothing_about_plans_reaches(world: World) -> None:
    """Assert what holds for a holder to whom no card was shown yet."""
    arrived = {moment for dm in world.life.arrived if dm.to == HOLDER.user_id for moment in dm.moments}
    assert not arrived & ABOUT_PLANS
    assert world.turns.received(HOLDER, world.tour_id) == []
    assert tried(lambda: world.ground.read(HOLDER, world.tour_id)) == "not_found"
    assert Topic.FIRST_CONVERSATION not in world.signals.sheet(HOLDER, world.tour_id, world.now).topics


@settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(st.sampled_from(IN_THE_OPEN + IN_SECRET * 2), min_size=1, max_size=10),
    begun=st.booleans(),
)
def test_whatever_both_do(empty_tables: Path, acts: list[str], begun: bool) -> None:
    with worlds(empty_tables) as (even, odd):
        for act in [*(("show_card", "pledge", "ask") if begun else ()), *acts]:
            done = [world.do(act) for world in (even, odd)]
            assert done[0] == done[1] or act in IN_SECRET, act
            if not even.card_was_shown:
                nothing_about_plans_reaches(even)
            if act in IN_SECRET:
                assert even.seen_by_manager() == odd.seen_by_manager(), act
        assert even.seen_by_manager() == odd.seen_by_manager()
        assert even.seen_of_days(HOLDER) == odd.seen_of_days(HOLDER)


@pytest.mark.parametrize("secret", IN_SECRET)
def test_each_secret_is_one_and_each_world_keeps_it_differently(empty_tables: Path, secret: str) -> None:
    """What the property above compares is really different underneath."""
    with worlds(empty_tables) as (even, odd):
        for act in ("show_card", "pledge", "ask", secret):
            for world in (even, odd):
                assert world.do(act), act
        kept = [
            (
                world.turns.received(HOLDER, world.tour_id),
                world.ground.read(HOLDER, world.tour_id),
                getattr(world.signals.heard(MANAGER, world.tour_id, world.now), "topic", None),
            )
            for world in (even, odd)
        ]
        assert (kept[0] != kept[1]) == (secret != "pass_or_leave")
