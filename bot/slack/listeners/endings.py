"""The end of a tour: ended early by either side, closed by both; and its record as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from slack_sdk import WebClient

from bot.domain.refusals import Reason, Refused
from bot.prompts import Prompts
from bot.services.endings import Endings
from bot.services.files import Files, Wanted
from bot.services.people import Actor
from bot.services.tours import Tours
from bot.slack.forms import endings as forms
from bot.slack.ids import Action
from bot.slack.ids import View as ViewId
from bot.slack.listeners.sending import hand_over
from bot.slack.listeners.sheets import Sheets, numbers
from bot.slack.listeners.tour_screens import OURS, lead_back, screen
from bot.slack.routes import Ack, Refresh, Routes
from bot.slack.views import endings as views
from bot.slack.words import _

SHAPES: Final = frozenset({"record_html", "record_md", "record_json"})


def register(routes: Routes) -> None:
    """Add this story's listeners to the table."""
    routes.action(Action.END_EARLY)(open_end_early)
    routes.action(Action.OPEN_CLOSE)(open_close)
    routes.action(Action.ANSWER_CLOSE)(open_answer)
    routes.action(Action.SHOW_RECORD)(show_record)
    routes.action(Action.SEND_RECORD)(send_record)
    routes.action(Action.SEND_TALK)(send_talk)
    routes.submission(ViewId.END_EARLY)(end_early)
    routes.submission(ViewId.ANSWER_CLOSE)(answer)


def open_end_early(
    ack: Ack, actor: Actor, now: datetime, prompts: Prompts, sheets: Sheets, tours: Tours, value: str
) -> None:
    """Say what an early end means, and ask for a kind of reason. The value is "TOUR"; one that is over is shown."""
    detail = tours.read(actor, numbers(value)[0], now)
    if detail.is_running:
        sheets.show(views.end_early(detail))
    else:
        sheets.over(OURS).show(screen(detail, prompts))
    ack()


def end_early(
    ack: Ack,
    actor: Actor,
    client: WebClient,
    delivery: str,
    endings: Endings,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """End the tour, and show how it stands."""
    detail = endings.end_early(actor, forms.end_early(view), now, delivery=delivery)
    refresh_home(detail.reader_id, detail.other_id)
    notice = _("The tour has ended. The message to <@{other}> says that it did, and not why.").format(
        other=detail.other_id
    )
    lead_back(ack, client, view, screen(detail, prompts, notice))


def open_close(
    ack: Ack,
    actor: Actor,
    endings: Endings,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    sheets: Sheets,
    value: str,
) -> None:
    """Open the close, and show the tour with what is left to say. The value is "TOUR"."""
    detail = endings.open_close(actor, numbers(value)[0], now)
    refresh_home(detail.reader_id, detail.other_id)
    notice = _("The close is open, and <@{other}> is told. Next: say how it ended.").format(other=detail.other_id)
    sheets.over(OURS).show(screen(detail, prompts, notice))
    ack()


def open_answer(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, tours: Tours, value: str) -> None:
    """Open the form of the close. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    if detail.way_out.end is None:
        raise Refused(Reason.WRONG_STATE)
    sheets.show(views.answer_close(detail))
    ack()


def answer(
    ack: Ack,
    actor: Actor,
    client: WebClient,
    delivery: str,
    endings: Endings,
    now: datetime,
    prompts: Prompts,
    refresh_home: Refresh,
    view: Mapping[str, Any],
) -> None:
    """Keep what was said at the end, and show the tour with it."""
    detail = endings.answer(actor, forms.answer_close(view), now, delivery=delivery)
    refresh_home(detail.reader_id, detail.other_id)
    end = detail.way_out.end
    both = _("Saved and signed. Both of you have said how it ended: the tour is complete.")
    waits = _("Saved and signed. <@{other}> can read it; their answer is still to come.").format(other=detail.other_id)
    lead_back(ack, client, view, screen(detail, prompts, both if end and end.theirs else waits))


def show_record(ack: Ack, actor: Actor, now: datetime, sheets: Sheets, tours: Tours, value: str) -> None:
    """Say what the tour record holds, and offer it as a file. The value is "TOUR"."""
    detail = tours.read(actor, numbers(value)[0], now)
    if detail.reader_leads:
        raise Refused(Reason.NOT_YOURS)
    sheets.show(views.record(detail))
    ack()


def send_record(
    ack: Ack, actor: Actor, client: WebClient, files: Files, now: datetime, sheets: Sheets, value: str | None
) -> None:
    """Send the tour record in one of its shapes. The value is "SHAPE:TOUR"."""
    shape, _colon, tour_id = (value or "").partition(":")
    if shape not in SHAPES:
        raise Refused(Reason.LINK_EXPIRED)
    hand_over(sheets, client, actor, files, Wanted(shape, numbers(tour_id)[0]), now)
    ack()


def send_talk(
    ack: Ack, actor: Actor, client: WebClient, files: Files, now: datetime, sheets: Sheets, value: str
) -> None:
    """Send a talk for the calendar. The value is "CHECK_IN"."""
    hand_over(sheets, client, actor, files, Wanted("talk_ics", numbers(value)[0]), now)
    ack()
