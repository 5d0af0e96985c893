"""Home: one next step on top, then tours, what is due, nudges to come, and who can see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from bot.domain.doors import Standing
from bot.domain.lifecycle import NEGOTIATING, State
from bot.domain.people import UNTIL_RESUMED
from bot.services.home_sheets import DueKind, DueLine, HomeSheet, Step, TourRow
from bot.services.nudge_sheets import ForecastLine
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    header,
    quoted,
    section,
    shorten,
    visible_to,
)
from bot.slack.blocks import home as surface
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.views import keeping, measures, next_step
from bot.slack.views.check_ins import review_name
from bot.slack.views.choosing import kind_name
from bot.slack.views.names import moment_name
from bot.slack.views.nudges import stopped
from bot.slack.views.tour_list import state_name, waiting_words
from bot.slack.words import _, short_date, spoken_date

SERVING_SHOWN: Final = 5
ENDED_SHOWN: Final = 3
STOPPED_SHOWN: Final = 3
GLIMPSE: Final = 150  # characters of a promise or a goal


def home(sheet: HomeSheet, *, is_first_visit: bool = False) -> View:
    """Everything on one page. A first visit says before it what this is, in three lines."""
    if is_first_visit and sheet.is_empty:
        return surface(ViewId.HOME, [*_welcome(), actions(next_step.start_buttons()[0]), *_visible()])
    blocks = [
        *(_welcome() if is_first_visit else ()),
        *next_step.blocks(sheet),
        *(measures.offer() if sheet.asks_confidence else ()),
        *_leading(sheet),
        *_serving(sheet),
        *_ended(sheet),
        *_due(sheet),
        *_nudges(sheet),
        *_foot(sheet),
    ]
    return surface(ViewId.HOME, blocks)


def summary(sheet: HomeSheet) -> list[Block]:
    """Home in short, as `/tour` alone answers: the next step, how many tours, and where the rest is."""
    lines = [*_counts(sheet)]
    return [
        *next_step.blocks(sheet),
        *([context(*lines)] if lines else []),
        actions(*_always(sheet)),
        visible_to(_("Only you can see this. More is on the Home tab of this app.")),
    ]


def _welcome() -> list[Block]:
    lines = (
        _(
            "*I am Tourguide.* I help a manager and each of their people to agree on a tour of duty: "
            "a mission with an end."
        ),
        _("Both promise something and sign the same text. I remind you of the days: talks, promises, goals."),
        _("Before each talk I show the manager how to go first, so that what comes next is talked about early."),
    )
    return [section("\n".join(lines)), divider()]


def _counts(sheet: HomeSheet) -> Iterator[str]:
    if sheet.leading_count:
        yield _("You lead {count}.").format(count=_tours(sheet.leading_count))
    if sheet.serving:
        yield _("You serve {serving}.").format(serving=_tours(len(sheet.serving)))
    if sheet.due_count:
        yield _("Due in the next two weeks, or late: {count}.").format(count=sheet.due_count)
    if sheet.nudges:
        first = sheet.nudges[0]
        yield _("Next nudge: {day}, {moment}.").format(day=spoken_date(first.on), moment=_about(first))


def _tours(count: int) -> str:
    return _("1 tour") if count == 1 else _("{count} tours").format(count=count)


def _leading(sheet: HomeSheet) -> Iterator[Block]:
    if not sheet.leading_count:
        return
    yield header(_("Tours you lead"))
    for row in sheet.leading:
        yield tour_line(row)
    if sheet.pages > 1:
        place = _("Page {page} of {pages}, {count} tours").format(
            page=sheet.page + 1, pages=sheet.pages, count=sheet.leading_count
        )
        yield context(place)
        yield actions(*_pager(sheet), block_id="pages")


def _pager(sheet: HomeSheet) -> Iterator[Element]:
    if sheet.page > 0:
        yield button(_("Previous"), f"{Action.HOME_PAGE}:back", str(sheet.page - 1))
    if sheet.page + 1 < sheet.pages:
        yield button(_("Next"), f"{Action.HOME_PAGE}:on", str(sheet.page + 1))


def _serving(sheet: HomeSheet) -> Iterator[Block]:
    if sheet.serving:
        yield header(_("Your own tour") if len(sheet.serving) == 1 else _("Your own tours"))
        for row in sheet.serving[:SERVING_SHOWN]:
            yield tour_line(row)
    if sheet.talk_asked_on:
        yield context(_asked(sheet, sheet.talk_asked_on))


def _asked(sheet: HomeSheet, asked_on: date) -> str:
    asked = _("You asked for a talk on {day}.").format(day=short_date(asked_on))
    if sheet.talk_named_by is None:
        return asked
    by, day = sheet.talk_named_by
    return f"{asked} " + _("<@{other}> names {day} for it.").format(other=by, day=short_date(day))


def tour_line(row: TourRow) -> Block:
    """One tour in a list: with whom, how it stands, its next talk, its goals, and the button that opens it."""
    until = _("until {day}").format(day=short_date(row.end_on)) if row.end_on else _("without an end")
    first = f"*<@{row.other_id}>*  {kind_name(row.kind)}, {until}"
    action = Action.OPEN_PROPOSAL if row.state in NEGOTIATING else Action.OPEN_TOUR
    return section(f"{first}\n{' · '.join(_facts(row))}", accessory=button(_("Open"), action, str(row.id)))


def _facts(row: TourRow) -> Iterator[str]:
    if row.state in NEGOTIATING:
        return iter([waiting_words(row.state, for_reader=row.waits_for_me)])
    return _closing(row) if row.state is State.CLOSING else _going_on(row)


def _going_on(row: TourRow) -> Iterator[str]:
    if row.state is not State.ACTIVE:
        yield state_name(row.state, row.paused_until, row.start_on)
    if (row.waits_for_me or row.waits_for_other) and not row.is_handing_over:
        yield waiting_words(row.state, for_reader=row.waits_for_me)
    if row.door is Standing.SAME:
        yield _("both of you confirmed the same door")
    if row.door is Standing.MINE:
        yield _("you confirmed a door, the other side has not yet")
    if row.is_past_end:
        yield _("its planned end has passed")
    if row.talk:
        yield f"{review_name(row.talk.review)}: {short_date(row.talk.due_on)}"
    if row.goals_open or row.goals_done:
        yield _("goals: {open} open, {done} done").format(open=row.goals_open, done=row.goals_done)
    elif row.state is State.ACTIVE and not row.is_past_end:
        yield _("no goals yet")


def _closing(row: TourRow) -> Iterator[str]:
    yield state_name(row.state)
    if row.is_unsaid:
        yield _("waits for what you say of it")
    elif row.closes_on:
        yield _("waits for the other side until {day}").format(day=short_date(row.closes_on))


def _ended(sheet: HomeSheet) -> Iterator[Block]:
    if sheet.ended:
        yield header(_("Ended lately"))
    for row in sheet.ended[:ENDED_SHOWN]:
        facts = [_ended_on(row)]
        if row.is_unsaid:
            facts.append(_("you have not said what came of it"))
        if not row.leads:
            facts.append(_("your tour record is in it"))
        first = f"*<@{row.other_id}>*  {kind_name(row.kind)}"
        opens = button(_("Open"), Action.OPEN_TOUR, str(row.id))
        yield section(f"{first}\n{' · '.join(facts)}", accessory=opens)
    if sheet.earlier_count:
        yield context(_("Over: {tours}, listed by `/tour list`.").format(tours=_tours(sheet.earlier_count)))


def _ended_on(row: TourRow) -> str:
    day = short_date(row.ended_on) if row.ended_on else ""
    words = _("completed on {day}") if row.state is State.COMPLETED else _("ended early on {day}")
    return words.format(day=day)


def _due(sheet: HomeSheet) -> Iterator[Block]:
    if not sheet.due_count:
        return
    yield header(_("Promises and goals due"))
    for line in sheet.due:
        yield section(_due_words(line, sheet), accessory=_due_button(line))
        yield quoted(shorten(line.words, GLIMPSE))
    if sheet.due_count > len(sheet.due):
        yield context(_("And {count} more: open the tour to see them.").format(count=sheet.due_count - len(sheet.due)))


def _due_words(line: DueLine, sheet: HomeSheet) -> str:
    if line.kind is DueKind.PROMISE:
        what = _("Your promise to <@{other}>") if line.is_mine else _("Promised to you by <@{other}>")
    else:
        what = _("Your goal in the tour with <@{other}>") if line.is_mine else _("A goal of <@{other}>")
    when = _("{day}, late") if line.due_on < sheet.today else "{day}"
    return f"{what.format(other=line.other_id)}: {when.format(day=short_date(line.due_on))}"


def _due_button(line: DueLine) -> Element:
    if line.kind is DueKind.PROMISE:
        return button(_("Show"), Action.SHOW_PROMISES, str(line.tour_id))
    return button(_("Show"), Action.OPEN_GOAL, str(line.id))


def _nudges(sheet: HomeSheet) -> Iterator[Block]:
    if not sheet.nudges and not sheet.paused_until and not sheet.stopped:
        return
    yield header(_("Nudges to come"))
    by_tour = [list(lines) for _tour, lines in groupby(sheet.stopped, key=lambda line: line.tour_id)]
    yield from map(stopped, by_tour[:STOPPED_SHOWN])
    if sheet.paused_until == UNTIL_RESUMED:
        yield section(_("You have paused them until you resume."))
    elif sheet.paused_until:
        yield section(_("You have paused them until {day}.").format(day=short_date(sheet.paused_until)))
    if sheet.nudges:
        yield section(nudge_lines(sheet))
    yield actions(button(_("See all and change them"), Action.NUDGE_SETTINGS), block_id="nudges")


def nudge_lines(sheet: HomeSheet) -> str:
    """The next nudges, a line each."""
    return "\n".join(dict.fromkeys(f"{spoken_date(line.on)}: {_about(line)}" for line in sheet.nudges))


def _about(line: ForecastLine) -> str:
    return _("{what}, with <@{other}>").format(what=moment_name(line.moment, line.review), other=line.other_id)


def _foot(sheet: HomeSheet) -> list[Block]:
    return [
        divider(),
        actions(*_always(sheet), block_id="always"),
        *_visible(),
        keeping.buttons(),
    ]


def _visible() -> list[Block]:
    words = _(
        "Only you see this page. A tour is read by its two sides and nobody else; "
        "what you prepare is yours until you share it."
    )
    return [visible_to(words)]


def _always(sheet: HomeSheet) -> Iterator[Element]:
    if sheet.step.step is not Step.START:  # which has the button itself
        yield button(_("Start a tour"), Action.START_TOUR)
    yield button(_("Prepare a talk"), Action.PREPARE_TALK)
    if serving := [row for row in sheet.serving if row.is_running and not row.other_is_gone]:
        label = _("The talk I asked for") if sheet.talk_asked_on else _("Ask for a talk")
        yield button(label, Action.ASK_FOR_TALK, str(serving[0].id))
    yield button(_("Help"), Action.HELP)
    yield button(_("Who can see what"), Action.PRIVACY)
