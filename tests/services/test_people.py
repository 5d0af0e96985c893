"""Who asks: looked up once a day, before any work; what changes when somebody moves, leaves or returns."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.db.people import PeopleQueries
from bot.db.work import Database
from bot.domain.people import Profile
from bot.domain.refusals import Reason, Refused
from bot.services.people import Actor, People, ProfileUnavailable
from tests.making import HOLDER, MANAGER, told, under_way

BERLIN = Profile(name="Ada", time_zone="Europe/Berlin", locale="de-DE")


class Slack:
    """Answers users.info, counts how often it was asked, and may be out of reach."""

    def __init__(self) -> None:
        self.profiles: dict[str, Profile] = {MANAGER.user_id: BERLIN}
        self.asked: list[str] = []
        self.is_down = False

    def look_up(self, _team_id: str, user_id: str) -> Profile | None:
        self.asked.append(user_id)
        if self.is_down:
            raise ProfileUnavailable("connection")
        return self.profiles.get(user_id)


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def people(database: Database, slack: Slack) -> People:
    return People(database, slack.look_up)


def test_a_new_face_is_looked_up_and_then_known_for_a_day(people: People, slack: Slack, now: datetime) -> None:
    expected = Actor("T1", MANAGER.user_id, "Europe/Berlin", "de-DE")
    assert people.actor("T1", MANAGER.user_id, now) == expected
    assert people.actor("T1", MANAGER.user_id, now + timedelta(hours=23)) == expected
    assert slack.asked == [MANAGER.user_id]
    people.actor("T1", MANAGER.user_id, now + timedelta(hours=25))
    assert slack.asked == [MANAGER.user_id] * 2


def test_what_is_known_serves_while_slack_is_out_of_reach(people: People, slack: Slack, now: datetime) -> None:
    people.actor("T1", MANAGER.user_id, now)
    slack.is_down = True
    assert people.actor("T1", MANAGER.user_id, now + timedelta(days=3)).time_zone == "Europe/Berlin"


def test_a_new_face_cannot_be_served_while_slack_is_out_of_reach(people: People, slack: Slack, now: datetime) -> None:
    slack.is_down = True
    with pytest.raises(ProfileUnavailable):
        people.actor("T1", MANAGER.user_id, now)


def test_an_id_that_slack_does_not_know_is_refused(people: People, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        people.meet("T1", "U0NOBODY", now)
    assert refused.value.reason is Reason.PARTNER_UNKNOWN
    assert people.known("T1", "U0NOBODY") is None


def test_workspaces_know_nothing_of_one_another(people: People, slack: Slack, now: datetime) -> None:
    people.actor("T1", MANAGER.user_id, now)
    assert people.known("T2", MANAGER.user_id) is None


def test_an_event_about_a_stranger_is_not_written_down(people: People, now: datetime) -> None:
    people.heard_of("T1", "U0STRANGER", BERLIN, now, has_locale=True)
    assert people.known("T1", "U0STRANGER") is None


def test_an_event_without_a_locale_leaves_it_as_it_was(people: People, now: datetime) -> None:
    people.actor("T1", MANAGER.user_id, now)
    people.heard_of("T1", MANAGER.user_id, Profile(name="Ada", time_zone="Asia/Tokyo"), now, has_locale=False)
    known = people.known("T1", MANAGER.user_id)
    assert known is not None
    assert (known.time_zone, known.locale) == ("Asia/Tokyo", "de-DE")


def test_the_first_visit_to_home_is_told_from_later_ones(people: People, now: datetime) -> None:
    actor = people.actor("T1", MANAGER.user_id, now)
    assert people.visited_home(actor, now)
    assert not people.visited_home(actor, now + timedelta(days=1))


def test_the_day_is_that_of_the_place(now: datetime) -> None:
    late = now.replace(hour=20)
    assert HOLDER.today(late).day == 6
    assert MANAGER.today(late).day == 5


def test_the_other_side_hears_once_that_somebody_left(people: People, database: Database, now: datetime) -> None:
    under_way(database, now)
    people.actor("T1", MANAGER.user_id, now)
    gone = Profile(name="Ada", time_zone="Europe/Berlin", is_deactivated=True)
    for _ in range(2):
        people.changed("T1", MANAGER.user_id, gone, now)
    assert told(database, HOLDER.user_id) == ["person_left"]
    with database.reading("T1") as work:
        assert work.outbox.waiting(recipient_id=MANAGER.user_id) == []


def test_two_requests_that_meet_one_person_at_a_time_both_get_them(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.work("T1") as work:
        work.people.get_or_meet("U1", now)
    with database.work("T1") as work:
        monkeypatch.setattr(PeopleQueries, "get", lambda *_: None)
        assert work.people.get_or_meet("U1", now).user_id == "U1"


@pytest.mark.parametrize(("why", "left"), [("user_disabled", 0), ("channel_not_found", 1)])
def test_somebody_whom_slack_calls_gone_is_treated_as_having_left(
    people: People, database: Database, now: datetime, why: str, left: int
) -> None:
    under_way(database, now)
    people.actor("T1", MANAGER.user_id, now)
    with database.reading("T1") as work:
        message = work.outbox.waiting(recipient_id=MANAGER.user_id)[0]
    people.not_reached("T1", message.id, why, now)
    people.not_reached("T1", "no such message", why, now)
    with database.reading("T1") as work:
        assert bool(work.outbox.waiting(recipient_id=MANAGER.user_id)) is bool(left)
    assert told(database, HOLDER.user_id) == ([] if left else ["person_left"])
