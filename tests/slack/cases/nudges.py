"""Nudges: the screens that change them, and the DMs in which they come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from bot.domain.calendar import NO_HOLIDAYS, DaysOff
from bot.domain.check_ins import Review
from bot.domain.nudges import About, Moment, Pace
from bot.domain.outbox import MessageState
from bot.domain.people import UNTIL_RESUMED, HoursDraft
from bot.domain.rungs import Rung
from bot.domain.tours import Kind
from bot.prompts import MOMENTS, PromptKind
from bot.services.nudge_sheets import ForecastLine, NudgeRef, NudgeSheet, PaceLine, PastLine, QuietLine, Snoozed
from bot.services.say import Cause, Say, Unreached
from bot.slack import messages
from bot.slack.messages import Dm
from bot.slack.views import nudge_hours, nudges, undelivered
from tests.shipped import PROMPTS
from tests.slack.cases.case import Case, in_modal, message
from tests.slack.cases.home import LONG_ID
from tests.slack.cases.world import HOLDER, MANAGER, NOW, TODAY, World

SEPTEMBER = date(2026, 9, 30)  # a Wednesday: the longest month and weekday
MANY = 300


def cases(world: World) -> Iterator[Case]:
    """Yield the screens of somebody's nudges."""
    for actor in (MANAGER, HOLDER):
        yield Case(nudges.settings, actor.user_id, nudges.settings(world.services.nudges.sheet(actor, NOW)))
        yield Case(nudges.past, actor.user_id, nudges.past(world.services.nudges.past(actor, NOW)))


def fixed() -> Iterator[Case]:
    """Yield every message, and every other screen of this story. None of them holds what people wrote."""
    yield from _settings()
    yield from _forms()
    yield from _news()
    yield from _dms()


def _settings() -> Iterator[Case]:
    for paused, for_good in ((None, False), (SEPTEMBER, False), (UNTIL_RESUMED, True)):
        yield Case(nudges.settings, f"crowded, {paused}", nudges.settings(_crowded(paused, for_good=for_good)))
    stopped = PaceLine(10**9, LONG_ID, Moment.REVIEW_TO_RECORD, Pace.NONE, by_itself=True)
    yield Case(nudges.stopped, "", message([nudges.stopped([stopped] * 12)]))
    lines = [PastLine(SEPTEMBER, moment, LONG_ID, state, "gone") for moment in Moment for state in MessageState] * 20
    yield Case(nudges.past, "crowded", nudges.past(lines))
    coming = [ForecastLine(SEPTEMBER, Moment.REVIEW_TO_RECORD, LONG_ID, LONG_ID, 1, None, SEPTEMBER)] * 60
    for reader in (LONG_ID, "U1"):
        yield Case(nudges.forecast_blocks, reader, in_modal(nudges.forecast_blocks(coming, reader_id=reader)))
    yield Case(nudges.forecast_blocks, "none", in_modal(nudges.forecast_blocks([], reader_id=LONG_ID)))


def _crowded(paused: date | None, *, for_good: bool) -> NudgeSheet:
    line = ForecastLine(SEPTEMBER, Moment.PROPOSAL_WAITING, LONG_ID, LONG_ID, 10**9, Review.HALFWAY, SEPTEMBER)
    return NudgeSheet(
        today=TODAY,
        time_zone="America/Argentina/ComodRivadavia",
        paused_until=paused,
        is_paused_for_good=for_good,
        forecast=(line,) * 25,
        more=10**6,
        paces=tuple(PaceLine(n, LONG_ID, Moment.REVIEW_TO_RECORD, Pace.HALF, by_itself=True) for n in range(MANY)),
        quiets=tuple(QuietLine(n, LONG_ID, About.PROPOSAL, n, SEPTEMBER if n % 2 else None) for n in range(MANY)),
        hours=_hours(),
    )


def _hours(count: int = 40) -> HoursDraft:
    off = tuple(DaysOff(TODAY + timedelta(days=9 * n), TODAY + timedelta(days=9 * n + 3)) for n in range(count))
    return HoursDraft(frozenset(range(1, 8)), time(0), time(23, 45), "GB", off, 5)


def _forms() -> Iterator[Case]:
    for moment in Moment:
        yield Case(nudges.snooze, moment, nudges.snooze(NudgeRef(10**9, 10**9, moment), TODAY))
    yield Case(nudges.pause, "", nudges.pause(TODAY))
    hardly = HoursDraft(frozenset({1}), time(9, 7), time(17), None, (), None)
    for draft in (_hours(), _hours(1), hardly, replace(hardly, country=NO_HOLIDAYS), replace(hardly, country="XX")):
        for zone in ("Europe/Berlin", "UTC", "Nowhere/Else"):
            yield Case(nudge_hours.hours, f"{draft.country}, {zone}", nudge_hours.hours(draft, zone))
    for undo in (None, "pause"):
        yield Case(nudges.done, str(undo), message(nudges.done(nudges.snoozed_words(Snoozed(SEPTEMBER, TODAY)), undo)))


def _say(moment: str, **more: object) -> Say:
    fitted = Say(
        ids=("a",),
        moment=moment,
        to_id=LONG_ID,
        other_id=LONG_ID,
        tour_id=10**9,
        subject_id=10**9,
        kind=Kind.TRANSFORMATIONAL,
        review=Review.NEXT_TOUR_TALK,
        due_on=date(2027, 9, 29),
        rung=Rung.GO_FIRST,
        count=12,
        days=30,
        today=TODAY,
        slowed=True,
    )
    return replace(fitted, **more)  # type: ignore[arg-type]


def _news() -> Iterator[Case]:
    for moment, meant in MOMENTS.items():
        if meant.kind is PromptKind.MESSAGE:
            say = _say(moment)
            words = PROMPTS.render(f"messages/{moment}", messages.facts(say))
            yield _dm(messages.news_dm, moment, messages.news_dm(say, words))
    everybody = [Unreached(LONG_ID, reminder, cause) for reminder in (True, False) for cause in Cause]
    for unreached in (everybody[:1], everybody * MANY):
        yield Case(undelivered.lines, str(len(unreached)), message(undelivered.lines(unreached)))


def _dms() -> Iterator[Case]:
    for moment in Moment:
        for rung in Rung if MOMENTS[moment].by_rung else (None,):
            for name in PROMPTS.variants(moment, rung.value if rung else None):
                for count in (1, 12):
                    say = _say(moment, rung=rung, count=count)
                    words = PROMPTS.render(name, messages.facts(say))
                    yield _dm(messages.nudges_dm, f"{name}, {count}", messages.nudges_dm([(say, words)]))
                full = [(say, words)] * messages.IN_FULL
                yield _dm(messages.nudges_dm, f"{name}, many", messages.nudges_dm(full, [say] * MANY))
        stopped = _say(moment, stopping=True)
        yield _dm(messages.nudges_dm, f"{moment}, stopped", messages.nudges_dm([(stopped, None)]))


def _dm(shows: object, name: str, dm: Dm) -> Case:
    assert callable(shows)
    return Case(shows, name, message(dm.blocks, dm.text))
