"""Nudges: what is to come, snooze, pause, skip, less often and stop, each with its way back; hours and days off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.domain.nudges import Pace
from bot.domain.refusals import Reason, Refused
from bot.services.days import find_day, is_past
from bot.services.nudge_sheets import NudgeRef
from bot.services.nudges import Nudges
from bot.services.people import Actor, People
from bot.services.understanding import ends_a_pause
from bot.slack.answer import Answer
from bot.slack.forms import nudges as forms
from bot.slack.ids import Action, View
from bot.slack.listeners.sheets import Sheets
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import nudge_hours
from bot.slack.views import nudges as views
from bot.slack.views.names import moment_name
from bot.slack.words import _

OURS: Final = frozenset({View.NUDGE_SETTINGS, View.SENT_NUDGES, View.PROBLEM})


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("nudges")(open_settings)
    routes.command("snooze")(snooze_all)
    routes.action(Action.NUDGE_SETTINGS)(open_settings)
    routes.action(Action.SNOOZE_NUDGE)(ask_until)
    routes.action(Action.NUDGE_MENU)(choose_from_menu)
    routes.action(Action.UNDO_NUDGE)(undo)
    routes.action(Action.ANSWER_STOPPED)(answer_stopped)
    routes.action(Action.PAUSE_NUDGES)(ask_pause)
    routes.action(Action.NUDGE_HOURS)(open_hours)
    routes.action(Action.SENT_NUDGES)(open_past)
    routes.submission(View.SNOOZE)(snooze)
    routes.submission(View.PAUSE_NUDGES)(pause)
    routes.submission(View.NUDGE_HOURS)(keep_hours)


def open_settings(ack: Ack, actor: Actor, now: datetime, nudges: Nudges, sheets: Sheets) -> None:
    """`/tour nudges`, and every button that leads to all nudges."""
    sheets.over(OURS).show(views.settings(nudges.sheet(actor, now)))
    ack()


def snooze_all(
    ack: Ack,
    actor: Actor,
    answer: Answer,
    now: datetime,
    nudges: Nudges,
    refresh_home: Refresh,
    sheets: Sheets,
    words: str,
) -> None:
    """`/tour snooze WHEN` pauses everything until then, "off" ends that; without a day it asks for one."""
    if not words:
        sheets.show(views.pause(actor.today(now)))
        ack()
        return
    if ends_a_pause(words, after_snooze=True):
        said = views.resumed_words(was_paused=nudges.resume(actor, now))
        refresh_home(actor.user_id)
        answer(said)
        return
    day = find_day(words, now, actor.time_zone)
    if day is None:
        passed = is_past(words, now, actor.time_zone)
        raise Refused(Reason.DATE_IN_PAST if passed else Reason.DATE_NOT_UNDERSTOOD)
    said = views.snoozed_words(nudges.pause(actor, day, now))
    refresh_home(actor.user_id)
    answer(said, views.done(said, "pause"))


def ask_until(ack: Ack, actor: Actor, now: datetime, nudges: Nudges, sheets: Sheets, value: str | None) -> None:
    """The button "Not now" of a nudge asks until when."""
    nudge = forms.ref(value)
    nudges.require_open(actor, nudge)
    sheets.show(views.snooze(nudge, actor.today(now)))
    ack()


def snooze(
    actor: Actor,
    answer: Answer,
    delivery: str,
    now: datetime,
    nudges: Nudges,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Snooze one nudge until the day chosen."""
    nudge, until = forms.snoozed(view), forms.until(view)
    if until is None:
        raise Refused(Reason.REQUIRED, field="until")
    with forms.naming_the_day(view):
        said = views.snoozed_words(nudges.snooze(actor, nudge, until, now, delivery=delivery))
    refresh_home(actor.user_id)
    answer(said, views.done(said, f"quiet:{nudge}"))


def ask_pause(ack: Ack, actor: Actor, now: datetime, sheets: Sheets) -> None:
    """The button "Pause everything" asks until when."""
    sheets.show(views.pause(actor.today(now)))
    ack()


