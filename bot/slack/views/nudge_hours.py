"""The form for a person's working days and hours, holidays, days off and weekly digest."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.calendar import NO_HOLIDAYS, countries_with_holidays, country_of
from bot.domain.people import MOST_DAYS_OFF, HoursDraft
from bot.slack import blocks
from bot.slack.blocks import Block, Option, View, context, field, modal, option
from bot.slack.ids import Action, Choice
from bot.slack.ids import View as ViewId
from bot.slack.views.nudges import day_words
from bot.slack.words import _


def hours(draft: HoursDraft, time_zone: str) -> View:
    """Return the form for working days and hours, holidays, days off and the weekly digest."""
    days = [option(name, str(number)) for number, name in _weekdays().items()]
    found = [
        context(_("Your time zone is {zone}, as Slack has it. Visible to you alone.").format(zone=time_zone)),
        field(
            "work_days",
            _("Working days"),
            blocks.checkboxes(Action.INPUT, days, initial=[str(day) for day in sorted(draft.work_days)]),
        ),
        field("work_start", _("From"), blocks.time_input(Action.INPUT, initial=f"{draft.start:%H:%M}")),
        field("work_end", _("To"), blocks.time_input(Action.INPUT, initial=f"{draft.end:%H:%M}")),
        field(
            "country",
            _("Public holidays of"),
            blocks.text_input(Action.INPUT, initial=_country(draft.country, time_zone)),
            hint=_("A country, in English. Empty: no holidays."),
            optional=True,
        ),
        *_days_off(draft),
        field(
            "digest_day",
            _("When nudges come"),
            blocks.select(
                Action.INPUT,
                [option(_("Each on its day"), Choice.EACH_DAY), *(_digest(number) for number in range(1, 8))],
                initial=str(draft.digest_day or Choice.EACH_DAY),
            ),
        ),
    ]
    return modal(ViewId.NUDGE_HOURS, _("Hours and days off"), found, submit=_("Keep"), close=_("Cancel"))


def _weekdays() -> dict[int, str]:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return dict(enumerate(names, start=1))


def _digest(number: int) -> Option:
    return option(_("All together on {day}").format(day=_weekdays()[number]), str(number))


def _country(chosen: str | None, time_zone: str) -> str | None:
    return countries_with_holidays().get(chosen or country_of(time_zone) or NO_HOLIDAYS)


def _days_off(draft: HoursDraft) -> Iterator[Block]:
    if draft.days_off:
        kept = [
            option(f"{day_words(stretch.first)} – {day_words(stretch.last)}", f"{stretch.first}/{stretch.last}")
            for stretch in draft.days_off[:MOST_DAYS_OFF]
        ]
        box = blocks.checkboxes(Action.INPUT, kept, initial=[each["value"] for each in kept])
        yield field("days_off", _("Days off"), box, hint=_("Untick what no longer holds."), optional=True)
    yield field("days_off_first", _("More days off, from"), blocks.date_input(Action.INPUT), optional=True)
    yield field("days_off_last", _("up to and including"), blocks.date_input(Action.INPUT), optional=True)
