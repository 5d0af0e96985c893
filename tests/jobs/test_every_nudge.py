"""People anywhere, with any hours, days off and pauses: nudges in hours, one DM a day, none missing, as foreseen."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.db.work import Database
from bot.domain.base import Base
from bot.domain.cadence import default_dates
from bot.domain.calendar import DaysOff
from bot.domain.nudges import Moment
from bot.domain.outbox import MessageState, Planned, Urgency
from bot.domain.people import HoursDraft, Profile
from bot.domain.promises import PromiseDraft, Side
from bot.domain.tours import Draft, Kind
from bot.services import forecast
from bot.services.nudges import Nudges
from bot.services.people import Actor, People
from tests.domain.test_calendar import ZONES
from tests.living import Life
from tests.making import MANAGER, under_way

SIDES = ("U0MANAGER", "U0HOLDER")


@dataclass(frozen=True)
class Case:
    """Two people with their hours, and the day on which they sign."""

    start: date
    kind: Kind
    zones: tuple[str, str]
    hours: tuple[HoursDraft, HoursDraft]
    pause_days: int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    start = draw(st.dates(date(2024, 1, 1), date(2038, 12, 1)))

    def hours() -> HoursDraft:
        first, last = sorted(draw(st.lists(st.integers(0, 47), min_size=2, max_size=2, unique=True)))
        away = [
            (start + timedelta(days=d), n)
            for d, n in draw(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 30)), max_size=3))
        ]
        return HoursDraft(
            work_days=draw(st.frozensets(st.integers(1, 7), min_size=1)),
            start=time(first // 2, first % 2 * 30),
            end=time(last // 2, last % 2 * 30),
            country=draw(st.sampled_from([None, "ZZ", "DE", "JP", "BR"])),
            days_off=tuple(DaysOff(day, day + timedelta(days=n)) for day, n in away),
            digest_day=draw(st.sampled_from([None, None, 1, 3])),
        )

    return Case(
        start=start,
        kind=draw(st.sampled_from(Kind)),
        zones=(draw(st.sampled_from(ZONES)), draw(st.sampled_from(ZONES))),
        hours=(hours(), hours()),
        pause_days=draw(st.sampled_from([0, 0, 1, 20])),
    )


@contextmanager
def lived(case: Case) -> Iterator[tuple[Life, dict[str, Actor]]]:
    """Let both sign at noon UTC of the first day, and the manager pause at once."""
    now = datetime.combine(case.start, time(12), tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'lived.sqlite'}")
        Base.metadata.create_all(database.engine)
        people = People(database, lambda *_: None)
        actors = {}
        for user_id, zone_name, hours in zip(SIDES, case.zones, case.hours, strict=True):
            actors[user_id] = Actor("T1", user_id, zone_name, "en-US")
            with database.work("T1") as work:
                work.people.get_or_meet(user_id, now)
            people.changed("T1", user_id, Profile(name="-", time_zone=zone_name), now)
            people.keep_hours(actors[user_id], hours, now)
        found = default_dates(case.kind, case.start)
        due_on = case.start + timedelta(days=100)
        draft = Draft(
            kind=case.kind,
            mission="-",
            result="-",
            gain="-",
            promises=(
                PromiseDraft(Side.COMPANY, "-", SIDES[0], due_on),
                PromiseDraft(Side.HOLDER, "-", SIDES[1], due_on),
            ),
            start_on=case.start,
            end_on=found.end_on,
            rhythm=found.rhythm,
            halfway_on=found.halfway_on,
            next_talk_on=found.next_talk_on,
        )
        under_way(database, now, holder=actors[SIDES[1]], draft=draft, manager=actors[SIDES[0]])
        if case.pause_days:
            manager = actors[SIDES[0]]
            Nudges(database).pause(manager, manager.today(now) + timedelta(days=case.pause_days), now)
        yield Life(database, now), actors
        database.close()


def live_through(life: Life, actors: dict[str, Actor]) -> None:
    """Go from message to message to the end; both look at each of theirs."""
    people = People(life.database, lambda _team, user_id: Profile(name="-", time_zone=actors[user_id].time_zone))
    while (due := life.delivery.next_due()) is not None:
        for dm in life.until(due):
            people.visited_home(actors[dm.to], life.now)


MONDAYS = HoursDraft(work_days=frozenset({1}), start=time(9), end=time(17), country="ZZ")
FIVE_WEEKS_LATER = Case(  # after five working days a talk is called late, and by then the next one is late as well
    date(2024, 1, 1), Kind.ROTATIONAL, ("UTC", "UTC"), (MONDAYS, MONDAYS), pause_days=0
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
@example(FIVE_WEEKS_LATER)
def test_every_nudge_comes_in_hours_once_a_day_and_as_foreseen(case: Case) -> None:
    with lived(case) as (life, actors):
        nudges = Nudges(life.database)
        foreseen = {
            (line.to_id, line.on, line.moment) for actor in actors.values() for line in nudges.forecast(actor, life.now)
        }
        with life.database.reading("T1") as work:
            calendars = {user_id: person.calendar() for user_id, person in work.people.many(SIDES).items()}
            planned = [line for line in work.outbox.waiting(tour_id=1) if line.urgency is Urgency.NUDGE]
        live_through(life, actors)
        came = [dm for dm in life.arrived if dm.urgency is Urgency.NUDGE]
        for dm in came:
            assert calendars[dm.to].is_open(dm.at)
        days = Counter((dm.to, calendars[dm.to].day_of(dm.at)) for dm in came)
        assert max(days.values(), default=0) <= 1
        told = {(dm.to, calendars[dm.to].day_of(dm.at), Moment(moment)) for dm in came for moment in dm.moments}
        assert told == foreseen
        with life.database.reading("T1") as work:
            left = work.outbox.waiting(tour_id=1)
            settled = [
                line
                for user_id in SIDES
                for line in work.outbox.settled(user_id, since=datetime(2000, 1, 1, tzinfo=UTC))
            ]
        assert left == []
        assert {line.id for line in planned} <= {line.id for line in settled}
        for line in settled:
            assert line.state is MessageState.SENT or line.reason in {"over", "overtaken", "passed_over"}


def test_terms_foretell_what_the_signed_tour_foresees() -> None:
    with lived(FIVE_WEEKS_LATER) as (life, _actors), life.database.reading("T1") as work:
        draft = work.tours.get(1).latest.draft()
        foretold, foreseen = (
            {(line.to_id, line.on, line.moment) for line in lines}
            for lines in (
                forecast.of_terms(work, draft, draft.promises, SIDES, life.now),
                forecast.of_tour(work, 1, life.now),
            )
        )
    assert foretold == foreseen
    assert Moment.REVIEW_OVERDUE in {moment for _to, _on, moment in foreseen}  # the last one stands for all


def test_a_nudge_of_a_newer_release_is_left_to_it_and_hides_no_other(database: Database, now: datetime) -> None:
    tour_id = under_way(database, now)
    nudges = Nudges(database)
    foreseen = nudges.forecast(MANAGER, now)
    assert foreseen
    newer = Planned(
        recipient_id=MANAGER.user_id,
        moment="of_a_newer_release",
        due_at=now + timedelta(days=1),
        dedupe_key="newer",
        tour_id=tour_id,
    )
    with database.work("T1") as work:
        work.outbox.put(newer, now)
    assert nudges.forecast(MANAGER, now) == foreseen
    Life(database, now).days(2)
    with database.reading("T1") as work:
        assert [x.reason for x in work.outbox.settled(MANAGER.user_id, since=now) if x.moment == newer.moment] == [
            "not_made"
        ]


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_nothing_is_left_out_for_those_who_are_never_away(case: Case) -> None:
    there = replace(
        case.hours[0],
        work_days=frozenset({1, 2, 3, 4, 5}),
        days_off=(),
        country="ZZ",
        digest_day=None,
        start=time(9),
        end=time(17),
    )
    with lived(replace(case, hours=(there, there), pause_days=0)) as (life, actors):
        live_through(life, actors)
        with life.database.reading("T1") as work:
            settled = [
                line
                for user_id in SIDES
                for line in work.outbox.settled(user_id, since=datetime(2000, 1, 1, tzinfo=UTC))
            ]
        assert {line.state for line in settled} == {MessageState.SENT}
