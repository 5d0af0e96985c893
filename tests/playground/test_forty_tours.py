"""Forty tours for three years at full speed: each nudge on its own day, and neither engine nor page falls behind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest
from dateutil.relativedelta import relativedelta

from bot.domain.outbox import MessageState
from bot.domain.tours import Kind, Rhythm
from bot.playground.page_state import SHOWN_MESSAGES
from bot.playground.run import EVER, RunningDemo, Stage
from bot.playground.time_travel import Hooks
from bot.services.people import Actor
from tests.making import DRAFT, under_way
from tests.playground.browsing import MARKS, keep, screen_of, tab

TOURS = 40
YEARS = 3
pytestmark = [*MARKS, pytest.mark.xdist_group("forty tours")]


@dataclass
class Play:
    """What three years came to: how often the clock stopped, and what was due at each stop."""

    demo: RunningDemo
    people: list[Actor]
    stops: list[datetime]

    @property
    def stage(self) -> Stage:
        """The stage that it is played on."""
        return self.demo.stage


@pytest.fixture(scope="module")
def play() -> Iterator[Play]:
    demo = RunningDemo(0)
    stage = demo.stage
    team = stage.workspace.team.id
    crew = [stage.workspace.add_person(f"crew{number}") for number in range(TOURS)]
    maya, *holders = (
        Actor(team, person.id, person.user.tz, "en-US") for person in (stage.workspace.person("manager"), *crew)
    )
    for holder in holders:
        under_way(stage.program.database, stage.clock.now(), holder, three_years(stage, maya, holder), maya)
    playing = Play(demo, [maya, *holders], [])
    demo._page.show(stage.workspace, stage.clock, watched(playing, stage.hooks))
    yield playing
    demo.stop()


def three_years(stage: Stage, manager: Actor, holder: Actor) -> Any:
    """Return the terms of a tour that begins now."""
    start = stage.clock.now().date()
    owners = {DRAFT.promises[0].owner_id: manager.user_id, DRAFT.promises[1].owner_id: holder.user_id}
    promises = tuple(
        replace(promise, owner_id=owners[promise.owner_id], due_on=start + timedelta(days=100))
        for promise in DRAFT.promises
    )
    return replace(
        DRAFT,
        kind=Kind.TRANSFORMATIONAL,
        promises=promises,
        start_on=start,
        end_on=after(start, years=YEARS),
        rhythm=Rhythm.QUARTERLY,
        halfway_on=after(start, months=18),
        next_talk_on=after(start, months=33),
    )


def after(start: date, **distance: int) -> date:
    moved: date = start + relativedelta(**distance)  # type: ignore[arg-type] # whole years and months
    return moved


def watched(playing: Play, hooks: Hooks) -> Hooks:
    """Note each stop of the clock, and let everybody look at Home there: who shows no sign gets ever fewer nudges."""

    def moved(now: datetime) -> None:
        playing.stops.append(now)
        with playing.stage.program.database.work(playing.people[0].team_id) as work:
            for person in work.people.many([actor.user_id for actor in playing.people]).values():
                person.home_visited_at = now
        hooks.on_clock_moved(now)

    return replace(hooks, on_clock_moved=moved)


def ask(play: Play, path: str, body: dict[str, str] | None = None) -> Any:
    content = json.dumps(body).encode() if body else None
    with urlopen(Request(play.demo.url + path, content, {"Content-Type": "application/json"})) as answer:  # noqa: S310
        return json.load(answer)


def test_three_years_of_forty_tours_are_played_without_falling_behind(browser: Any, play: Play) -> None:
    end = datetime.combine(after(play.stage.clock.now().date(), years=YEARS), datetime.min.time(), UTC)
    with tab(browser, f"{play.demo.url}#manager+crew7") as page:
        fetched: list[str] = []
        page.on("response", lambda answer: fetched.append(answer.url) if "/page/state" in answer.url else None)
        page.get_by_label("Go to a date").fill(end.date().isoformat())
        page.get_by_role("button", name="Go", exact=True).click()
        page.locator("#clock .now strong", has_text=f"{end:%Y}").wait_for(timeout=120_000)
        page.get_by_role("button", name="+1 month").and_(page.locator(":enabled")).wait_for(timeout=120_000)
        shown = screen_of(page, "Maya Okafor").locator("article.message").count()
        keep(page, "forty-tours-three-years")
    everything_was_sent_on_its_own_day(play, end)
    assert 0 < shown <= SHOWN_MESSAGES
    assert len(fetched) <= 2 * len(play.stops) + 10, "the page asks for what it shows, not for every message"


def everything_was_sent_on_its_own_day(play: Play, end: datetime) -> None:
    """Fail if something due lies about, came on another day, came twice a day, or the clock crept from hour to hour."""
    sent, late, days = 0, [], Counter[tuple[str, date]]()
    with play.stage.program.database.reading(play.people[0].team_id) as work:
        for actor in play.people:
            lines = work.outbox.settled(actor.user_id, since=EVER, limit=10_000)
            waiting = work.outbox.waiting(recipient_id=actor.user_id)
            assert [line.moment for line in waiting if line.due_at <= end] == []
            nudges = [line for line in lines if line.state is MessageState.SENT and line.settled_at]
            sent += len(nudges)
            late += [line for line in nudges if line.settled_at and line.settled_at.date() != line.due_at.date()]
    for person in play.stage.workspace.people:
        days.update((person.id, datetime.fromtimestamp(float(one.ts), UTC).date()) for one in person.messages)
    assert sent > TOURS * 8
    assert [(line.moment, line.due_at, line.settled_at) for line in late] == []
    assert max(days.values()) == 1
    assert len(play.stops) == len(set(play.stops)) < sent / 4


def test_the_page_fetches_no_more_than_what_is_on_screen(play: Play) -> None:
    manager, other = (play.stage.workspace.person(name) for name in ("manager", "crew7"))
    state = ask(play, f"page/state?on={manager.id}&on={other.id}")
    in_full = [person["name"] for person in state["people"] if not person.get("brief")]
    assert in_full == ["manager", "crew7"]
    assert all(
        {"ts", "user"} == set(message)
        for person in state["people"]
        if person.get("brief")
        for message in person["messages"]
    )
