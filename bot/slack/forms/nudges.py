"""Reads what is asked about nudges: the values of buttons, and the forms for snooze, pause and hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from bot.domain.calendar import NO_HOLIDAYS, DaysOff, countries_with_holidays, country_of
from bot.domain.nudges import Moment, Pace
from bot.domain.people import HoursDraft
from bot.domain.refusals import Reason, Refused
from bot.services.nudge_sheets import NudgeRef
from bot.slack.forms import state
from bot.slack.ids import Choice

LARGEST_ID: Final = 2**31 - 1


@dataclass(frozen=True)
class Undo:
    """What a way-back button takes back: a pause (no `ref`), the quiet about one thing, or (`pace`) how often."""

    ref: NudgeRef | None
    pace: Pace | None = None


def ref(value: str | None) -> NudgeRef:
    """Return the nudge that the text of a NudgeRef names. Raises Refused(LINK_EXPIRED) for anything else."""
    parts = (value or "").split(":")
    try:
        tour_id, subject_id, moment = parts
        found = NudgeRef(int(tour_id), int(subject_id), Moment(moment))
    except ValueError:
        raise Refused(Reason.LINK_EXPIRED) from None
    if not (0 < found.tour_id <= LARGEST_ID and 0 <= found.subject_id <= LARGEST_ID):
        raise Refused(Reason.LINK_EXPIRED)
    return found


def menu(value: str | None) -> tuple[str, NudgeRef | None]:
    """Return what was chosen from a nudge's menu, and about which nudge. Raises Refused(LINK_EXPIRED)."""
    verb, _colon, rest = (value or "").partition(":")
    if verb == "settings":
        return verb, None
    if verb not in {"snooze", "skip", "less", "stop"}:
        raise Refused(Reason.LINK_EXPIRED)
    return verb, ref(rest)


def undo(value: str | None) -> Undo:
    """Return what a way-back button takes back. Raises Refused(LINK_EXPIRED) for anything unknown."""
    verb, _colon, rest = (value or "").partition(":")
    if verb == "pause":
        return Undo(None)
    if verb == "quiet":
        return Undo(ref(rest))
    if verb == "pace":
        nudge, _colon, pace = rest.rpartition(":")
        if pace in set(Pace):
            return Undo(ref(nudge), Pace(pace))
    raise Refused(Reason.LINK_EXPIRED)


def stopped(value: str | None) -> tuple[int, Pace]:
    """Return a tour's id and how often its nudges that stopped are to come. Raises Refused(LINK_EXPIRED)."""
    tour_id, _colon, pace = (value or "").partition(":")
    if not tour_id.isdecimal() or not 0 < int(tour_id) <= LARGEST_ID or pace not in set(Pace):
        raise Refused(Reason.LINK_EXPIRED)
    return int(tour_id), Pace(pace)


def until(view: Mapping[str, Any]) -> date | None:
    """Return the day chosen in a form for snooze or pause: the picked one goes before the offered ones.

    None means "until I resume". Raises Refused(REQUIRED) at "until" where nothing was chosen.
    """
    if picked := state.day(view, "day"):
        return picked
    offered = state.chosen(view, "until")
    if offered == Choice.UNTIL_RESUMED:
        return None
    try:
        return date.fromisoformat(offered or "")
    except ValueError:
        raise Refused(Reason.REQUIRED, field="until") from None


@contextmanager
def naming_the_day(view: Mapping[str, Any]) -> Iterator[None]:
    """Tell of a day that is refused at the field in which it was chosen: "day" where one was picked there."""
    try:
        yield
    except Refused as refused:
        if refused.field != "until" or not state.day(view, "day"):
            raise
        raise Refused(refused.reason, field="day", **refused.facts) from None


def snoozed(view: Mapping[str, Any]) -> NudgeRef:
    """Return the nudge that the open snooze form is about. Raises Refused(LINK_EXPIRED) for a forged one."""
    return ref(view.get("private_metadata"))


def hours(view: Mapping[str, Any], time_zone: str) -> HoursDraft:
    """Return the hours entered by somebody in an IANA time zone. Raises SeveralRefused at the fields at fault."""
    faults = state.Faults()
    start, end = _time(view, "work_start"), _time(view, "work_end")
    days = frozenset(int(day) for day in state.chosen_many(view, "work_days") if day in set("1234567"))
    faults.require(start, "work_start")
    faults.require(end, "work_end")
    faults.require(days or None, "work_days")
    faults.settle()
    digest = state.chosen(view, "digest_day")
    return HoursDraft(
        work_days=days,
        start=start or time(),
        end=end or time(),
        country=_country(state.text(view, "country"), time_zone),
        days_off=_days_off(view),
        digest_day=int(digest) if digest and digest.isdecimal() else None,
    )


def _country(written: str | None, time_zone: str) -> str | None:
    """Return the code of the country meant; None follows the time zone. Raises Refused(COUNTRY_UNKNOWN)."""
    if written is None:
        return NO_HOLIDAYS
    said = written.casefold()
    for code, name in countries_with_holidays().items():
        if said in {code.casefold(), name.casefold()}:
            return None if code == country_of(time_zone) else code
    raise Refused(Reason.COUNTRY_UNKNOWN, field="country")


def _days_off(view: Mapping[str, Any]) -> tuple[DaysOff, ...]:
    kept = [_stretch(value) for value in state.chosen_many(view, "days_off")]
    first, last = state.day(view, "days_off_first"), state.day(view, "days_off_last")
    if first is None and last is not None:
        raise Refused(Reason.REQUIRED, field="days_off_first")
    new = [DaysOff(first, last or first)] if first else []
    return tuple(sorted({*kept, *new}, key=lambda stretch: stretch.first))


def _stretch(value: str) -> DaysOff:
    first, _slash, last = value.partition("/")
    try:
        return DaysOff(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise Refused(Reason.LINK_EXPIRED) from None


def _time(view: Mapping[str, Any], field: str) -> time | None:
    try:
        return time.fromisoformat(state.time_of(view, field) or "")
    except ValueError:
        return None
