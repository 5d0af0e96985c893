"""What there is already of two people who begin a tour."""

from __future__ import annotations

from datetime import datetime

from bot.db.beginnings import Beginning
from bot.db.work import Database
from bot.domain.coach import CardDraft, CardShare, OpeningCard
from bot.domain.measures import Answers, Confidence, Occasion
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, proposed, under_way

NOTHING = Beginning(
    MANAGER.user_id, HOLDER.user_id, has_next=False, handing_over_id=None, has_card=False, knows_survey=False
)


def beginning(database: Database, team_id: str = MANAGER.team_id) -> Beginning:
    with database.reading(team_id) as work:
        return work.beginnings.of(MANAGER.user_id, HOLDER.user_id)


def test_two_who_never_met_begin_with_nothing(database: Database) -> None:
    assert beginning(database) == NOTHING
    assert not beginning(database)


def test_a_proposal_of_anybody_is_the_holders_next_tour(database: Database, now: datetime) -> None:
    proposed(database, now, manager=STRANGER)
    assert beginning(database).has_next
    assert not beginning(database, ELSEWHERE.team_id)


def test_a_tour_under_way_is_not_the_next_one_and_the_survey_comes_too_late(database: Database, now: datetime) -> None:
    under_way(database, now)
    found = beginning(database)
    assert (found.has_next, found.knows_survey) == (False, True)


def test_a_tour_that_waits_for_this_manager_is_named(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now, manager=STRANGER)
    with database.work(MANAGER.team_id) as work:
        work.tours.get(tour_id).hand_over(MANAGER.user_id, now)
    assert beginning(database).handing_over_id == tour_id
    assert beginning(database, ELSEWHERE.team_id).handing_over_id is None


def test_a_card_counts_for_whom_it_was_shown_to_until_it_is_taken_back(database: Database, now: datetime) -> None:
    sides = {"team_id": MANAGER.team_id, "author_id": MANAGER.user_id}
    with database.work(MANAGER.team_id) as work:
        work.coach.add(OpeningCard.write(**sides, draft=CardDraft("mine", None, None), now=now))
        work.coach.add(CardShare.begin(**sides, holder_id=STRANGER.user_id, now=now))
    assert not beginning(database).has_card
    with database.work(MANAGER.team_id) as work:
        work.coach.add(CardShare.begin(**sides, holder_id=HOLDER.user_id, now=now))
    assert beginning(database).has_card
    with database.work(MANAGER.team_id) as work:
        work.coach.shares(MANAGER.user_id)[HOLDER.user_id].withdrawn_at = now
    assert not beginning(database).has_card


def test_the_survey_is_known_to_whom_it_was_asked(database: Database, now: datetime) -> None:
    declined = Answers(None, None, None, None)
    with database.work(MANAGER.team_id) as work:
        work.measures.add(
            Confidence.answered(
                team_id=MANAGER.team_id,
                manager_id=MANAGER.user_id,
                occasion=Occasion.BASELINE,
                answers=declined,
                now=now,
            )
        )
    assert beginning(database).knows_survey
