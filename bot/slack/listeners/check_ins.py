"""Talks: `/tour checkin`, the list, and the forms for preparing, recording and moving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.check_ins import Purpose, Review
from bot.prompts import Guide, PromptError, Prompts
from bot.services.check_in_sheets import Recorded, Talk
from bot.services.check_ins import CheckIns
from bot.services.people import Actor
from bot.slack.answer import Answer
from bot.slack.forms import check_ins as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sheets import Sheets, numbers, whom
from bot.slack.listeners.which_tour import Asking, meant
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import check_in_forms
from bot.slack.views import check_ins as views
from bot.slack.words import _, spoken_date

OURS = frozenset(
    {ViewId.TALKS, ViewId.TALK, ViewId.PREPARE_REVIEW, ViewId.RECORD_REVIEW, ViewId.MOVE_REVIEW, ViewId.GOALS}
)
"""Screens of talks take each other's place, and that of the list of goals, which leads to them; from any other modal
they are put on top of it."""


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.command("checkin")(list_talks)
    routes.action(Action.OPEN_TALKS)(open_talks)
    routes.action(Action.OPEN_TALK)(open_talk)
    routes.action(Action.PREPARE_REVIEW)(open_prepare)
    routes.action(Action.RECORD_REVIEW)(open_record)
    routes.action(Action.MOVE_REVIEW)(open_move)
    routes.submission(ViewId.PREPARE_REVIEW)(prepare)
    routes.submission(ViewId.RECORD_REVIEW)(record)
    routes.submission(ViewId.MOVE_REVIEW)(move)


def list_talks(
    ack: Ack, actor: Actor, answer: Answer, check_ins: CheckIns, now: datetime, sheets: Sheets, words: str
) -> None:
    """`/tour checkin [@person]`: open the only tour's talks, or ask which tour is meant."""
    with_id = whom(words)
    asking = Asking(
        _("A talk with whom?"), Action.OPEN_TALKS, _("There are more. Name the person: `/tour checkin @person`.")
    )
    tour_id = meant(check_ins.choices(actor, with_id), with_id, asking, answer)
    if tour_id is not None:
        sheets.show(views.all_talks(check_ins.of_tour(actor, tour_id, now)))
        ack()


def open_talks(ack: Ack, actor: Actor, check_ins: CheckIns, now: datetime, sheets: Sheets, value: str) -> None:
    """Show the talks of a tour. The value is "TOUR" or "TOUR:PAGE"."""
    tour_id, page = numbers(value)
    sheets.over(OURS).show(views.all_talks(check_ins.of_tour(actor, tour_id, now), page))
    ack()


def open_talk(ack: Ack, actor: Actor, check_ins: CheckIns, now: datetime, sheets: Sheets, value: str) -> None:
    """Show one talk with the notes on it. The value is "CHECK_IN"."""
    sheets.over(OURS).show(views.in_full(check_ins.get(actor, numbers(value)[0], now)))
    ack()


def open_prepare(
    ack: Ack, actor: Actor, check_ins: CheckIns, now: datetime, prompts: Prompts, sheets: Sheets, value: str
) -> None:
    """Open the form for preparing a talk. The value is "CHECK_IN"; a talk that is over is shown instead."""
    talk = check_ins.get(actor, numbers(value)[0], now)
    ready = talk.is_planned and talk.sides.may_change
    sheets.over(OURS).show(check_in_forms.prepare(talk, guide_for(talk, prompts)) if ready else views.in_full(talk))
    ack()


def open_record(ack: Ack, actor: Actor, check_ins: CheckIns, now: datetime, sheets: Sheets, value: str) -> None:
    """Open the form for recording a talk. The value is "CHECK_IN"; one that was struck out is shown instead."""
    talk = check_ins.get(actor, numbers(value)[0], now)
    ready = (talk.is_planned or talk.is_held) and talk.sides.may_change
    sheets.over(OURS).show(check_in_forms.record(talk) if ready else views.in_full(talk))
    ack()


def open_move(ack: Ack, actor: Actor, check_ins: CheckIns, now: datetime, sheets: Sheets, value: str) -> None:
    """Open the form for moving a talk. The value is "CHECK_IN"; a talk that is over is shown instead."""
    talk = check_ins.get(actor, numbers(value)[0], now)
    ready = talk.is_planned and talk.sides.may_change
    sheets.over(OURS).show(check_in_forms.move(talk) if ready else views.in_full(talk))
    ack()


def prepare(
    ack: Ack,
    actor: Actor,
    check_ins: CheckIns,
    delivery: str,
    now: datetime,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Keep what was prepared, and show it with who can read it."""
    command = forms.prepare(view)
    talk = check_ins.prepare(actor, command, now, delivery=delivery)
    refresh_home(actor.user_id)
    shared = _("Saved. <@{other}> can read it before the talk.").format(other=talk.sides.other_id)
    notice = shared if command.share else _("Saved. Only you can read it.")
    ack(response_action="update", view=views.in_full(talk, notice))


def record(
    ack: Ack,
    actor: Actor,
    check_ins: CheckIns,
    delivery: str,
    now: datetime,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Keep that the talk was held, and show the notes and what comes next."""
    recorded = check_ins.record(actor, forms.record(view), now, delivery=delivery)
    refresh_home(recorded.talk.sides.reader_id, recorded.talk.sides.other_id)
    ack(response_action="update", view=views.in_full(recorded.talk, recorded_notice(recorded)))


def move(
    ack: Ack,
    actor: Actor,
    check_ins: CheckIns,
    delivery: str,
    now: datetime,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Keep the new day, and show it."""
    talk = check_ins.move(actor, forms.move(view), now, delivery=delivery)
    refresh_home(talk.sides.reader_id, talk.sides.other_id)
    notice = _("Moved to {day}. <@{other}> is told.")
    shown = notice.format(day=spoken_date(talk.line.due_on), other=talk.sides.other_id)
    ack(response_action="update", view=views.in_full(talk, shown))


def recorded_notice(recorded: Recorded) -> str:
    """Return what to say after recording: what comes next, or that the other side had recorded it before."""
    sides, following = recorded.talk.sides, recorded.talk.following
    if recorded.before_by == sides.reader_id:
        return _("Saved. You had recorded this talk before; your notes on it are changed.")
    if recorded.before_by is not None:
        had = _("<@{person}> had recorded this talk already, so its day stays. Your notes are kept beside theirs.")
        return had.format(person=recorded.before_by)
    told = (
        _("Recorded. <@{other}> is told, and can read what you agreed.")
        if recorded.talk.own(Purpose.AGREEMENT)
        else _("Recorded. <@{other}> is told.")
    ).format(other=sides.other_id)
    if following is None:
        return told
    then = _("Next: {review}, {day}.").format(
        review=views.review_name(following.review), day=spoken_date(following.due_on)
    )
    return f"{told} {then}"


def guide_for(talk: Talk, prompts: Prompts) -> Guide | None:
    """Return the guide that fits this talk and this reader; None when the library has none for it."""
    try:
        return prompts.guide(topic_of(talk), talk.sides.role.value, talk.sides.kind.value)
    except PromptError:
        return None


def topic_of(talk: Talk) -> str:
    """Return the topic of the guide for a talk."""
    topics = {
        Review.CHECK_IN: "first_check_in" if talk.is_first else "check_in",
        Review.HALFWAY: "halfway",
        Review.NEXT_TOUR_TALK: "next_tour_talk",
        Review.REAFFIRMATION: "reaffirmation",
    }
    return topics[talk.line.review]
