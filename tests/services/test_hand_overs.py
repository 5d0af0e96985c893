"""A new manager: who may be one, what they get, and that nothing else of the old tour can be read by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.db.work import Database
from bot.domain.access import Thing
from bot.domain.lifecycle import State
from bot.domain.nudges import Moment
from bot.domain.passing import Passing
from bot.domain.people import Profile
from bot.domain.promises import PromiseState
from bot.domain.refusals import Reason
from bot.services import Services
from bot.services.hand_overs import NameManager
from bot.services.home_sheets import Step
from bot.services.nudge_sheets import NudgeRef
from bot.services.people import Actor
from bot.services.starting import StartTour
from bot.services.tours import ChangeTour
from tests.living import Life
from tests.making import ELSEWHERE, HOLDER, MANAGER, STRANGER, told
from tests.refusing import faults
from tests.services.handing_over import (
    GOAL,
    NEW,
    PRIVATE,
    SHARED,
    STEWARD,
    UPDATE,
    a_full_tour,
    everybody,
    name,
    read,
    sign,
)


@pytest.fixture
def services(database: Database, now: datetime) -> Services:
    return everybody(database, now)


@pytest.fixture
def running(database: Database, services: Services, now: datetime) -> int:
    return a_full_tour(database, services, now)


@pytest.mark.parametrize(
    ("by", "asked"),
    [(MANAGER, {HOLDER.user_id}), (STEWARD, {HOLDER.user_id, MANAGER.user_id})],
)
def test_the_holder_is_asked_what_passes(
    services: Services, database: Database, running: int, now: datetime, by: Actor, asked: set[str]
) -> None:
    by_holder = NameManager(NEW.user_id, holder_id=HOLDER.user_id)
    tour = services.hand_overs.name(by, by_holder, now) if by is STEWARD else name(services, by, running, now)
    assert (tour.state, tour.incoming_id, tour.passes) == (State.HANDING_OVER, NEW.user_id, None)
    assert told(database, HOLDER.user_id) == ["handover_choose", "promise_marked"]  # which one, in the tour's past
    assert told(database, MANAGER.user_id) == (["handover_named"] if MANAGER.user_id in asked else [])
    assert told(database, NEW.user_id) == []
    with database.reading("T1") as work:
        waiting = {line.moment for line in work.outbox.waiting(tour_id=running) if line.recipient_id == HOLDER.user_id}
    assert waiting == {"handover_choose", "promise_marked", Moment.HANDOVER_WAITING}
    assert services.tours.list_of(NEW) == []


@pytest.mark.parametrize("passing", [Passing.TERMS, Passing.GOALS, Passing.NOTES])
def test_the_new_manager_gets_what_the_holder_chose_and_nothing_else(
    services: Services, database: Database, running: int, now: datetime, passing: Passing
) -> None:
    name(services, MANAGER, running, now)
    services.hand_overs.choose(HOLDER, running, passing, now)
    assert told(database, NEW.user_id) == ["handover_asked"]
    before = read(services, NEW, now)
    assert "Run the second press" in before
    assert not any(words in before for words in (GOAL, SHARED, PRIVATE, UPDATE))
    new_id = sign(services, NEW, now)
    assert services.tours.read(MANAGER, running, now).state is State.HANDED_OVER
    detail = services.tours.read(NEW, new_id, now)
    assert (detail.state, detail.shown.promises[0].state) == (State.ACTIVE, PromiseState.KEPT)
    assert detail.shown.promises[0].owner_id == NEW.user_id
    assert {each.signer_id for each in detail.shown.signatures} == {NEW.user_id, HOLDER.user_id}
    after = read(services, NEW, now)
    passed = {words for words in (GOAL, UPDATE, SHARED) if words in after}
    assert (
        passed
        == {
            Passing.TERMS: set(),
            Passing.GOALS: {GOAL},
            Passing.NOTES: {GOAL, UPDATE, SHARED},
        }[passing]
    )
    assert PRIVATE not in after
    with database.reading("T1") as work:
        assert {each.thing for each in work.access.of(HOLDER.user_id)} == {Thing.TERMS, passing.opens}
        assert {each.by_id for each in work.access.of(MANAGER.user_id)} == {NEW.user_id}
        assert work.check_ins.planned(new_id)
        reminded = [x.recipient_id for x in work.outbox.waiting(tour_id=new_id) if x.moment == Moment.GOAL_DUE]
        assert len(reminded) == len(work.goals.open_of([new_id])) == passing.has_goals
        assert work.outbox.waiting(recipient_id=MANAGER.user_id, tour_id=running)[0].moment == "handover_done"
    assert SHARED in read(services, MANAGER, now)


def test_home_asks_nobody_how_they_see_what_was_said_of_a_promise_before_the_new_manager_came(
    services: Services, running: int, now: datetime
) -> None:
    assert services.home.read(HOLDER, now).step.step is Step.CONFIRM
    name(services, MANAGER, running, now, Passing.TERMS)
    services.hand_overs.choose(HOLDER, running, Passing.TERMS, now)
    sign(services, NEW, now + timedelta(days=1))
    steps = [services.home.read(side, now + timedelta(days=1)).step.step for side in (HOLDER, NEW)]
    assert Step.CONFIRM not in steps


def test_a_new_manager_who_gets_nothing_proposes_terms_of_their_own(
    services: Services, database: Database, running: int, now: datetime
) -> None:
    name(services, HOLDER, running, now, Passing.NOTHING)
    assert told(database, NEW.user_id) == ["handover_anew"]
    assert told(database, MANAGER.user_id) == ["handover_named"]
    wish = replace(services.tours.read(HOLDER, running, now).base.wish, mission="Both presses")
    services.tours.start(NEW, StartTour(HOLDER.user_id, leads=True, wish=wish), now)
    new_id = sign(services, HOLDER, now)
    assert services.tours.read(HOLDER, running, now).state is State.HANDED_OVER
    assert services.tours.read(NEW, new_id, now).shown.promises[0].state is PromiseState.OPEN
    seen = read(services, NEW, now)
    assert not any(words in seen for words in ("Run the second press", GOAL, SHARED))
    with database.reading("T1") as work:
        assert work.access.of(HOLDER.user_id) == []


def test_home_asks_a_new_manager_who_gets_nothing_for_a_proposal(
    services: Services, database: Database, running: int, now: datetime
) -> None:
    name(services, HOLDER, running, now, Passing.NOTHING)
    step = services.home.read(NEW, now).step
    assert (step.step, step.other_id) == (Step.PROPOSE, HOLDER.user_id)
    assert services.home.read(STRANGER, now).step.step is Step.START
    wish = services.tours.read(HOLDER, running, now).base.wish
    services.tours.start(NEW, StartTour(HOLDER.user_id, leads=True, wish=wish), now)
    assert services.home.read(NEW, now).step.step is Step.NOTHING
    with database.reading(ELSEWHERE.team_id) as work:
        assert work.tours.awaiting_proposal(NEW.user_id) == []


def test_a_new_manager_who_gets_nothing_is_reminded_to_propose_until_they_do(
    services: Services, database: Database, running: int, now: datetime
) -> None:
    name(services, HOLDER, running, now, Passing.NOTHING)
    life = Life(database, now)
    life.days(0.1)
    foreseen = services.nudges.sheet(NEW, now).forecast
    assert [(line.on, line.moment, line.other_id) for line in foreseen] == [
        (date(2026, 1, 8), Moment.HANDOVER_TO_PROPOSE, HOLDER.user_id),
        (date(2026, 1, 14), Moment.HANDOVER_TO_PROPOSE, HOLDER.user_id),
    ]
    (first,) = [dm for dm in life.until(datetime(2026, 1, 9, tzinfo=now.tzinfo)) if dm.to == NEW.user_id]
    assert first.moments == ("handover_to_propose",)
    assert f"<@{HOLDER.user_id}>" in first.words
    assert f"<@{MANAGER.user_id}>" not in first.words
    assert ("start_tour", HOLDER.user_id) in first.buttons
    wish = replace(services.tours.read(HOLDER, running, life.now).base.wish, mission="Both presses")
    services.tours.start(NEW, StartTour(HOLDER.user_id, leads=True, wish=wish, has_looked_up=True), life.now)
    assert services.nudges.forecast(NEW, life.now) == []
    assert "handover_to_propose" not in {m for dm in life.days(20) if dm.to == NEW.user_id for m in dm.moments}


def test_a_new_manager_decides_about_these_reminders_and_about_nothing_else_of_the_tour(
    services: Services, running: int, now: datetime
) -> None:
    name(services, HOLDER, running, now, Passing.NOTHING)
    ref = NudgeRef(running, 1, Moment.HANDOVER_TO_PROPOSE)
    services.nudges.skip(NEW, ref, now)
    assert services.nudges.forecast(NEW, now) == []
    assert [line.other_id for line in services.nudges.sheet(NEW, now).quiets] == [HOLDER.user_id]
    assert faults(lambda: services.nudges.skip(STRANGER, ref, now)) == [(None, Reason.NOT_YOURS)]
    assert faults(lambda: services.tours.read(NEW, running, now)) == [(None, Reason.NOT_YOURS)]
    assert faults(lambda: services.nudges.forecast_of_tour(NEW, running, now)) == [(None, Reason.NOT_YOURS)]


def test_the_new_manager_changes_a_line_before_signing(services: Services, running: int, now: datetime) -> None:
    late = datetime(2026, 11, 3, 9, tzinfo=now.tzinfo)  # promises of the terms are past their days by then
    name(services, HOLDER, running, late, Passing.GOALS)
    (line,) = services.tours.list_of(NEW)
    latest = services.tours.read(NEW, line.id, late).latest
    wish = replace(latest.wish, gain="Lead operator")
    services.tours.propose_change(NEW, ChangeTour(line.id, 1, "Fairer", wish), late)
    assert sign(services, HOLDER, late) == line.id
    assert GOAL in read(services, NEW, late)


@pytest.mark.parametrize(
    ("who", "said", "reason"),
    [
        (None, None, Reason.REQUIRED),
        (MANAGER.user_id, None, Reason.MANAGER_ALREADY),
        (HOLDER.user_id, None, Reason.PARTNER_IS_HOLDER),
        ("U0NOBODY", None, Reason.PARTNER_UNKNOWN),
        ("U0BOT", {"is_bot": True}, Reason.PARTNER_IS_BOT),
        ("U0GUEST", {"is_guest": True}, Reason.PARTNER_IS_GUEST),
        ("U0GONE", {"is_deactivated": True}, Reason.PARTNER_LEFT),
        ("U0FOREIGN", {"is_stranger": True}, Reason.PARTNER_IS_STRANGER),
    ],
)
def test_who_cannot_lead_it(
    services: Services,
    database: Database,
    running: int,
    now: datetime,
    who: str | None,
    said: dict[str, bool] | None,
    reason: Reason,
) -> None:
    if who and said:
        with database.work("T1") as work:
            work.people.get_or_meet(who, now).learn(Profile(who, **said), now)  # type: ignore[arg-type]
    wanted = NameManager(who, running)
    assert faults(lambda: services.hand_overs.name(MANAGER, wanted, now)) == [("partner_id", reason)]
    assert services.tours.read(MANAGER, running, now).state is State.ACTIVE


def test_one_is_not_ones_own_manager(services: Services, running: int, now: datetime) -> None:
    own = NameManager(HOLDER.user_id, running, passing=Passing.TERMS)
    assert faults(lambda: services.hand_overs.name(HOLDER, own, now)) == [("partner_id", Reason.PARTNER_IS_SELF)]


def test_who_may_do_what(services: Services, running: int, now: datetime) -> None:
    hand_overs = services.hand_overs
    for actor, reason in ((STRANGER, Reason.NOT_YOURS), (NEW, Reason.NOT_YOURS), (ELSEWHERE, Reason.NOT_FOUND)):
        assert faults(lambda actor=actor: name(services, actor, running, now)) == [(None, reason)]  # type: ignore[misc]
    nobody = NameManager(NEW.user_id, holder_id=STRANGER.user_id)
    assert faults(lambda: hand_overs.name(STEWARD, nobody, now)) == [("holder_id", Reason.NO_TOUR_OF_THEIRS)]
    name(services, STEWARD, running, now)
    for actor in (MANAGER, STEWARD, NEW):
        refused = faults(lambda actor=actor: hand_overs.choose(actor, running, Passing.NOTES, now))  # type: ignore[misc]
        assert refused == [(None, Reason.NOT_YOURS)]
    assert faults(lambda: hand_overs.choose(HOLDER, running, None, now)) == [("passing", Reason.REQUIRED)]
    assert faults(lambda: hand_overs.call_off(STEWARD, running, now)) == [(None, Reason.NOT_YOURS)]
    hand_overs.choose(HOLDER, running, Passing.TERMS, now)
    again = faults(lambda: hand_overs.choose(HOLDER, running, Passing.NOTES, now))
    assert again == [(None, Reason.WRONG_STATE)]


def test_whose_manager_has_left_is_offered_a_new_one(
    services: Services, database: Database, running: int, now: datetime
) -> None:
    services.people.changed("T1", MANAGER.user_id, Profile("Mara", is_deactivated=True), now)
    assert services.tours.read(HOLDER, running, now).other_is_gone
    name(services, HOLDER, running, now, Passing.TERMS)
    assert services.tours.read(NEW, sign(services, NEW, now), now).state is State.ACTIVE