def pause(
    actor: Actor,
    answer: Answer,
    delivery: str,
    now: datetime,
    nudges: Nudges,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Pause everything until the day chosen, or until they resume."""
    until = forms.until(view)
    with forms.naming_the_day(view):
        found = nudges.pause(actor, until, now, delivery=delivery)
    refresh_home(actor.user_id)
    said = _("Quiet until you resume.") if until is None else views.snoozed_words(found)
    answer(said, views.done(said, "pause"))


def choose_from_menu(
    ack: Ack,
    actor: Actor,
    answer: Answer,
    now: datetime,
    nudges: Nudges,
    refresh_home: Refresh,
    sheets: Sheets,
    value: str | None,
) -> None:
    """The menu of a nudge: snooze, skip this one, less often, stop these, or all nudges."""
    verb, nudge = forms.menu(value)
    if nudge is None:
        open_settings(ack, actor, now, nudges, sheets)
        return
    if verb == "snooze":
        ask_until(ack, actor, now, nudges, sheets, str(nudge))
        return
    said, way_back = _quieten(actor, verb, nudge, now, nudges)
    refresh_home(actor.user_id)
    if _is_in_settings(sheets):
        open_settings(ack, actor, now, nudges, sheets)
    else:
        answer(said, views.done(said, way_back))


def undo(
    ack: Ack,
    actor: Actor,
    answer: Answer,
    now: datetime,
    nudges: Nudges,
    refresh_home: Refresh,
    sheets: Sheets,
    value: str | None,
) -> None:
    """Take back a pause, a snooze, a skip, or how often a kind of nudge comes."""
    wish = forms.undo(value)
    if wish.ref is None:
        nudges.resume(actor, now)
    elif wish.pace is None:
        nudges.speak_again(actor, wish.ref, now)
    else:
        nudges.set_pace(actor, wish.ref, wish.pace, now)
    refresh_home(actor.user_id)
    if _is_in_settings(sheets):
        open_settings(ack, actor, now, nudges, sheets)
    else:
        answer(_chosen(wish.pace))


def answer_stopped(
    actor: Actor, answer: Answer, now: datetime, nudges: Nudges, refresh_home: Refresh, value: str | None
) -> None:
    """Let nudges that stopped by themselves go on, or leave them off. The value is "TOUR:PACE"."""
    tour_id, pace = forms.stopped(value)
    nudges.answer_stopped(actor, tour_id, pace, now)
    refresh_home(actor.user_id)
    answer(_chosen(pace))


def open_hours(ack: Ack, actor: Actor, now: datetime, people: People, sheets: Sheets) -> None:
    """Open the form for hours and days off."""
    sheets.show(nudge_hours.hours(people.hours(actor, now), actor.time_zone))
    ack()


def keep_hours(
    ack: Ack, actor: Actor, now: datetime, people: People, refresh_home: Refresh, view: Mapping[str, Any]
) -> None:
    """Keep the hours entered."""
    people.keep_hours(actor, forms.hours(view, actor.time_zone), now)
    refresh_home(actor.user_id)
    ack()


def open_past(ack: Ack, actor: Actor, now: datetime, nudges: Nudges, sheets: Sheets) -> None:
    """Show what was sent, and why something was not."""
    sheets.show(views.past(nudges.past(actor, now)))
    ack()


def _is_in_settings(sheets: Sheets) -> bool:
    return sheets.below.get("callback_id") in OURS


def _chosen(pace: Pace | None) -> str:
    if pace is Pace.HALF:
        return _("These come half as often for this tour.")
    if pace is Pace.NONE:
        return _("These stay off for this tour.")
    return _("Undone. Nudges come as before.")


def _quieten(actor: Actor, verb: str, nudge: NudgeRef, now: datetime, nudges: Nudges) -> tuple[str, str]:
    """Do what the menu says; return what to say of it, and the value of its way back."""
    if verb == "skip":
        nudges.skip(actor, nudge, now)
        return _("I say nothing more about this one."), f"quiet:{nudge}"
    before = nudges.set_pace(actor, nudge, Pace.NONE if verb == "stop" else Pace.HALF, now)
    said = {
        "stop": _("No more of these for this tour: {what}. What is planned stays planned."),
        "less": _("Half as often for this tour: {what}."),
    }[verb]
    return said.format(what=moment_name(nudge.moment)), f"pace:{nudge}:{before}"
