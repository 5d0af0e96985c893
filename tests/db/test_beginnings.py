"""What there is already of two people who begin a tour."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.db.beginnings import Beginning
from bot.db.work import Database
from bot.domain.coach import CardDraft, CardShare, OpeningCard
from bot.domain.measures import Answers, Confidence, Occasion
from bot.domain.outbox import Planned
from bot.domain.people import HoursDraft, Profile
from bot.domain.periods import OURS, Ruling
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, proposed, under_way

WHO = {MANAGER.user_id, HOLDER.user_id}


@pytest.fixture(autouse=True)
def met(database: Database, now: datetime) -> None:
    for team_id in (MANAGER.team_id, ELSEWHERE.team_id):
        with database.work(team_id) as work:
            for user_id in (*sorted(WHO), STRANGER.user_id):
                work.people.get_or_meet(user_id, now)


def beginning(database: Database, team_id: str = MANAGER.team_id) -> Beginning:
    """Return what there is of the two; nothing but themselves is what the test for it holds against."""
    with database.reading(team_id) as work:
        found = work.beginnings.of(MANAGER.user_id, HOLDER.user_id)
    assert set(found.people) == WHO
    return found


def nothing(found: Beginning) -> bool:
    return found == Beginning(MANAGER.user_id, HOLDER.user_id, found.people)


def test_two_who_never_met_begin_with_nothing(database: Database) -> None:
    assert nothing(beginning(database))


def test_each_is_read_as_they_stand(database: Database, now: datetime) -> None:
    with database.work(MANAGER.team_id) as work:
        holder = work.people.get_or_meet(HOLDER.user_id, now)
        holder.learn(Profile("-", "Europe/Berlin", is_guest=True), now)
        holder.keep_hours(HoursDraft(frozenset({1, 2}), time(8), time(12), "DE"))
        holder.home_visited_at = now
        calendar = holder.calendar()
    found = beginning(database)
    read = found.people[HOLDER.user_id]
    assert (read.calendar(), read.is_guest, read.looked_up_at) == (calendar, True, now)
    assert found.at_home == (HOLDER.user_id,)


def test_of_two_whom_the_bot_has_not_met_it_knows_nothing(database: Database) -> None:
    with database.reading(MANAGER.team_id) as work:
        assert work.beginnings.of("U0NEVER", "U0MET") == Beginning("U0NEVER", "U0MET", {})


def test_a_proposal_of_anybody_is_the_holders_next_tour(database: Database, now: datetime) -> None:
    proposed(database, now, manager=STRANGER)
    assert beginning(database).has_next
    assert nothing(beginning(database, ELSEWHERE.team_id))


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


def test_it_tells_whether_stewards_have_decided_about_periods(database: Database, now: datetime) -> None:
    with database.work(MANAGER.team_id) as work:
        work.periods.add(Ruling.decide(MANAGER.team_id, 1, OURS, by=MANAGER.user_id, now=now))
    found = [beginning(database, team_id) for team_id in (MANAGER.team_id, ELSEWHERE.team_id)]
    assert [each.has_rulings for each in found] == [True, False]


def test_it_tells_whether_messages_have_their_lane(database: Database, now: datetime) -> None:
    assert not beginning(database).has_lane
    plan = Planned(recipient_id=MANAGER.user_id, moment="goal_due", due_at=now, dedupe_key="a")
    with database.work(MANAGER.team_id) as work:
        work.outbox.put(plan, now)
    assert [beginning(database, team_id).has_lane for team_id in (MANAGER.team_id, ELSEWHERE.team_id)] == [True, False]


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
