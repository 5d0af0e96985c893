"""The pledge: made in words that are kept, told, read by both, taken back openly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.refusals import Refused
from bot.domain.rungs import Rung
from bot.domain.signals import Topic
from bot.domain.wordings import WordingText
from bot.services.coach import Coach
from bot.services.coach_sheets import ClimbRung, MakePledge, PledgeSheet
from bot.services.pledges import Pledges
from bot.services.signal_sheets import AskForTalk
from bot.services.signals import Signals
from tests.given import HOLDER, MANAGER, a_tour
from tests.services.leading import PLEDGE, STRANGER, told, write

NEWER = WordingText("The pledge", "I thank you first, and then I listen.")


@dataclass
class Pair:
    """A manager whose card is shown, and a holder."""

    database: Database
    now: datetime

    def __post_init__(self) -> None:
        self.coach, self.pledges, self.signals = Coach(self.database), Pledges(self.database), Signals(self.database)
        self.tour_id = a_tour(self.database, self.now)
        self.coach.write_card(MANAGER, write(share_with="UHOLDER"), self.now)

    def make(self, text: WordingText = PLEDGE) -> None:
        self.pledges.make(MANAGER, MakePledge(self.tour_id, text, text.text_hash), self.now)

    def take_back(self) -> None:
        self.pledges.take_back(MANAGER, self.tour_id, PLEDGE, self.now)

    def read(self) -> PledgeSheet:
        found = self.pledges.read(HOLDER, self.tour_id, NEWER)
        assert found is not None
        assert found == self.pledges.read(HOLDER, self.tour_id, PLEDGE)
        return found


@pytest.fixture
def pair(database: Database, now: datetime) -> Pair:
    return Pair(database, now)


def test_made_here_both_sides_can_read_it_word_for_word(pair: Pair) -> None:
    assert pair.pledges.read(HOLDER, pair.tour_id, PLEDGE) is None
    pair.make()
    assert (pair.read().text, pair.read().number, pair.read().pledged_on) == (PLEDGE, 1, date(2026, 1, 5))
    with pytest.raises(Refused, match="not_yours"):
        pair.pledges.read(STRANGER, pair.tour_id, PLEDGE)
    with pytest.raises(Refused, match="not_yours"):
        pair.pledges.make(HOLDER, MakePledge(pair.tour_id, PLEDGE, PLEDGE.text_hash), pair.now)


def test_spoken_in_person_it_is_not_shown_until_it_is_made_here(pair: Pair) -> None:
    pair.coach.climb(MANAGER, ClimbRung(pair.tour_id, Rung.PLEDGE), pair.now)
    assert pair.pledges.read(HOLDER, pair.tour_id, PLEDGE) is None
    with pytest.raises(Refused, match="nothing_pledged"):
        pair.take_back()
    pair.now += timedelta(days=3)
    pair.make()
    pair.now += timedelta(days=6)
    pair.coach.climb(MANAGER, ClimbRung(pair.tour_id, Rung.PLEDGE), pair.now)
    pair.make()
    assert pair.read().pledged_on == date(2026, 1, 8)
    assert told(pair.database, "UHOLDER") == ["card_shared", "pledge_made"]


def test_a_new_wording_is_a_new_version_and_changes_nothing_that_was_pledged(pair: Pair) -> None:
    pair.make()
    second = a_tour(pair.database, pair.now, holder_id="USECOND")
    pair.coach.write_card(MANAGER, write(1, "USECOND"), pair.now)
    pair.pledges.make(MANAGER, MakePledge(second, NEWER, NEWER.text_hash), pair.now)
    theirs = pair.pledges.read(MANAGER, second, PLEDGE)
    assert theirs is not None
    assert (theirs.text, theirs.number) == (NEWER, 2)
    assert (pair.read().text, pair.read().number) == (PLEDGE, 1)


def test_taken_back_it_is_told_stays_readable_and_the_rung_is_open_again(pair: Pair) -> None:
    pair.make()
    pair.now += timedelta(days=10)
    pair.take_back()
    assert pair.read().withdrawn_on == date(2026, 1, 15)
    assert told(pair.database, "UHOLDER") == ["card_shared", "pledge_made", "pledge_withdrawn"]
    assert not pair.coach.rung(MANAGER, pair.tour_id, Rung.PLEDGE).is_pledged
    assert Rung.PLEDGE is pair.coach.climb(MANAGER, ClimbRung(pair.tour_id, Rung.TAKE_TURNS), pair.now).rung
    with pytest.raises(Refused, match="nothing_pledged"):
        pair.take_back()
    pair.make(NEWER)
    assert (pair.read().withdrawn_on, pair.read().text) == (None, NEWER)
    assert told(pair.database, "UHOLDER").count("pledge_made") == 2


def test_a_talk_that_rested_on_it_still_waits_and_says_no_more_what_it_is_about(pair: Pair) -> None:
    pair.make()
    pair.signals.ask(HOLDER, AskForTalk(pair.tour_id, Topic.FIRST_CONVERSATION), pair.now)
    pair.now += timedelta(minutes=11)
    pair.take_back()
    heard = pair.signals.heard(MANAGER, pair.tour_id, pair.now)
    assert heard is not None
    assert (heard.topic, heard.is_waiting) == (Topic.UNSAID, True)
    assert Topic.FIRST_CONVERSATION not in pair.signals.sheet(HOLDER, pair.tour_id, pair.now).topics
    pair.make()
    heard = pair.signals.heard(MANAGER, pair.tour_id, pair.now)
    assert heard is not None
    assert heard.topic is Topic.UNSAID


def test_a_pledge_from_before_versions_were_kept_reads_as_the_wording_of_today(pair: Pair) -> None:
    pair.make()
    with pair.database.work("T1") as work:
        made = work.coach.climb("UMANAGER", "UHOLDER", Rung.PLEDGE)
        assert made is not None
        made.wording_number = None
    found = pair.pledges.read(HOLDER, pair.tour_id, NEWER)
    assert found is not None
    assert (found.text, found.number) == (NEWER, 0)
