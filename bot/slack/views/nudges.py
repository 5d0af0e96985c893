"""Screens about nudges: what is to come, how to quiet it and back, and what was sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from bot.domain.nudges import About, Moment, Pace, about
from bot.domain.outbox import MessageState
from bot.services.nudge_sheets import ForecastLine, NudgeRef, NudgeSheet, PaceLine, PastLine, QuietLine, Snoozed
from bot.slack import blocks
from bot.slack.blocks import (
    Block,
    Element,
    Option,
    View,
    actions,
    button,
    context,
    field,
    header,
    modal,
    option,
    section,
)
from bot.slack.ids import Action, Choice
from bot.slack.ids import View as ViewId
from bot.slack.views.names import moment_name
from bot.slack.words import _, spoken_date

LINES_TOGETHER = 20
MOST_MONTHS = 80  # a view takes 100 blocks; the longest tour has 72 months
WITH_MENU = 10
MOST_QUIETED = 20
SATURDAY = 5  # of date.weekday()
MOST_PAST = 60


def day_words(day: date) -> str:
    """Return a day as one says it, without the year: "Thursday, 4 March"."""
    return f"{day:%A}, {day.day} {day:%B}"


def settings(sheet: NudgeSheet) -> View:
    """Return the screen of all nudges of one person."""
    found = [
        section(_pause_words(sheet)),
        actions(
            button(_("Resume"), Action.UNDO_NUDGE, "pause")
            if sheet.paused_until
            else button(_("Pause everything"), Action.PAUSE_NUDGES),
            button(_("My hours and days off"), Action.NUDGE_HOURS),
            button(_("What was sent"), Action.SENT_NUDGES),
        ),
        header(_("To come")),
        *_forecast(sheet.forecast, sheet.more),
        *_slowed(sheet.paces),
        *_quieted(sheet.quiets),
        blocks.visible_to(_("Visible to you alone. Days and hours are those of {zone}.").format(zone=sheet.time_zone)),
    ]
    return modal(ViewId.NUDGE_SETTINGS, _("Your nudges"), found, close=_("Close"))


def forecast_blocks(lines: Sequence[ForecastLine], *, reader_id: str) -> list[Block]:
    """Return every nudge of one tour, to either side, for its signing screen and its page."""
    if not lines:
        return [section(_("No nudge is to come."))]
    found: list[Block] = []
    every: list[str] = []
    for month, of_month in groupby(lines, key=lambda line: line.on.replace(day=1)):
        words = [f"{spoken_date(line.on)}: {_whose(line, reader_id)}, {_what(line)}" for line in of_month]
        found += _together([f"*{month:%B} {month.year}*", *words])
        every += words
    return found if len(found) <= MOST_MONTHS else list(_together(every))


def _whose(line: ForecastLine, reader_id: str) -> str:
    return _("you") if line.to_id == reader_id else f"<@{line.to_id}>"


def stopped(lines: Sequence[PaceLine]) -> Block:
    """Return the question how kinds of nudge of one tour are to go on that stopped because they were left alone."""
    first = lines[0]
    words = _(
        "*Stopped*, with <@{other}>: {what}. Three in a row went by unused; what is planned stays planned. "
        "To pause or end the tour itself, open it."
    )
    choices = {
        Pace.EVERY: _("Keep them coming"),
        Pace.HALF: _("Half as often"),
        Pace.NONE: _("Leave them off"),
    }
    menu = blocks.overflow(
        Action.ANSWER_STOPPED, [option(label, f"{first.tour_id}:{pace}") for pace, label in choices.items()]
    )
    what = ", ".join(moment_name(line.moment) for line in lines)
    return section(words.format(what=what, other=first.other_id), accessory=menu)


def snooze(nudge: NudgeRef, today: date) -> View:
    """Return the form that asks until when one nudge is to be quiet."""
    found = [
        section(
            _("*{what}*: until when should I be quiet about it?").format(what=_sentence(moment_name(nudge.moment)))
        ),
        *_until(today),
        context(_("A day that you do not work moves to the next one that you do.")),
        blocks.visible_to(_("Visible to you alone.")),
    ]
    return modal(
        ViewId.SNOOZE,
        _("Snooze"),
        found,
        submit=_("Snooze"),
        close=_("Cancel"),
        private_metadata=str(nudge),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def pause(today: date) -> View:
    """Return the form that asks until when all nudges are to be quiet."""
    found = [
        section(_("No nudges until then. What other people do (a proposal, a signature) still reaches you at once.")),
        *_until(today, option(_("Until I resume"), Choice.UNTIL_RESUMED)),
        context(_("What falls due meanwhile comes in one message afterwards.")),
        blocks.visible_to(_("Visible to you alone.")),
    ]
    return modal(ViewId.PAUSE_NUDGES, _("Pause everything"), found, submit=_("Pause"), close=_("Cancel"))


def past(lines: Sequence[PastLine]) -> View:
    """Return what was sent in the last three months, and what was not and why."""
    words = [_past_line(line) for line in lines[:MOST_PAST]]
    found = list(_together(words)) or [section(_("Nothing was due in the last three months."))]
    found.append(blocks.visible_to(_("Visible to you alone.")))
    return modal(ViewId.SENT_NUDGES, _("What was sent"), found, close=_("Back"))


def undo_button(value: str) -> Element:
    """Return the way back of what was just done."""
    return button(_("Undo"), Action.UNDO_NUDGE, value)


def done(words: str, undo: str | None = None) -> list[Block]:
    """Return what was just done, with its way back."""
    return [section(words), *([actions(undo_button(undo))] if undo else [])]


def snoozed_words(found: Snoozed) -> str:
    """Return until when it is quiet, and whether that day had to move."""
    if found.asked is None:
        return _("Quiet until {day}.").format(day=day_words(found.until))
    words = _("{asked} is a day you do not work, so it is quiet until {day}.")
    return words.format(asked=day_words(found.asked), day=day_words(found.until))


def resumed_words(*, was_paused: bool) -> str:
    """Return what to say where somebody has ended their pause."""
    if was_paused:
        return _("Nudges come again. If anything fell due meanwhile, it comes in one message.")
    return _("Your nudges are not paused: they come in your working hours.")


def _pause_words(sheet: NudgeSheet) -> str:
    if sheet.is_paused_for_good:
        return _("*Paused* until you resume.")
    if sheet.paused_until:
        return _("*Paused* until {day}.").format(day=day_words(sheet.paused_until))
    return _("At most one message a day, in your working hours, and none about what is done already.")


def _forecast(lines: Sequence[ForecastLine], more: int) -> Iterator[Block]:
    if not lines:
        yield section(_("No nudge is to come."))
    for line in lines[:WITH_MENU]:
        yield section(_line(line), accessory=_menu(line))
    yield from _together([_line(line) for line in lines[WITH_MENU:]])
    if more:
        yield context(_("and {count} more later").format(count=more))


def _line(line: ForecastLine) -> str:
    return f"*{spoken_date(line.on)}*: {_what(line)} · <@{line.other_id}>"


def _menu(line: ForecastLine) -> Element:
    return blocks.overflow(
        Action.NUDGE_MENU,
        [
            option(_("Snooze"), f"snooze:{line.ref}"),
            option(_("Skip this one"), f"skip:{line.ref}"),
            option(_("Less often"), f"less:{line.ref}"),
            option(_("Stop these"), f"stop:{line.ref}"),
        ],
    )


def _what(line: ForecastLine) -> str:
    name = moment_name(line.moment, line.review)
    return f"{name} ({line.due_on.day} {line.due_on:%b})" if line.due_on else name


def _together(lines: Sequence[str]) -> Iterator[Block]:
    for at in range(0, len(lines), LINES_TOGETHER):
        yield section("\n".join(lines[at : at + LINES_TOGETHER]))


def _slowed(paces: Sequence[PaceLine]) -> Iterator[Block]:
    if not paces:
        return
    yield header(_("Less often, or stopped"))
    for line in paces[:MOST_QUIETED]:
        often = _("stopped") if line.pace is Pace.NONE else _("half as often")
        why = _(" (by itself: they went by unused)") if line.by_itself else ""
        value = f"pace:{line.tour_id}:0:{line.moment}:{Pace.EVERY}"
        back = button(_("Every time again"), Action.UNDO_NUDGE, value)
        yield section(f"{moment_name(line.moment)} · <@{line.other_id}>: {often}{why}", accessory=back)


def _quieted(quiets: Sequence[QuietLine]) -> Iterator[Block]:
    if not quiets:
        return
    names = {
        About.REVIEW: _("a talk"),
        About.PROMISE: _("a promise"),
        About.PROPOSAL: _("a proposal"),
        About.AMENDMENT: _("changed terms"),
        About.HANDOVER: _("a hand-over"),
        About.GOAL: _("a goal"),
        About.TALK: _("a talk that they asked for"),
        About.DOOR: _("a door to choose"),
    }
    yield header(_("Quiet for now"))
    for line in quiets[:MOST_QUIETED]:
        moment = next(m for m in Moment if about(m) is line.about)
        back = button(
            _("Speak of it again"),
            Action.UNDO_NUDGE,
            f"quiet:{NudgeRef(line.tour_id, line.subject_id, moment)}",
        )
        until = _("until {day}").format(day=day_words(line.until)) if line.until else _("skipped")
        yield section(f"{names[line.about]} · <@{line.other_id}>: {until}", accessory=back)


def _until(today: date, *more: Option) -> list[Block]:
    tomorrow, monday = today + timedelta(days=1), today + timedelta(days=7 - today.weekday())
    days = {monday: _("Monday"), today + timedelta(days=14): _("In two weeks")}
    if tomorrow.weekday() < SATURDAY:
        days = {tomorrow: _("Tomorrow"), **days}
    offered = [option(f"{label} ({day.day} {day:%b})", day.isoformat()) for day, label in sorted(days.items())]
    return [
        field(
            "until",
            _("Until"),
            blocks.radio(Action.INPUT, [*offered, *more], initial=(monday if more else min(days)).isoformat()),
        ),
        field("day", _("Or another day"), blocks.date_input(Action.INPUT), optional=True),
    ]


def _past_line(line: PastLine) -> str:
    other = f" · <@{line.other_id}>" if line.other_id else ""
    return f"*{day_words(line.on)}*: {moment_name(line.moment)}{other}: {_became(line)}"


def _became(line: PastLine) -> str:
    if line.state is MessageState.SENT:
        return _("sent")
    reasons = {
        "done": _("not sent, it was done already"),
        "recorded": _("not sent, the talk was recorded"),
        "over": _("not sent, its day had passed"),
        "passed_over": _("not sent, a later talk stands for it"),
        "overtaken": _("not sent, a later one said it"),
        "skipped": _("not sent, you skipped it"),
        "stopped": _("not sent, you stopped these"),
        "ignored": _("not sent, these had stopped by themselves"),
        "less_often": _("not sent, these come less often"),
        "settled": _("not sent, the proposal was answered"),
        "tour_over": _("not sent, the tour was over"),
        "tour_paused": _("not sent, the tour was paused"),
        "person_left": _("not sent, their account is deactivated"),
    }
    if line.state is MessageState.GIVEN_UP:
        return _("could not be delivered by Slack")
    return reasons.get(line.why or "", _("not sent, it was no longer needed"))
